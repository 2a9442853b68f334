// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indicator_condition.h"

#include <algorithm>

#include "indexer/text/comparison.h"
#include "indexer/text/parameter_name.h"
#include "indexer/text/quantity.h"
#include "indexer/text/signs.h"

namespace indexer {
namespace {

using text::Figure;

// 循环800周 and 循环800次 are one number of cycles.
bool counts_cycles(std::u32string_view condition, std::u32string_view unit) {
  return unit == U"周" && (condition.find(U"循环") != condition.npos || condition.find(U"充放") != condition.npos);
}

// 3000次启停, 300次冻融: what is done so many times.
std::size_t done_so_often(std::u32string_view behind) {
  for (const std::u32string_view word : {U"充放电循环", U"充放电", U"循环", U"启停", U"冻融", U"弯折", U"弯曲", U"折叠", U"插拔", U"洗涤", U"水洗", U"摩擦",
                                         U"开合", U"开关", U"冲击", U"往复", U"使用", U"复用", U"再生"})
    if (behind.starts_with(word)) return word.size();
  return 0;
}

bool bare_hanzi(std::u32string_view name) { return std::ranges::count_if(name, text::is_hanzi) >= 2; }

}  // namespace

std::vector<ConditionFigure> condition_figures(std::string_view condition, const corpus::Units& units) {
  std::vector<ConditionFigure> all;
  const text::Signs signs = text::read_signs(condition);
  for (const Figure& f : text::find_figures(signs, units)) {
    if (!f.sound || f.meanings.empty() || f.shape == text::FigureShape::list) continue;
    if (all.size() == kMostConditionFigures) break;
    if (counts_cycles(signs.all(), signs.part(f.unit_begin, f.unit_end))) {
      all.push_back({"count", f.low, f.high});
      continue;
    }
    if (const text::Meaning* meaning = text::meaning_for(f.meanings, {}))
      all.push_back({std::string(meaning->dimension), f.low * meaning->factor + meaning->offset, f.high * meaning->factor + meaning->offset});
  }
  return all;
}

std::size_t condition_before_name(std::string_view name, const corpus::Units& units) {
  const text::Signs signs = text::read_signs(name);
  std::size_t end = 0;
  for (const Figure& f : text::find_figures(signs, units)) {
    if (f.chinese || f.fraction || (f.begin > 0 && std::u32string_view(U"第每单").find(signs.at(f.begin - 1)) != std::u32string_view::npos)) return 0;
    if (!f.sound || f.meanings.empty()) continue;
    end = std::max(f.end, text::read_behind(signs.all(), f.end).end);
    if (f.meanings.front().dimension == "count") end += done_so_often(signs.part(end, signs.size()));
    end += text::condition_words(signs.part(end, signs.size()), true);
  }
  if (end == 0) return 0;
  while (end < signs.size() && (signs.at(end) == U' ' || signs.at(end) == U'的')) ++end;
  if (end >= signs.size() || !bare_hanzi(signs.part(end, signs.size()))) return 0;
  return signs.begin[end];
}

}  // namespace indexer
