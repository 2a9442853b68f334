// SPDX-License-Identifier: GPL-3.0-or-later
// A number as people write it: 1200, 12,000, 1 500, 0.8, 1.2×10⁵, 10^-3, 1E7, 三百二十, 零点五, 两, 半, 五分之一, 三百余.
//
// Never repairs: what may be two numbers or half of one (1.2×105, 3,5, 0..8, 十几, 两三) is read to its end and called unsound.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace indexer::text {

struct Number {
  std::size_t end = 0;  // one past its last sign
  double value = 0;
  bool sound = true;
  bool more = false;  // 三百余, 300多: above the value
  bool chinese = false;
  bool fraction = false;  // 一半, 五分之一: a share of something
};

// The number that begins at `at`, without its sign; nullopt where none does. Where a numeral ends in 万 or 亿, `for_unit` leaves that sign to the unit
// (十二万次 is 十二 of 万次). Cost: the length of the number.
std::optional<Number> read_number(std::u32string_view text, std::size_t at, bool for_unit = true);

bool is_numeral(char32_t c);  // 一 二 两 十 百 万 半 …

}  // namespace indexer::text
