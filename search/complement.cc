// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/complement.h"

#include <algorithm>
#include <tuple>

#include "search/indicator_match.h"

namespace search {
namespace {

std::vector<std::vector<std::size_t>> met_by_each(const std::vector<indexer::RecordIndicator>& asked,
                                                  const std::vector<Contributor>& candidates) {
  double best = 0;
  for (const Contributor& one : candidates) best = std::max(best, one.score);
  std::vector<std::vector<std::size_t>> met(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].score < kLeastShareOfBest * best) continue;
    for (const Comparison& comparison : compare(asked, candidates[i].stated))
      if (comparison.outcome == Outcome::met) met[i].push_back(comparison.asked);
  }
  return met;
}

}  // namespace

std::optional<Complement> complement(const std::vector<indexer::RecordIndicator>& asked, const std::vector<Contributor>& candidates) {
  if (asked.size() < 2) return std::nullopt;
  const auto met = met_by_each(asked, candidates);
  std::vector<bool> covered(asked.size(), false);
  const auto still_open = [&](std::size_t i) { return std::ranges::count_if(met[i], [&](std::size_t one) { return !covered[one]; }); };
  Complement chosen;
  while (chosen.members.size() < kMostMembers) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (still_open(i) == 0) continue;
      const auto rank = [&](std::size_t one) { return std::tuple(-still_open(one), -candidates[one].score, candidates[one].id); };
      if (!best || rank(i) < rank(*best)) best = i;
    }
    if (!best) break;
    Contribution& member = chosen.members.emplace_back(Contribution{*best, {}});
    for (const std::size_t one : met[*best]) {
      if (covered[one]) continue;
      covered[one] = true;
      member.meets.push_back(one);
    }
  }
  if (chosen.members.size() < 2) return std::nullopt;
  for (std::size_t one = 0; one < asked.size(); ++one)
    if (!covered[one]) chosen.open.push_back(one);
  return chosen;
}

}  // namespace search
