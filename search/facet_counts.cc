// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/facet_counts.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace search {
namespace {

using Counts = std::map<std::string, std::int64_t>;

Counts counts_of(const indexer::FacetInfo& info, const Xapian::ValueCountMatchSpy& spy) {
  Counts counts;
  for (auto value = spy.values_begin(); value != spy.values_end(); ++value) {
    std::string joined = *value;
    if (joined.empty()) continue;
    const auto frequency = static_cast<std::int64_t>(value.get_termfreq());
    if (info.slot == indexer::Slot::trl || info.slot == indexer::Slot::year) {
      counts[std::to_string(std::lround(Xapian::sortable_unserialise(joined)))] += frequency;
      continue;
    }
    for (std::size_t from = 0; from <= joined.size();) {
      const std::size_t to = std::min(joined.find(' ', from), joined.size());
      counts[joined.substr(from, to - from)] += frequency;
      from = to + 1;
    }
  }
  return counts;
}

}  // namespace

std::vector<FacetValue> facet_values(const indexer::FacetInfo& info, const Xapian::ValueCountMatchSpy& spy, const corpus::Vocabularies& vocabularies,
                                     const std::vector<std::string>& chosen) {
  const Counts counts = counts_of(info, spy);
  const corpus::Vocabulary* list = info.vocabulary.empty() ? nullptr : vocabularies.find(info.vocabulary);
  std::map<std::string, std::vector<FacetValue>> below;  // parent → values
  // Deepest first, so that children are complete when their parent is made: a code's depth is the number of its parents.
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [code, count] : counts) order.emplace_back(list == nullptr ? 0 : list->ancestors(code).size(), code);
  std::ranges::sort(order, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  for (const auto& [depth, code] : order) {
    FacetValue value{code, counts.at(code), std::ranges::find(chosen, code) != chosen.end(), {}};
    if (const auto children = below.find(code); children != below.end()) value.children = std::move(children->second);
    std::ranges::stable_sort(value.children, [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
    const corpus::VocabularyEntry* entry = list == nullptr ? nullptr : list->find(code);
    const bool nested = entry != nullptr && counts.contains(entry->parent);
    below[nested ? entry->parent : ""].push_back(std::move(value));
  }
  std::vector<FacetValue> top = std::move(below[""]);
  const bool by_code = info.name == "trl" || info.name == "year";
  std::ranges::stable_sort(top, [&](const FacetValue& a, const FacetValue& b) { return by_code ? a.code > b.code : a.count > b.count; });
  return top;
}

}  // namespace search
