// SPDX-License-Identifier: GPL-3.0-or-later
// What is in force of what one person decided about a pair of records: the one rule that the list of decisions, the grouping of records and the learning
// of weights go by.
//
// There are two layers, and a word of the one leaves the other alone: whether both are one record (same, not_same), and whether a match is wanted
// (shortlisted, dismissed). In each the last word counts. `withdrawn` takes back the word of the layer it names (`undoes`: match or sameness). One that
// names none, as all did before they named any, takes back, of the two, the one that was spoken last; said once more, the other.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

namespace corpus {

// Codes of the vocabulary undoes.
inline constexpr std::string_view kUndoesMatch = "match", kUndoesSameness = "sameness";

inline bool about_sameness(std::string_view verdict) { return verdict == "same" || verdict == "not_same"; }

// Word: what is kept of a decision; `<` orders it by when it was spoken.
template <class Word>
struct WordsOnPair {
  std::optional<Word> sameness, match;

  // `undoes` counts for `withdrawn` alone; a layer that is not known is no layer. Requires: later than all before.
  void say(std::string_view verdict, std::string_view undoes, Word word) {
    if (verdict != "withdrawn")
      (about_sameness(verdict) ? sameness : match) = std::move(word);
    else if (undoes.empty())
      (sameness < match ? match : sameness).reset();
    else if (undoes == kUndoesMatch)
      match.reset();
    else if (undoes == kUndoesSameness)
      sameness.reset();
  }
};

}  // namespace corpus
