// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as records hold them: a year, a month or a day of the calendar, as text; and the days they begin and end with.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace corpus {

// 2024, 2024-05, 2024-05-06, 2024/5/6, 2024年5月6日 → YYYY, YYYY-MM or YYYY-MM-DD; nullopt for anything that is no date of the calendar.
std::optional<std::string> iso_date(std::string_view text);

// A date, or a date and a time of day; the date part in ISO form, the time as written.
std::optional<std::string> iso_time(std::string_view text);

// Is `early` after `late`, at the precision both have? "2026-05" is not after "2026-05-03". Never where one is empty.
bool is_after(const std::string& early, const std::string& late);

using Day = std::chrono::sys_days;

// Of a date in ISO form: 2026-02 begins on 2026-02-01 and ends on 2026-02-28. Requires: `iso` comes from iso_date.
Day first_day(std::string_view iso);
Day last_day(std::string_view iso);

// A day as people write it (2026-03-05, 2026/3/5, 2026年3月5日); nullopt for a month, a year, and what is no date of the calendar.
std::optional<Day> day_of(std::string_view text);

// The same day so many years later; of 29 February the last day of that month.
Day years_after(Day day, int years);

std::string to_text(Day day);  // YYYY-MM-DD
Day today();                   // UTC

}  // namespace corpus
