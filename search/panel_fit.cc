// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/panel_fit.h"

#include <fmt/format.h>

#include <cmath>

namespace search {

int share_of_best(double fit, double best) {
  constexpr double kRounding = 1e-9;  // of sums whose parts come from several shards
  return best > 0 && fit > 0 ? static_cast<int>(std::floor(100 * fit / best + kRounding)) : 0;
}

std::optional<Exclusion> too_little_fit(int share, int floor) {
  if (share >= floor) return std::nullopt;
  Exclusion one;
  one.rule = corpus::PanelRule::fit;
  one.message = fmt::format("适合度：只及最合适者的 {}%，要求不低于 {}%", share, floor);
  one.message_en = fmt::format("fit: {}% of what the best expert for this reaches, at least {}% are asked for", share, floor);
  one.admits_at = share / kFitStep * kFitStep;
  return one;
}

Exclusion without_evidence() {
  Exclusion one;
  one.rule = corpus::PanelRule::evidence;
  one.message = "依据：档案中没有研究方向、技能、业绩或关键词，也没有关联成果，无法判断是否合适";
  one.message_en = "evidence: the profile states no research, skills, achievements or keywords and links no results, so nothing says whether they fit";
  return one;
}

Exclusion off_the_topic() {
  Exclusion one;
  one.rule = corpus::PanelRule::topic;
  one.message = "主题：不涉及任何一个主题，也没有相同的领域";
  one.message_en = "topics: covers none of them, and shares no field";
  return one;
}

}  // namespace search
