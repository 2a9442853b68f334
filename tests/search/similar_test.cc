// SPDX-License-Identifier: GPL-3.0-or-later
// similar:ID in a query: what is found, for whom, beside words and filters, and what is said of it.
#include <catch2/catch.hpp>

#include <numeric>

#include "search/explanation.h"
#include "search/found.h"
#include "search/likeness.h"
#include "search/query_parser.h"

namespace similar_test {

using namespace search;

namespace {

class Shelf : public found::Shared<Shelf> {
 public:
  Shelf() {
    put(R"({"kind":"achievement","id":"base","title":"棉田水肥一体化滴灌","summary":"根区水势传感器控制阀门，亩均省水","keywords":["水肥一体化","滴灌"],
            "region":"420000","updated_at":"2024-01-01"})");
    put(R"({"kind":"achievement","id":"near1","title":"果园水肥一体化滴灌","summary":"山地果园，阀门由水势传感器控制","region":"420100",
            "updated_at":"2023-01-01"})");
    put(R"({"kind":"achievement","id":"near2","title":"温室水肥一体化滴灌装置","region":"430000","updated_at":"2024-02-01"})");
    put(R"({"kind":"achievement","id":"far","title":"固态电池电解质薄膜","region":"420100"})");
    put(R"({"kind":"achievement","id":"forge","title":"钛合金叶片锻造"})");
    put(R"({"kind":"achievement","id":"lone","title":"擒纵游丝"})");
    put(R"({"kind":"achievement","id":"hidden","title":"盐碱地水肥一体化滴灌","visibility":"restricted"})");
    put(R"({"kind":"need","id":"need","title":"葡萄园水肥一体化滴灌改造"})");
    build();
  }
};

SearchRequest asking(const std::string& query) {
  SearchRequest request;
  request.query = query;
  return request;
}

SearchResult answer(const SearchRequest& request) {
  SearchResult result = Shelf::get().search(request);
  CHECK(result.total == static_cast<std::int64_t>(result.hits.size()));
  return result;
}

// Chinese, of all notes with this code.
std::vector<std::string> said(const SearchResult& result, const std::string& code) {
  std::vector<std::string> out;
  for (const Note& note : result.notes)
    if (note.code == code) out.push_back(note.message);
  return out;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("similar finds what says much of the same and never the record itself") {
  struct Row {
    const char *query, *ids;
  };
  const Row rows[] = {
      {"similar:base", "near1 near2"},
      {"相似:base", "near1 near2"},
      {"类似：base", "near1 near2"},
      {"相似于： \"base\"", "near1 near2"},
      {"SIMILAR:near2", "base near1"},
      {"similar:lone", ""},
      {"similar:far", ""},
      // beside filters
      {"similar:base 地区:湖北", "near1"},
      {"similar:base -地区:湖北", "near2"},
      {"similar:base 地区:广东", ""},
      // beside words, which must hold as they would alone
      {"similar:base 山地", "near1"},
      {"山地 similar:base", "near1"},
      {"similar:base 电解质", ""},
      {"similar:base -温室", "near1"},
      {"similar:base 标题:温室", "near2"},
      {"similar:base \"水势传感器\"", "near1"},
      {"(similar:base 山地)", "near1"},
      // several are taken together, and none of them is listed
      {"similar:base similar:near1", "near2"},
      {"similar:base similar:base", "near1 near2"},
      // where it asks for nothing
      {"锻造 -similar:base", "forge"},
      {"锻造 OR similar:base", "forge"},
  };
  for (const Row& row : rows) {
    INFO(row.query);
    CHECK(found::any_order(answer(asking(row.query))) == row.ids);
  }
}

TEST_CASE("what says more of the same stands before") { CHECK(found::ids(answer(asking("similar:base"))) == "near1 near2"); }

TEST_CASE("a list by date holds the same records as one by relevance") {
  SearchRequest request = asking("similar:base");
  request.sort = Sort::date;
  CHECK(found::ids(answer(request)) == "near2 near1");
}

TEST_CASE("similar looks among the kind that is asked for, whatever kind it names") {
  SearchRequest request = asking("similar:base");
  request.kind = corpus::Kind::need;
  CHECK(found::ids(answer(request)) == "need");
  CHECK(found::any_order(answer(asking("similar:need"))) == "base near1 near2");
}

TEST_CASE("facets and filters outside the query hold for what is similar") {
  SearchRequest request = asking("similar:base");
  CHECK(found::printed(answer(request).facets.at("region")) == "420000 1 (420100 1), 430000 1");
  request.filters.region = {"420000"};
  CHECK(found::ids(answer(request)) == "near1");
}

TEST_CASE("the words in common are marked in title and fragments") {
  const SearchResult result = answer(asking("similar:base"));
  REQUIRE(result.hits.size() == 2);
  CHECK(found::printed(result.hits[0].title_parts).find("[水肥一体化滴灌]") != std::string::npos);
  REQUIRE_FALSE(result.hits[0].fragments.empty());
  CHECK(std::ranges::any_of(result.hits[0].fragments, [](const Fragment& one) { return std::ranges::any_of(one.parts, &Part::match); }));
}

TEST_CASE("a record that is not for the asker is told of in the words for one that is not there") {
  for (const bool relax : {false, true}) {
    for (const char* id : {"hidden", "none-such"}) {
      SearchRequest request = asking(std::string("similar:") + id + " 山地");
      request.relax = relax;
      const SearchResult result = answer(request);
      CHECK(result.hits.empty());
      CHECK(said(result, "unknown_record") == Words{fmt::format("没有编号为“{}”的记录", id)});
      CHECK(said(result, "similar").empty());
    }
  }
  CHECK(said(answer(asking("same:hidden")), "unknown_record") == Words{"没有编号为“hidden”的记录"});
  SearchRequest request = asking("similar:hidden");
  request.see_hidden = true;
  CHECK(found::any_order(answer(request)) == "base near1 near2");
  request.query = "similar:base";
  CHECK(found::any_order(answer(request)) == "hidden near1 near2");
}

TEST_CASE("notes say whom a list is like, by how many words, and where similar asks for nothing") {
  const auto like = said(answer(asking("similar:base similar:near2")), "similar");
  REQUIRE(like.size() == 1);
  CHECK(like[0].starts_with("与 base、near2 相似：按其中最能说明内容的 "));
  CHECK(like[0].ends_with(" 个词检索，列出占其分量至少 10% 的记录"));
  CHECK(said(answer(asking("similar:lone")), "similar") == Words{"lone 与其他记录没有共同的词"});
  CHECK(said(answer(asking("锻造 -similar:base")), "similar_alone").size() == 1);
  CHECK(said(answer(asking("锻造 -similar:base")), "similar").empty());
  CHECK(said(answer(asking("similar:base")), "understood") == Words{"相似：base"});
  const SearchResult unknown = answer(asking("滴灌 similar:nobody"));
  const auto note = std::ranges::find(unknown.notes, std::string("unknown_record"), &Note::code);
  REQUIRE(note != unknown.notes.end());
  CHECK(std::string("滴灌 similar:nobody").substr(note->start, note->length) == "similar:nobody");
  CHECK(note->message_en == "there is no record with the id \"nobody\"");
}

TEST_CASE("where nothing is both similar and within a filter the filter is loosened and the likeness stays") {
  SearchRequest request = asking("similar:base 地区:广东");
  request.relax = true;
  const SearchResult result = answer(request);
  CHECK(found::any_order(result) == "near1 near2");
  CHECK(said(result, "relaxed_filter").size() == 1);
}

TEST_CASE("the terms of a likeness are shared with other records and their parts make one") {
  const auto checked = Shelf::get().pool().with([](const IndexReader& reader) -> corpus::Result<std::size_t> {
    const ParsedQuery parsed = parse_query("similar:base", world::vocabularies());
    const Plan plan = make_plan(parsed.root, reader.database());
    CHECK(plan.scored);
    CHECK(plan.likeness.ids == Words{"base"});
    CHECK(plan.likeness.terms.size() == plan.likeness.shares.size());
    for (const WeightedTerm& one : plan.likeness.terms) CHECK(reader.database().get_termfreq(one.term) >= 2);
    CHECK(std::accumulate(plan.likeness.shares.begin(), plan.likeness.shares.end(), 0.0) == Approx(1));
    CHECK(plan.share.empty());
    const Plan few = make_plan(parsed.root, reader.database(), {.max_terms = 3});
    CHECK(few.likeness.terms.size() == 3);
    return plan.likeness.terms.size();
  });
  REQUIRE(checked);
  CHECK(*checked > 3);
}

TEST_CASE("a question names a few records to be like and no more") {
  std::string query;
  for (const char* id : {"base", "near1", "near2", "far", "forge", "lone"}) query += std::string(" similar:") + id;
  const SearchResult result = answer(asking(query));
  CHECK(said(result, "too_many").size() == 1);
  CHECK(said(result, "similar")[0].starts_with("与 base、near1、near2、far 相似"));
  std::string long_query;
  for (int i = 0; i < 5000; ++i) long_query += fmt::format(" similar:x{}", i);
  const SearchResult many = answer(asking(long_query));
  CHECK(many.hits.empty());
  CHECK(said(many, "unknown_record").size() == kMostAlike);
}

TEST_CASE("why a record is similar is explained and what is not similar does not fit") {
  const auto why = [](const std::string& query, const std::string& id) {
    return explain(Shelf::get().pool(), world::vocabularies(), nullptr, asking(query), id);
  };
  for (const char* query : {"similar:base", "similar:base 山地"})
    for (const Hit& hit : answer(asking(query)).hits) {
      INFO(query << " " << hit.card.id);
      const auto explained = why(query, hit.card.id);
      REQUIRE(explained);
      CHECK(explained->fits);
      CHECK(explained->score == Approx(hit.score).epsilon(1e-9));
      CHECK(explained->held >= explained->needed);
    }
  for (const char* id : {"base", "far"}) {
    const auto explained = why("similar:base", id);
    REQUIRE(explained);
    CHECK_FALSE(explained->fits);
  }
}

}  // namespace similar_test
