// SPDX-License-Identifier: GPL-3.0-or-later
// Running text → the indicators it states: parameter, comparison, figure, unit, condition, and where in the text.
//
//   首次放电比容量≥205 mAh/g（0.1C，25 ℃）   →   首次放电比容量  ge  205  mAh/g  charge_per_mass  under 0.1C，25 ℃
//
// What cannot be read with certainty is no indicator: nothing is repaired, and a figure without a parameter, a damaged one, a date, a number of something and
// a fact about the project are left out (tests/relevance/indicators.tsv says what is read how).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/units.h"

namespace indexer::text {

struct StatedIndicator {
  std::string name;                  // as written
  std::string op;                    // code of the vocabulary indicator_op
  std::string value;                 // as written, without comparison and unit; holds the unit where it ends behind it: 两年半, 380V±10%
  std::optional<double> low, high;   // in the unit as written; ge and gt have a low only, le and lt a high only, eq and approx both alike, in_set neither
  std::string unit;                  // as written; empty for a pure number
  std::string dimension;             // code of the vocabulary dimension
  double factor = 1, offset = 0;     // figure × factor + offset is in the base unit of the dimension
  std::string condition;             // as written, empty where none is stated
  std::uint32_t begin = 0, end = 0;  // its bytes in the text
  bool operator==(const StatedIndicator&) const = default;
};

enum class UnreadWhy : std::uint8_t {
  no_figure,  // nothing that is a figure for certain
  unknown_unit,
  contradictory_units,  // 85% with the unit mm
  low_above_high,
  contradictory_comparison,  // ≥ with ≤5
};

// A figure of a named parameter that contradicts itself, and so is no indicator: 厚度20～10 μm, ≥10且≤5, 80 MPa ℃.
struct UnreadFigure {
  std::string name;  // as written
  UnreadWhy why = UnreadWhy::low_above_high;
  std::uint32_t begin = 0, end = 0;  // its bytes in the text, from the name to the unit
  bool operator==(const UnreadFigure&) const = default;
};

// No text holds more; what comes after is not read.
inline constexpr std::size_t kMostIndicators = 500;

// In the order of their places, which do not overlap. `unread`, where given, gets what contradicts itself, at most kMostIndicators. Thread-safe. Any bytes will
// do. Cost: linear.
std::vector<StatedIndicator> read_indicators(std::string_view text, const corpus::Units& units, std::vector<UnreadFigure>* unread = nullptr);

}  // namespace indexer::text
