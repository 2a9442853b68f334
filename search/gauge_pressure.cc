// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/gauge_pressure.h"

#include <array>
#include <string_view>

#include "search/indicator_names.h"
#include "search/range_meaning.h"

namespace search {
namespace {

using indexer::text::StatedIndicator;

constexpr std::array<std::string_view, 3> kVacuums = {"真空", "负压", "绝压"};
constexpr std::array<std::string_view, 10> kOneZero = {"应力", "强度", "模量", "误差", "偏差", "波动", "精度", "漂移", "变化", "压差"};

struct ZeroSides {
  bool below = false, above = false;  // of zero
};

ZeroSides zero_sides(const StatedIndicator& s) {
  ZeroSides out;
  for (const auto& end : {s.low, s.high})
    if (end) (*end < 0 ? out.below : out.above) |= *end != 0;
  return out;
}

bool is_spread(const StatedIndicator& s) { return is_written_as_tolerance(s) && *s.low == -*s.high; }

}  // namespace

bool are_of_two_zeros(const StatedIndicator& a, const StatedIndicator& b) {
  if (a.dimension != "pressure" || b.dimension != "pressure" || is_spread(a) || is_spread(b)) return false;
  if (holds_any(a.name, kOneZero) || holds_any(b.name, kOneZero)) return false;
  const ZeroSides x = zero_sides(a), y = zero_sides(b);
  if (x.below == y.below || !(x.below ? y : x).above) return false;
  const bool crosses = (x.below ? x : y).above;
  return !crosses || holds_any(a.name, kVacuums) || holds_any(b.name, kVacuums);
}

}  // namespace search
