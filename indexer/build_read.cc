// SPDX-License-Identifier: GPL-3.0-or-later
// One thread reads the store by ascending id and deals out batches; the others analyse them and write pieces; each durable point closes all pieces
// and names them in progress.json.
//
// What a durable point costs: all threads wait while each closes and syncs the piece it has open of each shard, and every piece leaves a chunk of postings
// for each of its terms (merge.cc). So the first comes after two minutes; from ten minutes on one comes every five, which is in the order of how often pieces
// fill up and are closed anyhow (piece_documents for each thread). With half of what it had taken as the only rule, a kill could cost hours of a build of a day.
#include "indexer/build_read.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "corpus/record_json.h"

namespace indexer {

using namespace corpus;

namespace {

constexpr std::size_t kLookAtClockEvery = 100;  // records

PieceOptions options_of_reading(const BuildTask& task, const LearnedParts& learned, const DurableProgress& progress,
                                std::function<void()> waits) {
  PieceOptions pieces = piece_options(task.options, progress.shards, progress.memory_mb.value_or(0));
  pieces.model = learned.model.get();
  pieces.lexicon = learned.lexicon.get();
  pieces.dropped = [&task] { return task.options.keep_read && task.is_cancelled() && !task.options.keep_read(); };
  pieces.waits = std::move(waits);
  pieces.hurried = [&task] { return task.options.keep_read && task.is_cancelled() && task.options.keep_read(); };
  return pieces;
}

std::int64_t records_to_read(const StoreCounts& counts) {
  std::int64_t total = 0;
  for (const auto& [kind, count] : counts.published)
    if (kind != Kind::decision) total += count;
  return total;
}

// What the next run will not read again may be far less than what this one had read: that much is said, not left to be found out.
void tell_kept(const BuildTask& task, const BuildDirectory& directory, std::int64_t total) {
  const auto on_disk = read_progress(directory.path);
  if (!task.options.note || !on_disk || !has_durable_work(*on_disk)) return;
  task.options.note(fmt::format("kept: {} of {} records", on_disk->documents - static_cast<std::int64_t>(on_disk->left.size()), total));
}

// One run through what is left to read. Its writers have their threads as long as it lives.
class StoreReading {
 public:
  // `total`: records that the build will have read at the end.
  StoreReading(const BuildTask& task, const LearnedParts& learned, BuildDirectory& directory, std::int64_t total)
      : task_(task),
        directory_(directory),
        progress_(directory.progress),
        pieces_(options_of_reading(task, learned, directory.progress, [this] { tell(); })),
        writers_(directory.path, task.vocabularies, pieces_),
        documents_before_(progress_.documents),
        bytes_before_(progress_.text_bytes),
        again_(progress_.left),
        last_id_(progress_.after_id),
        written_before_(directory.written_documents()),
        total_(total) {}

  Result<void> run() {
    tell();  // from here on the rate counts
    if (auto taken = take_left(); !taken) return taken;
    Store::ScanOptions scan;
    scan.status = "published";
    scan.after_id = progress_.after_id;
    const auto scanned = task_.store.scan(scan, [this](const StoredRecord& stored) { return take(stored); });
    if (!scanned) return scanned;
    if (!stopped_) return stopped_;
    progress_.phase = "merge";
    if (auto settled = settle(); !settled) {
      progress_.phase = "read";
      return settled;
    }
    if (progress_.phase == "read") return std::unexpected(directory_.cancelled());
    return {};
  }

 private:
  // Records that are written, not those that were read and wait: their threads may have most of the work before them.
  void tell() const { task_.tell("read", written_before_ + writers_.written() + progress_.skipped, total_); }

  // A durable point after last_id_.
  Result<void> settle() {
    auto made = writers_.settle();
    if (!made) return std::unexpected(made.error().code == ErrorCode::timeout ? directory_.cancelled() : made.error());
    for (std::size_t shard = 0; shard < made->size(); ++shard) std::ranges::move((*made)[shard], std::back_inserter(progress_.pieces[shard]));
    progress_.documents = documents_before_ + writers_.documents();
    progress_.text_bytes = bytes_before_ + writers_.text_bytes();
    progress_.after_id = last_id_;
    std::ranges::move(writers_.take_left(), std::back_inserter(left_));
    progress_.left = left_;
    progress_.left.insert(progress_.left.end(), again_.begin() + static_cast<std::ptrdiff_t>(taken_again_), again_.end());
    std::ranges::sort(progress_.left);
    if (!progress_.left.empty()) progress_.phase = "read";  // stopped in the last moment
    const auto saved = directory_.save();
    tell();
    if (auto full = writers_.full()) return std::unexpected(std::move(*full));
    return saved;
  }

  // What is read is not read again by a build that resumes, unless the caller has no time for that.
  Result<void> end_early() {
    if (task_.options.keep_read && !task_.options.keep_read()) {
      writers_.drop();
    } else {
      writers_.hurry();
      if (auto settled = settle(); !settled) return settled;
    }
    return std::unexpected(directory_.cancelled());
  }

  // Those that an earlier run had read and could not write any more.
  Result<void> take_left() {
    for (; taken_again_ < again_.size(); ++taken_again_) {
      if (task_.is_cancelled()) return end_early();
      const auto stored = task_.store.get(again_[taken_again_]);
      if (!stored) return std::unexpected(stored.error());
      // One that changed since is written as it is now, one that was withdrawn not at all; catching up would do the same.
      auto record = *stored && (*stored)->status == "published" ? record_from_text((*stored)->body) : Result<Record>(std::unexpected(Error{}));
      if (record && !writers_.add_again(std::move(*record))) break;
    }
    return {};
  }

  // False ends the scan; why is in stopped_, or else known to the writers.
  bool take(const StoredRecord& stored) {
    if (task_.is_cancelled()) {
      stopped_ = end_early();
      return false;
    }
    last_id_ = stored.id;
    if (stored.kind == Kind::decision) return true;
    auto record = record_from_text(stored.body);
    if (!record) {
      ++progress_.skipped;
      progress_.problems.push_back(stored.id + ": " + to_text(record.error()));
    } else {
      ++progress_.by_kind[std::string(to_string(stored.kind))];
      if (!writers_.add(std::move(*record))) return false;
    }
    if (++read_ % 500 == 0) tell();
    const bool long_ago =
        ++in_segment_ % kLookAtClockEvery == 0 && seconds_since(directory_.saved) > durable_interval(task_.options, progress_.seconds);
    if (in_segment_ < pieces_.piece_documents * pieces_.threads && !long_ago) return true;
    in_segment_ = 0;
    stopped_ = settle();
    return stopped_.has_value();
  }

  const BuildTask& task_;
  BuildDirectory& directory_;
  DurableProgress& progress_;  // directory_'s
  PieceOptions pieces_;
  PieceWriters writers_;
  std::int64_t documents_before_;
  std::uint64_t bytes_before_;
  std::vector<std::string> again_;  // left by earlier runs
  std::size_t taken_again_ = 0;     // of them
  std::vector<std::string> left_;   // by this run
  std::string last_id_;             // records up to here were handed to the writers
  std::int64_t written_before_, total_;
  std::int64_t read_ = 0;           // by this run
  std::size_t in_segment_ = 0;      // since the last durable point
  Result<void> stopped_;
};

}  // namespace

Result<void> read_records(const BuildTask& task, const LearnedParts& learned, BuildDirectory& directory) {
  const auto counts = task.store.counts();
  if (!counts) return std::unexpected(counts.error());
  const std::int64_t total = records_to_read(*counts);
  auto read = StoreReading(task, learned, directory, total).run();
  if (!read) tell_kept(task, directory, total);
  return read;
}

double durable_interval(const BuildOptions& options, double seconds) {
  return std::max(options.durable_seconds, std::min(seconds / 2, options.durable_seconds_most));
}

}  // namespace indexer
