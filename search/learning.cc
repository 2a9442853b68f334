// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/learning.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string_view>
#include <utility>

#include "corpus/hash.h"
#include "search/evaluation.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

constexpr std::array<std::string_view, 5> kSignals = {"field", "indicators", "industry", "maturity", "region"};
constexpr std::size_t kCount = kSignals.size();
using Parameters = std::array<double, kCount>;
using WeightOf = std::map<std::string, double>;

// Two matches this far apart in score are put in their order with odds of e to 1. It is also how far from the default a weight is expected to be before
// anything was decided: a refusal whose match lags by .6 in a signal then counts at most .09 against the prior's 1, so that a dozen begin to outweigh it.
constexpr double kNoise = 0.05;
constexpr double kMost = 0.25;  // of a weight, beside .88 for the text: candidates are found by text, so text has to lead
constexpr std::size_t kRelearnings = 25;
constexpr int kSweeps = 200;
constexpr double kStill = 1e-4;  // of a parameter, which is 5e-6 of a weight: weights keep four decimals
constexpr std::size_t kLeastNeeds = 5;
constexpr unsigned kHeldBackOneOf = 4;

double value_in(const SignalValues& values, std::string_view name) {
  const auto at = values.find(std::string(name));
  return at == values.end() || !at->second ? 0 : *at->second;
}

double score_of(const SignalValues& values, const WeightOf& weights) {
  double sum = 0;
  for (const auto& [name, weight] : weights) sum += weight * value_in(values, name);
  return sum;
}

// What was decided of one need's matches of one kind.
struct Group {
  std::string need;
  std::vector<const Judgment*> wanted, refused;

  std::size_t size() const { return wanted.size() + refused.size(); }

  double ndcg10(const WeightOf& weights) const {
    std::vector<std::pair<double, std::string>> ranked;
    std::map<std::string, int> grades;
    for (const auto& [list, grade] : {std::pair{&wanted, 1}, std::pair{&refused, 0}})
      for (const Judgment* one : *list) {
        ranked.emplace_back(-score_of(one->values, weights), one->other);
        grades[one->other] = grade;
      }
    std::ranges::sort(ranked);
    std::vector<std::string> ranking;
    for (auto& [score, id] : ranked) ranking.push_back(std::move(id));
    return figures_of(ranking, grades).ndcg10;
  }
};

std::vector<Group> groups_of(const std::vector<Judgment>& judgments, std::size_t& alone) {
  std::map<std::pair<std::string, MatchTarget>, Group> by_need;
  for (const Judgment& one : judgments) {
    Group& group = by_need[{one.need, one.to}];
    group.need = one.need;
    (one.wanted ? group.wanted : group.refused).push_back(&one);
  }
  std::vector<Group> groups;
  for (auto& [key, group] : by_need) {
    if (group.wanted.empty() || group.refused.empty())
      alone += group.size();
    else
      groups.push_back(std::move(group));
  }
  return groups;
}

bool is_held_back(const std::string& need, std::uint64_t seed) {
  return std::stoul(corpus::content_hash(fmt::format("{} {}", seed, need)).substr(0, 8), nullptr, 16) % kHeldBackOneOf == 0;
}

double mean_ndcg10(const std::vector<Group>& groups, const WeightOf& weights) {
  double sum = 0;
  for (const Group& group : groups) sum += group.ndcg10(weights);
  return groups.empty() ? 0 : sum / static_cast<double>(groups.size());
}

std::size_t decisions_in(const std::vector<Group>& groups) {
  std::size_t sum = 0;
  for (const Group& group : groups) sum += group.size();
  return sum;
}

// Groups of one need stand side by side, so a need is counted where it begins. Returns the number of each group's need, from 0.
std::vector<std::size_t> need_numbers(const std::vector<Group>& groups) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < groups.size(); ++i)
    numbers.push_back(i == 0 ? 0 : numbers.back() + (groups[i].need != groups[i - 1].need));
  return numbers;
}
std::size_t count_needs(const std::vector<Group>& groups) { return groups.empty() ? 0 : need_numbers(groups).back() + 1; }

// One shortlisted match beside one that was dismissed.
struct Pair {
  std::size_t need = 0;
  double counts = 1;      // a refusal counts once, however many were shortlisted
  double elsewhere = 0;   // the margin that signals bring of which the reason does not speak
  Parameters ahead{};     // by how much the shortlisted one is ahead in those of which it does
};

// `beside`: with the policy.
std::vector<Pair> pairs_of(const std::vector<Group>& groups, const WeightOf& beside) {
  const std::vector<std::size_t> numbers = need_numbers(groups);
  std::vector<Pair> pairs;
  for (std::size_t g = 0; g < groups.size(); ++g)
    for (const Judgment* refused : groups[g].refused)
      for (const Judgment* wanted : groups[g].wanted) {
        Pair pair;
        pair.need = numbers[g];
        pair.counts = 1 / static_cast<double>(groups[g].wanted.size());
        for (const auto& [name, weight] : beside) {
          const double ahead = value_in(wanted->values, name) - value_in(refused->values, name);
          const auto signal = std::ranges::find(kSignals, name);
          if (signal != kSignals.end() && std::ranges::find(refused->teaches, name) != refused->teaches.end())
            pair.ahead[static_cast<std::size_t>(signal - kSignals.begin())] = ahead;
          else
            pair.elsewhere += weight / kNoise * ahead;
        }
        pairs.push_back(pair);
      }
  return pairs;
}

Parameters default_parameters() {
  Parameters out{};
  for (std::size_t i = 0; i < kCount; ++i) out[i] = default_weights().of.at(std::string(kSignals[i])) / kNoise;
  return out;
}

// Coordinate descent; each step is bounded by the greatest curvature the logistic loss can have, so none overshoots. `times`: of each need.
Parameters solve(const std::vector<Pair>& pairs, const std::vector<std::size_t>& times) {
  struct Term {
    const Pair* pair;
    double counts, margin;
  };
  const Parameters prior = default_parameters();
  Parameters at = prior, curvature{};
  curvature.fill(1);
  std::vector<Term> terms;
  for (const Pair& pair : pairs) {
    if (times[pair.need] == 0) continue;
    Term term{&pair, pair.counts * static_cast<double>(times[pair.need]), pair.elsewhere};
    for (std::size_t i = 0; i < kCount; ++i) {
      term.margin += at[i] * pair.ahead[i];
      curvature[i] += term.counts * pair.ahead[i] * pair.ahead[i] / 4;
    }
    terms.push_back(term);
  }
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    double moved = 0;
    for (std::size_t i = 0; i < kCount; ++i) {
      double slope = at[i] - prior[i];
      for (const Term& term : terms)
        if (term.pair->ahead[i] != 0) slope -= term.counts * term.pair->ahead[i] / (1 + std::exp(term.margin));
      const double to = std::clamp(at[i] - slope / curvature[i], 0.0, kMost / kNoise), step = to - at[i];
      for (Term& term : terms) term.margin += step * term.pair->ahead[i];
      at[i] = to;
      moved = std::max(moved, std::abs(step));
    }
    if (moved < kStill) break;
  }
  return at;
}

// What learning begins with: the default of the signals that are learned, since all decisions are learned from each time; of all others what is in force, so
// that nothing an operator has set is taken back in silence. These are scaled to the default's text, which kNoise and kMost are measured by; without that,
// learning from a learned version would lower the text once more each time.
WeightOf start_of(const Weights& in_force) {
  constexpr double kRounded = 1e-3;  // as far from 1 may a file sum that means 1
  WeightOf start = default_weights().of;
  double sum = 0;
  for (const auto& [name, weight] : in_force.of)
    if (name != kBesideOthers) sum += weight;
  const auto in_force_of = [&](std::string_view name) {
    const auto at = in_force.of.find(std::string(name));
    return at == in_force.of.end() ? 0 : at->second;
  };
  const double text = in_force_of("text");
  if (text <= 0) return start;  // no file has that
  const double scale = start.at("text") / text;
  for (auto& [name, weight] : start) {
    if (name == "text" || std::ranges::find(kSignals, name) != kSignals.end()) continue;
    if (name == kBesideOthers)
      weight = std::min(1.0, in_force_of(name) / (std::abs(sum - 1) < kRounded ? 1 : sum));  // a file holds no more
    else
      weight = in_force_of(name) * scale;
  }
  return start;
}

// All other weights stay what they are beside the text, so all are scaled alike to sum to 1.
WeightOf weights_of(const Parameters& parameters, const WeightOf& start) {
  WeightOf of = start;
  for (std::size_t i = 0; i < kCount; ++i) of[std::string(kSignals[i])] = parameters[i] * kNoise;
  double sum = 0;
  for (const auto& [name, weight] : of)
    if (name != kBesideOthers) sum += weight;
  for (auto& [name, weight] : of)
    weight = std::round((name == kBesideOthers ? weight : weight / sum) * 1e4) / 1e4;
  return of;
}

// As a match counts it: beside weights that sum to 1.
WeightOf with_policy(WeightOf of, double boost) {
  if (boost > 0) of[std::string(kPolicySignal)] = boost;
  return of;
}

// Averaged over resamples of the needs. `gain`: of each resample's weights over the start, on the needs it left out; 0 where none was.
Parameters average(const std::vector<Group>& groups, const WeightOf& start, const LearningOptions& options, double& gain) {
  const std::vector<Pair> pairs = pairs_of(groups, with_policy(start, options.policy_boost));
  const WeightOf before = with_policy(weights_of(default_parameters(), start), options.policy_boost);
  const std::vector<std::size_t> numbers = need_numbers(groups);
  const std::size_t needs = count_needs(groups);
  std::mt19937_64 random(options.seed);  // fixed by the standard, as the distributions of <random> are not
  Parameters mean{};
  gain = 0;
  for (std::size_t round = 0; round < kRelearnings; ++round) {
    std::vector<std::size_t> times(needs);
    for (std::size_t i = 0; i < needs; ++i) ++times[(random() >> 32) % needs];
    const Parameters solved = solve(pairs, times);
    for (std::size_t i = 0; i < kCount; ++i) mean[i] += solved[i] / static_cast<double>(kRelearnings);
    const WeightOf weights = with_policy(weights_of(solved, start), options.policy_boost);
    for (std::size_t g = 0; g < groups.size(); ++g)
      if (times[numbers[g]] == 0) gain += groups[g].ndcg10(weights) - groups[g].ndcg10(before);
  }
  return mean;
}

Result<void> check_enough(const std::vector<Group>& learned_from, const std::vector<Group>& held_back, std::size_t least) {
  const std::size_t decisions = decisions_in(learned_from) + decisions_in(held_back);
  constexpr const char* kHow = "a need teaches where some of its matches were shortlisted and others dismissed for relevance";
  if (decisions < least)
    return fail(ErrorCode::unavailable, "decisions", fmt::format("{} decisions can be compared, and {} are needed", decisions, least),
                fmt::format("{}; decide on more, or ask for fewer: --min-decisions", kHow));
  if (const std::size_t needs = count_needs(learned_from); needs < kLeastNeeds)
    return fail(ErrorCode::unavailable, "decisions", fmt::format("they are about {} needs beside those held back, and {} are needed", needs, kLeastNeeds),
                fmt::format("{}; decide on matches of more needs", kHow));
  if (held_back.empty())
    return fail(ErrorCode::unavailable, "decisions", "none of their needs is among those held back, so nothing could be measured",
                "decide on matches of more needs, or hold others back: --seed");
  return {};
}

}  // namespace

const std::vector<std::string>& learnable_signals() {
  static const std::vector<std::string> names(kSignals.begin(), kSignals.end());
  return names;
}

Result<Learned> learn(const std::vector<Judgment>& judgments, const Weights& in_force, const LearningOptions& options) {
  Learned out;
  std::vector<Group> learned_from, held_back;
  for (Group& group : groups_of(judgments, out.alone)) (is_held_back(group.need, options.seed) ? held_back : learned_from).push_back(std::move(group));
  if (auto enough = check_enough(learned_from, held_back, options.min_decisions); !enough) return std::unexpected(enough.error());
  double gain = 0;
  const WeightOf start = start_of(in_force), unlearned = weights_of(default_parameters(), start);
  const Parameters averaged = average(learned_from, start, options, gain);
  out.of = weights_of(averaged, start);
  out.better = gain > 0 && out.of != unlearned;
  if (!out.better) out.of = unlearned;
  for (const std::string& name : learnable_signals()) out.refusals[name] = 0;
  for (const Group& group : learned_from)
    for (const Judgment* refused : group.refused)
      for (const std::string& name : refused->teaches) ++out.refusals[name];
  out.from = {static_cast<std::int64_t>(options.seed), decisions_in(learned_from), decisions_in(held_back), count_needs(held_back), in_force.version,
              mean_ndcg10(held_back, with_policy(in_force.of, options.policy_boost)), mean_ndcg10(held_back, with_policy(out.of, options.policy_boost))};
  return out;
}

}  // namespace search
