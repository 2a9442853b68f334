// SPDX-License-Identifier: GPL-3.0-or-later
// Where words begin and end: ICU's boundaries for Han, runs of letters, digits and joiners for everything else.
#pragma once

#include <cstdint>
#include <vector>

#include "indexer/text/normalize.h"

namespace indexer::text {

enum class SegmentKind : std::uint8_t { han, latin, other };

// A range of UTF-16 units of the normalised text.
struct Segment {
  SegmentKind kind = SegmentKind::other;
  std::int32_t begin = 0;
  std::int32_t end = 0;
};

// Han segments are one ICU word each; a latin segment is a maximal run such as `n-`, `c/c`, `lifepo4`, `gb/t`, `1.2`; the rest (white space,
// punctuation, symbols) is `other`. Together they cover the text.
std::vector<Segment> segment(const icu::UnicodeString& text);

// Where a chemical name goes on after a Latin locant such as `n-`: one past the run of Han characters that names of compounds are made of,
// or `begin` where there is none.
std::int32_t chemical_name_end(const icu::UnicodeString& text, std::int32_t begin);

}  // namespace indexer::text
