// SPDX-License-Identifier: GPL-3.0-or-later
// ICU's words of many texts as numbers, and what stands beside a term: the counting of lexicon_learner.h.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "indexer/text/segment.h"

namespace indexer::model {

// A run of Han characters, as the numbers of its ICU words.
using WordRun = std::vector<std::uint32_t>;

// The ICU words met so far, numbered from 1 as they come. They are of ICU's dictionary or single characters: half a million at most.
class WordNumbers {
 public:
  struct Word {
    std::u16string text;
    std::int32_t characters = 0;
    std::uint64_t count = 0;
    bool joins = false;  // 的, 和 and the like, standing alone
  };

  // Calls `take` for each run of Han characters in the text. `counting`: whether its words are counted.
  void each_run(std::string_view text, bool counting, const std::function<void(const WordRun&)>& take);

  const Word& operator[](std::uint32_t number) const { return words_[number - 1]; }
  // Words counted, with repetitions.
  std::uint64_t all() const { return all_; }

 private:
  std::uint32_t number_of(const icu::UnicodeString& text, const text::Segment& one, bool counting);

  std::unordered_map<std::u16string, std::uint32_t> numbers_;
  std::vector<Word> words_;
  std::uint64_t all_ = 0;
};

// What stands on one side of a term.
class Neighbours {
 public:
  // 0 for the end of a run, which is another neighbour each time.
  void add(std::uint32_t word);
  // In bits; 0 where nothing was added.
  double entropy() const;

 private:
  std::vector<std::pair<std::uint32_t, std::uint32_t>> seen_;  // word → times
  std::uint32_t all_ = 0;
};

}  // namespace indexer::model
