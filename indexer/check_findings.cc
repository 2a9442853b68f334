// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "corpus/diagnostic.h"
#include "indexer/working_generation.h"

namespace indexer {
namespace {

constexpr std::size_t kMaxProblems = 100, kCharactersOfProblem = 500;

// Xapian tells what it finds in a table over several lines, some of them empty.
std::string one_line_of_problem(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    part.remove_prefix(std::min(part.find_first_not_of(" \t\r"), part.size()));
    part = part.substr(0, part.find_last_not_of(" \t\r") + 1);
    if (part.empty()) continue;
    if (!line.empty()) line += line.ends_with(':') ? " " : "; ";
    line += part;
  }
  return corpus::excerpt(line, kCharactersOfProblem);
}

}  // namespace

void Findings::problem(const std::string& text, Mend mend) {
  build_ = build_ || mend == Mend::build || mend == Mend::go_back_or_build;
  live_ = live_ || mend == Mend::live;
  go_back_ = go_back_ || mend == Mend::go_back_or_build;
  ++report.problems_found;
  if (report.problems.size() < kMaxProblems) report.problems.push_back(one_line_of_problem(text));
}

void Findings::problem(const corpus::Error& error, const std::string& before, Mend mend) {
  problem(before + (error.where.empty() ? "" : error.where + ": ") + error.message, mend);
  if (mend == Mend::store && !error.hint.empty() && std::ranges::find(store_hints_, error.hint) == store_hints_.end()) store_hints_.push_back(error.hint);
}

void Findings::not_checked(const std::string& shard, const std::string& what) {
  report.not_checked.push_back(
      fmt::format("{0}：检查期间一直有写入，未能核对 / {0} was written to all the while: {1} could not be checked; ask again when no build runs and less is written",
                  shard, what));
}

void Findings::say_hints(const IndexLayout& layout) {
  const auto other = go_back_ ? generation_to_go_back_to(layout, report.generation) : std::nullopt;
  if (other && other->before)
    report.hints.push_back(
        fmt::format("可先退回上一代 {0}：queqiao index rollback / go back to the generation before, {0}: queqiao index rollback", other->name));
  else if (other)
    report.hints.push_back(
        fmt::format("可先启用另一代 {0}：queqiao index rollback --to {0} / put another generation in force, {0}: queqiao index rollback --to {0}", other->name));
  if (build_) report.hints.push_back("重建索引：queqiao index build / build the index again: queqiao index build");
  if (live_) report.hints.push_back("重写 live/：queqiao index follow --once / write live/ anew: queqiao index follow --once");
  report.hints.insert(report.hints.end(), store_hints_.begin(), store_hints_.end());
}

}  // namespace indexer
