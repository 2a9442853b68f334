// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/date.h"

#include <catch2/catch.hpp>

namespace date_test {

using namespace corpus;

TEST_CASE("a year, a month and a day begin and end where the calendar says", "[corpus][date]") {
  const struct {
    const char *date, *first, *last;
  } rows[] = {{"2024", "2024-01-01", "2024-12-31"},       {"2024-02", "2024-02-01", "2024-02-29"}, {"2026-02", "2026-02-01", "2026-02-28"},
              {"2026-12", "2026-12-01", "2026-12-31"},    {"2026-03-05", "2026-03-05", "2026-03-05"}};
  for (const auto& row : rows) {
    CAPTURE(row.date);
    CHECK(corpus::to_text(first_day(row.date)) == row.first);
    CHECK(corpus::to_text(last_day(row.date)) == row.last);
  }
}

TEST_CASE("a day is read as people write it, and neither a month nor what no calendar has", "[corpus][date]") {
  for (const char* written : {"2026-03-05", "2026/3/5", "2026年3月5日", " 2026-03-05 "}) {
    CAPTURE(written);
    const auto day = day_of(written);
    REQUIRE(day);
    CHECK(corpus::to_text(*day) == "2026-03-05");
  }
  for (const char* written : {"", "2026", "2026-03", "2026-02-29", "2026-13-01", "2026-03-05T10:00:00", "20260305", "today", "\xFF"}) {
    CAPTURE(written);
    CHECK_FALSE(day_of(written));
  }
}

TEST_CASE("years later is the same day, or the last of a shorter February", "[corpus][date]") {
  CHECK(corpus::to_text(years_after(first_day("2025-06-30"), 1)) == "2026-06-30");
  CHECK(corpus::to_text(years_after(first_day("2024-02-29"), 1)) == "2025-02-28");
  CHECK(corpus::to_text(years_after(first_day("2024-02-29"), 4)) == "2028-02-29");
  CHECK(corpus::to_text(years_after(first_day("2024-02-29"), -1)) == "2023-02-28");
  CHECK(corpus::to_text(years_after(first_day("2026-01-01"), 0)) == "2026-01-01");
}

}  // namespace date_test
