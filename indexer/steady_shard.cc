// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/steady_shard.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <utility>

#include "indexer/writer_lock.h"

namespace indexer {

std::string revision_mark(const std::filesystem::path& shard) {
  std::ifstream in(shard / "iamglass", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void throw_block_damaged() { throw Xapian::DatabaseCorruptError("a block is of a later revision than the shard, which nobody has changed meanwhile"); }

std::optional<FileLock> hold_up_writers(const std::filesystem::path& data_directory) {
  // Let go of at once.
  if (!FileLock::take(IndexLayout(data_directory).root / "build.lock", "queqiao index check")) return std::nullopt;
  WaitForLock wait;
  wait.at_most = std::chrono::seconds(10);
  auto lock = take_writer_lock(data_directory, "queqiao index check", wait);
  if (!lock) return std::nullopt;
  return std::optional<FileLock>(std::move(*lock));
}

SteadyShard::SteadyShard(std::filesystem::path path) : path_(std::move(path)) { open(); }

void SteadyShard::open() {
  for (int tries = 1;; ++tries) {
    mark_ = revision_mark(path_);
    try {
      reading([&] { database_ = Xapian::Database(path_.string()); });
      return;
    } catch (const Xapian::DatabaseModifiedError&) {
      if (revision_mark(path_) == mark_) throw_block_damaged();
      if (tries == kTries) throw;
    }
  }
}

}  // namespace indexer
