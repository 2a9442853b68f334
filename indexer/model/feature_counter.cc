// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/feature_counter.h"

#include <algorithm>

namespace indexer::model {

void FeatureCounter::add(const std::vector<std::string_view>& texts) {
  std::vector<std::string> terms;
  for (const std::string_view text : texts)
    for (text::Token& token : text::analyze(text))
      if (is_feature(token)) terms.push_back(std::move(token.term));
  std::ranges::sort(terms);
  const auto repeated = std::ranges::unique(terms);
  terms.erase(repeated.begin(), repeated.end());
  ++records_;
  for (std::string& term : terms) {
    if (const auto found = holders_.find(term); found != holders_.end())
      ++found->second;
    else
      holders_.emplace(std::move(term), 1);
  }
  if (holders_.size() > most_counted_) std::erase_if(holders_, [](const auto& one) { return one.second == 1; });
}

FeatureTable FeatureCounter::table(std::size_t most) const {
  std::vector<std::pair<std::uint32_t, std::string>> kept;
  for (const auto& [term, holders] : holders_)
    if (holders >= kFewestHolders) kept.emplace_back(holders, term);
  if (kept.size() > most) {
    std::ranges::sort(kept, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    kept.resize(most);
  }
  std::ranges::sort(kept, {}, [](const auto& one) -> const std::string& { return one.second; });
  std::vector<std::string> terms;
  std::vector<std::uint32_t> holders;
  for (auto& [count, term] : kept) {
    terms.push_back(std::move(term));
    holders.push_back(count);
  }
  return FeatureTable(terms, std::move(holders), records_);
}

}  // namespace indexer::model
