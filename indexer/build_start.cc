// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_start.h"

#include <fmt/format.h>

#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include "indexer/build_resume.h"
#include "indexer/files.h"
#include "indexer/generation_number.h"
#include "indexer/live_shards.h"
#include "indexer/unpublished.h"
#include "indexer/writer_lock.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

namespace {

// Of a build that begins: those of the caller, or where it leaves them open those of the killed build.
struct StartSettings {
  std::size_t shards, memory_mb;
};

// Refused where that would throw away work that the caller may want: then the caller says so by not resuming.
Result<void> check_shards(const std::string& name, const DurableProgress& progress, const StartSettings& settings) {
  if (progress.shards == settings.shards) return {};
  return fail(ErrorCode::conflict, name, fmt::format("this build has {} shards, not {}, and work that is done", progress.shards, settings.shards),
              fmt::format("go on with it: --resume --shards {0}, or without --shards; or leave out --resume to begin anew with {1}", progress.shards,
                          settings.shards));
}

// A generation that is whole and was not published becomes a build to go on with again, which is one rename: what is left to do is done as of any other.
// Whether there is one, and it is what a build that begins would make; else start.not_resumed says why not. Also of a caller who did not ask to resume: the work
// is done, and what differs is caught up with.
Result<bool> take_back_unpublished(const BuildTask& task, StartSettings& settings, BuildStart& start) {
  const auto name = unpublished_generation(task.layout);
  if (!name) return false;
  const auto progress = read_progress(task.layout.generation(*name));
  if (!progress) return false;
  start.not_resumed = why_begin_anew(task, *name, *progress);
  if (!start.not_resumed.empty()) return false;
  if (task.options.resume && !task.options.any_shards) {
    if (auto same = check_shards(*name, *progress, settings); !same) return std::unexpected(same.error());
  } else if (!task.options.resume && task.options.shards == 0 && !shards_in_force(task.layout)) {
    settings.shards = progress->shards;
  } else if (!task.options.resume && progress->shards != settings.shards) {
    start.not_resumed = fmt::format("{} is whole and was not published, but has {} shards, not {}", *name, progress->shards, settings.shards);
    return false;
  }
  WaitForLock wait;
  wait.cancelled = task.options.cancelled;
  const auto lock = take_writer_lock(task.data_directory, task.options.holder, wait);  // a rollback may be about to put it in force
  if (!lock) return std::unexpected(lock.error());
  if (unpublished_generation(task.layout) != name) return false;
  const fs::path whole = task.layout.generation(*name);
  const auto alone = GenerationHold::take_alone(whole);
  if (!alone)
    return fail(ErrorCode::busy, whole.string(), "this generation was not published yet, and another has it open",
                "try again, or put it in force: queqiao index rollback --to " + *name);
  if (auto renamed = rename_durably(whole, whole.string() + ".building"); !renamed) return std::unexpected(renamed.error());
  return true;
}

// Whether there is a build that can be gone on with, the newest; what it does not name is removed.
Result<bool> find_durable(const BuildTask& task, StartSettings& settings, BuildStart& start) {
  const BuildOptions& options = task.options;
  BuildDirectory& found = start.directory;
  const std::string of_whole = std::exchange(start.not_resumed, "no build was left to go on with");
  if (!of_whole.empty()) start.not_resumed = of_whole;
  for (const fs::path& directory : building_directories(task.layout)) {
    auto progress = read_progress(directory);
    const std::string name = directory.filename().string();
    if (progress) start.shards_before = progress->shards;
    if (progress && options.any_shards) settings.shards = progress->shards;
    if (progress && options.any_memory) settings.memory_mb = progress->memory_mb.value_or(options.memory_mb);
    start.not_resumed = progress ? why_begin_anew(task, name, *progress) : fmt::format("{}: {}", name, progress.error().message);
    if (!start.not_resumed.empty()) continue;
    if (auto same = check_shards(name, *progress, settings); !same) return std::unexpected(same.error());
    start.whole = progress->phase == "whole";
    found.path = directory;
    found.progress = std::move(*progress);
  }
  if (found.path.empty()) return false;
  start.not_resumed.clear();
  found.progress.memory_mb = settings.memory_mb;
  std::error_code error;
  for (const fs::path& other : building_directories(task.layout))
    if (other != found.path) fs::remove_all(other, error);
  found.remove_unnamed(found.progress);
  return true;
}

Result<void> begin_generation(const BuildTask& task, const StartSettings& settings, BuildDirectory& directory) {
  std::error_code error;
  for (const fs::path& left : building_directories(task.layout)) fs::remove_all(left, error);
  const auto number = take_generation_number(task.store, task.layout);
  if (!number) return std::unexpected(number.error());
  DurableProgress& progress = directory.progress;
  progress.generation = fmt::format("gen-{:06}", *number);
  std::random_device random;
  progress.build = fmt::format("{:08x}{:08x}", random(), random());
  progress.meaning = task.meaning();
  progress.shards = settings.shards;
  progress.memory_mb = settings.memory_mb;
  progress.settings = settings_of(task.options);
  progress.pieces.resize(settings.shards);
  directory.path = task.layout.root / (progress.generation + ".building");
  fs::create_directories(directory.path, error);
  if (error) return fail(ErrorCode::io, directory.path.string(), "cannot create the directory: " + error.message(), "make the data directory writable");
  const auto seq = task.store.seq();
  if (!seq) return std::unexpected(seq.error());
  progress.seq = *seq;
  if (auto written = write_durably(directory.path / "in_use", ""); !written) return written;
  return directory.save();
}

}  // namespace

Result<BuildStart> start_build(const BuildTask& task) {
  // Searchers on other machines name every shard: a build that is not told to change the number keeps it.
  const std::size_t shards = task.options.shards != 0 ? task.options.shards : shards_in_force(task.layout).value_or(1);
  StartSettings settings{shards, task.options.memory_mb};
  BuildStart start;
  start.directory.saved = task.began;
  const auto taken_back = take_back_unpublished(task, settings, start);
  if (!taken_back) return std::unexpected(taken_back.error());
  if (task.options.resume || *taken_back) {
    const auto found = find_durable(task, settings, start);
    if (!found) return std::unexpected(found.error());
    start.goes_on = *found;
  }
  if (!start.goes_on)
    if (auto begun = begin_generation(task, settings, start.directory); !begun) return std::unexpected(begun.error());
  return start;
}

std::string resume_note(const BuildStart& start) {
  const DurableProgress& progress = start.directory.progress;
  std::string note = "begun anew: " + start.not_resumed;
  if (start.whole)
    note = fmt::format("goes on with {}, which is whole and was not published: {} documents, {} shards; it is brought up to the store, goes through the gate "
                       "again and is published",
                       progress.generation, start.directory.written_documents(), progress.shards);
  else if (start.goes_on)
    note = fmt::format("goes on with {}: {} documents read, {} of {} shards merged, {:.0f} s spent", start.directory.path.filename().string(),
                       start.directory.written_documents(), progress.merged.size(), progress.shards, progress.seconds);
  else if (start.shards_before != 0 && start.shards_before != progress.shards)
    note += fmt::format("; the number of shards is now {}, that build had {}", progress.shards, start.shards_before);
  const std::size_t memory_mb = progress.memory_mb.value_or(0);
  return note + (memory_mb == 0 ? "; writing takes the memory that is fastest" : fmt::format("; writing may take {} MiB of memory", memory_mb));
}

// Searchers on other machines name the shards one by one, and nobody else would tell them.
std::optional<std::string> shards_warning(const BuildTask& task, const BuildDirectory& directory) {
  const auto current = read_current(task.layout);
  if (!current) return std::nullopt;
  const std::size_t old = shards_in_force(task.layout).value_or(directory.progress.shards);
  if (old == directory.progress.shards) return std::nullopt;
  return fmt::format(
      "the number of shards changes from {} ({}, in force) to {} ({}): searchers whose search.shards name {} find no whole generation any more once it is "
      "published. docs/operations.md, \"Changing the number of shards\", has the steps; to keep the number, leave out --shards and index.shards, "
      "or build with --shards {}",
      old, *current, directory.progress.shards, directory.progress.generation, old, old);
}

}  // namespace indexer
