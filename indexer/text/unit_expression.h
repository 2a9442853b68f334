// SPDX-License-Identifier: GPL-3.0-or-later
// A unit as written, single or compound: MPa, 万吨/年, W/(m·K), g/(m²·24h), cm⁻³, MPN/100mL, 元/亩.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/units.h"

namespace indexer::text {

// One thing a unit as written may mean: what corpus::UnitMeaning says, with the factor of the whole expression. Views into the table of
// units, which must outlive it: a text holds thousands of units, and none is copied.
struct Meaning {
  std::string_view dimension;
  double factor = 1, offset = 0;
  std::span<const std::string> cue{};
  corpus::UnitPlace place = corpus::UnitPlace::behind;
};

struct UnitReading {
  std::size_t end = 0;            // one past its last sign
  std::vector<Meaning> meanings;  // those with a cue first; never empty
};

// The unit that begins at `at`; nullopt where none does or where what stands there goes on in a way that is no unit (m/x, mAhg). Cost:
// bounded, some forty look-ups.
std::optional<UnitReading> read_unit(std::u32string_view text, std::size_t at, const corpus::Units& units);

// A unit that stands before its figure: 百分之, HRC. The end is where the figure may begin.
std::optional<UnitReading> read_unit_before(std::u32string_view text, std::size_t at, const corpus::Units& units);

// The meaning in the light of the parameter's name: the first whose cue the name holds, else the first without one; nullptr where all want
// a cue.
const Meaning* meaning_for(std::span<const Meaning> meanings, std::string_view name);

}  // namespace indexer::text
