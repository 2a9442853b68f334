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
  if (const int step = share / kFitStep * kFitStep; step >= kLowestFitOffered) one.admits_at = step;
  return one;
}

}  // namespace search
