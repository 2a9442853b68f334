// SPDX-License-Identifier: GPL-3.0-or-later
// What a build that is gone on with keeps of the one before, and what it says of itself before it begins.
#include <catch2/catch.hpp>
#include <fstream>

#include "indexer/build.h"
#include "indexer/build_progress.h"
#include "world.h"

namespace build_settings_test {

using namespace indexer;

namespace {

struct Killed {};

void put_some(world::World& world) {
  for (int i = 0; i < 20; ++i) world.put(fmt::format(R"({{"kind":"achievement","id":"a{:05}","title":"成果{}","summary":"第{}个结果的说明"}})", i, i, i));
}

BuildReport built(world::World& world, BuildOptions options) {
  options.threads = 1;
  auto report = build_index(world.store(), world::vocabularies(), world.path(), options);
  if (!report) throw std::runtime_error(corpus::to_text(report.error()));
  return std::move(*report);
}

// Leaves a build whose records are all read.
void leave_build(world::World& world, std::size_t memory_mb) {
  BuildOptions options;
  options.memory_mb = memory_mb;
  options.progress = [](const BuildProgress& progress) {
    if (progress.phase == "merge") throw Killed{};
  };
  CHECK_THROWS_AS(built(world, options), Killed);
}

std::filesystem::path building(const world::World& world) { return world.path() / "index/gen-000001.building"; }

}  // namespace

TEST_CASE("a build that resumes keeps the memory of the one before unless it is given its own") {
  world::World world;
  put_some(world);
  leave_build(world, 100);
  CHECK(read_progress(building(world)).value().memory_mb.value_or(0) == 100);
  std::vector<std::string> notes;
  BuildOptions options;
  options.resume = true;
  options.memory_mb = 300;
  options.any_memory = GENERATE(true, false);
  options.note = [&notes](const std::string& line) { notes.push_back(line); };
  const std::size_t expected = options.any_memory ? 100 : 300;
  CHECK(built(world, options).memory_mb == expected);
  REQUIRE(notes.size() == 1);
  INFO(notes[0]);
  CHECK(notes[0].starts_with("goes on with gen-000001.building: 20 documents read, 0 of 1 shards merged, "));
  CHECK(notes[0].ends_with(fmt::format("; writing may take {} MiB of memory", expected)));
}

TEST_CASE("where the build before did not write its memory down the resumed one takes what is configured") {
  world::World world;
  put_some(world);
  leave_build(world, 100);
  auto progress = read_progress(building(world)).value();
  progress.memory_mb.reset();
  REQUIRE(write_progress(building(world), progress));
  BuildOptions options;
  options.resume = options.any_memory = true;
  options.memory_mb = 300;
  CHECK(built(world, options).memory_mb == 300);
}

TEST_CASE("a build that is stopped before anything is durable leaves its shards to the one that resumes, a cancelled one leaves nothing") {
  world::World world;
  put_some(world);
  const bool stopped = GENERATE(true, false);
  BuildOptions options;
  options.shards = 3;
  options.cancelled = [] { return true; };
  options.keep_read = [stopped] { return stopped; };
  options.lexicon.learn.emplace();  // cancelled as it begins to learn
  const auto cut = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE_FALSE(cut);
  CHECK(cut.error().hint.ends_with("with the same settings: queqiao index build --resume") == stopped);
  CHECK(std::filesystem::exists(building(world)) == stopped);
  BuildOptions resuming;
  resuming.resume = resuming.any_shards = true;
  CHECK(built(world, resuming).manifest.shards.size() == (stopped ? 3 : 1));
}

TEST_CASE("a build that begins anew says so where the one before had another number of shards") {
  world::World world;
  put_some(world);
  BuildOptions options;
  options.shards = 3;
  options.cancelled = options.keep_read = [] { return true; };
  options.lexicon.learn.emplace();
  REQUIRE_FALSE(build_index(world.store(), world::vocabularies(), world.path(), options));
  std::vector<std::string> notes;
  BuildOptions resuming;
  resuming.resume = true;
  resuming.shards = 2;
  resuming.note = [&notes](const std::string& line) { notes.push_back(line); };
  CHECK(built(world, resuming).manifest.shards.size() == 2);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].starts_with("begun anew: gen-000001.building ended before anything of it was durable; the number of shards is now 2, that build had 3; "));
}

TEST_CASE("a build that is stopped while it reads says how much it keeps, which is what it counted as written") {
  world::World world;
  put_some(world);
  std::vector<std::string> notes;
  std::vector<std::int64_t> told;
  int asked = 0;
  BuildOptions options;
  options.threads = 1;
  options.cancelled = [&asked] { return ++asked > 10; };
  options.keep_read = [] { return true; };
  options.note = [&notes](const std::string& line) { notes.push_back(line); };
  options.progress = [&told](const BuildProgress& progress) {
    if (progress.phase == "read") told.push_back(progress.done);
  };
  const auto cut = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE_FALSE(cut);
  const auto progress = read_progress(building(world)).value();
  const std::int64_t kept = progress.documents - static_cast<std::int64_t>(progress.left.size());
  CHECK(progress.documents == 10);
  CHECK(cut.error().hint == "what is done so far is kept: queqiao index build --resume");  // no old generation stays where there is none
  CHECK(notes == std::vector<std::string>{fmt::format("kept: {} of 20 records", kept)});
  REQUIRE_FALSE(told.empty());
  CHECK(told.front() == 0);  // where the rate begins
  CHECK(told.back() == kept);
}

TEST_CASE("the time of a build is that of all its runs, and its parts are in it") {
  world::World world;
  put_some(world);
  leave_build(world, 100);
  auto progress = read_progress(building(world)).value();
  CHECK(progress.read_seconds > 0);
  CHECK(progress.read_seconds <= progress.seconds);
  progress.seconds += 100;
  progress.learn_seconds = 60;
  progress.read_seconds += 40;
  REQUIRE(write_progress(building(world), progress));
  BuildOptions options;
  options.resume = true;
  const Manifest m = built(world, options).manifest;
  CHECK(m.seconds > 100);
  CHECK(m.learn_seconds == 60);
  CHECK(m.read_seconds > 40);
  CHECK(m.merge_seconds > 0);
  CHECK(m.gate_seconds > 0);
  CHECK(m.learn_seconds + m.read_seconds + m.merge_seconds + m.group_seconds + m.gate_seconds <= m.seconds + 0.001);
  const Manifest kept = read_manifest(IndexLayout(world.path()), m.generation).value();
  CHECK(kept.seconds == Approx(m.seconds));
  CHECK(kept.gate_seconds == Approx(m.gate_seconds));
}

TEST_CASE("the time of a manifest without parts left learning out, and is read as the whole") {
  world::World world;
  put_some(world);
  const Manifest m = built(world, {}).manifest;
  const auto file = IndexLayout(world.path()).manifest(m.generation);
  auto text = [&file] {
    std::ifstream in(file);
    return nlohmann::json::parse(in);
  }();
  for (const char* part : {"read_seconds", "merge_seconds", "group_seconds", "gate_seconds"}) text.erase(part);
  text["seconds"] = 31.5;
  text["learn_seconds"] = 64.0;
  std::ofstream(file) << text.dump();
  CHECK(read_manifest(IndexLayout(world.path()), m.generation).value().seconds == 95.5);
}

TEST_CASE("a memory that is no number is a damaged progress") {
  world::World world;
  put_some(world);
  leave_build(world, 100);
  auto text = [&] {
    std::ifstream in(building(world) / "progress.json");
    return nlohmann::json::parse(in);
  }();
  text["memory_mb"] = "much";
  std::ofstream(building(world) / "progress.json") << text.dump();
  CHECK(read_progress(building(world)).error().code == corpus::ErrorCode::damaged);
}

TEST_CASE("a build that begins without being told to resume has nothing to say of another") {
  world::World world;
  put_some(world);
  leave_build(world, 100);
  BuildOptions options;
  int notes = 0;
  options.note = [&notes](const std::string&) { ++notes; };
  CHECK(built(world, options).memory_mb == 0);
  CHECK(notes == 0);
}

TEST_CASE("a build that changes the number of shards warns before its first step and in its report") {
  world::World world;
  put_some(world);
  std::vector<std::string> said;
  BuildOptions options;
  options.shards = 2;
  options.warn = [&said](const std::string& line) { said.push_back(line); };
  options.progress = [&said](const BuildProgress& progress) {
    if (said.empty() || said.back() != progress.phase) said.push_back(progress.phase);
  };
  CHECK(built(world, options).warnings.empty());  // nobody reads shards of a generation before
  said.clear();
  CHECK(built(world, options).warnings.empty());
  said.clear();
  options.shards = 3;
  const BuildReport report = built(world, options);
  REQUIRE(report.warnings.size() == 1);
  CHECK(report.warnings[0].starts_with(
      "the number of shards changes from 2 (gen-000002, in force) to 3 (gen-000003): searchers whose search.shards name 2 find no whole generation any more"));
  CHECK(report.warnings[0].ends_with("to keep the number, leave out --shards and index.shards, or build with --shards 2"));
  CHECK(said.front() == report.warnings[0]);
}

TEST_CASE("a build that is given no number of shards keeps the one in force, also where the manifest is lost") {
  world::World world;
  put_some(world);
  CHECK(built(world, {}).manifest.shards.size() == 1);
  BuildOptions options;
  options.shards = 2;
  CHECK(built(world, options).warnings.size() == 1);
  const BuildReport kept = built(world, {});
  CHECK(kept.manifest.shards.size() == 2);
  CHECK(kept.warnings.empty());
  std::filesystem::remove(IndexLayout(world.path()).manifest(kept.manifest.generation));
  const BuildReport mended = built(world, {});
  CHECK(mended.manifest.shards.size() == 2);
  std::filesystem::remove_all(IndexLayout(world.path()).generation(mended.manifest.generation));
  CHECK(built(world, {}).manifest.shards.size() == 2);  // live/ has their names
  options.shards = 1;
  const BuildReport one = built(world, options);
  CHECK(one.manifest.shards.size() == 1);
  CHECK(one.warnings.size() == 1);
}

}  // namespace build_settings_test
