// SPDX-License-Identifier: GPL-3.0-or-later
// One number of a figure with its sign and its unit: -40 ℃, +85 ℃, 零下20 ℃, 五吨半, 九成五, 一个半小时, 1/3.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "corpus/units.h"
#include "indexer/text/signs.h"
#include "indexer/text/unit_expression.h"

namespace indexer::text {

struct FigurePart {
  std::size_t begin = 0, end = 0;            // the number as written with its sign; 五吨半 holds the unit, 一个半 that counts the half does not
  std::size_t unit_begin = 0, unit_end = 0;  // alike: no unit
  double value = 0;                          // in the unit as written
  bool more = false, chinese = false, fraction = false;
  std::vector<Meaning> meanings;
  std::size_t stop() const { return meanings.empty() ? end : std::max(end, unit_end); }
};

// What begins at `at`; nullopt where no number does. Sets `sound` to false where it cannot be read with certainty (五吨半载, 八成两分), and leaves it alone
// otherwise. Cost: its length.
std::optional<FigurePart> read_part(const Signs& signs, const corpus::Units& units, std::size_t at, bool& sound);

// Behind the sign of a number at `at`: + - – 零上 零下, with a digit behind it; `at` where there is none.
std::size_t behind_sign(const Signs& signs, std::size_t at);

// Whether a figure may end before `at`: a mark, the end, or a word that goes on about the whole of it (以上, 左右, 的, 至). A noun is none of these.
bool closes_figure(const Signs& signs, std::size_t at);

// 3 m半径, 5个半导体器件: what begins with 半 at `at` is a word of its own.
bool is_word_of_half(const Signs& signs, std::size_t at);

std::size_t behind_spaces(const Signs& signs, std::size_t at);  // `at`, or behind up to three spaces there

}  // namespace indexer::text
