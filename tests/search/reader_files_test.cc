// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of an index and the limit of open files: no more are open than there is room for, and where a file cannot be opened that is no damage.
#include <sys/resource.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <thread>
#include <tuple>
#include <vector>

#include "indexer/hint.h"
#include "indexer/xapian_error.h"
#include "search/file_budget.h"
#include "search/reader_pool.h"
#include "world.h"

namespace reader_files_test {

using namespace search;
using corpus::ErrorCode;
using corpus::Result;
namespace fs = std::filesystem;

namespace {

// While it lives this process opens no further file; what is open stays.
class NoMoreFiles {
 public:
  NoMoreFiles() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit none = before_;
    none.rlim_cur = 3;
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoMoreFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoMoreFiles(const NoMoreFiles&) = delete;
  NoMoreFiles& operator=(const NoMoreFiles&) = delete;

 private:
  rlimit before_{};
};

// How many readers were lent together at most, to twelve threads that ask three times each; every one of them is answered.
int most_together(ReaderPool& pool) {
  std::atomic<int> now = 0, most = 0, refused = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 12; ++i)
      threads.emplace_back([&] {
        for (int asked = 0; asked < 3; ++asked) {
          const auto answer = pool.with([&](const IndexReader&) -> Result<void> {
            const int together = ++now;
            for (int seen = most; together > seen && !most.compare_exchange_weak(seen, together);) {
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            --now;
            return {};
          });
          if (!answer) ++refused;
        }
      });
  }
  CHECK(refused == 0);
  return most;
}

}  // namespace

TEST_CASE("a budget of files gives one share however much it is, and others only while there is room") {
  FileBudget budget;
  CHECK_FALSE(budget.bounded());
  CHECK(budget.take(1'000'000));
  budget.set(20);
  CHECK(budget.bounded());
  {
    const auto first = budget.take(50);
    CHECK(first);
    CHECK_FALSE(budget.take(1));
  }
  auto first = budget.take(10);
  const auto second = budget.take(10);
  CHECK(first);
  CHECK(second);
  CHECK_FALSE(budget.take(10));
  first.reset();
  CHECK(budget.take(10));
}

TEST_CASE("no more readers are open together than their files have room for, and who waits for one is answered") {
  world::World world;
  world.put(R"({"kind":"achievement","id":"a","title":"轴承钢渗碳","summary":"某事"})");
  world.build();
  for (const bool watched : {false, true}) {
    INFO(watched);
    const auto pool_of = [&](std::size_t files) {
      const fs::path shard = indexer::IndexLayout(world.path()).generation("gen-000001") / "shard-00";
      auto pool = watched ? std::make_unique<ReaderPool>(std::vector<ShardAddress>{{shard.string(), shard, {}, 0}}, std::chrono::seconds(20))
                          : std::make_unique<ReaderPool>(world.path());
      pool->bound_files(files + (watched ? 8 : 0));  // a watch opens the shards as well
      return pool;
    };
    CHECK(most_together(*pool_of(0)) == 1);  // one is never too many
    CHECK(most_together(*pool_of(17)) == 2);  // eight for each
    CHECK(most_together(*pool_of(8 * 12)) > 2);
  }
}

TEST_CASE("readers of a generation that is no longer in force give their files back") {
  world::World world;
  world.put(R"({"kind":"achievement","id":"a","title":"轴承钢渗碳","summary":"某事"})");
  world.build();
  ReaderPool pool(world.path());
  pool.bound_files(0);
  for (int generation = 1; generation < 4; ++generation) {
    CHECK(pool.with([](const IndexReader& reader) -> Result<void> {
      CHECK(reader.shards() == 1);
      return {};
    }));
    world.build();
  }
}

TEST_CASE("a file that cannot be opened for want of descriptors is no damage") {
  world::World world;
  world.put(R"({"kind":"achievement","id":"a","title":"轴承钢渗碳","summary":"某事"})");
  world.build();
  const fs::path shard = indexer::IndexLayout(world.path()).generation("gen-000001") / "shard-00";
  const auto opened = [&] {
    const NoMoreFiles none;
    return indexer::guarded(shard.string(), [&]() -> Result<void> {
      const Xapian::Database database(shard.string());
      return {};
    });
  }();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == ErrorCode::unavailable);
  CHECK(opened.error().where == shard.string());
  CHECK(opened.error().message.starts_with("no more files may be open: "));
  CHECK(opened.error().hint == indexer::kMoreOpenFiles);
}

TEST_CASE("a process that may open no more files finds neither that there is no index nor that it is damaged") {
  world::World world;
  world.put(R"({"kind":"achievement","id":"a","title":"轴承钢渗碳","summary":"某事"})");
  world.build();
  const indexer::IndexLayout layout(world.path());
  const auto check = [](const corpus::Error& error) {
    CHECK(error.code == ErrorCode::unavailable);
    CHECK(error.message.starts_with("no more files may be open: "));
    CHECK(error.hint == indexer::kMoreOpenFiles);
  };
  const auto ask = [&] {
    const NoMoreFiles none;
    ReaderPool pool(world.path());
    return std::tuple{indexer::read_current(layout), indexer::read_manifest(layout, "gen-000001"),
                      pool.with([](const IndexReader&) -> Result<void> { return {}; })};
  };
  const auto [current, manifest, asked] = ask();
  REQUIRE_FALSE(current);
  REQUIRE_FALSE(manifest);
  REQUIRE_FALSE(asked);
  check(current.error());
  check(manifest.error());
  check(asked.error());
}

}  // namespace reader_files_test
