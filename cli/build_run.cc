// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/build_run.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/interruption.h"
#include "cli/job_row.h"
#include "cli/progress.h"

namespace cli {
namespace {

// What the phases of the indexer are called for people.
std::string phase_text(const std::string& phase) { return phase == "catch_up" ? "catch up" : phase; }

double megabytes_per_second(const indexer::BuildReport& report) {
  if (report.manifest.seconds <= 0) return 0;
  return static_cast<double>(report.manifest.text_bytes) / 1e6 / report.manifest.seconds;
}

nlohmann::ordered_json to_json(const indexer::BuildReport& report) {
  const indexer::Manifest& m = report.manifest;
  return {{"generation", m.generation},
          {"seq", m.seq},
          {"documents", m.documents},
          {"by_kind", m.by_kind},
          {"seconds", m.seconds},
          {"read_seconds", report.read_seconds},
          {"merge_seconds", report.merge_seconds},
          {"text_bytes", m.text_bytes},
          {"index_bytes", report.index_bytes},
          {"skipped", report.skipped},
          {"problems", report.problems},
          {"analyzer", m.analyzer},
          {"schema", m.schema},
          {"built_at", m.built_at}};
}

}  // namespace

indexer::BuildReport run_build(Session& session, unsigned threads) {
  corpus::Store& store = session.store(Access::write);
  const corpus::Vocabularies& vocabularies = session.vocabularies();
  const Interruption interruption;
  JobRow job(store, "build");
  Progress bar(session.output(), "build", "records");
  indexer::BuildOptions options;
  options.threads = threads != 0 ? threads : static_cast<unsigned>(session.config().index.threads);
  options.keep_generations = static_cast<std::size_t>(session.config().index.keep_generations);
  options.program = QUEQIAO_VERSION;
  options.cancelled = [&] { return interruption.requested(); };
  options.progress = [&](const indexer::BuildProgress& progress) {
    bar.update(phase_text(progress.phase), static_cast<std::uint64_t>(progress.done), static_cast<std::uint64_t>(progress.total));
    job.update(progress.phase, progress.done, progress.total);
  };
  auto report = indexer::build_index(store, vocabularies, session.config().data, options);
  bar.clear();
  report ? job.done(fmt::format("{}: {} documents", report->manifest.generation, report->manifest.documents))
         : job.failed(report.error().message);
  return take(std::move(report));
}

void print_build(const indexer::BuildReport& report, Output& output) {
  for (const std::string& problem : report.problems) output.warning(problem);
  if (output.json()) return output.result(to_json(report));
  const indexer::Manifest& m = report.manifest;
  std::string kinds;
  for (const auto& [kind, count] : m.by_kind) kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count_text(count), kind);
  output.line(fmt::format("{}: {} documents ({}) up to seq {}", m.generation, count_text(m.documents), kinds, m.seq));
  output.line(fmt::format("{:.1f} s, {:.0f} documents/s, {:.1f} MB/s of text; index {} over text {}", m.seconds,
                          m.seconds > 0 ? static_cast<double>(m.documents) / m.seconds : 0.0, megabytes_per_second(report),
                          bytes_text(report.index_bytes), bytes_text(m.text_bytes)));
}

}  // namespace cli
