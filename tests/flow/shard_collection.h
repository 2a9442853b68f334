// SPDX-License-Identifier: GPL-3.0-or-later
// A collection whose records say which generation they were indexed in, and threads that ask for all of it and look whether they agree.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "flow/xapian_servers.h"
#include "indexer/generation_layout.h"
#include "search/searcher.h"
#include "world.h"

namespace sharded {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

inline constexpr int kRecords = 60;
inline constexpr auto kLimit = 6s;

// Records whose titles say in which generation they were indexed.
class Collection {
 public:
  explicit Collection(std::size_t shards = 3) : shards_(shards) { next(); }

  // Changes every record and builds a new generation of them.
  std::string next() {
    ++version_;
    for (int i = 0; i < kRecords; ++i)
      world_.put(fmt::format(R"({{"kind":"achievement","id":"a{:03}","title":"轴承钢渗碳工艺第{}版","summary":"第{}个成果","visibility":"公开"}})", i, version_, i));
    indexer::BuildOptions options;
    options.threads = 1;
    options.shards = shards_;
    auto built = indexer::build_index(world_.store(), world::vocabularies(), world_.path(), options);
    if (!built) throw std::runtime_error(corpus::to_text(built.error()));
    if (built->manifest.generation != generation(version_)) throw std::runtime_error("another generation than expected");
    return built->manifest.generation;
  }
  static std::string generation(int version) { return fmt::format("gen-{:06}", version); }
  fs::path shard(std::size_t i, int version) const { return layout().generation(generation(version)) / indexer::shard_name(i); }
  fs::path live(std::size_t i) const { return layout().live() / indexer::shard_name(i); }
  int version() const { return version_; }
  indexer::IndexLayout layout() const { return indexer::IndexLayout(world_.path()); }
  const fs::path& path() const { return world_.path(); }
  world::World& world() { return world_; }

 private:
  world::World world_;
  std::size_t shards_;
  int version_ = 0;
};

inline search::SearchRequest everything() {
  search::SearchRequest request;
  request.query = "轴承钢";
  request.size = kRecords;
  request.time_limit = kLimit;
  return request;
}

inline bool has_note(const search::Notes& notes) { return std::ranges::find(notes, "shards", &search::Note::code) != notes.end(); }

// Asks without end from several threads and remembers what went wrong.
class Load {
 public:
  explicit Load(search::ReaderPool& pool) : searcher_(pool, world::vocabularies()) {
    for (int i = 0; i < 4; ++i) threads_.emplace_back([this](std::stop_token stop) {
        while (!stop.stop_requested()) ask();
      });
  }
  void stop() { threads_.clear(); }

  // From now on `generation` may show the records of the newest version as well, all of them alike: a rollback to it brings it up to the store.
  void expect_caught_up(int generation, int version) {
    shows_ = version;
    caught_up_ = generation;
  }

  std::atomic<int> answers = 0, partial = 0;
  std::vector<std::string> faults() const {
    const std::lock_guard lock(mutex_);
    return faults_;
  }
  int newest() const { return newest_; }

 private:
  void ask() {
    const auto found = searcher_.search(everything());
    ++answers;
    if (!found) return fault(corpus::to_text(found.error()));
    const int version = indexer::number_of(found->generation);
    if (has_note(found->notes)) ++partial;
    else if (found->total != kRecords) fault(fmt::format("{} records without a note", found->total));
    if (static_cast<std::int64_t>(found->hits.size()) != found->total) fault(fmt::format("{} hits of {}", found->hits.size(), found->total));
    const auto title = [](int of) { return fmt::format("轴承钢渗碳工艺第{}版", of); };
    const bool caught_up = version == caught_up_ && !found->hits.empty() && found->hits.front().card.title == title(shows_);
    for (const search::Hit& hit : found->hits)
      if (hit.card.title != title(caught_up ? shows_.load() : version)) fault(found->generation + " shows " + hit.card.title);
    for (int seen = newest_; version > seen && !newest_.compare_exchange_weak(seen, version);) {
    }
  }
  void fault(std::string text) {
    const std::lock_guard lock(mutex_);
    if (faults_.size() < 10) faults_.push_back(std::move(text));
  }

  search::Searcher searcher_;
  mutable std::mutex mutex_;
  std::vector<std::string> faults_;
  std::atomic<int> newest_ = 0, caught_up_ = 0, shows_ = 0;
  std::vector<std::jthread> threads_;
};

}  // namespace sharded
