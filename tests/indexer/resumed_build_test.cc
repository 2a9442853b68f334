// SPDX-License-Identifier: GPL-3.0-or-later
// Builds that were killed or stopped, and those that go on with them.
#include "indexer/build.h"

#include <xapian.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <thread>

#include "corpus/disk_space.h"
#include "indexer/build_progress.h"
#include "indexer/build_read.h"
#include "indexer/check.h"
#include "indexer/generations_world.h"
#include "indexer/piece_writers.h"
#include "indexer/text/lexicon.h"

namespace resumed_build_test {

using namespace generations_world;
using corpus::ErrorCode;
namespace fs = std::filesystem;

TEST_CASE("a build killed while it reads goes on from its last durable point, one that is cancelled from where it was") {
  const bool killed = GENERATE(true, false);
  CAPTURE(killed);
  const int kept = killed ? 30 : 35;
  world::World world;
  put_many(world, 0, 130);
  world.build();
  BuildOptions interrupted = killed_in("never");
  interrupted.threads = 1;
  int seen = 0;
  interrupted.cancelled = [&] {  // three durable points of ten records, then five more
    if (++seen <= 35) return false;
    if (killed) throw Killed{};
    return true;
  };
  if (killed) {
    CHECK_THROWS_AS(build(world, interrupted), Killed);
  } else {
    const auto cut = build(world, interrupted);
    REQUIRE_FALSE(cut);
    CHECK(cut.error().hint == "the old generation stays in force; what is done so far is kept: queqiao index build --resume");
  }
  CHECK(listed(world) == "gen-000001* gen-000002+");
  const auto progress = read_progress(world.path() / "index/gen-000002.building").value();
  CHECK(progress.documents == kept);
  CHECK(progress.after_id == (killed ? "a00029" : "a00034"));
  CHECK(progress.pieces.front().size() == (killed ? 3u : 4u));

  // What changes meanwhile, on both sides of the point.
  world.put(achievement(3, "改名"));
  world.put(achievement(90, "改名"));
  REQUIRE(world.store().set_status("a00005", "withdrawn", "test", "test"));
  world.put(R"({"kind":"achievement","id":"A-before-all","title":"新来的"})");
  std::ofstream(world.path() / "index/gen-000002.building/rubbish") << "x";
  BuildOptions options;
  options.resume = true;
  const auto built = build(world, options);
  REQUIRE(built);
  CHECK(built->resumed_documents == kept);
  CHECK(built->manifest.generation == "gen-000002");
  CHECK(documents(world) == 130);
  CHECK(checked(world).problems.empty());
  CHECK_FALSE(fs::exists(world.path() / "index/gen-000002/rubbish"));
  CHECK_FALSE(fs::exists(world.path() / "index/gen-000002/progress.json"));
}

TEST_CASE("a build that is cancelled without keeping what it read ends at its last durable point, and can be gone on with from there") {
  world::World world;
  put_many(world, 0, 130);
  world.build();
  const fs::path building = world.path() / "index/gen-000002.building";
  BuildOptions options = killed_in("never");
  options.threads = 1;
  int more = 0;
  options.cancelled = [&] {  // some records after the third durable point
    const auto progress = read_progress(building);
    return progress && progress->documents >= 30 && ++more > 5;
  };
  options.keep_read = [] { return false; };
  const auto cut = build(world, options);
  REQUIRE_FALSE(cut);
  CHECK(cut.error().code == ErrorCode::timeout);
  CHECK(cut.error().message == "the build was cancelled");
  const auto progress = read_progress(building).value();
  CHECK(progress.documents == 30);
  CHECK(progress.after_id == "a00029");
  CHECK(progress.pieces.front().size() == 3u);
  BuildOptions resuming;
  resuming.resume = true;
  const auto built = build(world, resuming);
  REQUIRE(built);
  CHECK(built->resumed_documents == 30);
  CHECK(documents(world) == 130);
  CHECK(checked(world).problems.empty());
}

TEST_CASE("what a stopped build had read and not written is written first by the build that goes on with it, and counted once") {
  world::World world;
  put_many(world, 0, 130);
  world.build();
  // As if it had been stopped at a00034 with the last five in nobody's piece.
  const fs::path building = world.path() / "index/gen-000002.building";
  BuildOptions cut = killed_in("never");
  cut.threads = 1;
  int seen = 0;
  cut.cancelled = [&]() -> bool {
    if (++seen > 35) throw Killed{};
    return false;
  };
  CHECK_THROWS_AS(build(world, cut), Killed);
  auto progress = read_progress(building).value();
  CHECK(progress.left.empty());
  REQUIRE(progress.documents == 30);
  progress.documents += 5;
  progress.by_kind["achievement"] += 5;
  progress.after_id = "a00034";
  progress.left = {"a00030", "a00031", "a00032", "a00033", "a00034"};
  REQUIRE(write_progress(building, progress));
  CHECK(read_progress(building).value().left == progress.left);
  REQUIRE(world.store().set_status("a00031", "withdrawn", "test", "test"));
  BuildOptions resuming;
  resuming.resume = true;
  const auto built = build(world, resuming);
  REQUIRE(built);
  CHECK(built->resumed_documents == 30);
  CHECK(built->manifest.documents == 130);
  CHECK(documents(world) == 129);
  CHECK(checked(world).problems.empty());
}

TEST_CASE("writers in a hurry leave what they cannot write in a second, and name it") {
  const world::Directory directory;
  PieceOptions options;
  options.batch_documents = 2;
  PieceWriters writers(directory.path(), world::vocabularies(), options);
  for (int i = 0; i < 4; ++i) REQUIRE(writers.add(world::record(achievement(i))));
  const auto before = writers.settle();
  REQUIRE(before);
  REQUIRE(before->front().size() == 1);
  writers.hurry();
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  for (int i = 4; i < 9; ++i) REQUIRE(writers.add(world::record(achievement(i))));
  const auto after = writers.settle();
  REQUIRE(after);
  CHECK(after->front().empty());
  CHECK(writers.take_left() == std::vector<std::string>{"a00004", "a00005", "a00006", "a00007", "a00008"});
  CHECK(writers.take_left().empty());
  CHECK(writers.documents() == 9);
  CHECK(Xapian::Database((directory.path() / before->front().front()).string()).get_doccount() == 4);
}

TEST_CASE("writers that have no room left keep what they wrote and name the rest") {
  const world::Directory directory;
  std::atomic<std::uint64_t> free = 1u << 30;
  PieceOptions options;
  options.batch_documents = 2;
  options.room = [&free] { return std::optional<std::uint64_t>(free.load()); };
  PieceWriters writers(directory.path(), world::vocabularies(), options);
  for (int i = 0; i < 4; ++i) REQUIRE(writers.add(world::record(achievement(i))));
  const auto before = writers.settle();
  REQUIRE(before);
  CHECK_FALSE(writers.full());
  free = 4096;
  CHECK(writers.settle());
  CHECK_FALSE(writers.full());  // nothing was to be written, so nobody asked
  for (int i = 4; i < 7; ++i) (void)writers.add(world::record(achievement(i)));
  const auto after = writers.settle();
  REQUIRE(after);
  CHECK(after->front().empty());
  REQUIRE(writers.full());
  CHECK(corpus::is_disk_full(*writers.full()));
  CHECK(writers.full()->message.ends_with(" are needed: to write the next of the records that were read"));
  CHECK(writers.take_left() == std::vector<std::string>{"a00004", "a00005", "a00006"});
  (void)writers.add(world::record(achievement(7)));
  CHECK_FALSE(writers.add(world::record(achievement(8))));  // as its batch is full
  CHECK(Xapian::Database((directory.path() / before->front().front()).string()).get_doccount() == 4);
}

TEST_CASE("the room that a batch needs is what batches took so far, not a size that is assumed") {
  const world::Directory directory;
  PieceOptions options;
  options.batch_documents = 2;
  options.room = [] { return std::optional<std::uint64_t>(3u << 20); };  // far more than four short records take
  PieceWriters writers(directory.path(), world::vocabularies(), options);
  for (int i = 0; i < 4; ++i) REQUIRE(writers.add(world::record(achievement(i))));
  REQUIRE(writers.settle());
  CHECK_FALSE(writers.full());
}

TEST_CASE("a build ends in its merge, its grouping and its check as soon as it is told to") {
  const std::string phase = GENERATE("merge", "group", "check");
  CAPTURE(phase);
  world::World world;
  put_many(world, 0, 40);
  BuildOptions options;
  bool asked = false;
  std::vector<std::string> after;
  options.progress = [&](const BuildProgress& progress) {
    if (asked) after.push_back(progress.phase);
    asked = asked || progress.phase == phase;
  };
  options.cancelled = [&] { return asked; };
  const auto cut = build(world, options);
  REQUIRE_FALSE(cut);
  CHECK(cut.error().code == ErrorCode::timeout);
  CHECK(after.empty());
  CHECK_FALSE(read_current(IndexLayout(world.path())));
  BuildOptions resuming;
  resuming.resume = true;
  REQUIRE(build(world, resuming));
  CHECK(documents(world) == 40);
  CHECK(checked(world).problems.empty());
}

TEST_CASE("a build killed in any phase resumes to the same index, or begins anew without being told to resume") {
  const std::string phase = GENERATE("merge", "catch_up", "check", "gate", "publish");
  INFO(phase);
  world::World world;
  put_many(world, 0, 60);
  BuildOptions options = killed_in(phase);
  options.shards = 2;
  CHECK_THROWS_AS(build(world, options), Killed);
  CHECK(read_current(IndexLayout(world.path())).error().code == ErrorCode::unavailable);
  world.put(achievement(100));
  options = {};
  options.shards = 2;
  options.resume = GENERATE(true, false);
  const auto built = build(world, options);
  REQUIRE(built);
  CHECK((built->resumed_documents == 60) == options.resume);
  CHECK(documents(world) == 61);
  CHECK(checked(world).problems.empty());
  CHECK(listed(world) == (options.resume ? "gen-000001*" : "gen-000002*"));
}

TEST_CASE("what cannot be gone on with is begun anew") {
  world::World world;
  put_many(world, 0, 40);
  CHECK_THROWS_AS(build(world, killed_in("merge")), Killed);
  const fs::path building = world.path() / "index/gen-000001.building";
  const std::string spoil = GENERATE("", "{", "[1]", R"({"generation":"gen-000001"})", "../../etc");
  INFO(spoil);
  BuildOptions options;
  options.resume = true;
  if (spoil == "../../etc") {
    auto progress = read_progress(building).value();
    progress.pieces.front().front() = "../../etc";
    REQUIRE(write_progress(building, progress));
    CHECK(read_progress(building).error().code == ErrorCode::damaged);
  } else {
    std::ofstream(building / "progress.json") << spoil;
  }
  const auto built = build(world, options);
  REQUIRE(built);
  CHECK(built->resumed_documents == 0);
  CHECK(documents(world) == 40);
  CHECK(checked(world).problems.empty());
}

TEST_CASE("durable points are two minutes apart at first and never over five") {
  const BuildOptions usual;
  CHECK(durable_interval(usual, 0) == 120);
  CHECK(durable_interval(usual, 400) == 200);
  CHECK(durable_interval(usual, 600) == 300);
  CHECK(durable_interval(usual, 86'400) == 300);
  BuildOptions seldom;
  seldom.durable_seconds = 1000;
  CHECK(durable_interval(seldom, 86'400) == 1000);
}

TEST_CASE("a build that resumes has the shards of the one it resumes, and throws no work away for another number") {
  const bool durable = GENERATE(true, false);
  CAPTURE(durable);
  world::World world;
  put_many(world, 0, 40);
  BuildOptions killed = killed_in(durable ? "merge" : "never");
  killed.shards = 3;
  int seen = 0;
  if (!durable)
    killed.cancelled = [&seen]() -> bool {
      if (++seen > 5) throw Killed{};
      return false;
    };
  CHECK_THROWS_AS(build(world, killed), Killed);
  const GenerationRow rest = list_generations(IndexLayout(world.path())).back();
  CHECK(rest.durable == durable);
  CHECK_FALSE(rest.under_way);
  CHECK(rest.failed_gate.empty());
  BuildOptions options;
  options.resume = true;
  options.shards = 2;
  if (durable) {
    const auto refused = build(world, options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::conflict);
    CHECK(to_text(refused.error()) ==
          "gen-000001.building: this build has 3 shards, not 2, and work that is done\n  hint: go on with it: --resume --shards 3, or without --shards; or "
          "leave out --resume to begin anew with 2");
    CHECK(listed(world) == "gen-000001+");
  }
  options.any_shards = true;
  const auto built = build(world, options);
  REQUIRE(built);
  CHECK(built->manifest.shards.size() == 3);
  CHECK(built->resumed_documents == (durable ? 40 : 0));
  CHECK(built->not_resumed == (durable ? "" : "gen-000001.building ended before anything of it was durable"));
  CHECK(documents(world) == 40);
}

TEST_CASE("a build is not gone on with in other settings than it was begun with, and says which") {
  world::World world;
  put_many(world, 0, 40);
  CHECK_THROWS_AS(build(world, killed_in("merge")), Killed);
  BuildOptions options;
  options.resume = true;
  options.lexicon.own = std::make_shared<const text::Lexicon>(std::vector<std::string>{"结果说明"});
  const auto built = build(world, options);
  REQUIRE(built);
  CHECK(built->not_resumed == "gen-000001.building was begun with other settings: lexicon.file");
  CHECK(built->manifest.generation == "gen-000002");
  CHECK(lexicon_file_edition(built->manifest) == options.lexicon.own->edition());
}

}  // namespace resumed_build_test
