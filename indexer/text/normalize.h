// SPDX-License-Identifier: GPL-3.0-or-later
// Text as the analyzer sees it: NFKC, case folded, Traditional folded to Simplified, every unit knowing which bytes of the original it came from.
//
// Traditional → Simplified is a table of single characters, made once from ICU's Hant-Hans rules. Rules over several characters (乾坤 stays
// 乾) are left to the reader of the page: a character-wise fold keeps offsets exact and treats documents and queries alike.
#pragma once

#include <unicode/unistr.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace indexer::text {

struct Normalized {
  icu::UnicodeString text;            // UTF-16
  std::vector<std::uint32_t> start;   // per UTF-16 unit: first byte of the original it came from; one more entry at the end: the length
  std::vector<std::uint32_t> end;     // per UTF-16 unit: one past its last byte
};

// Bytes that are not UTF-8 become U+FFFD, which separates tokens. Thread-safe. Cost: about 60 MB/s for Chinese text.
// Requires: less than 4 GiB.
Normalized normalize(std::string_view original);

// The normalised text alone, as UTF-8; for keys that are compared whole.
std::string fold(std::string_view original);

// A Traditional character as its Simplified one; every other code point as it is.
UChar32 simplified(UChar32 c);

// Whether a code point is Han (ideographs, with 々 and 〇).
bool is_han(UChar32 c);

// A letter or digit of ASCII, as fold() leaves it.
inline bool is_latin_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace indexer::text
