// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/measurement.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/exit.h"
#include "cli/progress.h"

namespace cli {
namespace {

struct NamedFigure {
  const char* name;
  search::Figure figure;
  double search::Figures::*value;
  std::size_t depth;
};

constexpr NamedFigure kFigures[] = {{"MRR@10", search::Figure::mrr10, &search::Figures::mrr10, 10},
                                    {"nDCG@10", search::Figure::ndcg10, &search::Figures::ndcg10, 10},
                                    {"R@10", search::Figure::r10, &search::Figures::r10, 10},
                                    {"R@100", search::Figure::r100, &search::Figures::r100, 100}};

// Six decimals tell any two systems apart and keep noise out of a diff.
double rounded(double value) { return std::round(value * 1e6) / 1e6; }

std::size_t depth_of(const search::Run& run) {
  std::size_t depth = 0;
  for (const auto& [query, ranking] : run) depth = std::max(depth, ranking.size());
  return depth;
}

// Not where theirs was cut above the depth that is asked for and ours was not.
bool comparable(const NamedFigure& figure, const search::Run& ours, const search::Run& theirs) {
  return depth_of(theirs) >= std::min(figure.depth, depth_of(ours));
}

}  // namespace

std::vector<std::string> Measurement::ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, ranking] : scored) ids.push_back(id);
  return ids;
}

Measurement measure(const Queries& queries, const Ranker& rank, const std::string& what, Output& output) {
  Measurement measurement;
  Progress bar(output, "eval", "queries");
  for (const auto& [id, text] : queries) {
    const auto begun = std::chrono::steady_clock::now();
    std::vector<search::RankedId> ranking = rank(id, text);
    measurement.milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
    auto& documents = measurement.run[id];
    for (const search::RankedId& ranked : ranking) documents.push_back(ranked.id);
    measurement.scored.emplace_back(id, std::move(ranking));
    bar.update(what, measurement.scored.size(), queries.size());
  }
  return measurement;
}

nlohmann::ordered_json figures_json(const Measurement& measurement, const search::Qrels& qrels) {
  const search::Figures figures = search::figures_of(measurement.run, qrels, measurement.ids());
  nlohmann::ordered_json json;
  for (const NamedFigure& figure : kFigures) json[figure.name] = rounded(figures.*figure.value);
  json["p50_ms"] = std::round(search::percentile(measurement.milliseconds, 50) * 1000) / 1000;
  json["p99_ms"] = std::round(search::percentile(measurement.milliseconds, 99) * 1000) / 1000;
  json["queries"] = figures.queries;
  return json;
}

void print_figures(const Measurement& measurement, const search::Qrels& qrels, Output& output) {
  const search::Figures figures = search::figures_of(measurement.run, qrels, measurement.ids());
  Table table({">MRR@10", ">nDCG@10", ">R@10", ">R@100", ">p50 ms", ">p99 ms", ">queries"});
  std::vector<std::string> cells;
  for (const NamedFigure& figure : kFigures) cells.push_back(fmt::format("{:.4f}", figures.*figure.value));
  for (const double p : {50.0, 99.0}) cells.push_back(fmt::format("{:.2f}", search::percentile(measurement.milliseconds, p)));
  cells.push_back(std::to_string(figures.queries));
  table.row(std::move(cells));
  table.print(output);
}

void write_run(const Measurement& measurement, const std::string& file) {
  std::FILE* out = std::fopen(file.c_str(), "we");
  if (out == nullptr) stop(corpus::ErrorCode::io, file, "the file cannot be written", "is the directory there, and ours?");
  for (const auto& [query, ranking] : measurement.scored) {
    for (std::size_t i = 0; i < ranking.size(); ++i) {
      fmt::print(out, "{} Q0 {} {} {:.9g} queqiao\n", query, ranking[i].id, i + 1, ranking[i].score);
    }
  }
  const bool failed = std::ferror(out) != 0;
  if (std::fclose(out) != 0 || failed) stop(corpus::ErrorCode::io, file, "what was written did not arrive", "is the disk full?");
}

nlohmann::ordered_json comparison_json(const Measurement& ours, const search::Run& theirs, const search::Qrels& qrels) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  const search::Figures own = search::figures_of(ours.run, qrels, ours.ids()), other = search::figures_of(theirs, qrels, ours.ids());
  for (const NamedFigure& figure : kFigures) {
    if (!comparable(figure, ours.run, theirs)) continue;
    const search::Paired paired = search::compare(ours.run, theirs, qrels, ours.ids(), figure.figure);
    json[figure.name] = {{"ours", rounded(own.*figure.value)},
                         {"theirs", rounded(other.*figure.value)},
                         {"difference", rounded(paired.difference)},
                         {"low", rounded(paired.low)},
                         {"high", rounded(paired.high)},
                         {"p", rounded(paired.p)},
                         {"better", paired.better},
                         {"worse", paired.worse},
                         {"same", paired.same}};
  }
  return json;
}

void print_comparison(const Measurement& ours, const search::Run& theirs, const std::string& their_name, const search::Qrels& qrels,
                      Output& output) {
  const auto json = comparison_json(ours, theirs, qrels);
  Table table({"figure", ">ours", ">theirs", ">ratio", ">difference", "95 % interval", ">p", ">better", ">worse", ">same"});
  for (const auto& [name, one] : json.items()) {
    const double own = one["ours"], other = one["theirs"];
    table.row({name, fmt::format("{:.4f}", own), fmt::format("{:.4f}", other), other > 0 ? fmt::format("{:.3f}", own / other) : "–",
               fmt::format("{:+.4f}", one["difference"].get<double>()),
               fmt::format("{:+.4f} … {:+.4f}", one["low"].get<double>(), one["high"].get<double>()),
               fmt::format("{:.4f}", one["p"].get<double>()), one["better"].dump(), one["worse"].dump(), one["same"].dump()});
  }
  output.line();
  output.line("against " + their_name);
  table.print(output);
  if (json.size() < std::size(kFigures)) output.note(fmt::format("{} ranks {} deep: R@100 is not compared", their_name, depth_of(theirs)));
}

}  // namespace cli
