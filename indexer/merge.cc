// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces are merged by Xapian's compaction, kFanIn at a time, since each open database costs about five file descriptors. Measured (docs/benchmarks.md):
//
// - Compaction keeps a chunk of postings for each source that holds a term, so few large sources make a smaller table: 24,729 abstracts gave 45 MB of postings
//   from pieces of 1,000 documents and 28 MB from one of 30,000 (2026-11-26, 8f893ac, of a program that wrote with DB_DANGEROUS).
// - What a build makes durable on its way ends a piece: with durable points every 30 s on a slow machine postings were 1.82 times the text instead of 1.67
//   (2026-11-26, 5e465f5); they are further apart since (build_read.cc).
// - Merging itself is a small part of a build: 1.0 s of 22.2 for 24,729 documents, 62 s of 1,022 for 1,000,000 (2026-11-26, 7e627f9; 2 cores of an AMD EPYC,
//   nothing else on it). Its memory was not measured apart from the build's.
#include "indexer/merge.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>

#include "corpus/disk_space.h"
#include "indexer/files.h"
#include "indexer/xapian_error.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kFanIn = 32;

using Paths = std::vector<fs::path>;

struct Ended {};

// Xapian tells of each table of a database before and after it compacts it. What is thrown there passes through it (tried with 1.4.22).
class EndingCompactor : public Xapian::Compactor {
 public:
  explicit EndingCompactor(const std::function<bool()>& ends) : ends_(ends) {}
  void set_status(const std::string&, const std::string&) override {
    if (ends_()) throw Ended();
  }

 private:
  const std::function<bool()>& ends_;
};

Result<void> compact_into(const Paths& sources, const fs::path& target, const std::function<bool()>& ends) {
  Xapian::Database all;
  for (const fs::path& source : sources) all.add_database(Xapian::Database(source.string()));
  EndingCompactor compactor(ends);
  try {
    all.compact(target.string(), Xapian::Compactor::FULL | Xapian::DBCOMPACT_MULTIPASS, 0, compactor);
  } catch (const Ended&) {
    return fail(ErrorCode::timeout, target.string(), "the merging was cancelled");
  }
  return {};
}

// Groups of kFanIn into one, a group per thread.
Result<Paths> merge_round(const Paths& pieces, const fs::path& work, int round, unsigned threads, const std::function<bool()>& ends) {
  Paths merged((pieces.size() + kFanIn - 1) / kFanIn);
  std::mutex mutex;
  std::size_t next = 0;
  std::optional<Error> error;
  const auto run = [&] {
    while (true) {
      std::size_t group;
      {
        const std::lock_guard lock(mutex);
        if (error || next == merged.size()) return;
        group = next++;
      }
      const auto from = pieces.begin() + static_cast<std::ptrdiff_t>(group * kFanIn);
      const Paths sources(from, from + static_cast<std::ptrdiff_t>(std::min(kFanIn, pieces.size() - group * kFanIn)));
      merged[group] = work / fmt::format("round-{}-{:06}", round, group);
      const auto done = guarded(merged[group].string(), [&]() -> Result<void> { return compact_into(sources, merged[group], ends); });
      if (round > 1)
        for (const fs::path& source : sources) fs::remove_all(source);
      if (!done) {
        const std::lock_guard lock(mutex);
        error = done.error();
      }
    }
  };
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::max(1u, threads); ++i) workers.emplace_back(run);
  for (std::thread& worker : workers) worker.join();
  if (error) return std::unexpected(*error);
  return merged;
}

}  // namespace

Result<void> merge_pieces(Paths pieces, const fs::path& work, const fs::path& target, unsigned threads, const std::function<bool()>& cancelled) {
  // Asked from several threads, which take turns.
  std::mutex asking;
  const std::function<bool()> ends = [&] {
    const std::lock_guard lock(asking);
    return cancelled && cancelled();
  };
  std::error_code error;
  const fs::path between = work / ("between-" + target.filename().string());
  fs::remove_all(between, error);
  fs::create_directories(between, error);
  if (error) return fail(ErrorCode::io, between.string(), "cannot create the directory: " + error.message(), "check free space and permissions");
  for (int round = 1; pieces.size() > kFanIn; ++round) {
    auto merged = merge_round(pieces, between, round, threads, ends);
    if (!merged) {
      fs::remove_all(between, error);
      return std::unexpected(merged.error());
    }
    pieces = std::move(*merged);
  }
  std::uint64_t bytes = 0;
  for (const fs::path& piece : pieces) bytes += bytes_below(piece);
  if (auto room = check_room(work, bytes / 2, "to merge what was read"); !room) {  // half is what it takes at least
    fs::remove_all(between, error);
    return room;
  }
  auto done = guarded(target.string(), [&]() -> Result<void> {
    if (pieces.empty())
      Xapian::WritableDatabase(target.string(), Xapian::DB_CREATE).commit();
    else if (auto compacted = compact_into(pieces, target, ends); !compacted)
      return compacted;
    return sync_tree(target);
  });
  fs::remove_all(between, error);
  return done;
}

}  // namespace indexer
