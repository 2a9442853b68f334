// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/progress.h"
#include "indexer/check.h"

namespace cli {
namespace {

constexpr const char* kExamples =
    R"(  queqiao index check                                 # exit 1 where store and index do not agree
  queqiao index check --json)";

Exit run(Session& session) {
  Output& output = session.output();
  Progress bar(output, "check", "records");
  const auto report = take(indexer::check_index(
      session.store(Access::read), session.vocabularies(), session.config().data,
      [&](std::int64_t done, std::int64_t total) { bar.update("", static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total)); }));
  bar.clear();
  if (output.json()) {
    output.result({{"generation", report.generation},
                   {"store_seq", report.store_seq},
                   {"index_seq", report.index_seq},
                   {"published", report.published},
                   {"documents", report.documents},
                   {"problems", report.problems}});
  } else {
    for (const std::string& problem : report.problems) output.line(problem);
    output.line(fmt::format("{}: {} published records in the store (seq {}), {} documents in the index (seq {}), {} problems",
                            report.generation, count_text(report.published), report.store_seq, count_text(report.documents),
                            report.index_seq, report.problems.size()));
  }
  return report.problems.empty() ? Exit::done : Exit::partly;
}

}  // namespace

void add_index_check(Tree& tree, CLI::App& index) {
  CLI::App& command = tree.add(index, "check", "Verify store and index, each in itself and against the other", kExamples);
  tree.on(command, run);
}

}  // namespace cli
