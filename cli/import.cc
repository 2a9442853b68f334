// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/index_state.h"
#include "cli/job_row.h"
#include "cli/reader_flags.h"
#include "cli/words.h"
#include "search/contradictions.h"

namespace cli {
namespace {

constexpr const char* kImportExamples =
    R"(  queqiao import achievements.jsonl needs.jsonl       # what has an id and the same content changes nothing
  queqiao import 成果.xlsx --kind achievement         # Chinese or English headings
  queqiao import old.csv --kind need --map 需求编号=id --set region=湖北省
  queqiao import papers.jsonl --kind achievement --map abstract=summary --set security_level=公开
  queqiao import old.csv.rejects.jsonl                # bad rows, corrected)";

struct ImportArguments {
  ReaderFlags reader;
  std::string rejects, status;
};

corpus::ImportOptions options_of(const ImportArguments& arguments, Session& session) {
  corpus::ImportOptions options = import_options(arguments.reader);
  if (!arguments.rejects.empty() && arguments.reader.files.size() > 1) {
    stop(corpus::ErrorCode::invalid_argument, "--rejects", "one rejects file cannot take the rows of several files",
         "import them one by one, or leave --rejects out: each file gets its own, FILE.rejects.jsonl");
  }
  options.rejects_file = arguments.rejects;
  if (!arguments.status.empty()) options.read.set["status"] = code_of(session.vocabularies(), "status", arguments.status, "--status");
  options.by = session.actor(Access::create);
  return options;
}

// "a.csv", "a.csv and 2 more". Without their directories, which would leave a table no room for the rest.
std::string names_of(const std::vector<std::string>& files) {
  const std::string first = std::filesystem::path(files.front()).filename().string();
  return files.size() == 1 ? first : fmt::format("{} and {} more", first, files.size() - 1);
}

// What the row of the job keeps: how many rows, or why a file could not be read.
std::string summary_of(const std::vector<FileOutcome>& outcomes) {
  for (const FileOutcome& outcome : outcomes) {
    if (outcome.report) continue;
    const corpus::Error& error = outcome.report.error();
    return error.where.starts_with(outcome.file) ? error.where + ": " + error.message : fmt::format("{}: {}", outcome.file, error.message);
  }
  corpus::ImportReport sum;
  std::vector<std::string> files;
  for (const FileOutcome& outcome : outcomes) {
    files.push_back(outcome.file);
    sum.rows += outcome.report->rows;
    sum.added += outcome.report->added;
    sum.changed += outcome.report->changed;
    sum.rejected += outcome.report->rejected;
  }
  return fmt::format("{}: {}: {} added, {} changed, {} rejected", names_of(files), counted(sum.rows, "row"), sum.added, sum.changed, sum.rejected);
}

void print_table(const std::vector<FileOutcome>& outcomes, Output& output) {
  Table table({">rows", ">added", ">changed", ">unchanged", ">rejected", ">incomplete", "file"});
  for (const FileOutcome& outcome : outcomes) {
    if (!outcome.report) continue;
    const corpus::ImportReport& r = *outcome.report;
    table.row({count_text(r.rows), count_text(r.added), count_text(r.changed), count_text(r.unchanged), count_text(r.rejected),
               count_text(r.incomplete), outcome.file});
  }
  if (!table.empty()) table.print(output);
  for (const FileOutcome& outcome : outcomes) {
    if (outcome.report && !outcome.report->rejects_file.empty()) output.line("rejected rows: " + outcome.report->rejects_file);
  }
}

void print(const std::vector<FileOutcome>& outcomes, corpus::Seq seq, Output& output) {
  if (output.json()) {
    nlohmann::ordered_json files = nlohmann::ordered_json::array();
    for (const FileOutcome& outcome : outcomes) files.push_back(to_json(outcome));
    return output.result({{"files", files}, {"seq", seq}});
  }
  for (const FileOutcome& outcome : outcomes) {
    if (!outcome.report) continue;
    for (const std::string& remark : outcome.report->remarks) output.detail(outcome.file + ": " + remark);
    print_diagnostics(outcome, output.verbose(), output);
  }
  print_table(outcomes, output);
}

Exit run_import(const ImportArguments& arguments, Session& session) {
  corpus::Store& store = session.store(Access::create);
  const corpus::ImportOptions options = options_of(arguments, session);
  take(corpus::check_options(options.read, session.vocabularies()));  // a slip of the keyboard is no job that failed
  const corpus::Seq before = take(store.seq());
  corpus::Intake intake(store, session.vocabularies(),
                        [&](const corpus::Record& record) { return search::contradictions_as_warnings(record, session.vocabularies()); });
  JobRow job(store, "import", names_of(arguments.reader.files));
  const auto outcomes = take_files(arguments.reader, options, intake, "import", session.output(), [&](const corpus::Progress& progress) {
    job.update("read", static_cast<std::int64_t>(progress.done), static_cast<std::int64_t>(progress.total));
  });
  const Exit exit = exit_of(outcomes);
  exit == Exit::failed ? job.failed(summary_of(outcomes)) : job.done(summary_of(outcomes));
  const corpus::Seq seq = take(store.seq());
  print(outcomes, seq, session.output());
  if (seq > before && !session.output().json()) {
    const char* command = can_be_followed(index_state(session), seq, session.vocabularies()) ? "index follow --once" : "index build";
    session.output().note(fmt::format("next: `queqiao {}` makes what changed searchable; a running `queqiao serve` does so by itself", command));
  }
  return exit;
}

}  // namespace

void add_import(Tree& tree) {
  const Command command = tree.add("import", "Take records from files into the store; bad rows land in a rejects file", kImportExamples);
  auto arguments = std::make_shared<ImportArguments>();
  add_reader_flags(command, arguments->reader);
  command.option("--rejects", arguments->rejects, "Where bad rows land [FILE.rejects.jsonl]").value_name("FILE");
  command.option("--status", arguments->status, "Status of rows that do not name one: published, submitted, 草稿 … [published]")
      .value_name("STATUS");
  tree.on(command, [arguments](Session& session) { return run_import(*arguments, session); });
}

}  // namespace cli
