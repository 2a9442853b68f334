// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a shard that follow may change meanwhile. Xapian keeps the blocks of a revision until the commit after the next one, and then answers
// DatabaseModifiedError; of a block that a disk has changed it says the same. What tells them apart: the newest revision is never overwritten, so where
// no commit has come between, the shard is damaged.
#pragma once

#include <xapian.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "indexer/index_writer.h"
#include "indexer/xapian_error.h"

namespace indexer {

// Changes with every commit to the shard: the text of its iamglass, empty where that cannot be read.
std::string revision_mark(const std::filesystem::path& shard);

// Of an error that is damage, as Xapian names it.
[[noreturn]] void throw_block_damaged();

// Keeps follow and other writers waiting while it lives; nullopt where that cannot be had: the directory may not be written, another held it for ten
// seconds, or a build is under way, which is not to be kept waiting as it publishes.
std::optional<FileLock> hold_up_writers(const std::filesystem::path& data_directory);

// One shard, open at its newest revision, and opened again as it moves on. For one thread.
class SteadyShard {
 public:
  // May throw Xapian::Error; so may what follows.
  explicit SteadyShard(std::filesystem::path path);

  // What `read` returns of the database; it is called again after a commit that has overwritten what it read.
  template <class Read>
  auto read(Read&& read) {
    for (int tries = 1;; ++tries) {
      const std::string before = mark_;
      try {
        return reading([&] { return read(database_); });
      } catch (const Xapian::Error& error) {  // a block that is read while it is written over may look damaged as well
        if (tries == kTries) throw;
        open();
        if (mark_ != before) continue;
        if (error.get_type() == std::string_view("DatabaseModifiedError")) throw_block_damaged();
        throw;
      }
    }
  }

 private:
  static constexpr int kTries = 50;
  void open();
  std::filesystem::path path_;
  Xapian::Database database_;
  std::string mark_;
};

// What `look` finds, which returns a container of faults and may see some that a commit beside it makes: where it finds any, it looks again with
// writers held up, and where they cannot be, what it found counts only if no commit came between. nullopt where that leaves nothing that counts.
template <class Look>
auto steady_look(const std::filesystem::path& data_directory, const std::filesystem::path& shard, Look&& look) -> std::optional<decltype(look())> {
  const std::string before = revision_mark(shard);
  auto found = look();
  if (found.empty()) return found;
  const bool steady = revision_mark(shard) == before;
  if (const auto held = hold_up_writers(data_directory)) return look();
  return steady ? std::optional(std::move(found)) : std::nullopt;
}

}  // namespace indexer
