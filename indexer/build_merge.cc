// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_merge.h"

#include <xapian.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "indexer/index_writer.h"
#include "indexer/merge.h"
#include "indexer/xapian_error.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

Result<void> merge_shards(const BuildTask& task, BuildDirectory& directory) {
  DurableProgress& progress = directory.progress;
  const auto shards = static_cast<std::int64_t>(progress.shards);
  const Manifest stamp = directory.stamped(task.today);
  for (std::size_t shard = 0; shard < progress.shards; ++shard) {
    if (std::ranges::find(progress.merged, shard) != progress.merged.end()) continue;
    if (task.is_cancelled()) return std::unexpected(directory.cancelled());
    task.tell("merge", static_cast<std::int64_t>(shard), shards);
    const fs::path target = directory.path / shard_name(shard);
    std::vector<fs::path> pieces;
    for (const std::string& name : progress.pieces[shard]) pieces.push_back(directory.path / name);
    if (auto merged = merge_pieces(std::move(pieces), directory.path, target, threads_of(task.options), task.options.cancelled); !merged)
      return merged.error().code == ErrorCode::timeout ? std::unexpected(directory.cancelled()) : merged;
    const auto stamped = guarded(target.string(), [&]() -> Result<void> {
      Xapian::WritableDatabase database(target.string(), Xapian::DB_OPEN);
      write_metadata(database, stamp, shard, progress.shards);
      database.commit();
      return {};
    });
    if (!stamped) return stamped;
    progress.merged.push_back(shard);
    const auto done = std::exchange(progress.pieces[shard], {});
    if (auto saved = directory.save(); !saved) return saved;
    std::error_code error;
    for (const std::string& name : done) fs::remove_all(directory.path / name, error);
  }
  task.tell("merge", shards, shards);
  progress.phase = "ready";
  return directory.save();
}

}  // namespace indexer
