// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/calendar_length.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "indexer/indicator_period.h"

namespace search {
namespace {

using indexer::Period;
using indexer::text::StatedIndicator;

constexpr double kMeanMonth = 30.4375, kToldMonth = 30, kMeanYear = 365.25, kToldYear = 365;  // days
constexpr double kSecondsOfDay = 86400;

enum class CalendarPart : std::uint8_t { none, day, month, year };  // day: or what is shorter, or a week

CalendarPart part_of_time(const StatedIndicator& s) {
  const double factor = factor_of_tick(s);
  if (factor == kMeanMonth * kSecondsOfDay) return CalendarPart::month;
  return factor == kMeanYear * kSecondsOfDay ? CalendarPart::year : CalendarPart::day;
}

CalendarPart part_of_rate(const StatedIndicator& s) {
  switch (indexer::period_of_unit(s.unit)) {
    case Period::second:
    case Period::minute:
    case Period::hour:
    case Period::day:
    case Period::week: return CalendarPart::day;
    case Period::month: return CalendarPart::month;
    case Period::year: return CalendarPart::year;
    default: return CalendarPart::none;
  }
}

bool holds_half(const StatedIndicator& s) {
  const auto half = [](const std::optional<double>& end) { return end && *end != std::floor(*end); };
  return half(s.low) || half(s.high);
}

}  // namespace

double factor_of_tick(const StatedIndicator& time) {
  for (const auto& [word, times] : {std::pair{"万", 1e4}, {"千", 1e3}, {"百", 1e2}})
    if (time.unit.starts_with(word)) return time.factor / times;
  return time.factor;
}

CalendarLengths calendar_lengths(const StatedIndicator& asked, const StatedIndicator& stated) {
  CalendarLengths out;
  if (asked.dimension != stated.dimension) return out;
  const bool time = asked.dimension == "time";
  const CalendarPart a = time ? part_of_time(asked) : part_of_rate(asked), b = time ? part_of_time(stated) : part_of_rate(stated);
  if (a == CalendarPart::none || b == CalendarPart::none || (a == CalendarPart::day) == (b == CalendarPart::day)) return out;
  const bool by_stated = a == CalendarPart::day;
  const double month = kToldMonth / kMeanMonth, year = kToldYear / kMeanYear;
  // Shorter months make the times that are told in them shorter, and what is done in each of them more by the day.
  const auto scale = [&](double told) { return by_stated == time ? told : 1 / told; };
  const bool months = (by_stated ? b : a) == CalendarPart::month;
  out.scales = {scale(months ? month : year), 1, scale(month)};
  out.size = time && !months && holds_half(by_stated ? stated : asked) ? 3 : 2;
  return out;
}

}  // namespace search
