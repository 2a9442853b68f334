// SPDX-License-Identifier: GPL-3.0-or-later
// The first two passes over a query: legible text, then tokens.
//
//   Notebook notes;
//   const std::string text = legible(within_limit(query, notes), notes);   // tokens point into it
//   std::vector<Token> tokens = tokens_of(text, notes);
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/query_fields.h"
#include "search/query_notebook.h"

namespace search::syntax {

enum class TokenKind : std::uint8_t { word, prefix, phrase, open, close, bar, minus, field };

inline constexpr std::size_t kLeastPrefix = 3;  // letters and digits before a star

struct Token {
  TokenKind kind = TokenKind::word;
  std::size_t start = 0, end = 0;
  std::size_t text_start = 0, text_end = 0;  // phrase: between its quotes; prefix: before its star; others: start and end
  const Field* field = nullptr;
  int near = 0;      // of a phrase
  double boost = 1;  // of a phrase, or of a field's value
};

// The beginning that is read, at most kMaxQueryBytes: a character is not cut in two.
std::string_view within_limit(std::string_view query, Notebook& notes);

// The text with all that is white space or damaged written as spaces, byte for byte, so that positions stay those of the query.
std::string legible(std::string_view query, Notebook& notes);

// Requires: `text` comes from legible() and outlives the tokens. Brackets pair and are at most kMaxDepth deep.
std::vector<Token> tokens_of(std::string_view text, Notebook& notes);

}  // namespace search::syntax
