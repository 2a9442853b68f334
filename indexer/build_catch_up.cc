// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_catch_up.h"

#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "indexer/follow.h"
#include "indexer/index_writer.h"
#include "indexer/xapian_error.h"

namespace indexer {

using namespace corpus;

namespace {

constexpr std::size_t kCatchUpSlice = 1000;  // changes

}  // namespace

Result<CatchUp> CatchUp::begin(const BuildTask& task, const BuildDirectory& directory, const LearnedParts& learned) {
  if (task.is_cancelled()) return std::unexpected(directory.cancelled());
  CatchUp begun(task, directory, learned);
  if (auto loaded = begun.decisions_.load(task.store); !loaded) return std::unexpected(loaded.error());
  return begun;
}

Result<GroupReport> CatchUp::group() {
  return guarded(directory_.path.string(), [&]() -> Result<GroupReport> {
    std::vector<Xapian::WritableDatabase> shards;
    for (const std::filesystem::path& path : directory_.shards()) shards.emplace_back(path.string(), Xapian::DB_OPEN);
    const auto tell = [this](std::int64_t at, std::int64_t total) { task_.tell("group", at, total); };
    const GroupReport groups = group_all(shards, decisions_.in_force(), tell, threads_of(task_.options), task_.options.cancelled);
    if (task_.is_cancelled()) return std::unexpected(directory_.cancelled());
    for (auto& shard : shards) shard.commit();
    return groups;
  });
}

Result<void> CatchUp::run() {
  auto writer = IndexWriter::open(directory_.shards(), task_.vocabularies, learned_.model, learned_.lexicon);
  if (!writer) return std::unexpected(writer.error());
  auto seq = (*writer)->seq();
  if (!seq) return std::unexpected(seq.error());
  for (reached_ = *seq;;) {
    if (task_.is_cancelled()) return std::unexpected(directory_.cancelled());
    auto step = apply_changes(task_.store, **writer, decisions_, reached_, kCatchUpSlice);
    if (!step) return std::unexpected(step.error());
    reached_ = step->seq;
    task_.tell("catch_up", step->applied, step->applied);
    if (step->applied < static_cast<std::int64_t>(kCatchUpSlice)) return {};
  }
}

}  // namespace indexer
