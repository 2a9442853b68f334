// SPDX-License-Identifier: GPL-3.0-or-later
// The analyzer: text → tokens, the same way for documents and for queries.
//
//   锂离子电池负极 TiO2   →   bigrams 锂离 离子 子电 电池 池负 负极, word 锂离子, Latin tio2
//
// Bigrams carry recall, ICU's words add precision, Latin compounds are kept whole and in parts (evidence: bigrams beat words, both together
// beat either). A two-character word is its own bigram and is not written twice; a query weighs that bigram as a word as well.
// Figures and standards come in one writing (one_writing.h): 20,000 is 20000, 1.2×10⁵ is 120000, GB/T19001—2016 is GB/T 19001 2016.
// Figures that count something come to one term besides, however they are written (count.h), and a compound of a figure and its unit, or of letters and a
// number, comes in its parts as well (compound.h): 三轴 is 3轴, 150mm is 150 mm. Both are other forms of what comes without them, which a query asks for
// beside it, at a low weight, and never instead of it.
// With a lexicon, its words that ICU cuts come besides (lexicon.h); what came without it comes all the same.
// Whoever reads an index builds the analyzer whose name and version the index carries.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace indexer::text {

class Lexicon;

// Name and version: a change of the tokens that come out is a new version, and an index made with another one is not read as if it were ours.
// A lexicon is of an edition of its own.
inline constexpr std::string_view kAnalyzerName = "icu-words-bigrams";
inline constexpr int kAnalyzerVersion = 3;

enum class TokenKind : std::uint8_t {
  bigram,    // two Han characters side by side
  word,      // an ICU word of one Han character, or of three and more
  latin,     // a Latin (Greek, Cyrillic …) word, stemmed
  number,    // digits, with or without a point
  edge,      // the last Han character of a run: with the bigrams that begin with a character, one of its own is found anywhere
  compound,  // letters, digits and joiners kept whole: tio2, 5g, c/c, gb/t, n-甲基吡咯烷酮
  joined,    // a word of the lexicon, of several ICU words
  count,     // a figure with what it counts: 3轴 for 三轴 and 3轴
  part,      // of a compound that no joiner parts: 150 and mm of 150mm, sus and 316l of sus316l; side by side, as if a space parted them
};

// The word of a kind: "bigram" …
std::string_view to_string(TokenKind kind);

// Whether a kind is another form of tokens at its place, so that it counts for nothing besides them.
inline bool is_other_form(TokenKind kind) { return kind == TokenKind::count || kind == TokenKind::part; }

struct Token {
  std::string term;           // normalised, UTF-8, at most kMaxTermBytes
  TokenKind kind = TokenKind::bigram;
  bool is_word = false;       // a bigram that is also a word, and a joined word of the segmentation as mended: not one within or across another
  std::uint32_t start = 0;    // byte range in the original
  std::uint32_t end = 0;
  std::uint32_t position = 0; // counts Han characters and Latin tokens, so that neighbours differ by one
  bool operator==(const Token&) const = default;
};

// Xapian's limit is 245 bytes with the prefix; a longer token is cut at a character.
inline constexpr std::size_t kMaxTermBytes = 200;

// Tokens in order of their start; at one start joined words come first, the longest of them before the others, then counts, and a compound before its parts.
// `first_position` continues the numbering of an earlier field.
// Punctuation advances the position by one, so that no phrase crosses a sentence.
// `lexicon` may be null, or empty: nothing is joined.
// Thread-safe (ICU's break iterator is per thread). Cost: about 8 MB/s.
std::vector<Token> analyze(std::string_view original, std::uint32_t first_position = 1, const Lexicon* lexicon = nullptr);

// Every stage printed, for `index analyze`: normalised text, ICU words, with a lexicon the words as mended, counts where there are, tokens with kind, range and position.
std::string explain(std::string_view original, const Lexicon* lexicon = nullptr);

}  // namespace indexer::text
