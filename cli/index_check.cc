// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/index_state.h"
#include "cli/progress.h"
#include "indexer/check.h"
#include "indexer/generation_layout.h"

namespace cli {
namespace {

constexpr const char* kIndexCheckExamples =
    R"(  queqiao index check                                 # exit 1 where one is damaged or they do not agree, 2 where it could not be seen; being behind is no fault
  queqiao index check --json)";

// A published index so damaged that it cannot be looked through is what the check is for: not in order, and not "could not run".
Exit exit_of_fault(const corpus::Error& error, const Session& session) {
  const bool published = indexer::read_current(indexer::IndexLayout(session.config().data)).has_value();
  const bool cannot_be_opened = error.code == corpus::ErrorCode::unavailable && published;
  return error.code == corpus::ErrorCode::damaged || cannot_be_opened ? Exit::partly : Exit::failed;
}

constexpr std::string_view kBetween = " / ";

// Of "中文 / English"; of a text that is in one language only, all of it.
std::string chinese_half(const std::string& both) { return both.substr(0, both.find(kBetween)); }

std::string english_half(const std::string& both) {
  const std::size_t at = both.find(kBetween);
  return at == std::string::npos ? both : both.substr(at + kBetween.size());
}

// In a field each, as other answers have a message and its message_en.
void add_both(nlohmann::ordered_json& json, const std::string& name, const std::vector<std::string>& texts) {
  nlohmann::ordered_json& chinese = json[name] = nlohmann::ordered_json::array();
  for (const std::string& text : texts) chinese.push_back(chinese_half(text));
  nlohmann::ordered_json& english = json[name + "_en"] = nlohmann::ordered_json::array();
  for (const std::string& text : texts) english.push_back(english_half(text));
}

nlohmann::ordered_json json_of(const indexer::CheckReport& report, corpus::Seq behind) {
  nlohmann::ordered_json json{{"generation", report.generation}, {"store_seq", report.store_seq}, {"index_seq", report.index_seq}, {"behind", behind},
                              {"published", report.published},   {"documents", report.documents}, {"notes", report.notes}};
  add_both(json, "not_checked", report.not_checked);
  json.update({{"problems", report.problems}, {"problems_found", report.problems_found}});
  add_both(json, "hints", report.hints);
  add_both(json, "not_seen", report.unseen);
  return json;
}

// What is wrong comes first; what could then not be looked at follows from it. In English, as all lines of this command.
void print_report(const indexer::CheckReport& report, corpus::Seq behind, Output& output) {
  for (const std::string& problem : report.problems) output.line(problem);
  const std::int64_t more = report.problems_found - static_cast<std::int64_t>(report.problems.size());
  if (more > 0) output.line(fmt::format("and {} more", count_text(more)));
  for (const std::string& note : report.notes) output.note(note);
  for (const std::string& part : report.not_checked) output.warning(english_half(part));
  for (const std::string& hint : report.hints) output.line("  hint: " + english_half(hint));
  output.line(fmt::format("{}: {} in the store (seq {}), {} in the index (seq {}){}, {}", report.generation, counted(report.published, "published record"),
                          report.store_seq, counted(report.documents, "document"), report.index_seq,
                          behind > 0 ? fmt::format(", {} behind", counted(behind, "change")) : "", counted(report.problems_found, "problem")));
  for (const std::string& unseen : report.unseen) output.line("not seen: " + english_half(unseen));
}

Exit run_index_check(Session& session) {
  stop_without_own_index(session);
  Output& output = session.output();
  Progress bar(output, "check", "records");
  const auto checked = indexer::check_index(
      session.store(Access::read), session.vocabularies(), session.config().data,
      [&](std::int64_t done, std::int64_t total) { bar.update("", static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total)); });
  bar.clear();
  if (!checked) throw Stop{checked.error(), exit_of_fault(checked.error(), session)};
  const indexer::CheckReport& report = *checked;
  const corpus::Seq behind = std::max<corpus::Seq>(0, report.store_seq - report.index_seq);
  if (output.json())
    output.result(json_of(report, behind));
  else
    print_report(report, behind, output);
  if (report.problems_found > 0) return Exit::partly;
  return report.not_checked.empty() ? Exit::done : Exit::failed;
}

}  // namespace

void add_index_check(Tree& tree, Command index) {
  const Command command = tree.add(index, "check", "Verify store and index, each in itself and against the other", kIndexCheckExamples);
  tree.on(command, run_index_check);
}

}  // namespace cli
