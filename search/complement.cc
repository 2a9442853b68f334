// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/complement.h"

#include <algorithm>
#include <tuple>

#include "indexer/indicator_agreement.h"
#include "search/indicator_match.h"

namespace search {
namespace {

struct BestOfAll {
  double score = 0, text = 0;
};

bool of_its_field(const Contributor& one) {
  if (!one.field && !one.industry) return true;
  return one.field.value_or(0) > 0 || one.industry.value_or(0) >= 1;
}

bool is_akin(const Contributor& one, const BestOfAll& best) {
  return one.score >= kLeastShareOfBest * best.score && one.text >= kLeastShareOfBest * best.text && of_its_field(one);
}

std::vector<std::vector<std::size_t>> met_by_each(const std::vector<indexer::RecordIndicator>& asked, const std::vector<Contributor>& candidates) {
  BestOfAll best;
  for (const Contributor& one : candidates) best = {std::max(best.score, one.score), std::max(best.text, one.text)};
  std::vector<std::vector<std::size_t>> met(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!is_akin(candidates[i], best)) continue;
    for (const Comparison& comparison : compare(asked, candidates[i].stated))
      if (comparison.outcome == Outcome::met) met[i].push_back(comparison.asked);
  }
  return met;
}

// Whether one that is covered asks the same in other words.
bool asked_and_met(const std::vector<indexer::RecordIndicator>& asked, std::size_t one, const std::vector<bool>& covered) {
  for (std::size_t other = 0; other < asked.size(); ++other)
    if (covered[other] && indexer::same_demand(asked[one], asked[other])) return true;
  return false;
}

}  // namespace

std::optional<Complement> complement(const std::vector<indexer::RecordIndicator>& asked, const std::vector<Contributor>& candidates) {
  if (asked.size() < 2) return std::nullopt;
  const auto met = met_by_each(asked, candidates);
  std::vector<bool> covered(asked.size(), false);
  const auto still_open = [&](std::size_t i) { return std::ranges::count_if(met[i], [&](std::size_t one) { return !covered[one]; }); };
  Complement chosen;
  while (chosen.members.size() < kMostMembers) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (still_open(i) == 0) continue;
      const auto rank = [&](std::size_t one) { return std::tuple(-still_open(one), -candidates[one].score, candidates[one].id); };
      if (!best || rank(i) < rank(*best)) best = i;
    }
    if (!best) break;
    Contribution& member = chosen.members.emplace_back(Contribution{*best, {}});
    for (const std::size_t one : met[*best]) {
      if (covered[one]) continue;
      covered[one] = true;
      member.meets.push_back(one);
    }
  }
  if (chosen.members.size() < 2) return std::nullopt;
  for (std::size_t one = 0; one < asked.size(); ++one)
    if (!covered[one] && !asked_and_met(asked, one, covered)) chosen.open.push_back(one);
  return chosen;
}

}  // namespace search
