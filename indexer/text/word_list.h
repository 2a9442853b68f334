// SPDX-License-Identifier: GPL-3.0-or-later
// Words that are looked for at the begin or the end of a text, or anywhere in it. A look-up per sign, however long the list is: what stands
// around a figure is held against some four hundred words.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace indexer::text {

class WordList {
 public:
  struct Word {
    std::u32string_view text;
    std::size_t place;  // in the list as it was given
  };

  // The words are views: literals. Requires: none is empty.
  explicit WordList(std::vector<std::u32string_view> words);

  std::size_t size() const { return by_first_.size(); }

  // The words with this first or last sign, in the order of the list.
  std::span<const Word> beginning_with(char32_t first) const;
  std::span<const Word> ending_with(char32_t last) const;

  // The first word of the list that the text begins or ends with; nullptr where none does.
  const Word* at_begin_of(std::u32string_view text) const;
  const Word* at_end_of(std::u32string_view text) const;

  bool stands_in(std::u32string_view text) const;

 private:
  std::vector<Word> by_first_, by_last_;
};

}  // namespace indexer::text
