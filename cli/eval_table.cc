// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/eval_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/collection.h"

namespace cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr std::array kTableFigures = {"MRR@10", "nDCG@10", "R@10", "R@100"};
constexpr const char* kByWords = "without model";
constexpr double kSameFigure = 5e-5;  // what four decimals do not show

// set:pipeline → figures.
ordered_json read_kept(const fs::path& file) {
  std::error_code ignored;
  if (file.empty() || !fs::exists(file, ignored)) return ordered_json::object();
  std::ifstream stream(file);
  ordered_json kept = ordered_json::parse(stream, nullptr, false);
  const auto is_row = [](const ordered_json& row) {
    return row.is_object() && std::ranges::all_of(kTableFigures, [&](const char* figure) { return row.contains(figure) && row[figure].is_number(); });
  };
  if (!kept.is_object() || !std::ranges::all_of(kept, is_row))
    stop(corpus::ErrorCode::damaged, file.string(), "this is no table of figures", "take the file from version control again, or name a new one and give --update");
  return kept;
}

void write_kept(const ordered_json& table, const fs::path& file) {
  std::ofstream stream(file);
  stream << table.dump(1) << '\n';
  stream.close();
  if (!stream) stop(corpus::ErrorCode::io, file.string(), "the table cannot be written", "is the directory there, and ours? is the disk full?");
}

std::vector<fs::path> peer_runs(const CollectionQuestion& question) {
  std::vector<fs::path> files;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(question.directory, problem)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("peer-") && name.ends_with("." + question.split + ".run")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

// SET:PIPELINE, and what was learned from besides: its figures are other figures.
std::string name_of(const CollectionQuestion& question) {
  const fs::path directory = fs::path(question.directory) / "";
  std::string further = question.learn_from.empty() ? "" : " + " + fs::path(question.learn_from).filename().string();
  if (!question.results_from.empty()) further += " + results";
  return fmt::format("{}:{}{}", directory.parent_path().filename().string(), question.as, further);
}

// Collections over the same documents share an index, but not what is learned besides, which depends on what is asked.
std::string place_of(const CollectionQuestion& question, const fs::path& docs) {
  std::string made_from = fs::weakly_canonical(docs).string();
  if (!question.learn_from.empty()) made_from += "\n" + fs::weakly_canonical(question.learn_from).string();
  if (!question.results_from.empty()) made_from += "\nresults " + fs::weakly_canonical(question.results_from).string();
  if (!question.learn_from.empty() || !question.results_from.empty()) made_from += "\n" + fs::weakly_canonical(question.directory).string();
  return fmt::format("{}-{:016x}", question.as == "expert" ? "experts" : "results", std::hash<std::string>{}(made_from));
}

ordered_json against_peers(const CollectionQuestion& question, const Measurement& ours, const search::Qrels& qrels) {
  ordered_json against = ordered_json::object();
  for (const fs::path& run : peer_runs(question)) {
    const std::string file = run.filename().string();
    const std::string peer = file.substr(5, file.size() - 5 - (question.split.size() + 5));
    against[peer] = comparison_json(ours, take(search::read_run(run.string())), qrels);
  }
  return against;
}

std::string change_text(double now, const ordered_json& before) {
  if (before.is_null()) return "";
  const double change = now - before.get<double>();
  return std::abs(change) < kSameFigure ? " =" : fmt::format(" {:+.4f}", change);
}

void print(const ordered_json& rows, const ordered_json& kept, Output& output) {
  std::vector<std::string> headings = {"set", ">queries"};
  for (const char* figure : kTableFigures) headings.push_back(std::string(">") + figure);
  for (const char* time : {">p50 ms", ">p99 ms"}) headings.push_back(time);
  Table table(headings);
  for (const auto& [name, row] : rows.items()) {
    std::vector<std::string> cells = {name, row["queries"].dump()};
    const ordered_json before = kept.value(name, ordered_json::object());
    for (const char* figure : kTableFigures)
      cells.push_back(fmt::format("{:.4f}{}", row[figure].get<double>(), change_text(row[figure], before.value(figure, ordered_json()))));
    for (const char* time : {"p50_ms", "p99_ms"}) cells.push_back(fmt::format("{:.2f}", row[time].get<double>()));
    table.row(std::move(cells));
  }
  table.print(output);
}

void print_peers(const ordered_json& rows, Output& output) {
  Table table({"set", "peer", "figure", ">ours", ">theirs", ">ratio", ">difference", "95 % interval", ">p"});
  for (const auto& [name, row] : rows.items())
    for (const auto& [peer, figures] : row["against"].items())
      for (const auto& [figure, one] : figures.items()) {
        const double ours = one["ours"], theirs = one["theirs"];
        table.row({name, peer, figure, fmt::format("{:.4f}", ours), fmt::format("{:.4f}", theirs), theirs > 0 ? fmt::format("{:.3f}", ours / theirs) : "–",
                   fmt::format("{:+.4f}", one["difference"].get<double>()),
                   fmt::format("{:+.4f} … {:+.4f}", one["low"].get<double>(), one["high"].get<double>()), fmt::format("{:.4f}", one["p"].get<double>())});
      }
  if (table.empty()) return;
  output.line();
  table.print(output);
}

}  // namespace

Exit eval_table(const std::vector<CollectionQuestion>& questions, const fs::path& kept_file, bool update, const fs::path& place, Session& session) {
  ordered_json kept = read_kept(kept_file), rows = ordered_json::object();
  for (const CollectionQuestion& question : questions) {
    const fs::path docs = open_collection(question.directory, question.split, 1).docs;
    const MeasuredCollection measured = measure_collection(question, place / place_of(question, docs), session);
    const std::string name = name_of(question);
    ordered_json& row = rows[name] = figures_json(measured.measurement, measured.qrels);
    row["against"] = against_peers(question, measured.measurement, measured.qrels);
    if (!measured.learned.empty()) row["learned"] = measured.learned;
    if (!measured.by_words) continue;
    row["against"][kByWords] = comparison_json(measured.measurement, measured.by_words->run, measured.qrels);
    ordered_json by_words = figures_json(*measured.by_words, measured.qrels);
    by_words["against"] = against_peers(question, *measured.by_words, measured.qrels);
    rows[fmt::format("{} {}", name, kByWords)] = std::move(by_words);
  }
  Output& output = session.output();
  if (output.json()) {
    for (auto& [name, row] : rows.items()) row["last"] = kept.value(name, ordered_json());
    output.result(rows);
  } else {
    for (const auto& [name, row] : rows.items())
      if (row.contains("learned")) output.line(fmt::format("{} learned: {}", name, row["learned"].get<std::string>()));
    print(rows, kept, output);
    print_peers(rows, output);
  }
  if (!update) return Exit::done;
  for (const auto& [name, row] : rows.items()) {
    ordered_json figures = {{"queries", row["queries"]}};
    for (const char* figure : kTableFigures) figures[figure] = row[figure];
    kept[name] = std::move(figures);
  }
  write_kept(kept, kept_file);
  return Exit::done;
}

}  // namespace cli
