// SPDX-License-Identifier: GPL-3.0-or-later
// What a build's time and size depend on. Xapian's posting buffer is a map of maps: with thousands of documents its nodes leave the processor's cache, so flush
// early, but not too early: the first 90,000 of 250,000 documents were read and written at 1,275 documents/s with a flush every 500 and at 1,491 with one every
// 1,500 (c42dd4a, two cores of an AMD EPYC, the whole program). The size of a piece changes the rate little: 1,274 with 16,000 documents, 1,275 with 128,000.
// Compaction keeps a chunk of postings for each database that holds a term (1.85 million chunks for .64 million terms with pieces of 1,000), so make few.
//
// The rates for pieces of 250 to 30,000 documents by which this was chosen (2026-11-26, 8f893ac) were of a program that wrote with DB_DANGEROUS; that is
// off since 9d2b1a2, what it gave was not measured again, and they are left out here.
#include "indexer/piece_writers.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "corpus/disk_space.h"
#include "indexer/document.h"
#include "indexer/files.h"
#include "indexer/generation_layout.h"
#include "indexer/schema.h"
#include "indexer/xapian_error.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kQueued = 2;  // batches that wait for a thread
constexpr std::chrono::milliseconds kLookEvery{100};
constexpr std::chrono::seconds kHurry{1};
// What a batch will take on the disk before the first was written: pieces are 2 to 3 times their text (the table above, and terms and records beside postings).
constexpr std::uint64_t kLeastRoom = 1u << 20, kBytesPerTextByte = 6;

using Clock = std::chrono::steady_clock;

std::size_t text_bytes_of(const Record& record) {
  std::size_t bytes = 0;
  for (const TextField& field : text_fields(kind_of(record))) bytes += text_of(record, field.name).size();
  return bytes;
}

}  // namespace

// One thread and the pieces it has open, one of each shard at most.
struct PieceWriters::Lane {
  struct Piece {
    std::string name;
    Xapian::WritableDatabase database;
    std::size_t documents = 0;
  };
  std::thread thread;
  std::deque<Batch> queue;
  std::map<std::size_t, Piece> open;  // by shard
  std::size_t made = 0;
};

PieceWriters::PieceWriters(fs::path directory, const Vocabularies& vocabularies, const PieceOptions& options)
    : directory_(std::move(directory)), vocabularies_(vocabularies), options_(options), pending_(options.shards), made_(options.shards) {
  // Names go on from what an earlier run left.
  static constexpr std::string_view kName = "piece-";
  std::size_t first = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory_, error)) {
    const std::string name = entry.path().filename().string();
    if (const auto dash = name.rfind('-'); name.starts_with(kName) && dash != std::string::npos && dash + 1 < name.size())
      first = std::max<std::size_t>(first, std::strtoul(name.c_str() + dash + 1, nullptr, 10) + 1);
  }
  for (unsigned i = 0; i < std::max(1u, options_.threads); ++i) {
    lanes_.push_back(std::make_unique<Lane>());
    lanes_.back()->made = first;
  }
  for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i]->thread = std::thread([this, i] { work(i); });
}

PieceWriters::~PieceWriters() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  work_.notify_all();
  for (const auto& lane : lanes_) lane->thread.join();
}

bool PieceWriters::add(Record record) { return put(std::move(record), 1); }

bool PieceWriters::put(Record record, std::int64_t counts) {
  const std::size_t shard = shard_of(id_of(record), options_.shards);
  Pending& pending = pending_[shard];
  const std::size_t bytes = text_bytes_of(record);
  pending.bytes += bytes;
  text_bytes_ += counts == 0 ? 0 : bytes;
  documents_ += counts;
  pending.records.push_back(std::move(record));
  return (pending.records.size() < options_.batch_documents && pending.bytes < options_.batch_bytes) || dispatch(shard);
}

bool PieceWriters::dispatch(std::size_t shard) {
  if (pending_[shard].records.empty()) return true;
  Batch batch{shard, std::move(pending_[shard].records), pending_[shard].bytes};
  pending_[shard] = {};
  return send(next_++ % lanes_.size(), std::move(batch));
}

// Until `ready`, which an error makes true. On a busy machine that may be long.
template <class Ready>
void PieceWriters::wait(std::unique_lock<std::mutex>& lock, const Ready& ready) {
  while (!room_.wait_for(lock, kLookEvery, ready)) {
    lock.unlock();
    if (options_.hurried && options_.hurried()) hurry();
    if (options_.dropped && options_.dropped()) drop();
    if (options_.waits) options_.waits();
    lock.lock();
  }
}

bool PieceWriters::send(std::size_t lane, Batch batch) {
  std::unique_lock lock(mutex_);
  wait(lock, [&] { return lanes_[lane]->queue.size() < kQueued || error_; });
  if (error_) return false;
  const bool goes_on = !full_;
  lanes_[lane]->queue.push_back(std::move(batch));
  work_.notify_all();
  return goes_on;
}

Result<std::vector<std::vector<std::string>>> PieceWriters::settle() {
  for (std::size_t shard = 0; shard < pending_.size(); ++shard) dispatch(shard);
  {
    const std::lock_guard lock(mutex_);
    unsettled_ = lanes_.size();
  }
  for (std::size_t i = 0; i < lanes_.size(); ++i) send(i, {});
  std::unique_lock lock(mutex_);
  wait(lock, [&] { return unsettled_ == 0 || error_; });
  if (error_) return std::unexpected(*error_);
  return std::exchange(made_, std::vector<std::vector<std::string>>(options_.shards));
}

void PieceWriters::drop() {
  dropped_ = true;
  stop({ErrorCode::timeout, directory_.string(), "the work was dropped", ""});
}

void PieceWriters::hurry() {
  auto never = Clock::time_point::max();
  until_.compare_exchange_strong(never, Clock::now() + kHurry);
}

std::vector<std::string> PieceWriters::take_left() {
  const std::lock_guard lock(mutex_);
  return std::exchange(left_, {});
}

std::optional<Error> PieceWriters::full() const {
  const std::lock_guard lock(mutex_);
  return full_;
}

// A flush writes the blocks anew that it changes, and Xapian's files do not shrink: what a piece has grown by is what the flush took. The next may take more,
// as its piece is larger, hence twice; other threads, each with a batch of its own, are at theirs already.
Result<void> PieceWriters::check_flush(std::uint64_t batch_bytes, std::size_t others) const {
  const std::uint64_t growth = largest_growth_;
  const std::uint64_t needed = kLeastRoom + (growth == 0 ? kBytesPerTextByte * batch_bytes * (1 + others) : growth * (2 + others));
  const std::string what_for = "to write the next of the records that were read";
  if (!options_.room) return check_room(directory_, needed, what_for);
  const auto free = options_.room();
  if (!free || *free >= needed) return {};
  return std::unexpected(disk_full(directory_, what_for, needed));
}

void PieceWriters::note_growth(std::uint64_t bytes) {
  std::uint64_t largest = largest_growth_;
  while (bytes > largest && !largest_growth_.compare_exchange_weak(largest, bytes)) {
  }
}

void PieceWriters::stop(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!error_) error_ = error;
  work_.notify_all();
  room_.notify_all();
}

void PieceWriters::work(std::size_t number) {
  Lane& lane = *lanes_[number];
  const auto close = [&](std::size_t shard) -> Result<void> {
    auto piece = lane.open.extract(shard);
    const std::string name = piece.mapped().name;
    piece.mapped().database.close();
    if (auto synced = sync_tree(directory_ / name); !synced) return synced;
    const std::lock_guard lock(mutex_);
    made_[shard].push_back(name);
    return {};
  };
  const auto is_late = [&] { return Clock::now() > until_.load(); };
  const auto leave = [&](const Batch& batch, std::size_t from) {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = from; i < batch.records.size(); ++i) left_.push_back(id_of(batch.records[i]));
  };
  // Xapian does not always survive a flush that finds the disk full: an exception inside it may end the program. So there must be room before a record of the
  // batch is in the piece, which can then still be closed as it is.
  const auto has_room = [&](const Batch& batch) {
    std::size_t others = 0;
    {
      const std::lock_guard lock(mutex_);
      if (full_) return false;
      others = writing_ - 1;
    }
    const auto room = check_flush(batch.bytes, others);
    if (room) return true;
    const std::lock_guard lock(mutex_);
    if (!full_) full_ = room.error();
    return false;
  };
  const auto write = [&](const Batch& batch) -> Result<void> {
    if (is_late() || !has_room(batch)) {
      leave(batch, 0);
      return {};
    }
    auto at = lane.open.find(batch.shard);
    if (at != lane.open.end() && at->second.documents >= options_.piece_documents) {
      if (auto closed = close(batch.shard); !closed) return closed;
      at = lane.open.end();
    }
    if (at == lane.open.end()) {
      const std::string name = fmt::format("piece-{:02}-{:03}-{:05}", batch.shard, number, lane.made++);
      // Not synced: a piece that a crash tears is one that no progress names. Not DB_DANGEROUS either: there Xapian cannot take back a flush that finds
      // the disk full, and may end the program.
      Xapian::WritableDatabase database((directory_ / name).string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
      at = lane.open.emplace(batch.shard, Lane::Piece{name, std::move(database), 0}).first;
    }
    const std::uint64_t bytes_before = bytes_below(directory_ / at->second.name);
    std::size_t written = 0;
    for (const Record& record : batch.records) {
      if (dropped_) return {};  // nobody will name this piece
      if (is_late()) break;
      at->second.database.add_document(make_document(record, vocabularies_, options_.model, options_.lexicon));
      ++written;
      ++written_;
    }
    at->second.database.commit();
    note_growth(std::max(bytes_before, bytes_below(directory_ / at->second.name)) - bytes_before);
    at->second.documents += written;
    leave(batch, written);
    return {};
  };
  while (true) {
    Batch batch;
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [&] { return !lane.queue.empty() || closed_ || error_; });
      if (error_ || lane.queue.empty()) return;
      batch = std::move(lane.queue.front());
      lane.queue.pop_front();
      writing_ += batch.records.empty() ? 0 : 1;
    }
    room_.notify_all();
    const auto done = guarded(directory_.string(), [&]() -> Result<void> {
      if (!batch.records.empty()) return write(batch);
      while (!lane.open.empty())
        if (auto closed = close(lane.open.begin()->first); !closed) return closed;
      return {};
    });
    if (!done) return stop(done.error());
    const std::lock_guard lock(mutex_);
    if (!batch.records.empty()) {
      --writing_;
      continue;
    }
    --unsettled_;
    room_.notify_all();
  }
}

}  // namespace indexer
