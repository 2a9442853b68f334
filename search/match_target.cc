// SPDX-License-Identifier: GPL-3.0-or-later
// The directions of a match, and their words.
#include <algorithm>
#include <utility>

#include "search/matcher.h"

namespace search {
namespace {

using corpus::Kind;

constexpr std::pair<MatchTarget, std::string_view> kTargets[] = {{MatchTarget::achievement, "achievement"},
                                                                 {MatchTarget::need, "need"},
                                                                 {MatchTarget::expert, "expert"},
                                                                 {MatchTarget::similar, "similar"}};

}  // namespace

std::vector<MatchTarget> targets_of(Kind kind) {
  switch (kind) {
    case Kind::need: return {MatchTarget::achievement, MatchTarget::expert, MatchTarget::similar};
    case Kind::achievement: return {MatchTarget::need, MatchTarget::expert, MatchTarget::similar};
    case Kind::expert: return {MatchTarget::need, MatchTarget::achievement, MatchTarget::similar};
    case Kind::enterprise: return {MatchTarget::similar};
    case Kind::decision: return {};
  }
  return {};
}

std::optional<MatchTarget> target_between(Kind asking, Kind found) {
  const std::optional<MatchTarget> to = asking == found ? MatchTarget::similar : target_from_string(corpus::to_string(found));
  const auto directions = targets_of(asking);
  return to && std::ranges::find(directions, *to) != directions.end() ? to : std::nullopt;
}

std::string_view to_string(MatchTarget target) {
  for (const auto& [value, word] : kTargets)
    if (value == target) return word;
  return "";
}

std::optional<MatchTarget> target_from_string(std::string_view word) {
  for (const auto& [value, name] : kTargets)
    if (name == word) return value;
  return std::nullopt;
}

}  // namespace search
