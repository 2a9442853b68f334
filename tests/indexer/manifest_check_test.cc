// SPDX-License-Identifier: GPL-3.0-or-later
// A check of what lies beside the shards: the manifest, the stubs of live/, the report of what was learned.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>

#include "indexer/check.h"
#include "indexer/follow.h"
#include "indexer/hint.h"
#include "indexer/live_shards.h"
#include "indexer/manifest.h"
#include "indexer/model/model_file.h"
#include "world.h"

namespace manifest_check_test {

using namespace indexer;
namespace fs = std::filesystem;

namespace {

void put_three(world::World& world) {
  world.put(R"({"kind":"achievement","id":"a1","title":"轴承钢渗碳","summary":"某事"})");
  world.put(R"({"kind":"achievement","id":"a2","title":"锂电池","summary":"某事"})");
  world.put(R"({"kind":"need","id":"n1","title":"寻求轴承","problem":"某事"})");
}

void build_in_two(world::World& world) {
  BuildOptions options;
  options.threads = 1;
  options.shards = 2;
  REQUIRE(build_index(world.store(), world::vocabularies(), world.path(), options));
}

IndexLayout layout_of(const world::World& world) { return IndexLayout(world.path()); }

// Of the first generation.
void rewrite(const world::World& world, const std::function<void(Manifest&)>& change) {
  Manifest manifest = read_manifest(layout_of(world), "gen-000001").value();
  change(manifest);
  std::ofstream(layout_of(world).manifest("gen-000001")) << to_text(manifest);
}

CheckReport looked_at(world::World& world) {
  auto report = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(report);
  return std::move(*report);
}

bool tells(const std::vector<std::string>& texts, const std::string& words) {
  return std::ranges::any_of(texts, [&](const std::string& text) { return text.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("check holds the counts of the manifest against the shards as long as nothing was followed") {
  world::World world;
  put_three(world);
  build_in_two(world);
  CHECK(looked_at(world).problems.empty());
  const Manifest whole = read_manifest(layout_of(world), "gen-000001").value();
  rewrite(world, [](Manifest& manifest) { manifest.documents = 999; });
  CHECK(looked_at(world).problems == std::vector<std::string>{"manifest.json says 999 documents, and there are 3"});
  rewrite(world, [&whole](Manifest& manifest) {
    manifest = whole;
    manifest.by_kind["need"] = 7;
  });
  CHECK(looked_at(world).problems == std::vector<std::string>{"manifest.json says 7 documents of the kind need, and there are 1"});
  rewrite(world, [&whole](Manifest& manifest) {
    manifest = whole;
    manifest.by_kind.erase("need");
  });
  CHECK(looked_at(world).problems == std::vector<std::string>{"manifest.json does not name the kind of 1 documents"});
  rewrite(world, [&whole](Manifest& manifest) {
    manifest = whole;
    manifest.shards[1].documents += 5;
  });
  CHECK(tells(looked_at(world).problems, "documents in shard-01, and there are "));
  rewrite(world, [&whole](Manifest& manifest) { manifest = whole; });
  world.put(R"({"kind":"achievement","id":"a3","title":"齿轮","summary":"某事"})");
  CHECK(looked_at(world).problems.empty());  // behind
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  CHECK(looked_at(world).problems.empty());  // the manifest rightly says three
}

TEST_CASE("check says nothing false of a generation that caught up before it was published") {
  world::World world;
  put_three(world);
  BuildOptions options;
  options.threads = 1;
  bool put = false;
  options.progress = [&](const BuildProgress& progress) {
    if (progress.phase != "merge" || put) return;
    put = true;
    world.put(R"({"kind":"achievement","id":"a3","title":"齿轮","summary":"某事"})");
  };
  REQUIRE(build_index(world.store(), world::vocabularies(), world.path(), options));
  REQUIRE(put);
  const CheckReport report = looked_at(world);
  CHECK(report.documents == 4);
  CHECK(report.problems.empty());
}

TEST_CASE("check names stubs of live that are lost, junk, of another generation or left over, and follow writes them anew") {
  world::World world;
  put_three(world);
  build_in_two(world);
  const fs::path live = layout_of(world).live();
  const auto mended = [&] {
    REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
    return looked_at(world).problems.empty();
  };
  CHECK(looked_at(world).problems.empty());
  fs::remove_all(live);
  const CheckReport gone = looked_at(world);
  CHECK(gone.problems_found == 2);
  CHECK(tells(gone.problems, "live/shard-01 is not there"));
  CHECK(gone.hints == std::vector<std::string>{"重写 live/：queqiao index follow --once / write live/ anew: queqiao index follow --once"});
  CHECK(mended());
  for (const char* text : {"junk", "", "auto ../gen-000009/shard-00\n", "auto ../gen-000001/shard-01\n"}) {
    INFO(text);
    std::ofstream(live / "shard-00") << text;
    const CheckReport report = looked_at(world);
    CHECK(report.problems_found == 1);
    CHECK(tells(report.problems, "live/shard-00 does not name shard-00 of gen-000001"));
    CHECK(mended());
  }
  std::ofstream(live / "shard-02") << "auto ../gen-000001/shard-02\n";
  CHECK(tells(looked_at(world).problems, "live/shard-02 is left over"));
  CHECK(mended());
}

TEST_CASE("stubs are not held against a generation that is no longer in force") {
  world::World world;
  put_three(world);
  build_in_two(world);
  const Manifest before = read_manifest(layout_of(world), "gen-000001").value();
  build_in_two(world);
  CHECK(faults_of_live_shards(layout_of(world), before).empty());
}

TEST_CASE("check misses the report of a generation that learned") {
  world::World world;
  put_three(world);
  build_in_two(world);
  rewrite(world, [](Manifest& manifest) { manifest.learned[std::string(kLearnedWords)] = "text off (too few questions)"; });
  const CheckReport report = looked_at(world);
  CHECK(report.problems_found == 1);
  CHECK(tells(report.problems, "model/report.json: the report of what was learned is not there"));
  rewrite(world, [](Manifest& manifest) { manifest.learned[std::string(kLearnedWords)] = "nothing learned: 3 records are fewer than 5000, …"; });
  CHECK(looked_at(world).problems.empty());
}

TEST_CASE("check of an index without its manifest says how to go on, not to check") {
  world::World world;
  put_three(world);
  build_in_two(world);
  const auto hint = [&] {
    const auto report = check_index(world.store(), world::vocabularies(), world.path());
    REQUIRE_FALSE(report);
    CHECK(report.error().code == corpus::ErrorCode::damaged);
    return report.error().hint;
  };
  fs::remove(layout_of(world).manifest("gen-000001"));
  CHECK(hint() == kBuildAgain);
  build_in_two(world);
  build_in_two(world);
  fs::remove(layout_of(world).manifest("gen-000003"));
  CHECK(hint() == "put another generation in force: queqiao index rollback --to gen-000002; or build the index again: queqiao index build");
}

TEST_CASE("check does not say of a lost shard that its bytes were compared") {
  world::World world;
  put_three(world);
  build_in_two(world);
  fs::remove_all(layout_of(world).generation("gen-000001") / "shard-00");
  const CheckReport report = looked_at(world);
  CHECK(tells(report.problems, "shard-00"));
  CHECK_FALSE(tells(report.notes, "its bytes"));
}

}  // namespace manifest_check_test
