// SPDX-License-Identifier: GPL-3.0-or-later
// Months and years held against days: a month is told as 30 days, a year as 365, where unit.tsv has the mean of the calendar (30.4375, 365.25).
//
// Whoever writes 60 天 and whoever writes 两个月 mean the same time. Months against months and years stay exact, and so do days against hours.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "indexer/text/indicator.h"

namespace search {

// The factor of the unit that a time is counted in: of 万小时 that of the hour. Pure, thread-safe.
double factor_of_tick(const indexer::text::StatedIndicator& time);

// What the stated figures, in base units, may be multiplied with: by the first a miss is told, and what any of them meets is met.
struct CalendarLengths {
  std::array<double, 3> scales = {1, 1, 1};
  std::size_t size = 1;
  std::span<const double> all() const { return {scales.data(), size}; }
};

// {1} but where one of the two is in months or years (个月, 吨/年) and the other in days or what is shorter. Half years are also told as 180 days. Thread-safe.
// Cost: the length of the units.
CalendarLengths calendar_lengths(const indexer::text::StatedIndicator& asked, const indexer::text::StatedIndicator& stated);

}  // namespace search
