// SPDX-License-Identifier: GPL-3.0-or-later
// Where letters and digits that are written together part: 150mm is 150 mm, and SUS316L is 316L of SUS. 5G, TiO2, PM2.5 and 3D are names and stay whole.
#pragma once

#include <unicode/unistr.h>

#include <cstdint>

namespace indexer::text {

// The place to cut a range of the normalised text, letters and digits; `begin` where it stays whole. A figure is cut from its unit, which is on a list (5g
// to 9g are no grams); two letters and more from a number of three digits and more, with at most two letters behind it. Cost: the length of the range.
std::int32_t compound_cut(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end);

}  // namespace indexer::text
