// SPDX-License-Identifier: GPL-3.0-or-later
// Knows the shards of search.shards: which of them answer, of which generation each is, and which are asked. ReaderPool opens its readers here.
//
// Invariants
// 1. A reader holds shards of one build of one generation, each at most once: two builds may have one number, where a data directory was lost.
// 2. All shards that answer are asked, unless they are of several generations: that is so while a new one is being published, machine after machine.
//    Then the generation of before goes on to answer as long as readers of it are open (Opened::reader is null: wait for one); where none is left,
//    the generation most shards are of, the newer one of two, answers alone.
// 3. A shard that fails is left out at once. A thread of its own asks every shard again each second; one that answers is asked from then on.
//
// All functions may be called from any thread; those that open or look wait for shards, at most the time-out, for all of them side by side.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "corpus/error.h"
#include "corpus/store.h"
#include "indexer/stamp.h"
#include "search/index_reader.h"
#include "search/shard_address.h"

namespace search {

struct ShardState {
  std::string name;      // as configured
  bool answers = false;  // when it was last asked
  bool used = false;     // whether answers hold its records
  std::string generation, build;
  corpus::Seq seq = 0;
  std::int64_t documents = 0;
  std::string message;   // why it does not answer, or is not used
  std::string since;     // UTC, when it was first found not to answer, by this process; empty while it answers
  std::size_t number = 0;  // in its generation, as last seen; this and generation, build, seq, documents stay while it does not answer
};

// What the shards that answer make up.
struct ShardSet {
  std::size_t configured = 0;  // entries of search.shards
  std::string generation;      // that most of the shards that answer are of; empty where none was seen
  std::size_t expected = 0;    // shards of that generation; 0 where none answers
  std::size_t found = 0;       // how many of these answer
  std::optional<std::int64_t> missing_documents;  // in the others, when they were last seen; nullopt where one of them was not seen in this generation
  std::optional<corpus::Error> fault;             // why searches cannot ask them: shards missing in the configuration, there twice, none that answers …
  bool whole() const { return !fault && found == expected; }
};

class ShardWatch {
 public:
  // Requires: shards is not empty.
  ShardWatch(std::vector<ShardAddress> shards, std::chrono::milliseconds timeout);
  ~ShardWatch();

  struct Opened {
    std::unique_ptr<IndexReader> reader;  // null: the shards are of several generations
    std::uint64_t view = 0;
  };
  // `wait`: whether there is an open reader to wait for rather than answer from a part of the shards. unavailable where no shard answers, and where
  // they are no whole set: one is there twice, or the generation has another number of them, each named; version_mismatch as IndexReader::open.
  corpus::Result<Opened> open(bool wait);

  // Counts how often it changed which shards are asked, and of which generation: a reader of an older view is not to be lent again.
  std::uint64_t view() const;

  // A question failed with this: leaves out what was too slow, and asks the others whether they are still there.
  void failed(const Xapian::Error& error);

  // Asks every shard now.
  void look();
  std::vector<ShardState> states() const;
  // As of the last time that shards were asked.
  ShardSet shard_set() const;

 private:
  // What one shard said when it was opened anew.
  struct Seen {
    std::optional<Xapian::Database> database;
    indexer::Stamp stamp;
    std::int64_t documents = 0;
    std::string error;
  };
  struct Choice {
    std::string generation, build;
    std::size_t shards = 0;              // of the generation; 0 where none answers
    std::vector<bool> used;
    bool agreed = true;                  // whether all that answer are of this generation
    std::optional<corpus::Error> fault;  // why they cannot be asked as a whole
    bool operator==(const Choice& other) const { return generation == other.generation && build == other.build && used == other.used; }
    bool is_of(const std::string& of_generation, const std::string& of_build) const { return generation == of_generation && build == of_build; }
  };

  std::vector<Seen> open_all(const std::vector<bool>& which) const;
  Seen open_one(std::size_t i) const;
  Choice choose(const std::vector<Seen>& seen) const;
  std::optional<corpus::Error> fault_of(const std::vector<Seen>& seen, const Choice& choice) const;
  // Requires, all three: mutex_ is held.
  void note(const std::vector<Seen>& seen, const std::vector<bool>& which);
  void ask_from_now_on(const Choice& choice);
  std::vector<bool> answering() const;
  void look(const std::vector<bool>& which);
  bool moving() const;
  void watch(std::stop_token stop);

  const std::vector<ShardAddress> shards_;
  const std::chrono::milliseconds timeout_;
  mutable std::mutex mutex_;
  std::vector<ShardState> states_;
  Choice asked_;
  Choice seen_;  // what would be asked, by what was seen last
  std::uint64_t view_ = 1;
  bool moving_ = false;   // several generations were seen last
  bool settled_ = false;  // asked_ is a part of what answers
  std::mutex looking_;
  std::chrono::steady_clock::time_point looked_{};
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace search
