// SPDX-License-Identifier: GPL-3.0-or-later
// Amounts as people read them.
#pragma once

#include <fmt/format.h>

#include <string>

namespace search {

// 260 (万元) as "CNY 2,600,000": English has no word for 万.
inline std::string cny(double wan) {
  std::string digits = fmt::format("{:.0f}", wan * 10000);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return "CNY " + digits;
}

}  // namespace search
