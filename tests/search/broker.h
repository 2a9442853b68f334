// SPDX-License-Identifier: GPL-3.0-or-later
// A broker with a taste of their own, who decides on matches as people do: with a reason for each refusal, and now and then wrongly.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "search/evaluation.h"
#include "search/lessons.h"
#include "world.h"

namespace broker {

using search::SignalValues;
using Taste = std::map<std::string, double>;  // signal → weight

// Signals of made-up matches, NEEDS × MATCHES, the same for a seed.
class Desk {
 public:
  Desk(std::size_t needs, std::size_t matches, std::uint64_t seed) : random_(seed) {
    for (std::size_t n = 0; n < needs; ++n)
      for (std::size_t m = 0; m < matches; ++m)
        values_[{fmt::format("N{:03}", n), fmt::format("A{:03}-{:02}", n, m)}] = {{"text", 0.2 + 0.4 * share()}, {"field", one_of({0, 0.5, 1})},
                                                                               {"industry", one_of({0, 0.4, 0.7, 1})}, {"region", one_of({0, 0.6, 1})},
                                                                               {"maturity", one_of({0, 0.25, 0.5, 0.75, 1})}, {"indicators", share()},
                                                                               {"budget", share()}, {"cooperation", std::nullopt}};
  }

  // Of each need the best third by taste is shortlisted, the rest dismissed for the signal that cost it most. Of all decisions, a share `wrong` says
  // the opposite, with any reason.
  std::vector<corpus::Decision> decide(const Taste& taste, double wrong = 0) {
    std::vector<corpus::Decision> decisions;
    for (const auto& [need, ranked] : ranked_by(taste)) {
      const std::size_t best = ranked.size() / 3;
      for (std::size_t i = 0; i < ranked.size(); ++i) {
        const bool flipped = share() < wrong, wanted = (i < best) != flipped;
        const std::string reason = flipped ? kReasons[static_cast<std::size_t>(share() * 5)].second : reason_for(need, ranked[i], ranked[0], taste);
        decisions.push_back(decision(need, ranked[i], wanted ? "shortlisted" : "dismissed", wanted ? "" : reason));
      }
    }
    return decisions;
  }

  static corpus::Decision decision(const std::string& subject, const std::string& object, const std::string& verdict, const std::string& reason = "") {
    corpus::Decision one;
    one.subject_id = subject, one.object_id = object, one.verdict = verdict, one.reason = reason;
    return one;
  }

  search::Lessons lessons(const std::vector<corpus::Decision>& decisions) const {
    const auto kind_of = [](const std::string& id) -> corpus::Result<std::optional<corpus::Kind>> {
      return id[0] == 'N' ? corpus::Kind::need : corpus::Kind::achievement;
    };
    const auto values_of = [this](const std::string& need, search::MatchTarget, const std::string& other) -> corpus::Result<std::optional<SignalValues>> {
      const auto at = values_.find({need, other});
      return at == values_.end() ? std::nullopt : std::optional(at->second);
    };
    auto made = search::lessons_of(decisions, world::vocabularies().at("reason"), kind_of, values_of);
    if (!made) throw std::runtime_error(corpus::to_text(made.error()));
    return std::move(*made);
  }

  // Mean nDCG@10 of ranking by `weights` what the broker, never wrong, would shortlist by taste.
  double quality(const std::map<std::string, double>& weights, const Taste& taste) const {
    double sum = 0;
    const auto wanted = ranked_by(taste), ours = ranked_by(weights);
    for (const auto& [need, ranked] : wanted) {
      std::map<std::string, int> grades;
      for (std::size_t i = 0; i < ranked.size() / 3; ++i) grades[ranked[i]] = 1;
      sum += search::figures_of(ours.at(need), grades).ndcg10;
    }
    return sum / static_cast<double>(wanted.size());
  }

 private:
  static inline const std::vector<std::pair<std::string, std::string>> kReasons = {
      {"field", "wrong_topic"}, {"industry", "not_strategic"}, {"maturity", "too_early"}, {"indicators", "indicator_unmet"}, {"region", "region"}};

  double share() { return static_cast<double>(random_() >> 11) / 9007199254740992.0; }
  double one_of(const std::vector<double>& values) { return values[static_cast<std::size_t>(share() * static_cast<double>(values.size()))]; }

  static double score(const SignalValues& values, const Taste& taste) {
    double sum = 0;
    for (const auto& [name, weight] : taste) if (const auto value = values.find(name); value != values.end()) sum += weight * value->second.value_or(0);
    return sum;
  }

  std::map<std::string, std::vector<std::string>> ranked_by(const Taste& taste) const {
    std::map<std::string, std::vector<std::pair<double, std::string>>> scored;
    for (const auto& [pair, values] : values_) scored[pair.first].emplace_back(-score(values, taste), pair.second);
    std::map<std::string, std::vector<std::string>> ranked;
    for (auto& [need, list] : scored) {
      std::ranges::sort(list);
      for (auto& [minus, id] : list) ranked[need].push_back(std::move(id));
    }
    return ranked;
  }

  std::string reason_for(const std::string& need, const std::string& other, const std::string& best, const Taste& taste) const {
    std::string reason = "wrong_topic";
    double most = 0;
    for (const auto& [signal, code] : kReasons) {
      const auto weight = taste.find(signal);
      const double cost = (weight == taste.end() ? 0 : weight->second) *
                          (values_.at({need, best}).at(signal).value_or(0) - values_.at({need, other}).at(signal).value_or(0));
      if (cost > most) most = cost, reason = code;
    }
    return reason;
  }

  std::mt19937_64 random_;
  std::map<std::pair<std::string, std::string>, SignalValues> values_;
};

}  // namespace broker
