// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/look_ups.h"

#include "indexer/schema.h"

namespace search {

std::vector<Xapian::doccount> LookUps::of(const std::vector<std::string>& terms) {
  std::vector<Xapian::doccount> out(terms.size(), 0);
  const std::size_t may = std::min(left_, terms.size());
  left_ -= may;
  frequencies_.fetch({terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(may)});
  for (std::size_t i = 0; i < may; ++i) out[i] = frequencies_.of(terms[i]);
  return out;
}

bool LookUps::is_an_entry(const std::string& folded, std::string_view sources) {
  if (entries_left_ == 0) return false;
  --entries_left_;
  const std::string term = std::string(indexer::prefix::kSuggest) + folded + '\t';
  const auto stands = [&](const std::string& beginning) { return database().allterms_begin(beginning) != database().allterms_end(beginning); };
  if (sources.empty()) return stands(term);
  return std::ranges::any_of(sources, [&](char source) { return stands(term + source + '\t'); });
}

bool LookUps::is_a_term(std::u16string_view folded) const {
  if (thesaurus_ != nullptr && thesaurus_->knows(folded)) return true;
  return frequencies_.lexicon() != nullptr && frequencies_.lexicon()->holds(folded);
}

}  // namespace search
