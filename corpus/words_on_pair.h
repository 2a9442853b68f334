// SPDX-License-Identifier: GPL-3.0-or-later
// What is in force of what one person decided about a pair of records: the one rule that the list of decisions, the grouping of records and the learning
// of weights go by.
//
// There are two layers, and a word of the one leaves the other alone: whether both are one record (same, not_same), and whether a match is wanted
// (shortlisted, dismissed). In each the last word counts. `withdrawn` takes back, of the two, the one that was spoken last; said once more, the other.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

namespace corpus {

inline bool about_sameness(std::string_view verdict) { return verdict == "same" || verdict == "not_same"; }

// Word: what is kept of a decision; `<` orders it by when it was spoken.
template <class Word>
struct WordsOnPair {
  std::optional<Word> sameness, match;

  // Requires: later than all before.
  void say(std::string_view verdict, Word word) {
    if (verdict != "withdrawn")
      (about_sameness(verdict) ? sameness : match) = std::move(word);
    else
      (sameness < match ? match : sameness).reset();
  }
};

}  // namespace corpus
