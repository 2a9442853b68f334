// SPDX-License-Identifier: GPL-3.0-or-later
// The words that compare: before a figure (不低于, ≥, 控制在, 优于, 提高到) and behind it (以上, 以内, 左右).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace indexer::text {

enum class Op : std::uint8_t { none, ge, le, gt, lt, eq, approx, better, contradictory };

// The code of the vocabulary indicator_op: ge, le, gt, lt, eq, approx; empty for the others.
std::string_view code_of(Op op);

// What stands before a figure, read backwards from it.
struct Before {
  std::size_t begin = 0;  // where the comparison begins: what stands before it may be the name
  Op op = Op::none;
  bool sign = false;   // ≥ and its like: the surest sign of an indicator
  bool bound = false;  // a word or sign that bounds, not 为 or 达到
};

// Reads what compares between `from` and `to`, the begin of a figure. Cost: the length of what compares.
Before read_before(std::u32string_view text, std::size_t from, std::size_t to);

struct Behind {
  std::size_t end = 0;
  Op op = Op::none;  // ge, le or approx
  bool said = false;
};

// Reads what compares from `at` on, the end of a figure.
Behind read_behind(std::u32string_view text, std::size_t at);

// Whether a word between two figures leads from an old level to a new one: 提高到, 降至, 延长至.
bool leads_to_level(std::u32string_view between);

// Whether 由 or 从 stands in what leads to a figure, as where something begins: 清洗间隔由2个月, 含量由原料的12%. Not in 由于, 自由, 从事.
bool begins_a_change(std::u32string_view lead);

// Whether what stands between two figures leads to the second one, whatever the verb: 延至, 增浓到.
bool leads_to(std::u32string_view between);

}  // namespace indexer::text
