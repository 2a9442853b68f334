// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace corpus {
namespace {

// Reads one to `most` digits at the front and takes them off.
std::optional<int> take_digits(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t digits = 0;
  while (digits < text.size() && digits < most && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits < least) return std::nullopt;
  int number = 0;
  std::from_chars(text.data(), text.data() + digits, number);
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view mark) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(mark.size());
  return true;
}

struct DateMarks {
  std::string_view after_year, after_month, after_day;
  bool closing;  // 年 and 月 stand after their number even at the end, - and / do not
};
constexpr DateMarks kDateMarks[] = {{"-", "-", "", false}, {"/", "/", "", false}, {"年", "月", "日", true}};

std::optional<std::string> date_with(std::string_view text, const DateMarks& marks) {
  const auto year = take_digits(text, 4, 4);
  if (!year) return std::nullopt;
  if (text.empty() || (marks.closing && text == marks.after_year)) return fmt::format("{:04}", *year);
  if (!take(text, marks.after_year)) return std::nullopt;
  const auto month = take_digits(text, 1, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (marks.closing ? text == marks.after_month : text.empty()) return fmt::format("{:04}-{:02}", *year, *month);
  if (!take(text, marks.after_month)) return std::nullopt;
  const auto day = take_digits(text, 1, 2);
  if (!day || text != marks.after_day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
}

// HH:MM, HH:MM:SS, HH:MM:SS.fff, then nothing, Z or an offset.
bool is_clock_time(std::string_view text) {
  const auto hour = take_digits(text, 2, 2);
  if (!hour || *hour > 24 || !take(text, ":")) return false;
  const auto minute = take_digits(text, 2, 2);
  if (!minute || *minute > 59) return false;
  if (take(text, ":")) {
    const auto second = take_digits(text, 2, 2);
    if (!second || *second > 60) return false;
    if (take(text, ".") && !take_digits(text, 1, 9)) return false;
  }
  if (text.empty() || text == "Z") return true;
  if (!take(text, "+") && !take(text, "-")) return false;
  const auto hours = take_digits(text, 2, 2);
  take(text, ":");
  const auto minutes = take_digits(text, 2, 2);
  return hours && *hours <= 14 && minutes && *minutes <= 59 && text.empty();
}

int number_in(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// Year, month and day of an ISO date; what it does not say is nullopt.
struct IsoDate {
  std::chrono::year year;
  std::optional<std::chrono::month> month;
  std::optional<std::chrono::day> day;
};

IsoDate parts_of(std::string_view iso) {
  IsoDate parts{std::chrono::year(number_in(iso.substr(0, 4))), {}, {}};
  if (iso.size() >= 7) parts.month = std::chrono::month(static_cast<unsigned>(number_in(iso.substr(5, 2))));
  if (iso.size() >= 10) parts.day = std::chrono::day(static_cast<unsigned>(number_in(iso.substr(8, 2))));
  return parts;
}

}  // namespace

std::optional<std::string> iso_date(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  for (const DateMarks& marks : kDateMarks)
    if (auto date = date_with(text, marks)) return date;
  return std::nullopt;
}

std::optional<std::string> iso_time(std::string_view text) {
  const auto mark = text.find_first_of("T ");
  if (mark == std::string_view::npos) return iso_date(text);
  const auto date = iso_date(text.substr(0, mark));
  if (!date || date->size() != 10 || !is_clock_time(text.substr(mark + 1))) return std::nullopt;
  return *date + std::string(text.substr(mark));
}

bool is_after(const std::string& early, const std::string& late) {
  const auto size = std::min(early.size(), late.size());
  return size > 0 && early.compare(0, size, late, 0, size) > 0;
}

Day first_day(std::string_view iso) {
  const IsoDate parts = parts_of(iso);
  return std::chrono::year_month_day{parts.year, parts.month.value_or(std::chrono::January), parts.day.value_or(std::chrono::day(1))};
}

Day last_day(std::string_view iso) {
  const IsoDate parts = parts_of(iso);
  if (parts.day) return first_day(iso);
  return std::chrono::year_month_day_last{parts.year, std::chrono::month_day_last(parts.month.value_or(std::chrono::December))};
}

std::optional<Day> day_of(std::string_view text) {
  const auto iso = iso_date(text);
  if (!iso || iso->size() != 10) return std::nullopt;
  return first_day(*iso);
}

Day years_after(Day day, int years) {
  const std::chrono::year_month_day moved = std::chrono::year_month_day(day) + std::chrono::years(years);
  return moved.ok() ? Day(moved) : Day(std::chrono::year_month_day_last{moved.year(), std::chrono::month_day_last(moved.month())});
}

std::string to_text(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Day today() { return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()); }

}  // namespace corpus
