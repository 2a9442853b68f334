// SPDX-License-Identifier: GPL-3.0-or-later
// Amounts as people read them.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>

namespace search {

// 260 (万元) as "CNY 2,600,000": English has no word for 万.
inline std::string cny(double wan) {
  std::string digits = fmt::format("{:.0f}", wan * 10000);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return "CNY " + digits;
}

struct PriceText {
  std::string zh, en;
};

// 50～80 万元, CNY 500,000–800,000; one amount where one end alone is stated or both are the same. {} prints an amount in full, where {:g} would round it to
// six digits. Requires: one of them.
inline PriceText price_text(const std::optional<double>& low, const std::optional<double>& high) {
  const double from = low ? *low : *high, to = high ? *high : *low;
  if (from == to) return {fmt::format("{} 万元", from), cny(from)};
  return {fmt::format("{}～{} 万元", from, to), fmt::format("{}–{}", cny(from), cny(to).substr(4))};
}

}  // namespace search
