// SPDX-License-Identifier: GPL-3.0-or-later
// The flags that say how files of records are read, for import and validate alike.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "corpus/intake.h"

namespace cli {

struct ReaderFlags {
  std::vector<std::string> files, map, set;
  std::string title_from, kind, format, encoding;
  bool strict = false;
};

void add_reader_flags(Command command, ReaderFlags& flags);

// Stops where --map or --set is not of the form a=b.
corpus::ImportOptions import_options(const ReaderFlags& flags);

// One file through the intake, or why not.
struct FileOutcome {
  std::string file;
  corpus::Result<corpus::ImportReport> report;
};

// Takes every file, whatever befell the one before, with a progress bar named `what`. An error of a file is printed at once.
// `on_progress` is called as well, if given.
std::vector<FileOutcome> take_files(const ReaderFlags& flags, const corpus::ImportOptions& options, corpus::Intake& intake,
                                    const char* what, Output& output, const std::function<void(const corpus::Progress&)>& on_progress = {});

// failed where a file could not be read to its end, partly where rows were rejected.
Exit exit_of(const std::vector<FileOutcome>& outcomes);

nlohmann::ordered_json to_json(const FileOutcome& outcome);

// Which of their names is likely one of our fields, where at least half of the rows have it and lack ours, and the --map that reads it so; to stderr.
// Requires: outcome.report holds a report.
void print_likely_names(const FileOutcome& outcome, Output& output);

// Diagnostics of a file that was read, to stderr: the first twenty errors and how many more there are; of warnings that say the same of the same
// field the first, with their number, and one line for all that is missing; everything with `all`. Then print_likely_names.
// Requires: outcome.report holds a report.
void print_diagnostics(const FileOutcome& outcome, bool all, Output& output);

}  // namespace cli
