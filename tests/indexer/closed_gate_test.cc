// SPDX-License-Identifier: GPL-3.0-or-later
// What a build leaves that could not publish, and what the next one does with it.
#include "indexer/build.h"

#include <catch2/catch.hpp>
#include <set>

#include "corpus/disk_space.h"
#include "indexer/build_progress.h"
#include "indexer/build_read.h"
#include "indexer/check.h"
#include "indexer/generation_history.h"
#include "indexer/generations_world.h"
#include "indexer/text/lexicon.h"
#include "indexer/unpublished.h"

namespace closed_gate_test {

using namespace generations_world;
using corpus::ErrorCode;
namespace fs = std::filesystem;

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

}  // namespace closed_gate_test
