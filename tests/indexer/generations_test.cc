// SPDX-License-Identifier: GPL-3.0-or-later
// Shards, checks and gc, on a real store and a real index.
#include "indexer/generations.h"

#include <xapian.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "indexer/build.h"
#include "indexer/check.h"
#include "indexer/document.h"
#include "indexer/follow.h"
#include "indexer/generation_history.h"
#include "indexer/files.h"
#include "indexer/generations_world.h"

namespace generations_test {

using namespace generations_world;
using corpus::ErrorCode;
namespace fs = std::filesystem;

TEST_CASE("records lie in the shard that their id names, and every shard says what it holds") {
  world::World world;
  put_many(world, 0, 200);
  BuildOptions options;
  options.shards = 3;
  REQUIRE(build(world, options));
  const Manifest manifest = manifest_in_force(world);
  REQUIRE(manifest.shards.size() == 3);
  CHECK(documents(world) == 200);
  const auto paths = databases(IndexLayout(world.path()), manifest);
  for (int i = 0; i < 200; ++i) {
    const std::string id = fmt::format("a{:05}", i);
    for (std::size_t shard = 0; shard < 3; ++shard)
      REQUIRE(Xapian::Database(paths[shard].string()).term_exists(id_term(id)) == (shard == shard_of(id, 3)));
  }
  for (const Shard& shard : manifest.shards) {
    CHECK(shard.documents > 40);
    CHECK(shard.bytes > 0);
    CHECK(shard.checksum.size() == 32);
  }
  CHECK(checked(world).problems.empty());
  CHECK(checked(world).changed_shards.empty());
  // The same on every machine: figures of b2sum -l 128.
  CHECK(shard_of("a00001", 1) == 0);
  CHECK(shard_of("", 7) == 0xcae66941 % 7);

  world.put(achievement(7, "改名"));
  world.put(achievement(500));
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  CHECK(documents(world) == 201);
  const auto report = checked(world);
  CHECK(report.problems.empty());
  CHECK(report.changed_shards.size() >= 1);
  CHECK(report.index_seq == 202);
}

TEST_CASE("the built-in checks of the gate see a shard that is damaged and a count that is off") {
  world::World world;
  put_many(world, 0, 50);
  world.build();
  const auto paths = databases(IndexLayout(world.path()), manifest_in_force(world));
  CHECK(check_structure(paths).passed);
  CHECK(check_counts(world.store(), paths, 50, 0).passed);
  CHECK_FALSE(check_counts(world.store(), paths, 50, 2).passed);
  CHECK(check_counts(world.store(), paths, 50, 2).message ==
        "50 documents, 50 published records, 2 of which could not be indexed: 2 too many");
  CHECK(check_counts(world.store(), paths, 48, 2).passed);  // two changes since
  const fs::path file = paths.front() / "postlist.glass";
  fs::resize_file(file, fs::file_size(file) / 2);
  CHECK_FALSE(check_structure(paths).passed);
}

TEST_CASE("check tells bytes that changed since publishing from documents that follow changed") {
  world::World world;
  put_many(world, 0, 50);
  world.build();
  const fs::path file = databases(IndexLayout(world.path()), manifest_in_force(world)).front() / "docdata.glass";
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  const auto at = bytes.find("docdata.glass") == std::string::npos ? bytes.find("成果") : std::string::npos;
  // Stored text is compressed: a bit anywhere in the last block will do.
  stream.clear();
  stream.seekp(static_cast<std::streamoff>(at == std::string::npos ? bytes.size() - 100 : at));
  stream.put(static_cast<char>(bytes[at == std::string::npos ? bytes.size() - 100 : at] ^ 1));
  stream.close();
  const auto problems = checked(world).problems;
  REQUIRE_FALSE(problems.empty());
  CHECK(std::ranges::any_of(problems, [](const std::string& text) { return text.find("shard-00") == 0; }));
}

TEST_CASE("gc removes nothing where what is in force is not there or cannot be read") {
  world::World world;
  put_many(world, 0, 5);
  world.build();
  world.build();
  const IndexLayout layout(world.path());
  for (const char* named : {"gen-999999", "gen-000000"}) {
    REQUIRE(write_durably(layout.current(), std::string(named) + "\n"));
    const auto report = remove_old_generations(layout, 1);
    REQUIRE_FALSE(report);
    CHECK(report.error().code == ErrorCode::damaged);
    CHECK(report.error().hint.find("queqiao index rollback --to gen-000002") != std::string::npos);
    CHECK(listed(world) == "gen-000001 gen-000002");
    for (const GenerationRow& row : list_generations(layout)) CHECK_FALSE(row.left);
  }
  CHECK(go_back(world, "gen-000002"));
  fs::resize_file(layout.manifest("gen-000002"), 10);
  CHECK(remove_old_generations(layout, 1).error().hint.find("--to gen-000001") != std::string::npos);
  CHECK(generations(layout).size() == 2);
}

TEST_CASE("gc keeps what is in force, what is asked for and what is in use") {
  world::World world;
  put_many(world, 0, 5);
  BuildOptions options;
  options.keep_generations = 10;
  for (int i = 0; i < 5; ++i) REQUIRE(build(world, options));
  const IndexLayout layout(world.path());
  REQUIRE(go_back(world, "gen-000002"));
  fs::create_directories(layout.root / "gen-000000.removing/shard-00");
  fs::create_directories(layout.root / "gen-000009.building");
  {
    const auto hold = GenerationHold::take(layout.generation("gen-000003")).value();
    CHECK(listed(world) == "gen-000001 gen-000002* gen-000003! gen-000004 gen-000005 gen-000009+");
    const auto report = remove_old_generations(layout, 2).value();
    CHECK(report.removed == std::vector<std::string>{"gen-000004", "gen-000005"});
    CHECK(report.in_use == std::vector<std::string>{"gen-000003"});
    CHECK(report.bytes > 0);
    CHECK(listed(world) == "gen-000001 gen-000002* gen-000003!");
  }
  CHECK(remove_old_generations(layout, 1).value().removed == std::vector<std::string>{"gen-000003", "gen-000001"});
  CHECK(listed(world) == "gen-000002*");
  CHECK_FALSE(fs::exists(layout.root / "gen-000000.removing"));
  CHECK(GenerationHold::take(layout.generation("gen-000005")).error().code == ErrorCode::unavailable);
}

TEST_CASE("a number of a generation is never used again, since decisions name it") {
  world::World world;
  put_many(world, 0, 3);
  const fs::path last = world.path() / "index/last";
  BuildOptions options;
  options.keep_generations = 10;
  for (int i = 0; i < 3; ++i) REQUIRE(build(world, options));
  REQUIRE(go_back(world, "gen-000001"));
  REQUIRE(remove_old_generations(IndexLayout(world.path()), 1));
  CHECK(listed(world) == "gen-000001*");
  CHECK(build(world, options)->manifest.generation == "gen-000004");
  // A file that is lost or spoiled: from the directories.
  const std::string spoiled = GENERATE("", "x", "-5", "1000000", "99999999999999999999", "lost", "2");
  INFO(spoiled);
  if (spoiled == "lost")
    fs::remove(last);
  else
    std::ofstream(last) << spoiled;
  CHECK(build(world, options)->manifest.generation == "gen-000005");
  // And from decisions, where the whole index is lost. What one says that could use up the numbers is not believed.
  const auto decision = [](const std::string& id, const std::string& generation) {
    return fmt::format(R"({{"kind":"decision","id":"{}","subject_id":"a00001","object_id":"a00002","verdict":"same","by":"测试","generation":"{}"}})", id,
                       generation);
  };
  world.put(decision("D1", "gen-000007"));
  world.put(decision("D2", "gen-999999"));
  world.put(decision("D3", "another"));
  fs::remove_all(world.path() / "index");
  CHECK(build(world, options)->manifest.generation == "gen-000008");
  std::ofstream(last) << "999999\n";
  const auto none_left = build(world, options);
  REQUIRE_FALSE(none_left);
  CHECK(none_left.error().message == "generation 999999 has been used, there is no number above it");
}

TEST_CASE("a manifest that is damaged, foreign or of another form is not followed") {
  world::World world;
  put_many(world, 0, 2);
  world.build();
  const IndexLayout layout(world.path());
  Manifest manifest = manifest_in_force(world);
  const auto error_with = [&](const std::string& text) {
    std::ofstream(layout.manifest("gen-000001")) << text;
    return read_manifest(layout, "gen-000001").error();
  };
  CHECK(error_with("{\"format\": 1}").code == ErrorCode::version_mismatch);
  CHECK(error_with("{\"format\": 3}").code == ErrorCode::version_mismatch);
  CHECK(error_with("{\"format\": \"2\"}").code == ErrorCode::damaged);
  CHECK(error_with("{\"format\": 2}").code == ErrorCode::damaged);
  CHECK(error_with("").code == ErrorCode::damaged);
  manifest.shards.front().name = "../../etc";
  CHECK(error_with(to_text(manifest)).message == "the manifest names a shard that is none");
  manifest.shards.clear();
  CHECK(error_with(to_text(manifest)).message == "the manifest names no shard");
  manifest = manifest_of_today(world::vocabularies(), "test");
  manifest.generation = "gen-000007";
  manifest.shards.push_back({"shard-00", 1, 1, 1, "x"});
  CHECK(error_with(to_text(manifest)).message == "the manifest is of another generation, gen-000007");
}

}  // namespace generations_test
