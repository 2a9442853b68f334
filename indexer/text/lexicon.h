// SPDX-License-Identifier: GPL-3.0-or-later
// Technical words that ICU's dictionary does not know: 钠离子电池, which ICU cuts into 钠|离子|电池. The analyzer joins what ICU cut.
//
//   const Lexicon lexicon({"钠离子电池"});
//   analyze("钠离子电池正极", 1, &lexicon)   →   the tokens of before, and 钠离子电池 joined
//
// Only whole ICU words are joined, so that no word is found across the boundary of two others (研究|生命 holds no 研究生); a word that ICU cuts in
// another way there is not found. What was a token before is one still: a lexicon adds, so that recall does not fall.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "indexer/text/segment.h"

namespace indexer::text {

// Characters of a word: a single one is a word to ICU, and over twenty it is a sentence.
inline constexpr std::int32_t kFewestCharacters = 2, kMostCharacters = 20;

enum class WordFault : std::uint8_t {
  none,
  parted,     // holds something that parts words: a space, a comma
  too_short,
  too_long,
  not_han,    // Latin words are kept whole anyhow
};

// Whether a text can be a word of a lexicon. Requires: `normalized` is what normalize() or fold() makes.
WordFault fault_of(const icu::UnicodeString& normalized);

// A range of segments that is a word of the lexicon.
struct JoinedWord {
  std::size_t first = 0, last = 0;  // segments, last > first
  bool longest = false;             // of the segmentation as mended: from the left, the longest word each time, none over another
};

// Immutable, so thread-safe. Memory: about 120 bytes a word.
class Lexicon {
 public:
  Lexicon() = default;
  // Requires: `words` are folded UTF-8 without fault. Their order and repetitions do not matter.
  explicit Lexicon(std::vector<std::string> words);

  bool empty() const { return words_.empty(); }
  std::size_t size() const { return words_.size(); }
  // Ascending by bytes, each once.
  const std::vector<std::string>& words() const { return words_; }
  // Whether this, whole, is one of them. Requires: folded.
  bool holds(std::u16string_view folded) const { return units_.contains(std::u16string(folded)); }
  // Hash of the words, 32 hex digits; empty where there are none. The same words have the same edition on every machine.
  const std::string& edition() const { return edition_; }

  // Every word that begins where a segment begins and ends where a later one ends, by ascending beginning, the longer first. All of them, since a
  // document that says 钠离子电池 is to be found by 离子电池 as well, where that is a word. Cost: one look-up for each segment, and for those that
  // begin as some word does one for each that may end it.
  std::vector<JoinedWord> find(const icu::UnicodeString& text, const std::vector<Segment>& segments) const;

 private:
  std::vector<std::string> words_;
  std::string edition_;
  std::unordered_set<std::u16string> units_;                 // the words as the analyzer has them
  std::unordered_map<std::uint32_t, std::int32_t> longest_;  // first two units → units of the longest word that begins so
};

}  // namespace indexer::text
