// SPDX-License-Identifier: GPL-3.0-or-later
// Shards, durable builds, the gate, rollback and gc, on a real store and a real index.
#include "indexer/generations.h"

#include <xapian.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <set>
#include <thread>

#include "corpus/disk_space.h"
#include "indexer/build.h"
#include "indexer/build_progress.h"
#include "indexer/build_read.h"
#include "indexer/check.h"
#include "indexer/document.h"
#include "indexer/files.h"
#include "indexer/follow.h"
#include "indexer/generation_history.h"
#include "indexer/piece_writers.h"
#include "indexer/roll_back.h"
#include "indexer/schema.h"
#include "indexer/text/lexicon.h"
#include "indexer/unpublished.h"
#include "world.h"

namespace generations_test {

using namespace indexer;
using corpus::ErrorCode;
namespace fs = std::filesystem;

namespace {

std::string achievement(int i, const std::string& title = "成果") {
  return fmt::format(R"({{"kind":"achievement","id":"a{:05}","title":"{}{}","summary":"第{}个结果的说明"}})", i, title, i, i);
}

void put_many(world::World& world, int from, int to) {
  for (int i = from; i < to; ++i) world.put(achievement(i));
}

corpus::Result<BuildReport> build(world::World& world, BuildOptions options = {}) {
  options.threads = options.threads == 0 ? 2 : options.threads;
  return build_index(world.store(), world::vocabularies(), world.path(), options);
}

Manifest manifest_in_force(const world::World& world) {
  const IndexLayout layout(world.path());
  return read_manifest(layout, read_current(layout).value()).value();
}

std::int64_t documents(const world::World& world) {
  std::int64_t count = 0;
  for (const auto& path : databases(IndexLayout(world.path()), manifest_in_force(world))) count += Xapian::Database(path.string()).get_doccount();
  return count;
}

CheckReport checked(world::World& world) { return check_index(world.store(), world::vocabularies(), world.path()).value(); }

std::string names(const std::vector<GenerationRow>& rows) {
  std::string all;
  for (const GenerationRow& row : rows) all += (all.empty() ? "" : " ") + row.name + (row.current ? "*" : "") + (row.building ? "+" : "") + (row.in_use ? "!" : "");
  return all;
}

std::string listed(const world::World& world) { return names(list_generations(IndexLayout(world.path()))); }

corpus::Result<std::string> go_back(world::World& world, const std::string& to) {
  return roll_back(world.store(), world::vocabularies(), world.path(), to);
}

// Throws at the first durable point after `documents` have been read, as a kill would stop the build there.
struct Killed {};
BuildOptions killed_in(const std::string& phase, std::int64_t at_least = 0) {
  BuildOptions options;
  options.batch_documents = 2;
  options.piece_documents = 10;
  options.progress = [phase, at_least](const BuildProgress& progress) {
    if (progress.phase == phase && progress.done >= at_least) throw Killed{};
  };
  return options;
}

}  // namespace

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

TEST_CASE("a build that is cancelled in its gate does not go on to publish") {
  world::World world;
  put_many(world, 0, 20);
  world.build();
  BuildOptions options;
  bool asked = false;
  options.progress = [&](const BuildProgress& progress) { asked = asked || progress.phase == "gate"; };
  options.cancelled = [&] { return asked; };
  const auto cut = build(world, options);
  REQUIRE_FALSE(cut);
  CHECK(cut.error().message == "the build was cancelled");
  CHECK(read_current(IndexLayout(world.path())).value() == "gen-000001");
  BuildOptions resuming;
  resuming.resume = true;
  const auto built = build(world, resuming);
  REQUIRE(built);
  CHECK(built->resumed_documents == 20);
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

TEST_CASE("a gate that does not open keeps the old generation and says which check failed") {
  world::World world;
  put_many(world, 0, 10);
  world.build();
  put_many(world, 10, 20);
  BuildOptions options;
  bool had_both = false;
  options.gate.push_back({"quality", [&](const GateCheck::Databases& candidate, const GateCheck::Databases& in_force) {
                            had_both = candidate.size() == 1 && in_force.size() == 1;
                            return corpus::Result<GateResult>(GateResult{"quality", false, "nDCG@10 .71, was .80: .09 below"});
                          }});
  options.gate.push_back({"golden", [](const GateCheck::Databases&, const GateCheck::Databases&) -> corpus::Result<GateResult> {
                            return corpus::fail(ErrorCode::io, "golden.tsv", "cannot read the file", "");
                          }});
  const auto refused = build(world, options);
  REQUIRE_FALSE(refused);
  CHECK(had_both);
  CHECK(refused.error().code == ErrorCode::conflict);
  CHECK(refused.error().message ==
        "the new generation did not pass the gate, the old one stays in force: quality: nDCG@10 .71, was .80: .09 below; golden: golden.tsv: cannot "
        "read the file");
  CHECK(refused.error().hint.find("queqiao index build --resume --without-gate quality --without-gate golden") != std::string::npos);
  CHECK(listed(world) == "gen-000001* gen-000002+");
  const GenerationRow rest = list_generations(IndexLayout(world.path())).back();
  CHECK(rest.durable);
  CHECK(rest.failed_gate.starts_with("quality (nDCG@10 .71, was .80: .09 below); golden (golden.tsv: cannot read the file"));
  CHECK(documents(world) == 10);

  options.resume = true;
  options.without_gate = {"quality", "golden"};
  const auto built = build(world, options);
  REQUIRE(built);
  CHECK(built->resumed_documents == 20);
  CHECK(documents(world) == 20);
  const Manifest manifest = manifest_in_force(world);
  REQUIRE(manifest.gate.size() == 4);
  CHECK(manifest.gate[0].check == "structure");
  CHECK(manifest.gate[1].message == "20 documents, 20 published records");
  CHECK_FALSE(manifest.gate[2].passed);
}

TEST_CASE("a build that failed its gate is gone on with only where it may pass now") {
  world::World world;
  put_many(world, 0, 10);
  const auto closed = [](const std::string& edition) {
    BuildOptions options;
    options.gate.push_back({"golden", [](const GateCheck::Databases&, const GateCheck::Databases&) {
                              return corpus::Result<GateResult>(GateResult{"golden", false, "0 of 1"});
                            }, {}, edition});
    options.resume = true;
    return options;
  };
  REQUIRE_FALSE(build(world, closed("first")));
  CHECK(listed(world) == "gen-000001+");
  // Nothing changed: the same generation would fail the same check for ever.
  std::vector<std::string> notes;
  BuildOptions same = closed("first");
  same.note = [&notes](const std::string& line) { notes.push_back(line); };
  REQUIRE_FALSE(build(world, same));
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].starts_with("begun anew: gen-000001.building did not pass its gate, and what that asks for has not changed since: golden (0 of 1); "));
  CHECK(listed(world) == "gen-000002+");
  // Other questions, which it fails as well.
  REQUIRE_FALSE(build(world, closed("second")));
  CHECK(listed(world) == "gen-000002+");
  REQUIRE_FALSE(build(world, closed("second")));
  CHECK(listed(world) == "gen-000003+");
  // Another check that is gone without does not help.
  BuildOptions without = closed("second");
  without.without_gate = {"quality"};
  REQUIRE_FALSE(build(world, without));
  CHECK(listed(world) == "gen-000004+");
  without.without_gate = {"golden"};
  const auto built = build(world, without);
  REQUIRE(built);
  CHECK(built->manifest.generation == "gen-000004");
  CHECK(built->resumed_documents == 10);
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

TEST_CASE("a generation that is whole and that CURRENT does not name yet is published by the next build, not built again") {
  const bool resume = GENERATE(true, false);
  CAPTURE(resume);
  world::World world;
  put_many(world, 0, 30);
  world.build();
  const IndexLayout layout(world.path());
  BuildOptions options;
  options.shards = 2;
  // Renamed, and then CURRENT cannot be written.
  fs::create_directories(layout.root / "CURRENT.tmp");
  const auto cut = build(world, options);
  REQUIRE_FALSE(cut);
  CHECK(cut.error().hint.ends_with("the new generation is whole, and the next build publishes it: queqiao index build --resume"));
  fs::remove(layout.root / "CURRENT.tmp");
  CHECK(listed(world) == "gen-000001* gen-000002");
  CHECK(unpublished_generation(layout) == "gen-000002");
  const GenerationRow row = list_generations(layout).back();
  CHECK(row.unpublished);
  CHECK_FALSE(row.left);
  put_many(world, 30, 33);
  REQUIRE(world.store().set_status("a00003", "withdrawn", "test", "test"));
  std::vector<std::string> notes;
  std::set<std::string> phases;
  options.resume = resume;
  options.note = [&notes](const std::string& line) { notes.push_back(line); };
  options.progress = [&phases](const BuildProgress& progress) { phases.insert(progress.phase); };
  const auto built = build(world, options);
  REQUIRE(built);
  CHECK(built->manifest.generation == "gen-000002");
  CHECK(built->resumed_documents == 30);
  CHECK_FALSE(phases.contains("read"));
  CHECK_FALSE(phases.contains("group"));
  CHECK(phases.contains("gate"));
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].starts_with("goes on with gen-000002, which is whole and was not published: 30 documents, 2 shards; "));
  CHECK(listed(world) == "gen-000001 gen-000002*");
  CHECK(documents(world) == 32);
  CHECK(checked(world).problems.empty());
  CHECK_FALSE(unpublished_generation(layout));
}

TEST_CASE("a whole generation of other settings or shards is not published by a build, which says why") {
  world::World world;
  put_many(world, 0, 10);
  world.build();
  const IndexLayout layout(world.path());
  fs::create_directories(layout.root / "CURRENT.tmp");
  REQUIRE_FALSE(build(world));
  fs::remove(layout.root / "CURRENT.tmp");
  BuildOptions options;
  const bool shards = GENERATE(true, false);
  if (shards)
    options.shards = 3;
  else
    options.lexicon.own = std::make_shared<const text::Lexicon>(std::vector<std::string>{"结果说明"});
  const auto built = build(world, options);
  REQUIRE(built);
  CHECK(built->manifest.generation == "gen-000003");
  CHECK(built->not_resumed == (shards ? "gen-000002 is whole and was not published, but has 1 shards, not 3"
                                      : "gen-000002 was begun with other settings: lexicon.file"));
}

TEST_CASE("a generation that was in force is never taken for one that was not published") {
  world::World world;
  put_many(world, 0, 10);
  world.build();
  world.build();
  const IndexLayout layout(world.path());
  // What a kill leaves between the rename of CURRENT and the last step.
  DurableProgress progress;
  progress.generation = "gen-000002";
  progress.phase = "whole";
  progress.pieces.resize(1);
  REQUIRE(write_progress(layout.generation("gen-000002"), progress));
  CHECK_FALSE(unpublished_generation(layout));
  REQUIRE(go_back(world, ""));
  CHECK_FALSE(unpublished_generation(layout));
  CHECK(list_generations(layout).back().left);
  CHECK(world.build().manifest.generation == "gen-000003");
  // One that a person put in force is published.
  fs::create_directories(layout.root / "CURRENT.tmp");
  REQUIRE_FALSE(build(world));
  fs::remove(layout.root / "CURRENT.tmp");
  REQUIRE(unpublished_generation(layout) == "gen-000004");
  CHECK(go_back(world, "gen-000004").value() == "gen-000004");
  REQUIRE(go_back(world, "gen-000003"));
  CHECK_FALSE(unpublished_generation(layout));
}

TEST_CASE("how to mend what closed the gate is said once, also where two checks say the same") {
  world::World world;
  put_many(world, 0, 10);
  BuildOptions options;
  for (const char* name : {"golden", "quality"})
    options.gate.push_back({name, [](const GateCheck::Databases&, const GateCheck::Databases&) -> corpus::Result<GateResult> {
                              return corpus::fail(ErrorCode::damaged, "shard-00", "the shard cannot be read", "look at the disk");
                            }});
  const auto refused = build(world, options);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.ends_with("golden: shard-00: the shard cannot be read; quality: shard-00: the shard cannot be read"));
  CHECK(refused.error().hint ==
        "look at the disk; mend the cause, then: queqiao index build --resume, which goes on where what the check asks for was changed, and else begins anew; or "
        "publish it all the same: queqiao index build --resume --without-gate golden --without-gate quality");
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

TEST_CASE("what a person publishes is found before the rest of a large import") {
  world::World world;
  world.put(achievement(0));
  world.build();
  std::vector<corpus::NewRecord> rows;
  for (int i = 1; i <= 500; ++i) {
    const corpus::Record record = world::record(achievement(i));
    rows.push_back({.id = corpus::id_of(record), .kind = corpus::Kind::achievement, .status = "published", .visibility = "public",
                    .body = corpus::to_json_text(record), .by = "test", .batch = 1, .reason = "", .receipt = ""});
  }
  REQUIRE(world.store().put(rows));
  world.put(achievement(999, "急件"));
  CHECK(world.store().single_changes_since(1, 10).value().size() == 1);
  Follower follower(world.store(), world::vocabularies(), world.path());
  const auto step = follower.step(100);
  REQUIRE(step);
  CHECK(step->seq == 101);
  CHECK(documents(world) == 102);  // one slice, and the single change
  const auto paths = databases(IndexLayout(world.path()), manifest_in_force(world));
  CHECK(Xapian::Database(paths.front().string()).term_exists(id_term("a00999")));
  REQUIRE(world.store().set_status("a00999", "withdrawn", "test", "test"));
  REQUIRE(follower.step(100));
  CHECK_FALSE(Xapian::Database(paths.front().string()).term_exists(id_term("a00999")));
  while (follower.step(100)->applied > 0) {}
  CHECK(documents(world) == 501);
  CHECK(checked(world).problems.empty());
}

TEST_CASE("a small import, and one that withdraws, is followed before the rest of a large one") {
  world::World world;
  put_many(world, 0, 3);
  world.build();
  const auto rows_of = [](int from, int to, std::int64_t batch, const std::string& status) {
    std::vector<corpus::NewRecord> rows;
    for (int i = from; i < to; ++i) {
      const corpus::Record record = world::record(achievement(i));
      rows.push_back({.id = corpus::id_of(record), .kind = corpus::Kind::achievement, .status = status, .visibility = "public",
                      .body = corpus::to_json_text(record), .by = "test", .batch = batch, .reason = "", .receipt = ""});
    }
    return rows;
  };
  const auto large = world.store().begin_batch("large.jsonl", "{}").value(), small = world.store().begin_batch("small.jsonl", "{}").value(),
             back = world.store().begin_batch("back.jsonl", "{}").value();
  REQUIRE(world.store().put(rows_of(100, 600, large, "published")));
  REQUIRE(world.store().put(rows_of(900, 905, small, "published")));
  REQUIRE(world.store().put(rows_of(1, 2, back, "withdrawn")));
  Follower follower(world.store(), world::vocabularies(), world.path());
  const auto step = follower.step(100);
  REQUIRE(step);
  CHECK(step->seq == 103);
  CHECK(documents(world) == 107);  // three less the withdrawn, a slice, the small import
  const auto path = databases(IndexLayout(world.path()), manifest_in_force(world)).front();
  CHECK(Xapian::Database(path.string()).term_exists(id_term("a00904")));
  CHECK_FALSE(Xapian::Database(path.string()).term_exists(id_term("a00001")));
  while (follower.step(100)->applied > 0) {}
  CHECK(documents(world) == 507);
  CHECK(checked(world).problems.empty());
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
