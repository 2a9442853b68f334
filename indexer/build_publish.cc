// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_publish.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <tuple>
#include <utility>

#include "indexer/files.h"
#include "indexer/generation_history.h"
#include "indexer/index_writer.h"
#include "indexer/live_shards.h"
#include "indexer/unpublished.h"
#include "indexer/writer_lock.h"

namespace indexer {

using namespace corpus;

namespace {

std::string user_at_host() {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  const passwd* user = ::getpwuid(::geteuid());
  return fmt::format("{}@{}", user != nullptr ? user->pw_name : std::to_string(::geteuid()), host);
}

// After all the work there is nothing to give up for: who holds it is named, and a person may cancel.
WaitForLock wait_to_publish(const BuildTask& task) {
  WaitForLock wait;
  wait.cancelled = task.options.cancelled;
  wait.waits = [&task](const Error& held) {
    if (task.options.note) task.options.note(fmt::format("the new generation is ready, and waits to be published: {}: {}", held.where, held.message));
  };
  return wait;
}

}  // namespace

Result<Manifest> describe_generation(const BuildTask& task, const BuildDirectory& directory) {
  const DurableProgress& progress = directory.progress;
  Manifest manifest = directory.stamped(task.today);
  manifest.documents = progress.documents;
  manifest.by_kind = progress.by_kind;
  manifest.text_bytes = progress.text_bytes;
  for (std::size_t shard = 0; shard < progress.shards; ++shard) {
    if (task.is_cancelled()) return std::unexpected(directory.cancelled());
    task.tell("check", static_cast<std::int64_t>(shard), static_cast<std::int64_t>(progress.shards));
    auto described = describe_shard(directory.path / shard_name(shard), task.options.cancelled);
    if (!described) return std::unexpected(described.error().code == ErrorCode::timeout ? directory.cancelled() : described.error());
    manifest.shards.push_back(std::move(*described));
  }
  task.tell("check", static_cast<std::int64_t>(progress.shards), static_cast<std::int64_t>(progress.shards));
  return manifest;
}

Result<void> publish_generation(const BuildTask& task, BuildDirectory& directory, CatchUp& catch_up, Manifest& manifest) {
  DurableProgress& progress = directory.progress;
  const IndexLayout& layout = task.layout;
  manifest.built_at = utc_now();
  manifest.built_by = user_at_host();
  if (manifest.quality && manifest.quality->accepted && manifest.quality->accepted->by.empty()) manifest.quality->accepted->by = manifest.built_by;
  manifest.learn_seconds = progress.learn_seconds;
  manifest.read_seconds = progress.read_seconds;
  manifest.merge_seconds = progress.merge_seconds;
  manifest.group_seconds = progress.group_seconds;
  manifest.gate_seconds = progress.gate_seconds;
  manifest.seconds = progress.seconds + seconds_since(directory.saved);
  if (auto written = write_durably(directory.path / "manifest.json", to_text(manifest)); !written) return written;
  // The last slice under the lock, so that `follow` cannot slip a change into the old generation between our last look and the rename.
  const auto lock = take_writer_lock_caught_up(task.store, task.data_directory, task.options.holder, wait_to_publish(task), [&]() -> Result<Seq> {
    if (auto caught = catch_up.run(); !caught) return std::unexpected(caught.error());
    return catch_up.reached();
  });
  if (!lock) return std::unexpected(lock.error().code == ErrorCode::timeout && task.is_cancelled() ? directory.cancelled() : lock.error());
  // From here on until CURRENT names it, a build that was killed or found the disk full leaves a generation that the next one publishes.
  progress.phase = "whole";
  if (auto saved = directory.save(); !saved) return saved;
  task.tell("publish", 0, 1);
  if (auto renamed = rename_durably(directory.path, layout.generation(progress.generation)); !renamed) return renamed;
  if (const auto current = read_current(layout)) {
    if (auto forgotten = forget_build(layout, *current); !forgotten) return forgotten;
    if (auto remembered = remember_before(layout, *current); !remembered) return remembered;
  }
  if (auto written = write_durably(layout.current(), progress.generation + "\n"); !written) return written;
  // It is published; what cannot be written here is written by the next slice of follow.
  std::ignore = point_live_shards(layout, manifest);
  std::ignore = forget_build(layout, progress.generation);
  task.tell("publish", 1, 1);
  return {};
}

}  // namespace indexer
