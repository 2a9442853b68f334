// SPDX-License-Identifier: GPL-3.0-or-later
// Whether two indicators are of one thing, as far as their conditions, their stages and their names tell. Thread-safe; no text is read anew.
#pragma once

#include <cstdint>

#include "indexer/indicators.h"

namespace indexer {

enum class Conditions : std::uint8_t {
  same,     // every figure of the asked one's condition is the other's, and words alike where it has none; also where nothing is asked
  unsaid,   // the other does not say it, or not all of it
  other,    // the other says none of it, and one of another kind instead (额定负载, 25 ℃): of the asked one nothing follows
  apart,    // figures of one dimension that differ (650 ℃, 25 ℃), or words that exclude each other (空载, 满载)
};

// Of what the asked one demands, what the stated one says. A figure that is stated for a range holds for what lies within it; 常温 is 15 to 30 ℃. Where something
// was found (第三方检测, 1264例) is no condition.
Conditions conditions_of(const RecordIndicator& asked, const RecordIndicator& stated);

// Before or after treatment (进水, 原水, 处理前; 出水, 处理后): told by the name, or by a condition that is nothing else.
enum class Stage : std::uint8_t { none, before, after };
Stage stage_of(const RecordIndicator& one);

// A name without the words that tell its stage: 处理后COD → COD.
std::string without_stage(std::string name);

// Whether two of one need ask the same thing: the same bound of the same figure in one dimension (< as ≤, ±5% as ≤ 5%, a bare figure as its bound; 吨水电耗 ≤ 3 度
// as ≤ 3 kWh/t), of one period, under conditions that do not part them, and names of which one holds the other, that share words besides their last (每天能处理,
// 日处理量), or that say one thing in two ways (氧, 氧含量; 省电, 节电率; 厚度增加, 膨胀 under one condition). False where it is not sure.
bool same_demand(const RecordIndicator& a, const RecordIndicator& b);

}  // namespace indexer
