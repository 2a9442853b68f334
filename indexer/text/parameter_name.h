// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of words in front of a figure says about it: whether it names a parameter, a change, a fact of the project, or nothing.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

namespace indexer::text {

// The part of `text` that names something, without leading verbs and joining words (要求, 其, 使) and trailing ones; a range inside it, empty where
// nothing is left. 寻求镍基合金的抗拉强度 → 抗拉强度.
std::pair<std::size_t, std::size_t> name_in(std::u32string_view text);

// How much of a name that stands right behind a number is what the number counts: 月底|秸秆失重率, 岁以上|发音人占比.
std::size_t counted_part(std::u32string_view name);

bool is_fragment(std::u32string_view name);       // names nothing by itself: 还剩, 每次, 整机, 从采摘到果心
bool is_comparison(std::u32string_view name);      // holds a word that bounds: 价格不超过现用膜
bool ends_in_parameter(std::u32string_view name);  // 抗拉强度, 含水率, 臂展
bool names_a_number(std::u32string_view name);     // what has no unit: 系数, 比, pH值
bool is_change(std::u32string_view name);          // 能耗降低, 增产; not 衰减
bool is_decrease(std::u32string_view name);
bool begins_with_change(std::u32string_view name);  // 提高使用温度, which may be by 30 ℃ or to 30 ℃
bool ends_in_per_time(std::u32string_view name);    // 产水量每小时, whose figure is an amount per hour
bool may_range(std::u32string_view name);           // what is commonly told from … to …: 使用温度, 频率
bool is_action(std::u32string_view name);  // ends in what is done and not in what is measured: 适配, 下设, 发表
// Facts about the project or the organisation, which have fields of their own: 投资, 专利, 占地, 编号 ….
bool is_fact(std::u32string_view context);
// 占地面积, 设备占地 of something whose ground is bounded from above, where nothing else in `context`, the clause up to the figure, makes it a fact: 占地面积≤2亩,
// not 厂房占地面积不超过2亩 or 占地面积不足2亩. Requires: the figure has an upper bound only.
bool demands_little_room(std::u32string_view name, std::u32string_view context);
// Where less is better: accuracy, error, roughness ….
bool lower_is_better(std::u32string_view name);
// What 以上 would turn against its sense: 精度0.02 mm以上.
bool is_fineness(std::u32string_view name);

// How long the words are that make what stands before them a condition (下, 时, 条件下, 放置后), from the begin of `after`; 0 where there are none. `near`:
// only where they begin at once.
std::size_t condition_words(std::u32string_view after, bool near);

// 脱酚后|棉粕蛋白, 常温|导热系数: length of a condition that a name begins with; 0 for none.
std::size_t condition_in_name(std::u32string_view name);

}  // namespace indexer::text
