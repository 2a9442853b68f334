// SPDX-License-Identifier: GPL-3.0-or-later
// Build, follow and check on a real store and a real index.
#include "indexer/build.h"

#include <xapian.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <thread>

#include "indexer/check.h"
#include "indexer/document.h"
#include "indexer/dump_document.h"
#include "indexer/follow.h"
#include "indexer/schema.h"
#include "world.h"

namespace build_test {

using namespace indexer;
using corpus::ErrorCode;

namespace {

std::string achievement(int i, const std::string& title = "成果") {
  return fmt::format(R"({{"kind":"achievement","id":"a{:05}","title":"{}{}","summary":"第{}个结果的说明"}})", i, title, i, i);
}

Xapian::Database opened(const world::World& world, const std::string& generation) {
  const IndexLayout layout(world.path());
  Xapian::Database all;
  for (const auto& path : databases(layout, read_manifest(layout, generation).value())) all.add_database(Xapian::Database(path.string()));
  return all;
}

Xapian::Database current(const world::World& world) { return opened(world, read_current(IndexLayout(world.path())).value()); }
std::int64_t documents(const world::World& world) { return static_cast<std::int64_t>(current(world).get_doccount()); }
std::int64_t with_term(const world::World& world, const std::string& term) { return static_cast<std::int64_t>(current(world).get_termfreq(term)); }

std::vector<std::string> problems(world::World& world) {
  auto report = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(report.has_value());
  return report->problems;
}

}  // namespace

TEST_CASE("a build indexes what is published and leaves out the rest") {
  world::World world;
  world.put(achievement(1));
  world.put(achievement(2), "submitted");
  world.put(R"({"kind":"need","id":"n1","title":"需求","problem":"难题"})");
  const auto report = world.build();
  CHECK(report.manifest.documents == 2);
  CHECK(report.manifest.by_kind.at("need") == 1);
  CHECK(report.manifest.seq == 3);
  CHECK(read_current(IndexLayout(world.path())).value() == "gen-000001");
  CHECK(documents(world) == 2);
  CHECK(problems(world).empty());
}

TEST_CASE("an empty store gives an empty index that can be read") {
  world::World world;
  CHECK(world.build().manifest.documents == 0);
  CHECK(documents(world) == 0);
  CHECK(problems(world).empty());
}

TEST_CASE("many small pieces merge into one database with every record") {
  world::World world;
  for (int i = 0; i < 300; ++i) world.put(achievement(i));
  BuildOptions options;
  options.batch_documents = 3;
  options.piece_documents = 3;  // 100 pieces: more than one round of merging
  options.threads = 3;
  REQUIRE(build_index(world.store(), world::vocabularies(), world.path(), options).has_value());
  CHECK(documents(world) == 300);
  CHECK(problems(world).empty());
}

TEST_CASE("a second build makes a new generation and keeps the old one for its readers") {
  world::World world;
  world.put(achievement(1));
  world.build();
  const IndexLayout layout(world.path());
  const Xapian::Database reader = opened(world, "gen-000001");
  world.put(achievement(2));
  world.build();
  CHECK(read_current(layout).value() == "gen-000002");
  CHECK(reader.get_doccount() == 1);
  CHECK(documents(world) == 2);
  world.build();
  CHECK_FALSE(std::filesystem::exists(layout.generation("gen-000001")));
}

TEST_CASE("a cancelled build leaves the old generation in force and nothing beside it") {
  world::World world;
  for (int i = 0; i < 20; ++i) world.put(achievement(i));
  world.build();
  BuildOptions options;
  options.cancelled = [] { return true; };
  const auto built = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE_FALSE(built.has_value());
  CHECK(built.error().message == "the build was cancelled");
  CHECK(read_current(IndexLayout(world.path())).value() == "gen-000001");
  CHECK_FALSE(std::filesystem::exists(world.path() / "index/gen-000002.building"));
}

TEST_CASE("what a killed build left is removed by the next") {
  world::World world;
  world.put(achievement(1));
  std::filesystem::create_directories(world.path() / "index/gen-000007.building/shard-000001");
  world.build();
  CHECK_FALSE(std::filesystem::exists(world.path() / "index/gen-000007.building"));
  CHECK(read_current(IndexLayout(world.path())).value() == "gen-000001");
}

TEST_CASE("a second builder is told who holds the lock") {
  world::World world;
  std::filesystem::create_directories(world.path() / "index");
  const auto lock = FileLock::take(world.path() / "index/build.lock", "the nightly job");
  REQUIRE(lock.has_value());
  const auto built = build_index(world.store(), world::vocabularies(), world.path());
  REQUIRE_FALSE(built.has_value());
  CHECK(built.error().code == ErrorCode::busy);
  CHECK(built.error().message.starts_with("held by the nightly job (pid "));
  CHECK(built.error().hint == "wait for it to end, or stop it");
}

TEST_CASE("a second builder is told how to cancel the job that holds the lock") {
  world::World world;
  std::filesystem::create_directories(world.path() / "index");
  const auto lock = FileLock::take(world.path() / "index/build.lock", "queqiao serve, job J-000012");
  REQUIRE(lock.has_value());
  const auto built = build_index(world.store(), world::vocabularies(), world.path());
  REQUIRE_FALSE(built.has_value());
  CHECK(built.error().message.starts_with("held by queqiao serve, job J-000012 (pid "));
  CHECK(built.error().hint == "wait for it to end, or cancel it: queqiao jobs cancel J-000012");
}

TEST_CASE("follow adds, changes and takes away, and carries the sequence number") {
  world::World world;
  world.put(achievement(1, "电池"));
  world.build();
  world.put(achievement(2, "电机"));
  world.put(achievement(1, "涂层"));
  auto step = follow_once(world.store(), world::vocabularies(), world.path());
  REQUIRE(step.has_value());
  CHECK(step->applied == 2);
  CHECK(step->seq == 3);
  CHECK(documents(world) == 2);
  CHECK(with_term(world, "电池") == 0);
  CHECK(with_term(world, "涂层") == 1);
  REQUIRE(world.store().set_status("a00002", "withdrawn", "test", "test").has_value());
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()).has_value());
  CHECK(documents(world) == 1);
  CHECK(problems(world).empty());
}

TEST_CASE("follow stops at its limit and goes on from there") {
  world::World world;
  world.build();
  for (int i = 0; i < 10; ++i) world.put(achievement(i));
  for (const corpus::Seq expected : {4, 8, 10, 10}) {
    const auto step = follow_once(world.store(), world::vocabularies(), world.path(), 4);
    REQUIRE(step.has_value());
    CHECK(step->seq == expected);
  }
  CHECK(documents(world) == 10);
}

TEST_CASE("follow in a thread brings a record and stops when asked") {
  world::World world;
  world.build();
  std::atomic<corpus::Seq> reached{0};
  FollowOptions options;
  options.interval = std::chrono::milliseconds(10);
  options.on_step = [&](const FollowStep& step) { reached = step.seq; };
  std::jthread thread([&](std::stop_token stop) { follow(stop, world.store(), world::vocabularies(), world.path(), options); });
  world.put(achievement(1));
  for (int i = 0; i < 1000 && reached == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(reached == 1);
  thread.request_stop();
  thread.join();
  CHECK(documents(world) == 1);
}

TEST_CASE("changes made while a build runs are in the generation it publishes") {
  world::World world;
  for (int i = 0; i < 50; ++i) world.put(achievement(i));
  BuildOptions options;
  bool once = false;
  options.progress = [&](const BuildProgress& progress) {
    if (progress.phase != "merge" || once) return;
    once = true;
    world.put(achievement(99, "后来"));
    REQUIRE(world.store().set_status("a00001", "withdrawn", "test", "test").has_value());
  };
  REQUIRE(build_index(world.store(), world::vocabularies(), world.path(), options).has_value());
  CHECK(once);
  CHECK(documents(world) == 50);
  CHECK(with_term(world, "后来") == 1);
  CHECK(problems(world).empty());
}

TEST_CASE("check names a record that is missing, one too many and one in another state") {
  world::World world;
  for (int i = 0; i < 3; ++i) world.put(achievement(i));
  world.build();
  const IndexLayout layout(world.path());
  {
    Xapian::WritableDatabase database((layout.generation("gen-000001") / "shard-00").string());
    database.delete_document(id_term("a00000"));
    database.add_document(make_document(world::record(achievement(77)), world::vocabularies()));
    database.replace_document(id_term("a00002"), make_document(world::record(achievement(2, "别的")), world::vocabularies()));
    database.commit();
  }
  CHECK(problems(world) == std::vector<std::string>{
                               "record a00000 is published, but not in the index",
                               "record a00002 is in the index in another state than in the store",
                               "record a00077 is in the index, but not published in the store"});
}

TEST_CASE("check counts what it does not list, gives each hint once, and says which generation can be gone back to") {
  world::World world;
  for (int i = 0; i < 130; ++i) world.put(achievement(i));
  world.build();
  const IndexLayout layout(world.path());
  const auto spoil = [&](const std::string& generation) {
    Xapian::WritableDatabase database((layout.generation(generation) / "shard-00").string());
    for (int i = 0; i < 120; ++i) database.delete_document(id_term(fmt::format("a{:05}", i)));
    database.commit();
  };
  spoil("gen-000001");
  const auto first = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(first);
  CHECK(first->problems.size() == 100);
  CHECK(first->problems_found == 120);
  CHECK(first->hints == std::vector<std::string>{"重建索引：queqiao index build / build the index again: queqiao index build"});
  world.build();
  spoil("gen-000002");
  const auto second = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(second);
  CHECK(second->hints == std::vector<std::string>{
                             "可先退回上一代 gen-000001：queqiao index rollback / go back to the generation before, gen-000001: queqiao index rollback",
                             "重建索引：queqiao index build / build the index again: queqiao index build"});
}

TEST_CASE("check says what it cannot see, of shards as they were published and of those that follow changed") {
  world::World world;
  world.put(achievement(1));
  world.build();
  const auto published = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(published);
  CHECK(published->problems_found == 0);
  CHECK(published->hints.empty());
  REQUIRE(published->unseen.size() == 1);
  CHECK(published->unseen[0].find("were not derived again") != std::string::npos);
  world.put(achievement(2));
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  const auto changed = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(changed);
  CHECK(changed->problems_found == 0);
  REQUIRE(changed->unseen.size() == 1);
  CHECK(changed->unseen[0].starts_with("shard-00："));
  CHECK(changed->unseen[0].find("every document was derived again") != std::string::npos);
}

TEST_CASE("check says when an index was made from another store") {
  world::World with, without;
  with.put(achievement(1));
  with.build();
  std::filesystem::copy(with.path() / "index", without.path() / "index", std::filesystem::copy_options::recursive);
  const auto found = problems(without);
  REQUIRE(found.size() == 2);
  CHECK(found[0] == "the index has reached 1, the store only 0: it was made from another store");
}

TEST_CASE("layout errors say what is wrong and how to mend it") {
  world::World world;
  const IndexLayout layout(world.path());
  CHECK(corpus::to_text(read_current(layout).error()) ==
        layout.root.string() + ": no index has been built here\n  hint: build it: queqiao index build");
  std::filesystem::create_directories(layout.root);
  std::ofstream(layout.current()) << "../../etc\n";
  CHECK(read_current(layout).error().code == ErrorCode::damaged);
  std::filesystem::create_directories(layout.generation("gen-000001"));
  CHECK(read_manifest(layout, "gen-000001").error().message == "the generation has no manifest");
  std::filesystem::remove(layout.current());
  CHECK(corpus::to_text(read_current(layout).error()) ==
        layout.root.string() + ": no generation of the index is in force: CURRENT is missing or cannot be read\n"
                               "  hint: put one in force: queqiao index rollback --to gen-000001; or build it anew: queqiao index build");
  std::ofstream(layout.manifest("gen-000001")) << "{\"format\": 99}";
  CHECK(read_manifest(layout, "gen-000001").error().code == ErrorCode::version_mismatch);
  Manifest other = manifest_of_today(world::vocabularies(), "test");
  other.analyzer = "another/9";
  CHECK(check_readable(other).error().code == ErrorCode::version_mismatch);
}

TEST_CASE("dump prints a document and says when there is none") {
  world::World world;
  world.put(achievement(1, "电池"));
  world.build();
  const auto text = dump_document(world.path(), "a00001");
  REQUIRE(text.has_value());
  CHECK(text->find("term 电池 wdf 3") != std::string::npos);
  CHECK(dump_document(world.path(), "nobody").error().code == ErrorCode::not_found);
}

TEST_CASE("check names a term that a disk has renamed in the postings of a shard that follow changed") {
  world::World world;
  world.put(achievement(1, "zzqxb 成果"));
  world.build();
  world.put(achievement(2, "电机"));
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  REQUIRE(with_term(world, "zzqxb") == 1);
  REQUIRE(problems(world).empty());
  // The file holds the word under prefixes and in old blocks as well: each place is tried until the body's term is another.
  const auto shard = IndexLayout(world.path()).generation("gen-000001") / "shard-00";
  const auto file = shard / "postlist.glass";
  std::ifstream in(file, std::ios::binary);
  const std::string sound((std::istreambuf_iterator<char>(in)), {});
  bool renamed = false;
  for (auto at = sound.find("zzqxb"); at != std::string::npos && !renamed; at = sound.find("zzqxb", at + 1)) {
    std::string spoiled = sound;
    spoiled[at + 4] ^= 1;
    std::ofstream(file, std::ios::binary) << spoiled;
    renamed = Xapian::Database(shard.string()).term_exists("zzqxc");
  }
  REQUIRE(renamed);
  const auto found = problems(world);
  const auto says = [&found](const std::string& what) {
    const std::string whole = "shard-00: the term " + what;
    return std::ranges::any_of(found, [&whole](const std::string& problem) { return problem == whole; });
  };
  CHECK(says("\"zzqxb\" finds nothing, 1 documents hold it"));
  CHECK(says("\"zzqxc\" finds 1 documents, none of which holds it"));
}

TEST_CASE("check names a shard whose metadata are another generation's") {
  world::World world;
  world.put(achievement(1));
  world.build();
  {
    Xapian::WritableDatabase database((IndexLayout(world.path()).generation("gen-000001") / "shard-00").string());
    database.set_metadata("generation", "gen-000009");
    database.commit();
  }
  CHECK(problems(world) == std::vector<std::string>{"shard-00 says of itself another generation, meaning or place than the manifest does"});
}

}  // namespace build_test
