// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever wants to publish or go back has the writer lock after the slice at work, however long a batch is that follow works through.
#include "indexer/writer_lock.h"

#include <xapian.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <thread>
#include <utility>

#include "indexer/build.h"
#include "indexer/follow.h"
#include "indexer/roll_back.h"
#include "world.h"

namespace writer_lock_test {

using namespace indexer;
using corpus::ErrorCode;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

fs::path with_index(const world::Directory& directory) {
  fs::create_directories(directory.path() / "index");
  return directory.path();
}

corpus::NewRecord row(int i) {
  const corpus::Record record = world::record(fmt::format(R"({{"kind":"achievement","id":"a{:05}","title":"成果{}"}})", i, i));
  return {.id = corpus::id_of(record), .kind = corpus::Kind::achievement, .status = "published", .visibility = "public",
          .body = corpus::to_json_text(record), .by = "test", .batch = 1, .reason = "", .receipt = ""};
}

// One large import.
void import_many(world::World& world, int from, int to) {
  std::vector<corpus::NewRecord> rows;
  for (int i = from; i < to; ++i) rows.push_back(row(i));
  REQUIRE(world.store().put(rows));
}

}  // namespace

TEST_CASE("whoever waits for the writer lock has it before a follower that takes it again at once") {
  const world::Directory directory;
  const fs::path data = with_index(directory);
  std::atomic<bool> over = false;
  std::atomic<int> slices = 0;
  std::thread follower([&] {
    while (!over) {
      const auto lock = take_writer_lock_for_slice(data, "a follower");
      if (!lock) {
        std::this_thread::sleep_for(5ms);
        continue;
      }
      ++slices;
      std::this_thread::sleep_for(60ms);
    }
  });
  while (slices < 2) std::this_thread::sleep_for(1ms);
  for (int i = 0; i < 5; ++i) {
    const int before = slices;
    const auto lock = take_writer_lock(data, "a publisher");
    REQUIRE(lock);
    CHECK(slices <= before + 2);  // the slice at work, and one that began before the turn was taken
    const int held = slices;
    std::this_thread::sleep_for(20ms);
    CHECK(slices == held);
  }
  over = true;
  follower.join();
}

TEST_CASE("a wait for the writer lock says once who holds it, and ends where it is told to") {
  const world::Directory directory;
  const fs::path data = with_index(directory);
  const auto held = take_writer_lock(data, "queqiao serve");
  REQUIRE(held);
  std::vector<std::string> said;
  WaitForLock wait;
  wait.say_after = 20ms;
  wait.at_most = 100ms;
  wait.waits = [&](const corpus::Error& error) { said.push_back(error.message); };
  const auto late = take_writer_lock(data, "another", wait);
  REQUIRE_FALSE(late);
  CHECK(late.error().code == ErrorCode::busy);
  REQUIRE(said.size() == 1);
  CHECK(said.front().starts_with("held by queqiao serve (pid "));
  wait.at_most.reset();
  wait.cancelled = [] { return true; };
  CHECK(take_writer_lock(data, "another", wait).error().code == ErrorCode::timeout);
  const auto slice = take_writer_lock_for_slice(data, "a follower");
  REQUIRE_FALSE(slice);
  CHECK(slice.error().code == ErrorCode::busy);
}

TEST_CASE("a follower begins no slice while somebody waits for the lock, and is told who") {
  const world::Directory directory;
  const fs::path data = with_index(directory);
  const auto turn = FileLock::take(data / "index/writer.turn", "queqiao index rollback");
  REQUIRE(turn);
  const auto slice = take_writer_lock_for_slice(data, "a follower");
  REQUIRE_FALSE(slice);
  CHECK(slice.error().code == ErrorCode::busy);
  CHECK(slice.error().message.starts_with("held by queqiao index rollback (pid "));
}

TEST_CASE("the lock is let go of again while the store runs ahead by more than a slice") {
  world::World world;
  import_many(world, 0, 3);
  world.build();
  int rounds = 0;
  const auto lock = take_writer_lock_caught_up(world.store(), world.path(), "test", {}, [&]() -> corpus::Result<corpus::Seq> {
    const auto reached = world.store().seq();
    if (++rounds <= 2) import_many(world, rounds * 1000, rounds * 1000 + 200);  // comes while it catches up
    return reached;
  });
  REQUIRE(lock);
  CHECK(rounds == 4);  // two that were overtaken, one that was not, the last under the lock
  CHECK_FALSE(take_writer_lock_for_slice(world.path(), "a follower"));
}

TEST_CASE("a build publishes and a rollback goes through while follow works through a large import") {
  world::World world;
  import_many(world, 0, 50);
  world.build();
  const auto followed = corpus::Store::open({world.path(), false, false});
  REQUIRE(followed);
  std::jthread follower([&](std::stop_token stop) { follow(std::move(stop), **followed, world::vocabularies(), world.path()); });
  BuildOptions options;
  options.threads = 1;
  bool imported = false;
  options.progress = [&](const BuildProgress& progress) {
    if (progress.phase == "gate" && !std::exchange(imported, true)) import_many(world, 1000, 2500);
  };
  const auto built = build_index(world.store(), world::vocabularies(), world.path(), options);
  INFO((built ? "" : corpus::to_text(built.error())));
  REQUIRE(built);
  import_many(world, 5000, 6500);
  const auto back = roll_back(world.store(), world::vocabularies(), world.path(), "");
  INFO((back ? "" : corpus::to_text(back.error())));
  REQUIRE(back);
  std::int64_t documents = 0;
  const IndexLayout layout(world.path());
  for (const auto& path : databases(layout, read_manifest(layout, *back).value())) documents += Xapian::Database(path.string()).get_doccount();
  CHECK(documents == 3050);
}

}  // namespace writer_lock_test
