// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a build, one after another (build_task.h lists them), and what stays of one that did not come to its end. Reading, merging and learning leave
// durable what they made, and a build that goes on passes them over; the steps behind them are done again.
#include "indexer/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "corpus/disk_space.h"
#include "indexer/build_catch_up.h"
#include "indexer/build_directory.h"
#include "indexer/build_gate.h"
#include "indexer/build_learn.h"
#include "indexer/build_merge.h"
#include "indexer/build_publish.h"
#include "indexer/build_read.h"
#include "indexer/build_start.h"
#include "indexer/build_task.h"
#include "indexer/files.h"
#include "indexer/generations.h"
#include "indexer/quality.h"
#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "indexer/unpublished.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kResumeHint = "what is done so far is kept: queqiao index build --resume";
constexpr std::string_view kSettingsHint = "nothing was done yet that could be kept; to begin anew with the same settings: queqiao index build --resume";

constexpr std::string_view kWholeHint = "the new generation is whole, and the next build publishes it: queqiao index build --resume";

Result<BuildReport> take_steps(const BuildTask& task, BuildDirectory& directory, BuildReport report) {
  DurableProgress& progress = directory.progress;
  auto learned = learn_once(task, directory);
  if (!learned) return std::unexpected(learned.error());
  report.learned = std::move(learned->report);
  directory.enter(&DurableProgress::read_seconds);
  if (progress.phase == "read")
    if (auto read = read_records(task, *learned, directory); !read) return std::unexpected(read.error());
  directory.enter(&DurableProgress::merge_seconds);
  if (progress.phase == "merge")
    if (auto merged = merge_shards(task, directory); !merged) return std::unexpected(merged.error());

  directory.enter(&DurableProgress::group_seconds);
  auto catch_up = CatchUp::begin(task, directory, *learned);
  if (!catch_up) return std::unexpected(catch_up.error());
  if (progress.phase != "whole") {  // else it was grouped, and catching up keeps the groups
    auto groups = catch_up->group();
    if (!groups) return std::unexpected(groups.error());
    report.groups = *groups;
  }
  if (auto caught = catch_up->run(); !caught) return std::unexpected(caught.error());

  directory.enter(&DurableProgress::gate_seconds);
  auto described = describe_generation(task, directory);
  if (!described) return std::unexpected(described.error());
  report.manifest = std::move(*described);
  auto gate = pass_gate(task, directory, catch_up->reached());
  if (!gate) return std::unexpected(gate.error());
  report.manifest.gate = std::move(*gate);
  report.manifest.quality = remember_quality(task.layout, report.manifest.gate, progress.generation);
  directory.enter(nullptr);
  if (auto published = publish_generation(task, directory, *catch_up, report.manifest); !published) return std::unexpected(published.error());

  report.skipped = progress.skipped;
  report.problems = progress.problems;
  report.index_bytes = bytes_below(task.layout.generation(progress.generation));
  if (const auto removed = remove_old_generations(task.layout, std::max<std::size_t>(1, task.options.keep_generations))) report.in_use = removed->in_use;
  return report;
}

void add_hint(Error& error, std::string_view hint) {
  if (!error.hint.ends_with(hint)) error.hint += fmt::format("{}{}", error.hint.empty() ? "" : "; ", hint);
}

// What a build leaves that ends with an error: what is durable, and in the error's hint how to go on with it. One that was stopped will be gone on with also
// where nothing is durable, and the number of its shards stands nowhere else.
void leave(const BuildTask& task, const BuildDirectory& directory, Error& stopped_by) {
  const auto on_disk = read_progress(directory.path);  // not what was to be written there, for which there may have been no room
  const bool durable = on_disk && has_durable_work(*on_disk);
  if (unpublished_generation(task.layout) == directory.progress.generation) return add_hint(stopped_by, kWholeHint);
  const bool stopped = stopped_by.code == ErrorCode::timeout && task.options.keep_read && task.options.keep_read();
  std::error_code error;
  if (on_disk && stopped && !durable) return add_hint(stopped_by, kSettingsHint);
  if (!durable) fs::remove_all(directory.path, error);
  // The half-built piece or shard of a build that found the disk full may be all that fills it.
  if (durable && is_disk_full(stopped_by)) directory.remove_unnamed(*on_disk);
  const bool said = stopped_by.hint.find("--resume") != std::string::npos;  // by the gate, which names what may be gone without
  if (durable && !said) add_hint(stopped_by, kResumeHint);
}

}  // namespace

Manifest manifest_of_today(const Vocabularies& vocabularies, const std::string& program) {
  Manifest manifest;
  manifest.analyzer = fmt::format("{}/{}", text::kAnalyzerName, text::kAnalyzerVersion);
  manifest.schema = kSchemaVersion;
  manifest.vocabulary = vocabularies.edition();
  manifest.program = program;
  return manifest;
}

Result<FileLock> take_build_lock(const fs::path& data_directory, const std::string& who) {
  const IndexLayout layout(data_directory);
  std::error_code error;
  fs::create_directories(layout.root, error);
  if (error) return fail(ErrorCode::io, layout.root.string(), "cannot create the directory: " + error.message(), "make the data directory writable");
  return FileLock::take(layout.root / "build.lock", who);
}

Result<BuildReport> build_index(const Store& store, const Vocabularies& vocabularies, const fs::path& data_directory, const BuildOptions& options) {
  BuildTask task{store, vocabularies, data_directory, IndexLayout(data_directory), options, {}, std::chrono::steady_clock::now()};
  std::optional<FileLock> own;
  if (options.lock == nullptr) {
    auto lock = take_build_lock(data_directory, options.holder);
    if (!lock) return std::unexpected(lock.error());
    own.emplace(std::move(*lock));
  }
  for (const GateCheck& check : options.gate)
    if (check.ready && !task.goes_without(check.name))
      if (auto ready = check.ready(); !ready) return std::unexpected(ready.error());
  task.today = manifest_of_today(vocabularies, options.program);
  auto start = start_build(task);
  if (!start) return std::unexpected(start.error());
  BuildReport report;
  report.memory_mb = start->directory.progress.memory_mb.value_or(0);
  report.resumed_documents = start->goes_on ? start->directory.written_documents() : 0;
  report.not_resumed = start->not_resumed;
  if ((options.resume || start->whole || !start->not_resumed.empty()) && options.note) options.note(resume_note(*start));
  if (const auto warning = shards_warning(task, start->directory)) {
    report.warnings.push_back(*warning);
    if (options.warn) options.warn(*warning);
  }
  auto built = take_steps(task, start->directory, std::move(report));
  if (!built) leave(task, start->directory, built.error());
  return built;
}

}  // namespace indexer
