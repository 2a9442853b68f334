// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "cli/commands.h"
#include "cli/reader_flags.h"
#include "cli/temporary.h"
#include "search/contradictions.h"

namespace cli {
namespace {

constexpr const char* kValidateExamples =
    R"(  queqiao validate achievements.jsonl                 # what an import would say; nothing is written
  queqiao validate 需求.xlsx --kind need --strict     # missing required fields are errors
  queqiao validate papers.jsonl --kind achievement --map abstract=summary --json)";

void print_json(const std::vector<FileOutcome>& outcomes, Output& output) {
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const FileOutcome& outcome : outcomes) {
    nlohmann::ordered_json file = to_json(outcome);
    for (const char* unwritten : {"added", "changed", "unchanged", "batch", "seq", "rejects_file"}) file.erase(unwritten);
    files.push_back(std::move(file));
  }
  output.result({{"files", files}});
}

bool is_missing_field(const corpus::Diagnostic& one) { return one.severity == corpus::Severity::warning && one.code == "missing" && !one.field.empty(); }

// field "goal" (预期目标) is missing → goal (预期目标)
std::string named_field(const corpus::Diagnostic& one) {
  const std::size_t label = one.message.find(" (");
  const std::size_t end = one.message.rfind(')');
  return label == std::string::npos || end == std::string::npos || end < label ? one.field : one.field + one.message.substr(label, end + 1 - label);
}

// Errors first, each with the notes to it: a row that lacks a dozen fields would bury the one that keeps it out. What is missing from one row is one line.
void print_in_order(const corpus::Diagnostics& diagnostics, Output& output) {
  std::vector<const corpus::Diagnostic*> others;
  bool of_error = false;
  for (const corpus::Diagnostic& one : diagnostics) {
    if (one.severity != corpus::Severity::note) of_error = one.severity == corpus::Severity::error;
    if (of_error)
      output.line(corpus::to_text(one));
    else
      others.push_back(&one);
  }
  corpus::Diagnostic missing;  // of the row that is at its turn
  bool some_missing = false;
  const auto print_missing_of_row = [&] {
    if (some_missing) output.line(corpus::to_text(missing));
    some_missing = false;
  };
  for (const corpus::Diagnostic* one : others) {
    if (some_missing && one->location.line != missing.location.line) print_missing_of_row();
    if (!is_missing_field(*one)) {
      output.line(corpus::to_text(*one));
    } else if (some_missing) {
      missing.message += ", " + named_field(*one);
    } else {
      missing = *one;
      missing.message = "missing: " + named_field(*one);
      some_missing = true;
    }
  }
  print_missing_of_row();
}

// Here the diagnostics are the result, so they go to stdout, and all of them.
void print(const std::vector<FileOutcome>& outcomes, Output& output) {
  if (output.json()) return print_json(outcomes, output);
  for (const FileOutcome& outcome : outcomes) {
    if (!outcome.report) continue;
    const corpus::ImportReport& report = *outcome.report;
    for (const std::string& remark : report.remarks) output.detail(outcome.file + ": " + remark);
    print_in_order(report.diagnostics, output);
    output.line(fmt::format("{}: {}, {} would be rejected, {} incomplete; {}, {}", outcome.file, counted(report.rows, "row"), count_text(report.rejected),
                            count_text(report.incomplete), counted(report.errors, "error"), counted(report.warnings, "warning")));
    print_likely_names(outcome, output);
  }
}

Exit run_validate(const ReaderFlags& flags, Session& session) {
  corpus::ImportOptions options = import_options(flags);
  options.dry_run = true;
  // Validation needs no data directory: the intake gets an empty store that is thrown away.
  const TemporaryDirectory temporary;
  const auto store = take(corpus::Store::open({.directory = temporary.path()}));
  corpus::Intake intake(*store, session.vocabularies(),
                        [&](const corpus::Record& record) { return search::contradictions_as_warnings(record, session.vocabularies()); });
  const auto outcomes = take_files(flags, options, intake, "validate", session.output());
  print(outcomes, session.output());
  return exit_of(outcomes);
}

}  // namespace

void add_validate(Tree& tree) {
  const Command command = tree.add("validate", "Read files and say what is wrong with them; nothing is written", kValidateExamples);
  auto flags = std::make_shared<ReaderFlags>();
  add_reader_flags(command, *flags);
  tree.on(command, [flags](Session& session) { return run_validate(*flags, session); });
}

}  // namespace cli
