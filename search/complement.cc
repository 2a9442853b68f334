// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/complement.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "indexer/indicator_agreement.h"
#include "search/demand_groups.h"
#include "search/indicator_match.h"
#include "search/indicator_otherwise.h"

namespace search {
namespace {

using indexer::RecordIndicator;

struct BestOfAll {
  double score = 0, text = 0;
};

bool of_its_field(const Contributor& one) {
  if (!one.field && !one.industry) return true;
  return one.field.value_or(0) > 0 || one.industry.value_or(0) >= 1;
}

bool is_akin(const Contributor& one, const BestOfAll& best) {
  return one.score >= kLeastShareOfBest * best.score && one.text >= kLeastShareOfBest * best.text && of_its_field(one);
}

BestOfAll best_values_of(const std::vector<Contributor>& candidates) {
  BestOfAll best;
  for (const Contributor& one : candidates) best = {std::max(best.score, one.score), std::max(best.text, one.text)};
  return best;
}

// A candidate against the need.
struct DemandsMet {
  std::vector<std::size_t> met;  // demands
  std::set<std::size_t> groups;  // of these
  std::set<std::size_t> unsure;  // groups that it speaks of in a way that does not tell what it comes to
  bool misses = false;
};

bool speaks_of(const std::vector<RecordIndicator>& stated, const RecordIndicator& asked) {
  return stated_otherwise(asked, stated) || std::ranges::any_of(stated, [&](const RecordIndicator& one) { return may_be_of_one_thing(asked, one); });
}

DemandsMet demands_met_by(const std::vector<RecordIndicator>& asked, const std::vector<std::size_t>& group, const std::vector<RecordIndicator>& stated) {
  DemandsMet out;
  std::vector<std::size_t> silent;
  for (const Comparison& one : compare(asked, stated)) {
    out.misses = out.misses || one.outcome == Outcome::not_met;
    if (one.outcome == Outcome::not_stated) silent.push_back(one.asked);
    if (one.outcome != Outcome::met) continue;
    out.met.push_back(one.asked);
    out.groups.insert(group[one.asked]);
  }
  if (out.misses || out.met.empty()) return out;
  for (const std::size_t one : silent)
    if (!out.groups.contains(group[one]) && speaks_of(stated, asked[one])) out.unsure.insert(group[one]);
  return out;
}

bool meet_in(const std::set<std::size_t>& a, const std::set<std::size_t>& b) {
  return std::ranges::any_of(a, [&](std::size_t one) { return b.contains(one); });
}

bool stands_for(const std::vector<Contribution>& members, const std::vector<Contributor>& candidates, const std::string& group) {
  return !group.empty() && std::ranges::any_of(members, [&](const Contribution& one) { return candidates[one.candidate].same == group; });
}

// The members chosen so far.
class ChosenSet {
 public:
  // Groups of demands that the candidate adds; 0 where it does not go with the members.
  std::size_t gain(const DemandsMet& candidate) const {
    if (candidate.misses || meet_in(candidate.unsure, covered_)) return 0;
    return static_cast<std::size_t>(
        std::ranges::count_if(candidate.groups, [&](std::size_t one) { return !covered_.contains(one) && !unsure_.contains(one); }));
  }

  // The demands that it adds, each once. Requires: it adds some.
  std::vector<std::size_t> take(const DemandsMet& candidate, const std::vector<std::size_t>& group, const std::vector<RecordIndicator>& asked) {
    std::vector<std::size_t> added;
    for (const std::size_t one : candidate.met) {
      const bool again = std::ranges::any_of(added, [&](std::size_t other) { return indexer::same_demand(asked[one], asked[other]); });
      if (!again && !covered_.contains(group[one]) && !unsure_.contains(group[one])) added.push_back(one);
    }
    for (const std::size_t one : added) covered_.insert(group[one]);
    for (const std::size_t one : candidate.met) (unsure_.contains(group[one]) ? doubted_ : met_).insert(one);
    unsure_.insert(candidate.unsure.begin(), candidate.unsure.end());
    return added;
  }

  std::size_t covered() const { return covered_.size(); }

  // Met, or asked in the same way by one that is.
  bool meets(const std::vector<RecordIndicator>& asked, std::size_t one) const {
    return met_.contains(one) || std::ranges::any_of(met_, [&](std::size_t other) { return indexer::same_demand(asked[one], asked[other]); });
  }

  // Met by one member, where another speaks of it in other words.
  bool doubts(std::size_t one) const { return doubted_.contains(one); }

 private:
  std::set<std::size_t> covered_, unsure_;  // groups
  std::set<std::size_t> met_, doubted_;     // demands
};

}  // namespace

std::optional<Complement> complement(const std::vector<RecordIndicator>& asked, const std::vector<Contributor>& candidates) {
  if (asked.size() < 2) return std::nullopt;
  const std::vector<std::size_t> group = demand_groups(asked);
  const BestOfAll best_values = best_values_of(candidates);
  std::vector<DemandsMet> coverage(candidates.size());
  std::size_t most_alone = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!is_akin(candidates[i], best_values)) continue;
    coverage[i] = demands_met_by(asked, group, candidates[i].stated);
    most_alone = std::max(most_alone, coverage[i].groups.size());
  }
  Complement chosen;
  ChosenSet set;
  while (chosen.members.size() < kMostMembers) {
    std::optional<std::size_t> best;
    const auto rank = [&](std::size_t one) {
      return std::tuple(-static_cast<std::ptrdiff_t>(set.gain(coverage[one])), -candidates[one].score, candidates[one].id);
    };
    for (std::size_t i = 0; i < candidates.size(); ++i)
      if (set.gain(coverage[i]) > 0 && !stands_for(chosen.members, candidates, candidates[i].same) && (!best || rank(i) < rank(*best))) best = i;
    if (!best) break;
    chosen.members.push_back({*best, set.take(coverage[*best], group, asked)});
  }
  if (chosen.members.size() < 2 || set.covered() <= most_alone) return std::nullopt;
  for (std::size_t one = 0; one < asked.size(); ++one) {
    if (set.meets(asked, one)) continue;
    const bool otherwise = std::ranges::any_of(
        chosen.members, [&](const Contribution& member) { return stated_otherwise(asked[one], candidates[member.candidate].stated).has_value(); });
    (otherwise || set.doubts(one) ? chosen.not_comparable : chosen.not_stated).push_back(one);
  }
  return chosen;
}

}  // namespace search
