// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison of indicators says to people: each outcome with its gap and its place in both texts, and what is missing.
#pragma once

#include <vector>

#include "search/indicator_match.h"
#include "search/match_reasons.h"

namespace search {

// What is not met before what is met, then what is stated only in a way that answers nothing, as not stated with that remark (indicator_otherwise.h), each with
// its place in both texts: six in all, and a line that counts the rest by outcome; then a line for what is not stated at all. Facts only; empty where the need states no indicator.
std::vector<Reason> indicator_reasons(const std::vector<indexer::RecordIndicator>& asked, const std::vector<indexer::RecordIndicator>& stated,
                                      bool asked_by_need);

// ≥ 1000 MPa, 10~20 μm, 约 5 mm: comparison, value and unit as written.
std::string bound_of(const indexer::text::StatedIndicator& indicator);

// The same in English: a unit of time in Chinese is an English word there, ≤ 12 months. All else stays as the source has it.
std::string bound_of_en(const indexer::text::StatedIndicator& indicator);

// 保持率（45 ℃循环800次）: a name with its condition, where no figure stands beside it; the other in English brackets and, of a figure alone, in English:
// 25 ℃下 is "at 25 ℃". What else a condition says stays as the source has it.
std::string named_with_condition(const indexer::text::StatedIndicator& indicator);
std::string named_with_condition_en(const indexer::text::StatedIndicator& indicator);

// How far something is from what is asked for. Of a share that is so many points, since 4 % of it would be another amount: 4 个百分点, 4 percentage points.
struct GapText {
  std::string zh, en;
};
GapText gap_text(double gap, const std::string& unit);

// How far something that is not met misses: 差 20 MPa, 20 MPa short; 超出 12 W, 12 W over; 恰在界上, exactly on the bound. `unit`: the need's.
GapText missed_by(const Comparison& compared, const std::string& unit);

// A gap or a value with its unit; % and /K stand close.
std::string with_unit(const std::string& number, const std::string& unit);

// 150, 0.05: a gap without the noise of its last bits.
std::string gap_of(double gap);

}  // namespace search
