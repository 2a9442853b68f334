// SPDX-License-Identifier: GPL-3.0-or-later
// Going back to another generation: what it holds by then, and what is refused.
#include "indexer/roll_back.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "corpus/disk_space.h"
#include "indexer/build.h"
#include "indexer/check.h"
#include "indexer/follow.h"
#include "indexer/generation_history.h"
#include "indexer/files.h"
#include "indexer/generations_world.h"

namespace roll_back_test {

using namespace generations_world;
using corpus::ErrorCode;
namespace fs = std::filesystem;

TEST_CASE("rollback brings an older generation up to the store before it puts it in force") {
  world::World world;
  put_many(world, 0, 10);
  CHECK(go_back(world, "").error().code == ErrorCode::unavailable);
  world.build();
  CHECK(go_back(world, "").error().code == ErrorCode::not_found);
  put_many(world, 10, 15);
  world.build();
  CHECK(listed(world) == "gen-000001 gen-000002*");
  CHECK(go_back(world, "").value() == "gen-000001");
  CHECK(documents(world) == 15);
  CHECK(checked(world).index_seq == 15);
  CHECK(follow_once(world.store(), world::vocabularies(), world.path())->applied == 0);
  CHECK(checked(world).problems.empty());
  CHECK(go_back(world, "gen-000002").value() == "gen-000002");
  CHECK(go_back(world, "gen-000009").error().code == ErrorCode::not_found);
  CHECK(go_back(world, "../../etc").error().code == ErrorCode::not_found);
  // A CURRENT that a broken disk left behind is mended by naming a generation.
  std::ofstream(world.path() / "index/CURRENT") << "\n";
  CHECK(go_back(world, "").error().code == ErrorCode::damaged);
  CHECK(go_back(world, "gen-000001").value() == "gen-000001");
  // The next build gets a new number.
  CHECK(world.build().manifest.generation == "gen-000003");
}

TEST_CASE("what is gone back to holds what was restricted, withdrawn and published since, before CURRENT names it") {
  world::World world;
  put_many(world, 0, 40);
  BuildOptions options;
  options.shards = 2;
  REQUIRE(build(world, options));
  REQUIRE(build(world, options));
  REQUIRE(world.store().set_status("a00003", "withdrawn", "test", "test"));
  world.put(achievement(5, "改名"));
  put_many(world, 40, 45);
  const IndexLayout layout(world.path());
  std::vector<std::string> in_force;
  std::int64_t told = -1, of = -1;
  RollbackOptions telling;
  telling.progress = [&](std::int64_t done, std::int64_t total) {
    in_force.push_back(read_current(layout).value());
    told = done, of = total;
  };
  REQUIRE(roll_back(world.store(), world::vocabularies(), world.path(), "", telling));
  CHECK(std::ranges::count(in_force, "gen-000002") == static_cast<std::ptrdiff_t>(in_force.size()));
  CHECK(told == 7);
  CHECK(of == 7);
  CHECK(documents(world) == 44);
  CHECK(checked(world).problems.empty());
  CHECK(checked(world).index_seq == 47);
}

TEST_CASE("a rollback that is cancelled while it catches up changes nothing that is in force, and the next one goes on") {
  world::World world;
  put_many(world, 0, 10);
  world.build();
  world.build();
  put_many(world, 10, 20);
  RollbackOptions options;
  options.wait.cancelled = [] { return true; };
  const auto cut = roll_back(world.store(), world::vocabularies(), world.path(), "", options);
  REQUIRE_FALSE(cut);
  CHECK(cut.error().code == ErrorCode::timeout);
  CHECK(read_current(IndexLayout(world.path())).value() == "gen-000002");
  CHECK(go_back(world, "").value() == "gen-000001");
  CHECK(documents(world) == 20);
}

TEST_CASE("what a rollback left is neither gone back to nor kept before what was in force") {
  world::World world;
  put_many(world, 0, 5);
  world.build();
  world.build();
  const IndexLayout layout(world.path());
  CHECK(go_back(world, "").value() == "gen-000001");
  CHECK(list_generations(layout).back().left);
  BuildOptions options;
  options.keep_generations = 2;
  REQUIRE(build(world, options));
  CHECK(listed(world) == "gen-000001 gen-000003*");  // the bad one went
  CHECK(go_back(world, "").value() == "gen-000001");
  CHECK(go_back(world, "").error().code == ErrorCode::not_found);
  // One that was left and is chosen after all follows the present one.
  CHECK(go_back(world, "gen-000003").value() == "gen-000003");
  CHECK(generations_before(layout, "gen-000003") == std::vector<std::string>{"gen-000001"});
  CHECK_FALSE(list_generations(layout).front().left);
  // Without BEFORE, as in an index of an earlier program, numbers tell; lines that name nothing tell nothing.
  fs::remove(layout.before());
  CHECK(generations_before(layout, "gen-000003") == std::vector<std::string>{"gen-000001"});
  std::ofstream(layout.before()) << "../../etc\n\xFF\ngen-000007\n\ngen-000003\ngen-000001";
  CHECK(generations_before(layout, "gen-000003") == std::vector<std::string>{"gen-000001"});
  CHECK(go_back(world, "").value() == "gen-000001");
}

TEST_CASE("a second rollback names the generation that the first one left") {
  world::World world;
  put_many(world, 0, 3);
  world.build();
  const auto alone = go_back(world, "");
  REQUIRE_FALSE(alone);
  CHECK(alone.error().hint == "`queqiao index generations` lists what there is");
  world.build();
  REQUIRE(go_back(world, ""));
  const auto again = go_back(world, "");
  REQUIRE_FALSE(again);
  CHECK(again.error().code == ErrorCode::not_found);
  CHECK(again.error().message == "there is no generation before this one");
  CHECK(again.error().hint ==
        "put one in force that is no longer before it: queqiao index rollback --to gen-000002; `queqiao index generations` lists what there is");
}

TEST_CASE("rollback puts no damaged generation in force") {
  world::World world;
  put_many(world, 0, 200);
  world.build();
  world.build();
  const IndexLayout layout(world.path());
  const fs::path shard = layout.generation("gen-000001") / "shard-00";
  const fs::path table = shard / "postlist.glass";
  const auto bytes = fs::file_size(table);
  fs::copy_file(table, world.path() / "sound");
  const auto refused = [&] {
    const auto answer = go_back(world, "");
    CHECK(read_current(layout).value() == "gen-000002");
    return !answer && answer.error().code == ErrorCode::damaged && answer.error().where == shard.string();
  };
  fs::resize_file(table, bytes - 8192);
  CHECK(refused());
  fs::copy_file(world.path() / "sound", table, fs::copy_options::overwrite_existing);
  {
    std::fstream flip(table, std::ios::in | std::ios::out | std::ios::binary);
    flip.seekp(static_cast<std::streamoff>(bytes / 2));
    const int byte = flip.peek();
    flip.put(static_cast<char>(byte ^ 1));
  }
  CHECK(refused());
  fs::copy_file(world.path() / "sound", table, fs::copy_options::overwrite_existing);
  fs::rename(shard / "docdata.glass", world.path() / "aside");
  CHECK(refused());
  fs::rename(world.path() / "aside", shard / "docdata.glass");
  CHECK(go_back(world, "").value() == "gen-000001");
  // What follow has changed has no checksum any more, and is read through.
  world.put(achievement(500));
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  REQUIRE(go_back(world, "gen-000002"));
  fs::resize_file(table, fs::file_size(table) - 8192);
  CHECK(refused());
}

TEST_CASE("a generation that a follow died in before its first commit is sound, and can be gone back to") {
  world::World world;
  put_many(world, 0, 50);
  world.build();
  const IndexLayout layout(world.path());
  CHECK_FALSE(fs::exists(layout.followed("gen-000001")));
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  CHECK_FALSE(fs::exists(layout.followed("gen-000001")));  // there was nothing to write
  world.put(achievement(100));
  // What such a writer leaves: blocks that no committed revision names, in files that a crash does not cut back.
  const fs::path table = layout.generation("gen-000001") / "shard-00/docdata.glass";
  std::ofstream(table, std::ios::binary | std::ios::app) << std::string(8192, '\0');
  CHECK(checked(world).problems_found == 1);  // nobody has said that he would write
  std::ofstream(layout.followed("gen-000001"));
  CHECK(checked(world).problems_found == 0);
  world.build();
  CHECK(go_back(world, "").value() == "gen-000001");
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  CHECK(checked(world).problems_found == 0);
}

TEST_CASE("follow says that it will write before it does") {
  world::World world;
  put_many(world, 0, 5);
  world.build();
  world.put(achievement(100));
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  CHECK(fs::exists(IndexLayout(world.path()).followed("gen-000001")));
  world.build();
  CHECK_FALSE(fs::exists(IndexLayout(world.path()).followed("gen-000002")));
}

TEST_CASE("rollback to a damaged generation that is in force says so and names one that can be put in force") {
  world::World world;
  put_many(world, 0, 50);
  world.build();
  world.build();
  REQUIRE(go_back(world, ""));
  CHECK(go_back(world, "gen-000001").value() == "gen-000001");
  fs::remove(IndexLayout(world.path()).generation("gen-000001") / "shard-00" / "docdata.glass");
  const auto answer = go_back(world, "gen-000001");
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == ErrorCode::damaged);
  CHECK(answer.error().message.find("gen-000001 is in force and stays so") != std::string::npos);
  CHECK(answer.error().message.find("was not put in force") == std::string::npos);
  CHECK(answer.error().hint.find("index rollback --to gen-000002") != std::string::npos);
}

TEST_CASE("rollback refuses a generation that this program cannot read or that has lost a shard") {
  world::World world;
  put_many(world, 0, 5);
  world.build();
  world.build();
  const IndexLayout layout(world.path());
  Manifest other = read_manifest(layout, "gen-000001").value();
  other.analyzer = "another/9";
  REQUIRE(write_durably(layout.manifest("gen-000001"), to_text(other)));
  CHECK(go_back(world, "").error().code == ErrorCode::version_mismatch);
  other = read_manifest(layout, "gen-000002").value();
  other.generation = "gen-000001";
  REQUIRE(write_durably(layout.manifest("gen-000001"), to_text(other)));
  fs::remove_all(layout.generation("gen-000001") / "shard-00");
  CHECK_FALSE(go_back(world, ""));
  CHECK(read_current(layout).value() == "gen-000002");
}

}  // namespace roll_back_test
