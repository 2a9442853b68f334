// SPDX-License-Identifier: GPL-3.0-or-later
// What a range of a parameter says, by its name, its dimension and how it is written.
//
// 频率20 Hz~20 kHz is to be had throughout; 频率50 Hz±0.5 Hz is a tolerance, and 50 Hz±0.2 Hz lies within it. Of 工作温度25±5 ℃ and 输入电压220 V±10% nobody knows
// whether a wider one is better; of 适应电压220 V±20% it is, whatever the sign.
#pragma once

#include <cstdint>
#include <string_view>

#include "indexer/indicators.h"

namespace search {

enum class RangeMeans : std::uint8_t {
  kept_within,  // a figure lies somewhere in it, and none beyond it
  tolerance,    // written ±: another tolerance is kept within it; a plain range that reaches beyond it leaves open where its figures lie
  covered,      // it is to be had throughout
  delivered,    // what is delivered or taken in, from the least to the most
  unknown,      // kept within or covered
};

// Thread-safe. Cost: the length of the name and of the value.
RangeMeans range_means(const indexer::RecordIndicator& one);

// Whether the value as written is a figure and how far it may stray: 50 Hz±0.5, 25±5, ±0.02.
bool is_written_as_tolerance(const indexer::text::StatedIndicator& s);

// Whether the name is of what can be set or borne over a range, so that any value in it is to be had: 适应坡度, 测量量程.
bool is_adaptable(std::string_view name);

}  // namespace search
