// SPDX-License-Identifier: GPL-3.0-or-later
// Text as the reader of figures sees it: one sign after another, each knowing which bytes of the original it came from.
//
// Unlike normalize.h this keeps what figures hang on: case (mW, MW), superscripts (10⁵ is not 105) and ℃.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace indexer::text {

struct Signs {
  std::u32string text;
  std::vector<std::uint32_t> begin, end;  // per sign: its bytes in the original

  std::size_t size() const { return text.size(); }
  std::u32string_view all() const { return text; }
  // The signs of a range that may lie beyond the end.
  std::u32string_view part(std::size_t from, std::size_t to) const;
  char32_t at(std::size_t i) const { return i < text.size() ? text[i] : U'\0'; }
};

// Width folded, Traditional characters as Simplified ones, ㎡ and its like as two signs that share their bytes. What is not UTF-8 is U+FFFD. A sign per
// character, so reading costs about as much as normalize(). Requires: less than 4 GiB.
Signs read_signs(std::string_view original);

bool is_digit(char32_t c);         // 0–9
bool is_latin_letter(char32_t c);  // ASCII and Greek
bool is_hanzi(char32_t c);
// Superscript digits and the superscript minus.
bool is_superscript(char32_t c);
char32_t from_superscript(char32_t c);

// Is it one of these?
inline bool contains(std::u32string_view list, char32_t c) { return list.find(c) != std::u32string_view::npos; }

std::string to_utf8(std::u32string_view signs);

}  // namespace indexer::text
