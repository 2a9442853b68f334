// SPDX-License-Identifier: GPL-3.0-or-later
// The period an amount is of: 年产量, 月产能, 班产, 每天处理. 20000 of a year and 5000 of a month are no two figures of one thing.
//
// Thread-safe. Cost: the length of the name; no text is read anew.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "indexer/indicators.h"

namespace indexer {

enum class Period : std::uint8_t { none, second, minute, hour, shift, day, week, month, quarter, year };

// By its name, or by a condition that says 每年, 每月 …; none where neither does. A word that only begins like one (周期, 日照, 年限) is none.
Period period_of(const RecordIndicator& one);

// By its unit: 吨/年, m³/d. none where it divides by no time.
Period period_of_unit(std::string_view unit);

// A name, or part of one, without the words that tell its period: 月产能 → 产能, 月 → nothing.
std::string without_period(std::string_view name);

// How many of `from` are one of `to`, where that is sure: 12 months are a year. nullopt where it is not: nobody knows how many days or shifts are worked in one.
std::optional<double> times_in(Period from, Period to);

}  // namespace indexer
