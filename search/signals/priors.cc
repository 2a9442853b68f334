// SPDX-License-Identifier: GPL-3.0-or-later
// What speaks for a candidate whatever is asked: how new and how complete it is, and what is known of who stands behind it.
#include <algorithm>
#include <cmath>
#include <span>

#include "search/integrity.h"
#include "search/signals/signal.h"

namespace search {
namespace {

using corpus::Kind;

struct Statement {
  std::string_view signal;
  bool (*stated)(const Facts&);
};

// In an order that each kind takes the beginning or the middle of.
constexpr Statement kStatements[] = {
    {"field", [](const Facts& f) { return !f.field.empty(); }},
    {"industry", [](const Facts& f) { return !f.industry.empty(); }},
    {"region", [](const Facts& f) { return !f.region.empty() || !f.accept_regions.empty(); }},
    {"maturity", [](const Facts& f) { return f.trl != 0; }},
    {"cooperation", [](const Facts& f) { return !f.cooperation.empty(); }},
    {"budget", [](const Facts& f) { return f.budget || f.price_low || f.price_high; }},
    {"indicators", [](const Facts& f) { return f.states_indicators || !f.indicators.empty(); }},
    {"deadline", [](const Facts& f) { return f.due.has_value(); }},
};

std::span<const Statement> statements_of(Kind kind) {
  const std::span<const Statement> all(kStatements);
  switch (kind) {
    case Kind::need: return all;
    case Kind::achievement: return all.first(7);
    case Kind::expert: return all.first(3);
    case Kind::enterprise: return all.subspan(1, 2);
    case Kind::decision: break;
  }
  return {};
}

}  // namespace

Value freshness_signal(const Facts& found, corpus::Day today) {
  if (!found.dated) return std::nullopt;
  const auto days = static_cast<double>((today - *found.dated).count());
  return std::exp2(-std::max(0.0, days) / kHalfLifeDays);
}

std::vector<std::string_view> lacking(const Facts& found, Kind kind) {
  std::vector<std::string_view> names;
  for (const Statement& one : statements_of(kind))
    if (!one.stated(found)) names.push_back(one.signal);
  return names;
}

Value completeness_signal(const Facts& found, Kind kind) {
  const std::size_t all = statements_of(kind).size();
  if (all == 0) return std::nullopt;
  return 1 - static_cast<double>(lacking(found, kind).size()) / static_cast<double>(all);
}

Value enterprise_signal(const Facts& found) {
  if (!found.innovation) return std::nullopt;
  return std::clamp(*found.innovation / 100, 0.0, 1.0);
}

Value integrity_signal(const Facts& found) {
  if (found.integrity == integrity::kNormal) return 1;
  if (found.integrity == integrity::kWatch) return kOnWatch;
  if (found.integrity == integrity::kBlacklisted) return 0;
  return std::nullopt;
}

}  // namespace search
