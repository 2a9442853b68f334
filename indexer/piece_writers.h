// SPDX-License-Identifier: GPL-3.0-or-later
// Records → databases of a part of them ("pieces"), on several threads. Merging the pieces makes the shards.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "indexer/model/text_model.h"
#include "indexer/text/lexicon.h"

namespace indexer {

struct PieceOptions {
  std::size_t shards = 1;
  unsigned threads = 1;
  std::size_t batch_documents = 1500;    // flushed together
  std::size_t batch_bytes = 1536 << 10;  // of text; whichever comes first
  std::size_t piece_documents = 128'000;  // as BuildOptions has it
  const model::TextModel* model = nullptr;  // records get their place in it; outlives the writers
  const text::Lexicon* lexicon = nullptr;   // joins words; outlives the writers
  // Asked ten times a second while add() or settle() wait; true: as drop(), as hurry().
  std::function<bool()> dropped, hurried;
  // Called likewise: a moment to say how far it is. Empty: nobody wants to know.
  std::function<void()> waits;
  // Bytes that are free where the pieces are written; nullopt: it cannot be told. Safe for several threads. Empty: the file system is asked.
  std::function<std::optional<std::uint64_t>()> room;
};

// Batches go round the threads in turn, so that what lands in which piece does not depend on which thread is faster. The first error stops
// everything. Not thread-safe: one thread adds.
//
// A disk that is about to be full is no such error: what was flushed is sound. The writers then leave what is not written, as in a hurry, and full() says why.
class PieceWriters {
 public:
  PieceWriters(std::filesystem::path directory, const corpus::Vocabularies& vocabularies, const PieceOptions& options);
  ~PieceWriters();
  PieceWriters(const PieceWriters&) = delete;
  PieceWriters& operator=(const PieceWriters&) = delete;

  // Waits while the threads are behind. False, from the next full batch on, after an error, which settle() tells, and once full() says something; the record
  // is then among those left.
  bool add(corpus::Record record);

  // Waits until all that was added is in closed, durable pieces; returns the pieces since the last call, of each shard: paths below the directory.
  corpus::Result<std::vector<std::vector<std::string>>> settle();

  // Ends the work between two records; what was not settled is lost. settle() then answers timeout.
  void drop();

  // From here on the threads write for one second more and then leave what they have; settle() then takes that second and what closing the pieces takes,
  // however much waits. What is left is told by take_left().
  void hurry();
  // Ids of the records that were added and are in no piece; each once. Requires: settled since the last add.
  std::vector<std::string> take_left();
  // Why nothing more is written, though what was can be settled: there is no room on the disk. nullopt: there is.
  std::optional<corpus::Error> full() const;
  // Adds a record that was left in an earlier run: it was counted then.
  bool add_again(corpus::Record record) { return put(std::move(record), 0); }

  // That are in pieces by now, of those added and added again: some flushes before they are durable. Safe for any thread.
  std::int64_t written() const { return written_; }

  // Of all that was settled, and of what was left.
  std::int64_t documents() const { return documents_; }
  std::uint64_t text_bytes() const { return text_bytes_; }

 private:
  struct Batch {
    std::size_t shard = 0;
    std::vector<corpus::Record> records;  // none: close the pieces
    std::size_t bytes = 0;                // of text
  };
  struct Lane;

  bool put(corpus::Record record, std::int64_t counts);
  bool dispatch(std::size_t shard);
  bool send(std::size_t lane, Batch batch);
  void work(std::size_t number);
  corpus::Result<void> check_flush(std::uint64_t batch_bytes, std::size_t others) const;
  void note_growth(std::uint64_t bytes);
  void stop(const corpus::Error& error);
  template <class Ready>
  void wait(std::unique_lock<std::mutex>& lock, const Ready& ready);

  std::filesystem::path directory_;
  const corpus::Vocabularies& vocabularies_;
  PieceOptions options_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  mutable std::mutex mutex_;
  std::condition_variable work_, room_;
  bool closed_ = false;
  std::atomic<bool> dropped_ = false;
  std::atomic<std::chrono::steady_clock::time_point> until_ = std::chrono::steady_clock::time_point::max();  // see hurry()
  std::optional<corpus::Error> error_, full_;
  std::size_t writing_ = 0;                      // lanes that write a batch just now
  std::atomic<std::uint64_t> largest_growth_ = 0;  // bytes that the writing of a batch made a piece grow by, so far
  struct Pending {
    std::vector<corpus::Record> records;
    std::size_t bytes = 0;
  };
  std::vector<Pending> pending_;                // of each shard
  std::vector<std::vector<std::string>> made_;  // of each shard
  std::vector<std::string> left_;
  std::size_t next_ = 0;                        // lane
  std::size_t unsettled_ = 0;                   // lanes that have not closed their pieces yet
  std::atomic<std::int64_t> written_ = 0;
  std::int64_t documents_ = 0;
  std::uint64_t text_bytes_ = 0;
};

}  // namespace indexer
