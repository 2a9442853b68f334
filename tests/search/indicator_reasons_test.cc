// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/indicator_reasons.h"

#include <catch2/catch.hpp>

namespace indicator_reasons_test {

TEST_CASE("a bound is written as its text has it, with its sign and its unit once") {
  const struct {
    const char *op, *value, *unit, *bound, *bound_en;
  } rows[] = {
      {"ge", "两年半", "年", "≥ 两年半", "≥ 两年半"},  {"ge", "3", "年", "≥ 3 年", "≥ 3 years"},     {"le", "1", "年", "≤ 1 年", "≤ 1 year"},
      {"gt", "95", "%", "> 95%", "> 95%"},             {"lt", "5", "百分之", "< 百分之5", "< 百分之5"}, {"approx", "1.2×10^5", "Pa", "≈ 1.2×10^5 Pa", "≈ 1.2×10^5 Pa"},
      {"eq", "7", "", "7", "7"},                       {"range", "2～3", "mm", "2～3 mm", "2～3 mm"},
  };
  for (const auto& row : rows) {
    indexer::text::StatedIndicator stated;
    stated.op = row.op, stated.value = row.value, stated.unit = row.unit;
    CHECK(search::bound_of(stated) == row.bound);
    CHECK(search::bound_of_en(stated) == row.bound_en);
  }
}

}  // namespace indicator_reasons_test
