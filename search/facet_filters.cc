// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/facet_filters.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "indexer/schema.h"
#include "search/plan.h"

namespace search {
namespace {

using Codes = std::vector<std::string> Filters::*;
constexpr std::array<std::pair<std::string_view, Codes>, 5> kLists = {{{"region", &Filters::region},
                                                                       {"field", &Filters::field},
                                                                       {"industry", &Filters::industry},
                                                                       {"stage", &Filters::stage},
                                                                       {"cooperation", &Filters::cooperation}}};

Xapian::Query range(indexer::Slot s, std::optional<int> low, std::optional<int> high) {
  return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, indexer::slot(s), Xapian::sortable_serialise(low.value_or(-1000000)),
                       Xapian::sortable_serialise(high.value_or(1000000)));
}

}  // namespace

Xapian::Query filters_of(const Filters& filters) {
  Xapian::Query filter = everything();
  for (const auto& [facet, codes] : kLists)
    if (!(filters.*codes).empty()) filter = and_also(filter, code_filter(facet, filters.*codes));
  if (filters.trl_min || filters.trl_max) filter = and_also(filter, range(indexer::Slot::trl, filters.trl_min, filters.trl_max));
  if (filters.year_from || filters.year_to) filter = and_also(filter, range(indexer::Slot::year, filters.year_from, filters.year_to));
  return filter;
}

const std::vector<std::string>& selected(const Filters& filters, std::string_view facet) {
  static const std::vector<std::string> none;
  for (const auto& [name, codes] : kLists)
    if (name == facet) return filters.*codes;
  return none;
}

bool narrows(const Filters& filters) {
  return narrows(filters, "trl") || narrows(filters, "year") || std::ranges::any_of(kLists, [&](const auto& one) { return !(filters.*one.second).empty(); });
}

bool narrows(const Filters& filters, std::string_view facet) {
  if (facet == "trl") return filters.trl_min || filters.trl_max;
  if (facet == "year") return filters.year_from || filters.year_to;
  return !selected(filters, facet).empty();
}

Filters without(Filters filters, std::string_view facet) {
  for (const auto& [name, codes] : kLists)
    if (name == facet) (filters.*codes).clear();
  if (facet == "trl") filters.trl_min = filters.trl_max = std::nullopt;
  if (facet == "year") filters.year_from = filters.year_to = std::nullopt;
  return filters;
}

}  // namespace search
