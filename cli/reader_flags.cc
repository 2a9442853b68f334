// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/reader_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/progress.h"

namespace cli {
namespace {

// "a=b" at the first or the last sign: a foreign heading may hold one, a field of ours never does.
std::pair<std::string, std::string> split_pair(const std::string& text, bool at_last, const char* option, const char* form) {
  const std::size_t at = at_last ? text.rfind('=') : text.find('=');
  if (at == std::string::npos || at == 0) {
    stop(corpus::ErrorCode::invalid_argument, option, fmt::format("\"{}\" is not of the form {}", text, form));
  }
  return {text.substr(0, at), text.substr(at + 1)};
}

std::optional<corpus::FileFormat> format_of(const std::string& word) {
  if (word == "jsonl") return corpus::FileFormat::json_lines;
  if (word == "csv") return corpus::FileFormat::csv;
  if (word == "xlsx") return corpus::FileFormat::xlsx;
  return std::nullopt;
}

}  // namespace

void add_reader_flags(Command command, ReaderFlags& flags) {
  command.option("FILE", flags.files, "Files of records: JSON Lines, CSV or XLSX; - reads standard input").required().by_place();
  command
      .option("--map", flags.map,
              "Their column or key is our field; x-NAME carries it along, nothing after = leaves it out; may be repeated")
      .value_name("THEIRS=OURS")
      .repeated();
  command.option("--set", flags.set, "A value for rows that leave the field empty; may be repeated").value_name("FIELD=VALUE").repeated();
  command.option("--title-from", flags.title_from, "Take the first clause of this field where there is no title").value_name("FIELD");
  command.option("--kind", flags.kind, "What the rows are, where they do not say")
      .one_of({"achievement", "need", "expert", "enterprise", "decision"});
  command.option("--format", flags.format, "Format, instead of finding it from the content").one_of({"jsonl", "csv", "xlsx"});
  command.option("--encoding", flags.encoding, "Encoding, instead of finding it: utf-8, gb18030, utf-16 …").value_name("NAME");
  command.flag("--strict", flags.strict, "Reject rows that lack a required field");
}

corpus::ImportOptions import_options(const ReaderFlags& flags) {
  corpus::ImportOptions options;
  for (const std::string& text : flags.map) {
    const auto [theirs, ours] = split_pair(text, true, "--map", "THEIRS=OURS");
    options.read.rename[theirs] = ours;
  }
  for (const std::string& text : flags.set) {
    const auto [field, value] = split_pair(text, false, "--set", "FIELD=VALUE");
    options.read.set[field] = value;
  }
  options.read.title_from = flags.title_from;
  options.read.kind = corpus::kind_from_string(flags.kind);
  options.read.format = format_of(flags.format);
  options.read.encoding = flags.encoding;
  options.strict = flags.strict;
  return options;
}

std::vector<FileOutcome> take_files(const ReaderFlags& flags, const corpus::ImportOptions& options, corpus::Intake& intake,
                                    const char* what, Output& output, const std::function<void(const corpus::Progress&)>& on_progress) {
  std::vector<FileOutcome> outcomes;
  for (const std::string& file : flags.files) {
    Progress bar(output, what, "B");
    auto report = intake.import_file(file, options, [&](const corpus::Progress& progress) {
      bar.update(file, progress.done, progress.total, count_text(progress.rows) + " rows");
      if (on_progress) on_progress(progress);
    });
    bar.clear();
    if (!report) output.error(report.error());
    outcomes.push_back({file, std::move(report)});
  }
  return outcomes;
}

Exit exit_of(const std::vector<FileOutcome>& outcomes) {
  Exit exit = Exit::done;
  for (const FileOutcome& outcome : outcomes) {
    const Exit one = !outcome.report ? Exit::failed : outcome.report->rejected > 0 ? Exit::partly : Exit::done;
    exit = std::max(exit, one);
  }
  return exit;
}

nlohmann::ordered_json to_json(const FileOutcome& outcome) {
  nlohmann::ordered_json json{{"file", outcome.file}};
  if (!outcome.report) {
    json["error"] = to_json(outcome.report.error());
    return json;
  }
  const corpus::ImportReport& report = *outcome.report;
  json.update({{"rows", report.rows},
               {"added", report.added},
               {"changed", report.changed},
               {"unchanged", report.unchanged},
               {"rejected", report.rejected},
               {"incomplete", report.incomplete},
               {"batch", report.batch},
               {"seq", report.seq},
               {"rejects_file", report.rejects_file},
               {"remarks", report.remarks},
               {"errors", report.errors},
               {"warnings", report.warnings}});
  if (!report.likely_names.empty()) json["likely_names"] = nlohmann::ordered_json::array();
  for (const auto& [names, rows] : report.likely_names) json["likely_names"].push_back({{"theirs", names.first}, {"ours", names.second}, {"rows", rows}});
  json["diagnostics"] = nlohmann::ordered_json::array();
  for (const corpus::Diagnostic& diagnostic : report.diagnostics) json["diagnostics"].push_back(to_json(diagnostic));
  return json;
}

namespace {

// Records may be published before they are whole, so what is missing is no fault: one line says how much, the records themselves say what.
void print_missing(const FileOutcome& outcome, const std::set<std::string>& fields, Output& output) {
  const corpus::ImportReport& report = *outcome.report;
  if (report.rows == report.rejected) return;  // what is missing from a rejected row is the least of it
  output.note(fmt::format("{}: {} of {} {} required fields ({}); --verbose names them", outcome.file, count_text(report.incomplete),
                          counted(report.rows - report.rejected, "record"), report.incomplete == 1 ? "lacks" : "lack", fmt::join(fields, ", ")));
}

constexpr std::int64_t kErrorsShown = 20;

void print_more_errors(const corpus::ImportReport& report, std::int64_t errors, Output& output) {
  if (errors <= kErrorsShown) return;
  output.note(fmt::format("… and {} more {}; {}--verbose prints them all", count_text(errors - kErrorsShown), errors - kErrorsShown == 1 ? "error" : "errors",
                          report.rejects_file.empty() ? "" : report.rejects_file + " keeps every rejected row with what is wrong with it, "));
}

}  // namespace

void print_likely_names(const FileOutcome& outcome, Output& output) {
  const corpus::ImportReport& report = *outcome.report;
  for (const auto& [names, rows] : report.likely_names) {
    const auto& [theirs, ours] = names;
    if (2 * rows < report.rows) continue;
    output.note(fmt::format("{}: {} of {} without {} but with a field \"{}\": --map {}={} reads it as that", outcome.file, count_text(rows),
                            counted(report.rows, "row"), ours, theirs, theirs, ours));
  }
}

void print_diagnostics(const FileOutcome& outcome, bool all, Output& output) {
  std::map<std::pair<std::string, std::string>, std::vector<const corpus::Diagnostic*>> alike;
  std::set<std::string> missing;
  std::int64_t kept = 0, errors = 0;
  for (const corpus::Diagnostic& diagnostic : outcome.report->diagnostics) {
    const bool warning = diagnostic.severity == corpus::Severity::warning;
    kept += warning;
    errors += diagnostic.severity == corpus::Severity::error;
    if (!warning && !all && errors > kErrorsShown) continue;  // the notes to an error come after it
    if (!warning || all)
      output.diagnostic(diagnostic);
    else if (diagnostic.code == "missing")
      missing.insert(diagnostic.field);
    else
      alike[{diagnostic.code, diagnostic.field}].push_back(&diagnostic);
  }
  if (!all) print_more_errors(*outcome.report, errors, output);
  for (const auto& [what, diagnostics] : alike) {
    output.diagnostic(*diagnostics.front());
    if (diagnostics.size() > 1)
      output.note(fmt::format("  and {} more like it; --verbose shows them", count_text(std::ssize(diagnostics) - 1)));
  }
  if (!missing.empty()) print_missing(outcome, missing, output);
  print_likely_names(outcome, output);
  const std::int64_t more = outcome.report->warnings - kept;
  if (more > 0 && (all || !alike.empty())) output.note(fmt::format("… and {} more warnings", count_text(more)));
}

}  // namespace cli
