// SPDX-License-Identifier: GPL-3.0-or-later
// Figures with their units, wherever they stand in a text: 25 MPa, 10~20 μm, 5±0.2, 12 V/24 V, HRC58-62, 百分之七十, 3万吨/年.
//
// A figure is read whole or not at all. What looks like one and is damaged, a size (a×b×c), a proportion (1:20), a date, a number of something or half of a
// name is returned as well, marked unsound: what stands around it must not reach across it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "corpus/units.h"
#include "indexer/text/signs.h"
#include "indexer/text/unit_expression.h"

namespace indexer::text {

// 380±10% with no unit at the first number: so many per cent, or such a share of a figure whose unit stands elsewhere.
struct ShareSpread {
  double middle = 0, spread = 0;  // 380, 0.1
};

enum class FigureShape : std::uint8_t { single, more, range, tolerance, list };

struct Figure {
  std::size_t begin = 0, end = 0;              // signs; figure and unit, the unit before it included
  std::size_t value_begin = 0, value_end = 0;  // the figure as written, from the first number to the last; to the % of 380V±10%
  std::size_t unit_begin = 0, unit_end = 0;    // alike: no unit
  FigureShape shape = FigureShape::single;
  double low = 0, high = 0;       // in the unit as written; alike for a single one
  std::vector<Meaning> meanings;  // empty: no unit
  bool sound = false;
  bool chinese = false;
  bool fraction = false;  // 一半, 五分之一
  bool loose = false;     // no unit, and words go on right behind it: 304不锈钢
  std::optional<ShareSpread> share{};
};

// All figures in their order; they do not overlap. Views into `units`, which must outlive them. Cost: linear in the text.
std::vector<Figure> find_figures(const Signs& signs, const corpus::Units& units);

}  // namespace indexer::text
