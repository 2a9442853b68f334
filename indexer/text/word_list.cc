// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/word_list.h"

#include <algorithm>

namespace indexer::text {
namespace {

using View = std::u32string_view;

char32_t first_of(const WordList::Word& word) { return word.text.front(); }
char32_t last_of(const WordList::Word& word) { return word.text.back(); }

}  // namespace

WordList::WordList(std::vector<View> words) {
  for (std::size_t i = 0; i < words.size(); ++i) by_first_.push_back({words[i], i});
  by_last_ = by_first_;
  std::ranges::stable_sort(by_first_, {}, first_of);
  std::ranges::stable_sort(by_last_, {}, last_of);
}

std::span<const WordList::Word> WordList::beginning_with(char32_t first) const {
  const auto found = std::ranges::equal_range(by_first_, first, {}, first_of);
  return {found.begin(), found.end()};
}

std::span<const WordList::Word> WordList::ending_with(char32_t last) const {
  const auto found = std::ranges::equal_range(by_last_, last, {}, last_of);
  return {found.begin(), found.end()};
}

const WordList::Word* WordList::at_begin_of(View text) const {
  if (text.empty()) return nullptr;
  for (const Word& word : beginning_with(text.front()))
    if (text.starts_with(word.text)) return &word;
  return nullptr;
}

const WordList::Word* WordList::at_end_of(View text) const {
  if (text.empty()) return nullptr;
  for (const Word& word : ending_with(text.back()))
    if (text.ends_with(word.text)) return &word;
  return nullptr;
}

bool WordList::stands_in(View text) const {
  for (; !text.empty(); text.remove_prefix(1))
    if (at_begin_of(text) != nullptr) return true;
  return false;
}

}  // namespace indexer::text
