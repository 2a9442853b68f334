// SPDX-License-Identifier: GPL-3.0-or-later
// The condition under which an indicator holds, in figures, and the one that a list writes into the name: 45 ℃循环800次保持率.
//
// Called where a record is indexed, so that a match compares conditions without reading text. Thread-safe; cost: the length of the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/units.h"

namespace indexer {

// One figure of a condition, in the base unit of its dimension; low and high alike for a single one.
struct ConditionFigure {
  std::string dimension;  // code of the vocabulary dimension
  double low = 0, high = 0;
  bool operator==(const ConditionFigure&) const = default;
};

// No condition holds more; what comes after is not read.
inline constexpr std::size_t kMostConditionFigures = 8;

// Those with a unit, in their order: 60 ℃满电存储30 d → 333.15 K and 2592000 s. Of cycling a 周 is a cycle, not a week. Figures that are not sound and pure
// numbers are left out.
std::vector<ConditionFigure> condition_figures(std::string_view condition, const corpus::Units& units);

// How many bytes at the begin of a name are the condition it holds under, up to and with its last figure and the words that belong to it (下, 后, 以上); 0 where
// there is none, or where less than two characters would be left to name anything. What a number merely numbers (第3年) or divides by (每100 km) is no condition.
std::size_t condition_before_name(std::string_view name, const corpus::Units& units);

}  // namespace indexer
