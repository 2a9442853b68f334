// SPDX-License-Identifier: GPL-3.0-or-later
// What each signal is worth: the ranking again with its weight set to 0, against the ranking with all of them.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "cli/measurement.h"
#include "cli/session.h"
#include "search/matcher.h"

namespace cli {

struct AblationQuestion {
  const Queries& queries;
  const search::Qrels& qrels;
  search::MatchTarget to;
  const Measurement& all;  // with the weights in force
  std::function<Ranker(const search::Matcher&)> ranker;
};

// Of each signal that the weights in force count for this target, the heaviest first: {"field":{"weight":…,"nDCG@10":…,"difference":…,"low":…,"high":…,
// "p":…,"better":…,"worse":…,"same":…}}. nDCG@10 is without it; difference is that less the one with all: negative where the signal helps. Interval and p are
// of the paired bootstrap that eval compares runs with (search/evaluation.h). Costs a measurement for each.
nlohmann::ordered_json ablation_json(const AblationQuestion& question, Session& session);
void print_ablation(const nlohmann::ordered_json& ablation, Output& output);

}  // namespace cli
