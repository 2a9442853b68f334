// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/eval_ablation.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cli {
namespace {

std::vector<std::pair<std::string, double>> counted_signals(const search::Weights& weights, search::MatchTarget to) {
  std::vector<std::pair<std::string, double>> counted;
  for (const auto& [name, weight] : weights.of)
    if (weight > 0 && (name != search::kBesideOthers || to == search::MatchTarget::expert)) counted.emplace_back(name, weight);
  std::ranges::stable_sort(counted, [](const auto& a, const auto& b) { return a.second > b.second; });
  return counted;
}

}  // namespace

nlohmann::ordered_json ablation_json(const AblationQuestion& question, Session& session) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  for (const auto& [name, weight] : counted_signals(session.weights(), question.to)) {
    search::Weights less = session.weights();
    less.of[name] = 0;
    const search::Matcher matcher(session.readers(), session.vocabularies(), std::move(less), session.expander(), session.region_policy());
    const Measurement without = measure(question.queries, question.ranker(matcher), "without " + name, session.output());
    const auto compared = comparison_json(without, question.all.run, question.qrels);
    const auto figure = compared.find("nDCG@10");
    if (figure == compared.end()) continue;  // nothing was found
    auto& row = out[name] = {{"weight", weight}, {"nDCG@10", (*figure)["ours"]}};
    for (const char* key : {"difference", "low", "high", "p", "better", "worse", "same"}) row[key] = (*figure)[key];
  }
  return out;
}

void print_ablation(const nlohmann::ordered_json& ablation, Output& output) {
  Table table({"left out", ">weight", ">nDCG@10", ">difference", "95 % interval", ">p", ">better", ">worse", ">same"});
  for (const auto& [name, row] : ablation.items())
    table.row({name, fmt::format("{:.3f}", row["weight"].get<double>()), fmt::format("{:.4f}", row["nDCG@10"].get<double>()),
               fmt::format("{:+.4f}", row["difference"].get<double>()),
               fmt::format("{:+.4f} … {:+.4f}", row["low"].get<double>(), row["high"].get<double>()), fmt::format("{:.4f}", row["p"].get<double>()),
               row["better"].dump(), row["worse"].dump(), row["same"].dump()});
  output.line();
  output.line("each signal left out, against all of them");
  table.print(output);
}

}  // namespace cli
