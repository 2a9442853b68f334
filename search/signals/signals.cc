// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "search/indicator_match.h"
#include "search/signals/signal.h"

namespace search {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& code) { return std::ranges::find(list, code) != list.end(); }

double nearness(const std::string& a, const std::string& b, const corpus::Vocabulary& tree, double sibling, double cousin) {
  const auto up_a = tree.ancestors(a), up_b = tree.ancestors(b);
  if (up_a.empty() || up_b.empty()) return a == b ? 1 : 0;
  if (contains(up_a, b) || contains(up_b, a)) return 1;
  // The first ancestor they share, from below: how many levels stand above it says how close they are.
  for (const std::string& above : up_a) {
    if (!contains(up_b, above)) continue;
    return tree.ancestors(above).size() >= 2 ? sibling : cousin;
  }
  return 0;
}

}  // namespace

Value field_signal(const Facts& asked, const Facts& offered) {
  if (asked.field.empty()) return std::nullopt;
  if (offered.field.empty()) return kNotStated;
  const auto shared = std::ranges::count_if(asked.field, [&](const std::string& code) { return contains(offered.field, code); });
  return static_cast<double>(shared) / static_cast<double>(asked.field.size());
}

Value industry_signal(const Facts& asked, const Facts& offered, const corpus::Vocabulary& industries) {
  if (asked.industry.empty()) return std::nullopt;
  if (offered.industry.empty()) return kNotStated;
  double best = 0;
  for (const std::string& a : asked.industry)
    for (const std::string& b : offered.industry) best = std::max(best, nearness(a, b, industries, kSameDivision, kSameSection));
  return best;
}

Value region_signal(const Facts& asked, const Facts& offered, const corpus::Vocabulary& regions) {
  if (asked.region.empty() && asked.accept_regions.empty()) return std::nullopt;
  if (offered.region.empty() && offered.accept_regions.empty()) return kNotStated;
  const auto up = regions.ancestors(offered.region);
  for (const std::string& accepted : asked.accept_regions)
    if (contains(up, accepted)) return 1;
  const auto asked_up = regions.ancestors(asked.region);
  for (const std::string& served : offered.accept_regions)
    if (contains(asked_up, served)) return 1;
  if (asked.region.empty() || offered.region.empty()) return 0;
  return nearness(asked.region, offered.region, regions, 0.6, 0.6);
}

Value maturity_signal(const Facts& need, const Facts& offer) {
  if (need.trl == 0) return std::nullopt;
  if (offer.trl == 0) return kNotStated;
  return std::clamp(1 - 0.25 * (need.trl - offer.trl), 0.0, 1.0);
}

Value cooperation_signal(const Facts& asked, const Facts& offered, const corpus::Vocabulary& modes) {
  if (asked.cooperation.empty()) return std::nullopt;
  if (offered.cooperation.empty()) return kNotStated;
  for (const std::string& a : asked.cooperation)
    for (const std::string& b : offered.cooperation)
      if (contains(modes.ancestors(a), b) || contains(modes.ancestors(b), a)) return 1;
  return 0;
}

Value budget_signal(const Facts& need, const Facts& offer) {
  if (!need.budget) return std::nullopt;
  const std::optional<double> price = offer.price_low ? offer.price_low : offer.price_high;
  if (!price) return kNotStated;
  if (*price <= 0 || *need.budget >= *price) return 1;
  return std::max(0.0, *need.budget / *price);
}

Value indicators_signal(const Facts& need, const Facts& offer) {
  if (need.indicators.empty()) return std::nullopt;
  constexpr double kBestMiss = 0.8 * kNotStated;  // what fails ranks below what says nothing
  double sum = 0;
  for (const Comparison& one : compare(need.indicators, offer.indicators)) {
    switch (one.outcome) {
      case Outcome::met: sum += 1; break;
      case Outcome::not_stated: sum += kNotStated; break;
      case Outcome::not_met: sum += kBestMiss * std::max(0.0, 1 - one.share); break;
    }
  }
  return sum / static_cast<double>(need.indicators.size());
}

Value deadline_signal(const Facts& need, const Facts& offer, corpus::Day today) {
  if (!need.due) return std::nullopt;
  if (*need.due < today) return 0;
  if (!offer.due) return kNotStated;
  return std::clamp(1 - static_cast<double>((*offer.due - *need.due).count()) / kDaysTooLate, 0.0, 1.0);
}

double text_value(double score, double most) { return most <= 0 ? 0 : std::sqrt(std::min(1.0, score / most)); }

}  // namespace search
