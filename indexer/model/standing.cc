// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/standing.h"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <cmath>

#include "indexer/text/analyzer.h"
#include "indexer/text/normalize.h"

namespace indexer::model {
namespace {

using text::TokenKind;
using View = std::u16string_view;

// Characters that stand beside a term and are hardly ever a part of one.
constexpr View kParticles = u"的和与及或在对为了是以用从由将等中有其并";
constexpr View kSentenceMarks = u"。;!?\n";  // folded

View view_of(const icu::UnicodeString& text) { return {text.getBuffer(), static_cast<std::size_t>(text.length())}; }

bool is_letter(char16_t c) { return U16_IS_SURROGATE(c) || u_isalnum(c) != 0; }
bool is_latin(char16_t c) { return is_letter(c) && !text::is_han(c) && !U16_IS_SURROGATE(c); }
bool sets_off(char16_t c) { return !is_letter(c) || kParticles.find(c) != View::npos; }

// Where sentences end, ascending; the last end is the text's. A point before a letter or digit is part of a name or number.
std::vector<std::size_t> sentence_ends(View text) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (kSentenceMarks.find(text[i]) != View::npos || (text[i] == u'.' && (i + 1 == text.size() || !is_letter(text[i + 1])))) ends.push_back(i);
  ends.push_back(text.size());
  return ends;
}

// The next place of `wanted`, which a Latin word is not within another.
std::size_t next_place(View text, View wanted, std::size_t from) {
  for (std::size_t at = text.find(wanted, from); at != View::npos; at = text.find(wanted, at + 1))
    if (at == 0 || !is_latin(wanted.front()) || !is_latin(text[at - 1])) return at;
  return View::npos;
}

// What a term weighs beside its rarity; 0: it is not looked for. Longer words are there where their bigrams are.
double weight_of_kind(TokenKind kind, std::size_t characters) {
  switch (kind) {
    case TokenKind::bigram: return 1;
    case TokenKind::latin:
    case TokenKind::number: return 1.5;
    case TokenKind::word: return characters == 1 ? 0.5 : 0;
    case TokenKind::joined:  // questions are cut without a lexicon here
    case TokenKind::compound:
    case TokenKind::count:
    case TokenKind::part:
    case TokenKind::edge: return 0;
  }
  return 0;
}

// What stands between spaces, without marks at its edges.
std::vector<std::u16string> pieces_of(View text) {
  std::vector<std::u16string> pieces;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && u_isUWhiteSpace(text[end]) == 0) ++end;
    std::size_t from = at, to = end;
    while (from < to && !is_letter(text[from])) ++from;
    while (to > from && !is_letter(text[to - 1])) --to;
    if (from < to) pieces.emplace_back(text.substr(from, to - from));
    at = end + 1;
  }
  return pieces;
}

}  // namespace

AskedWords::AskedWords(const std::vector<std::string>& texts, const Rarity& rarity) {
  for (const std::string& asked : texts) {
    for (const text::Token& token : text::analyze(asked)) {
      const icu::UnicodeString folded = text::normalize(std::string_view(asked).substr(token.start, token.end - token.start)).text;
      const double kind = weight_of_kind(token.kind, static_cast<std::size_t>(folded.length()));
      const View written = view_of(folded);
      if (kind == 0 || written.empty() || terms_.size() == kMostTerms) continue;
      if (std::ranges::find(terms_, written, &Term::text) != terms_.end()) continue;
      terms_.push_back({std::u16string(written), kind * rarity(token.term)});
      all_ += terms_.back().weight;
    }
    for (std::u16string& piece : pieces_of(view_of(text::normalize(asked).text)))
      if (pieces_.size() < kMostPieces) pieces_.push_back(std::move(piece));
  }
}

Standing AskedWords::in(std::string_view title, std::string_view body) const {
  Standing standing{};
  if (all_ <= 0) return standing;
  std::string joined(title);
  joined += '\n';
  joined += body;
  const icu::UnicodeString folded = text::normalize(joined).text;
  const View text = view_of(folded);

  const std::vector<std::size_t> ends = sentence_ends(text);
  std::vector<double> held(ends.size(), 0.0);
  for (const Term& term : terms_) {
    std::size_t sentence = 0;
    for (std::size_t at = next_place(text, term.text, 0); at != View::npos;) {
      sentence = static_cast<std::size_t>(std::ranges::lower_bound(ends.begin() + static_cast<std::ptrdiff_t>(sentence), ends.end(), at) - ends.begin());
      held[sentence] += term.weight;
      at = ends[sentence] >= text.size() ? View::npos : next_place(text, term.text, ends[sentence]);  // once a sentence
    }
  }
  standing[static_cast<std::size_t>(Trait::together)] = std::min(1.0, *std::ranges::max_element(held) / all_);

  for (const std::u16string& piece : pieces_) {
    double begins = 0, stops = 0;
    for (std::size_t at = next_place(text, piece, 0); at != View::npos; at = next_place(text, piece, at + 1)) {
      begins += at == 0 || sets_off(text[at - 1]);
      stops += at + piece.size() == text.size() || sets_off(text[at + piece.size()]);
    }
    const auto pieces = static_cast<double>(pieces_.size());
    standing[static_cast<std::size_t>(Trait::begins)] += std::log1p(begins) / pieces;
    standing[static_cast<std::size_t>(Trait::ends)] += std::log1p(stops) / pieces;
  }
  return standing;
}

}  // namespace indexer::model
