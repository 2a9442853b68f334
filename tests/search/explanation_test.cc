// SPDX-License-Identifier: GPL-3.0-or-later
// What a score is made of must be the score, for whatever way of asking.
#include "search/explanation.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "corpus/thesaurus.h"
#include "world.h"

namespace explanation_test {

using namespace search;

namespace {

struct Sample {
  world::World world;
  std::unique_ptr<ReaderPool> pool;
  Expander expander;
  Sample() : expander(thesaurus()) {
    world.import_sample();
    world.put(R"({"kind":"achievement","id":"HIDDEN","title":"登录可见的轴承","visibility":"login"})");
    world.build();
    pool = std::make_unique<ReaderPool>(world.path());
  }
  static const corpus::Thesaurus& thesaurus() {
    static const auto loaded = corpus::read_thesaurus(std::filesystem::path(QUEQIAO_SOURCE_DIR) / "corpus/thesaurus/thesaurus.tsv");
    if (!loaded) throw std::runtime_error(corpus::to_text(loaded.error()));
    return *loaded;
  }
};

Sample& sample() {
  static Sample one;
  return one;
}

SearchRequest asking(const std::string& query) {
  SearchRequest request;
  request.query = query;
  return request;
}

corpus::Result<Explanation> why(const std::string& query, const std::string& id) {
  return explain(*sample().pool, world::vocabularies(), &sample().expander, asking(query), id);
}

}  // namespace

TEST_CASE("what the terms add is the score that the list shows", "[sample]") {
  const Searcher searcher(*sample().pool, world::vocabularies(), &sample().expander);
  std::size_t compared = 0;
  for (const char* query : {"轴承", "水肥一体化 滴灌", "PEEK", "\"节水灌溉\"", "标题:机器人 焊接", "标题:石墨烯^3 散热",
                            "锂电池 热失控 预警", "机器人 OR 传感器", "镁", "CG-N-007", "GPU 加速", "poly* 材料"}) {
    const auto found = searcher.search(asking(query));
    REQUIRE(found);
    for (const Hit& hit : found->hits) {
      const auto explained = why(query, hit.card.id);
      REQUIRE(explained);
      INFO(query << " " << hit.card.id);
      CHECK(explained->score == Approx(hit.score).epsilon(1e-9));
      CHECK(explained->fits);
      CHECK(explained->held >= explained->needed);
      const double sum = std::accumulate(explained->parts.begin(), explained->parts.end(), 0.0,
                                         [](double all, const TermPart& part) { return all + part.weight; });
      CHECK(sum == Approx(explained->score));
      ++compared;
    }
  }
  CHECK(compared > 30);
}

TEST_CASE("terms are told as people read them, the heaviest first, and with what a record lacks", "[sample]") {
  const auto explained = why("标题:机器人 焊接 量子引力", "CG-E-016");
  REQUIRE(explained);
  REQUIRE_FALSE(explained->parts.empty());
  CHECK(std::ranges::is_sorted(explained->parts, [](const TermPart& a, const TermPart& b) { return a.weight > b.weight; }));
  const auto by_id = why("CG-E-016", "CG-E-016");
  REQUIRE(by_id);
  CHECK(std::ranges::any_of(by_id->parts, [](const TermPart& part) { return part.term.starts_with("编号:"); }));
  for (const TermPart& part : explained->parts) CHECK_FALSE(part.records);  // hidden records count too
  SearchRequest request = asking("标题:机器人 焊接 量子引力");
  request.see_hidden = true;
  const auto counted = explain(*sample().pool, world::vocabularies(), &sample().expander, request, "CG-E-016");
  REQUIRE(counted);
  REQUIRE_FALSE(counted->parts.empty());
  for (const TermPart& part : counted->parts) CHECK(part.records.value_or(0) > 0);
}

TEST_CASE("a question of very many terms is explained in part, says so, and has the score of the list", "[sample]") {
  const std::string query = "水, 电, 机, 高, 中, 一";  // each stands for all words that begin so
  const auto explained = why(query, "CG-E-016");
  REQUIRE(explained);
  CHECK(explained->parts.size() <= 300);
  CHECK(std::ranges::count(explained->notes, "too_many", &Note::code) == 1);
  const auto found = Searcher(*sample().pool, world::vocabularies(), &sample().expander).search(asking(query));
  REQUIRE(found);
  for (const Hit& hit : found->hits) {
    const auto one = why(query, hit.card.id);
    REQUIRE(one);
    INFO(hit.card.id);
    CHECK(std::ranges::count(one->notes, "too_many", &Note::code) == 1);
    CHECK(one->score == Approx(hit.score).epsilon(1e-9));
  }
}

TEST_CASE("a record that would not be listed says why", "[sample]") {
  SearchRequest request = asking("轴承");
  request.kind = corpus::Kind::need;
  const auto other_kind = explain(*sample().pool, world::vocabularies(), nullptr, request, "CG-E-016");
  REQUIRE(other_kind);
  CHECK_FALSE(other_kind->fits);
  const auto left_out = why("轴承 -轴承", "CG-E-016");
  REQUIRE(left_out);
  CHECK_FALSE(left_out->fits);
  const auto too_few = why("轴承 光纤 光栅 阵列 载荷 同测", "CG-E-016");  // CG-O-018 holds all of them, so nothing is loosened
  REQUIRE(too_few);
  CHECK(too_few->held < too_few->needed);
  CHECK(too_few->asked >= too_few->needed);
}

TEST_CASE("what cannot be explained is refused, and a hidden record in the words of an unknown one", "[sample]") {
  const auto unknown = why("轴承", "NONE"), hidden = why("轴承", "HIDDEN"), empty = why("轴承", "");
  for (const auto* one : {&unknown, &hidden, &empty}) {
    REQUIRE_FALSE(*one);
    CHECK(one->error().code == corpus::ErrorCode::not_found);
  }
  CHECK(hidden.error().message == unknown.error().message);
  SearchRequest request = asking("轴承");
  request.see_hidden = true;
  CHECK(explain(*sample().pool, world::vocabularies(), nullptr, request, "HIDDEN"));
  const auto nothing = why("", "CG-E-016");
  REQUIRE(nothing);
  CHECK(nothing->parts.empty());
  CHECK(why(std::string("\0\xFF(((\"", 6), "CG-E-016"));
}

TEST_CASE("two records are explained by one state of the index and each in a list of its own kind", "[sample]") {
  const auto both = explain_hits(*sample().pool, world::vocabularies(), &sample().expander, asking("轴承"), {"CG-E-016", "XQ-N-001"});
  REQUIRE(both);
  REQUIRE(both->records.size() == 2);
  CHECK(both->records[0].card.id == "CG-E-016");
  CHECK(both->records[1].card.kind == corpus::Kind::need);
  CHECK(both->records[1].fits);
  CHECK_FALSE(both->generation.empty());
  CHECK(both->seq > 0);
  const auto one = why("轴承", "CG-E-016");
  REQUIRE(one);
  CHECK(both->records[0].score == Approx(one->score));
  const auto unknown = explain_hits(*sample().pool, world::vocabularies(), nullptr, asking("轴承"), {"CG-E-016", "HIDDEN"});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == corpus::ErrorCode::not_found);
  CHECK(unknown.error().where == "HIDDEN");
}

TEST_CASE("an explanation keeps the time limit", "[sample]") {
  SearchRequest request = asking("轴承 监测");
  request.time_limit = std::chrono::milliseconds(0);
  const auto late = explain_hits(*sample().pool, world::vocabularies(), nullptr, request, {"CG-E-016"});
  REQUIRE_FALSE(late);
  CHECK(late.error().code == corpus::ErrorCode::timeout);
}

}  // namespace explanation_test
