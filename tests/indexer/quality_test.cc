// SPDX-License-Identifier: GPL-3.0-or-later
// The gate's memory of quality: what a row of builds may not do that one build may, and what a manifest keeps of it.
#include "indexer/quality.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "world.h"

namespace quality_test {

using namespace indexer;

namespace {

MeasuredQuality figures(double now, std::optional<double> before, std::optional<Quality> known = {}) {
  MeasuredQuality m;
  m.collection = "judged", m.edition = "e1", m.questions = 40;
  m.now = now, m.before = before, m.in_force = "gen-000007", m.known = std::move(known);
  m.margin = .01;
  return m;
}

Quality remembered(double best, const std::string& edition = "e1") { return {"judged", edition, best, best, "gen-000003", std::nullopt}; }

}  // namespace

TEST_CASE("a row of builds that each lose less than the margin is stopped by the best of them") {
  std::optional<Quality> known;
  std::optional<double> before;
  int passed = 0;
  double now = .8;
  for (; passed < 10; ++passed, now -= .006) {
    MeasuredQuality m = figures(now, before, known);
    m.in_force = fmt::format("gen-{:06}", passed);
    const GateResult result = judge_quality(m);
    if (!result.passed) {
      CHECK(result.message == "nDCG@10 0.7880 over 40 queries, 0.7940 in the generation in force, 0.8000 at best (gen-000001): 0.0120 lower, 0.01 is allowed");
      break;
    }
    known = result.quality;
    if (known->best_generation.empty()) known->best_generation = fmt::format("gen-{:06}", passed + 1);
    before = now;
  }
  CHECK(passed == 2);
}

TEST_CASE("quality is held against the generation in force, and against the best where it is of the same questions") {
  const GateResult first = judge_quality(figures(.5, {}));
  CHECK(first.passed);
  CHECK(first.message == "nDCG@10 0.5000 over 40 queries; there is no generation in force to compare with");
  CHECK(first.quality->best == .5);
  CHECK(first.quality->best_generation.empty());
  const GateResult without_memory = judge_quality(figures(.5, .6));
  CHECK_FALSE(without_memory.passed);
  CHECK(without_memory.message == "nDCG@10 0.5000 over 40 queries, 0.6000 in the generation in force: 0.1000 lower, 0.01 is allowed");
  // It may be published all the same: what is remembered is not what fell.
  CHECK(without_memory.quality->best == .6);
  CHECK(without_memory.quality->best_generation == "gen-000007");
  // A generation that this program cannot ask has left what it reached.
  CHECK_FALSE(judge_quality(figures(.5, {}, remembered(.6))).passed);
  const GateResult better = judge_quality(figures(.7, .6, remembered(.65)));
  CHECK(better.passed);
  CHECK(better.quality->best == .7);
  const GateResult within = judge_quality(figures(.645, .644, remembered(.65)));
  CHECK(within.passed);
  CHECK(within.quality->best == .65);
  CHECK(within.quality->best_generation == "gen-000003");
  const GateResult changed = judge_quality(figures(.5, .5, remembered(.9, "e0")));
  CHECK(changed.passed);
  CHECK(changed.quality->best == .5);
  CHECK(changed.message.find("the collection has changed since its best was measured, which begins anew") != std::string::npos);
}

TEST_CASE("a lower level is accepted where it would not pass, and only there") {
  MeasuredQuality m = figures(.5, .6, remembered(.65));
  m.accept = true;
  const GateResult accepted = judge_quality(m);
  CHECK(accepted.passed);
  CHECK(accepted.message ==
        "nDCG@10 0.5000 over 40 queries, 0.6000 in the generation in force, 0.6500 at best (gen-000003): 0.1500 lower, 0.01 is allowed; accepted as the new "
        "level");
  CHECK(accepted.quality->best == .5);
  REQUIRE(accepted.quality->accepted);
  CHECK(accepted.quality->accepted->from == .65);
  CHECK(accepted.quality->accepted->generation == "gen-000003");
  // The next build within the margin keeps who accepted, a better one has nothing to do with it.
  Quality known = *accepted.quality;
  known.best_generation = "gen-000008", known.accepted->by = "op@host";
  CHECK(judge_quality(figures(.495, .5, known)).quality->accepted->by == "op@host");
  CHECK_FALSE(judge_quality(figures(.6, .5, known)).quality->accepted);
  m.now = .645;
  CHECK(judge_quality(m).quality->best == .65);
  CHECK_FALSE(judge_quality(m).quality->accepted);
}

TEST_CASE("a manifest keeps what quality was at best, also over builds that do not measure it") {
  world::World world;
  world.put(R"({"kind":"achievement","id":"a","title":"轴承钢渗碳工艺","summary":"轴承钢渗碳工艺"})");
  BuildOptions options;
  options.threads = 1;
  bool accept = false;
  double now = .6;
  options.gate.push_back({"quality", [&](const GateCheck::Databases&, const GateCheck::Databases&) {
                            MeasuredQuality m = figures(now, {}, quality_in_force(IndexLayout(world.path())));
                            m.accept = accept;
                            return corpus::Result<GateResult>(judge_quality(m));
                          }});
  const auto kept = [&] { return read_manifest(IndexLayout(world.path()), read_current(IndexLayout(world.path())).value()).value().quality.value(); };
  REQUIRE(build_index(world.store(), world::vocabularies(), world.path(), options));
  CHECK(kept().ndcg10 == .6);
  CHECK(kept().best_generation == "gen-000001");
  world.build();  // measures nothing
  CHECK_FALSE(kept().ndcg10);
  CHECK(kept().best == .6);
  CHECK(kept().best_generation == "gen-000001");
  now = .4;
  const auto refused = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("0.6000 at best (gen-000001): 0.2000 lower") != std::string::npos);
  CHECK(refused.error().hint.find("queqiao index build --resume --accept-quality") != std::string::npos);
  options.without_gate = {"quality"};
  REQUIRE(build_index(world.store(), world::vocabularies(), world.path(), options));
  CHECK(kept().ndcg10 == .4);
  CHECK(kept().best == .6);
  options.without_gate.clear();
  CHECK_FALSE(build_index(world.store(), world::vocabularies(), world.path(), options));
  accept = true;
  const auto built = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE(built);
  CHECK(kept().best == .4);
  CHECK(kept().best_generation == built->manifest.generation);
  REQUIRE(kept().accepted);
  CHECK(kept().accepted->from == .6);
  CHECK(kept().accepted->generation == "gen-000001");
  CHECK(kept().accepted->by == built->manifest.built_by);
  accept = false;
  CHECK(build_index(world.store(), world::vocabularies(), world.path(), options));
}

}  // namespace quality_test
