// SPDX-License-Identifier: GPL-3.0-or-later
// Figures that count something, Arabic and Chinese alike: 三轴 and 3轴, 第三代 and 第3代, 一百万元 and 100万元, 一百二十千瓦 and 120千瓦 come to one term each.
//
// A numeral counts only before a measure word or unit that ends where an ICU word ends: 二氧化碳, 三维, 十分, 一体化 and 三轴承 count nothing. What may be two
// numbers or about how many (五六年, 数十年, 三十多年) is left as it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "indexer/text/segment.h"

namespace indexer::text {

struct Count {
  std::int32_t begin = 0, end = 0;  // units of the normalised text, figure and measure word
  std::string term;                 // 3轴, 第3代, 1000000元, 120kw; of 百分之五 and 二〇二四年 the figure alone, as 5% and 2024年 have it
};

// In order; they do not overlap. Requires: `segments` are those of `text`. Thread-safe. Cost: linear, little beside segment().
std::vector<Count> counts_in(const icu::UnicodeString& text, const std::vector<Segment>& segments);

}  // namespace indexer::text
