// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/unfollowed_same.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string_view>
#include <unordered_map>

namespace indexer {
namespace {

constexpr std::size_t kUnfollowedNamed = 10;

}  // namespace

std::vector<UnfollowedSame> unfollowed_same(std::span<const SignedRecord> records, std::span<const std::string> groups, const SameDecisions& decisions) {
  std::vector<UnfollowedSame> left;
  if (decisions.empty()) return left;
  std::unordered_map<std::string_view, std::size_t> place;
  for (std::size_t i = 0; i < records.size(); ++i) place.emplace(records[i].id, i);
  const auto group = [&](std::size_t i) -> const std::string& { return groups[i].empty() ? records[i].id : groups[i]; };
  std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>> apart;  // groups → the first pair that keeps them apart
  for (const auto& [ids, same] : decisions) {
    const auto a = place.find(ids.first), b = place.find(ids.second);
    if (!same && a != place.end() && b != place.end()) apart.emplace(pair_of(group(a->second), group(b->second)), ids);
  }
  for (const auto& [ids, same] : decisions) {
    if (!same) continue;
    const auto a = place.find(ids.first), b = place.find(ids.second);
    if (a == place.end() || b == place.end()) {
      const bool both = a == place.end() && b == place.end();
      left.push_back({ids, UnfollowedSame::Why::not_there, {a == place.end() ? ids.first : ids.second, both ? ids.second : ""}});
    } else if (records[a->second].kind != records[b->second].kind) {
      left.push_back({ids, UnfollowedSame::Why::other_kind, {}});
    } else if (group(a->second) != group(b->second)) {
      left.push_back({ids, UnfollowedSame::Why::not_same, apart[pair_of(group(a->second), group(b->second))]});
    }
  }
  return left;
}

void Regrouped::take(Regrouped later) {
  std::erase_if(unfollowed, [&](const UnfollowedSame& one) { return later.ids.contains(one.ids.first) || later.ids.contains(one.ids.second); });
  std::ranges::move(later.unfollowed, std::back_inserter(unfollowed));
  ids.merge(later.ids);
}

std::string to_text(const UnfollowedSame& unfollowed) {
  const auto& [first, second] = unfollowed.because;
  std::string why;
  switch (unfollowed.why) {
    case UnfollowedSame::Why::not_there:
      why = second.empty() ? first + " is not in the index" : "neither is in the index";
      break;
    case UnfollowedSame::Why::other_kind:
      why = "they are of different kinds";
      break;
    case UnfollowedSame::Why::not_same:
      why = fmt::format("{} and {} were decided to be not the same", first, second);
      break;
  }
  return fmt::format("{} and {}, because {}", unfollowed.ids.first, unfollowed.ids.second, why);
}

std::vector<std::string> lines_of(std::span<const UnfollowedSame> unfollowed) {
  if (unfollowed.empty()) return {};
  if (unfollowed.size() == 1) return {"1 decision `same` was not followed: " + to_text(unfollowed.front())};
  std::vector<std::string> lines{fmt::format("{} decisions `same` were not followed:", unfollowed.size())};
  for (const UnfollowedSame& one : unfollowed.first(std::min(unfollowed.size(), kUnfollowedNamed))) lines.push_back("  " + to_text(one));
  if (unfollowed.size() > kUnfollowedNamed) lines.push_back(fmt::format("  and {} more", unfollowed.size() - kUnfollowedNamed));
  return lines;
}

}  // namespace indexer
