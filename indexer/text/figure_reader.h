// SPDX-License-Identifier: GPL-3.0-or-later
// One figure at a place where one begins: number, unit, range, tolerance or list, and whether what stands around leaves it whole.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "indexer/text/quantity.h"

namespace indexer::text {

// A unit that stands before its figure, and where.
struct UnitBefore {
  std::size_t begin = 0;
  UnitReading reading;
};

// The figure that begins at `at` (a digit, a numeral, a sign, ±, 零上 or 零下), sound or not; nullopt where none does. Cost: its length.
std::optional<Figure> read_figure(const Signs& signs, const corpus::Units& units, std::size_t at, const std::optional<UnitBefore>& unit = std::nullopt);

// Symbols that a figure may follow without a space: pH7, Ra0.8. Other letters with digits are names.
bool is_symbol(std::u32string_view word);

}  // namespace indexer::text
