// SPDX-License-Identifier: GPL-3.0-or-later
// Whole searches on a small world: what is found, in which order, counted how, and what the answer says of itself.
#include "search/searcher.h"

#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "world.h"

namespace searcher_answers_test {

using namespace search;

namespace {

// Seven achievements (one 登录, one 受限), a need and an expert.
constexpr const char* kRecords[] = {
    R"({"kind":"achievement","id":"A1","title":"棉田水肥一体化智能灌溉系统","summary":"根据土壤墒情自动开阀，亩均节水。",
        "keywords":["水肥一体化","节水灌溉"],"tech_field":["agriculture"],"industry":["A011"],"stage":"mid","trl":6,"region":"420100",
        "owner_org":"楚江农业大学","cooperation_modes":["license_exclusive"],"registration_date":"2024-03-01","updated_at":"2024-05-01"})",
    R"({"kind":"achievement","id":"A2","title":"果园无线阀门","summary":"太阳能供电，适合山地果园节水灌溉。","keywords":["无线阀门"],
        "tech_field":["agriculture","electronics"],"industry":["A01"],"stage":"mature","region":"421200","owner_org":"青竹机电研究所",
        "cooperation_modes":["assignment"],"registration_date":"2022-06-01","updated_at":"2023-01-01"})",
    R"({"kind":"achievement","id":"A3","title":"温室装备","summary":"温室水肥一体化装备，含施肥机与控制柜。","keywords":["温室"],
        "tech_field":["agriculture"],"industry":["A01"],"stage":"early","trl":3,"region":"430100","owner_org":"云梦农机厂",
        "cooperation_modes":["license"],"registration_date":"2023-09-01","updated_at":"2024-06-01"})",
    R"({"kind":"achievement","id":"A4","title":"固态电池电解质","summary":"硫化物薄膜，离子电导率 5 mS/cm。","keywords":["固态电池"],
        "tech_field":["materials"],"industry":["C384"],"region":"430000","registration_date":"2021-01-01","updated_at":"2022-01-01"})",
    R"({"kind":"achievement","id":"A5","title":"电机控制器","summary":"用于灌溉泵站的电机控制器。","industry":["C381"],"stage":"mature","trl":8})",
    R"({"kind":"achievement","id":"AL","title":"水肥一体化登录可见","region":"420100","visibility":"login"})",
    R"({"kind":"achievement","id":"AR","title":"水肥一体化受限公开","region":"420100","visibility":"restricted"})",
    R"({"kind":"need","id":"N1","title":"葡萄园水肥一体化改造","problem":"滴灌凭经验开阀。","region":"420100"})",
    R"({"kind":"expert","id":"E1","name":"甘霖","org_name":"楚江农业大学","research":"水肥一体化"})",
};

const world::World& library() {
  static const auto made = [] {
    auto world = std::make_unique<world::World>();
    for (const char* record : kRecords) world->put(record);
    world->build();
    return world;
  }();
  return *made;
}

corpus::Result<SearchResult> ask(const SearchRequest& request, const world::World& world = library()) {
  ReaderPool pool(world.path());
  return Searcher(pool, world::vocabularies()).search(request);
}

SearchResult answer(const SearchRequest& request, const world::World& world = library()) {
  auto result = ask(request, world);
  if (!result) FAIL(corpus::to_text(result.error()));
  return std::move(*result);
}

SearchRequest query(const std::string& text) {
  SearchRequest request;
  request.query = text;
  return request;
}

std::string ids(const SearchResult& result) {
  std::string out;
  for (const Hit& hit : result.hits) out += (out.empty() ? "" : " ") + hit.card.id;
  return out;
}

// In the order of the ids, for tests that are not about ranking.
std::string found(const SearchRequest& request) {
  const SearchResult result = answer(request);
  std::set<std::string> sorted;
  for (const Hit& hit : result.hits) sorted.insert(hit.card.id);
  CHECK(result.total == static_cast<std::int64_t>(sorted.size()));
  CHECK(result.total_exact);
  return fmt::format("{}", fmt::join(sorted, " "));
}

// 420000 3 (420100 1, 421200 1)*, 430000 2: * is selected.
std::string printed(const std::vector<FacetValue>& values) {
  std::string out;
  for (const FacetValue& value : values) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", value.code, value.count);
    if (!value.children.empty()) out += " (" + printed(value.children) + ")";
    if (value.selected) out += "*";
  }
  return out;
}

std::string printed(const std::vector<Part>& parts) {
  std::string out;
  for (const Part& part : parts) out += part.match ? "[" + part.text + "]" : part.text;
  return out;
}

const Note* note(const SearchResult& result, const std::string& code) {
  const auto at = std::ranges::find(result.notes, code, &Note::code);
  return at == result.notes.end() ? nullptr : &*at;
}

// `count` achievements with ids 000, 001 … and the given text after the title.
std::unique_ptr<world::World> many(int count, const std::string& more) {
  auto world = std::make_unique<world::World>();
  for (int i = 0; i < count; ++i)
    world->put(fmt::format(R"({{"kind":"achievement","id":"{:03}","title":"节水灌溉"{}}})", (i * 37) % count, more));
  world->build();
  return world;
}

}  // namespace

TEST_CASE("search prefers a record with all the words in its title over one with some of them in its text") {
  CHECK(ids(answer(query("水肥一体化"))) == "A1 A3");
  CHECK(ids(answer(query("温室水肥一体化"))) == "A3 A1");
  CHECK(ids(answer(query("节水灌溉"))) == "A1 A2");
}

TEST_CASE("scores fall from hit to hit") {
  const SearchResult result = answer(query("灌溉 电机"));
  REQUIRE(result.hits.size() >= 1);
  for (std::size_t i = 0; i < result.hits.size(); ++i) {
    CHECK(result.hits[i].score > 0);
    if (i > 0) CHECK(result.hits[i].score <= result.hits[i - 1].score);
  }
}

TEST_CASE("only the kind that is asked for is found") {
  SearchRequest request = query("水肥一体化");
  request.kind = corpus::Kind::need;
  CHECK(found(request) == "N1");
  request.kind = corpus::Kind::expert;
  CHECK(found(request) == "E1");
  request.kind = corpus::Kind::enterprise;
  CHECK(found(request).empty());
}

TEST_CASE("an empty query lists everything of its kind, the newest first") {
  const SearchResult result = answer(query(""));
  CHECK(ids(result) == "A3 A1 A2 A4 A5");  // A5 states no date
  CHECK(result.total == 5);
}

TEST_CASE("a query of nothing but marks lists as much as it counts") {
  for (const char* marks : {"！！", "——", "？ 。", "标题:！", "\"。\""}) {
    INFO(marks);
    const SearchResult result = answer(query(marks));
    CHECK(static_cast<std::int64_t>(result.hits.size()) == result.total);
  }
  CHECK(found(query("！！")) == "A1 A2 A3 A4 A5");
  CHECK(found(query("水肥 “。” ——")) == "A1 A3");
}

TEST_CASE("where no word is asked for the answer says that nothing was searched for") {
  for (const char* marks : {"！！", "。。。", "标题:！", "\"。\"", "！！ 地区:湖北"}) {
    INFO(marks);
    CHECK(note(answer(query(marks)), "no_words") != nullptr);
  }
  for (const char* words : {"", "灌溉", "灌溉 ！！", "标题:灌溉 。", "地区:湖北", "-灌溉", "A1"}) {
    INFO(words);
    CHECK(note(answer(query(words)), "no_words") == nullptr);
  }
  CHECK(note(answer(query("。。。")), "no_words")->message == "“。。。”里没有可以检索的字词，没有按它检索");
}

TEST_CASE("filters narrow by codes of their list, each with what is below it") {
  struct Row {
    const char* name;
    void (*set)(Filters&);
    const char* found;
  };
  const Row rows[] = {
      {"a province holds its prefectures", [](Filters& f) { f.region = {"420000"}; }, "A1 A2"},
      {"a prefecture", [](Filters& f) { f.region = {"420100"}; }, "A1"},
      {"any of two", [](Filters& f) { f.region = {"420100", "430000"}; }, "A1 A3 A4"},
      {"a record of the province is not of a prefecture", [](Filters& f) { f.region = {"430100"}; }, "A3"},
      {"field", [](Filters& f) { f.field = {"electronics"}; }, "A2"},
      {"any of two fields", [](Filters& f) { f.field = {"electronics", "materials"}; }, "A2 A4"},
      {"a section holds its divisions and groups", [](Filters& f) { f.industry = {"C"}; }, "A4 A5"},
      {"a division", [](Filters& f) { f.industry = {"A01"}; }, "A1 A2 A3"},
      {"a group", [](Filters& f) { f.industry = {"A011"}; }, "A1"},
      {"stage", [](Filters& f) { f.stage = {"mature"}; }, "A2 A5"},
      {"a licence of any kind", [](Filters& f) { f.cooperation = {"license"}; }, "A1 A3"},
      {"one kind of licence", [](Filters& f) { f.cooperation = {"license_exclusive"}; }, "A1"},
      {"TRL from, inferred ones too", [](Filters& f) { f.trl_min = 8; }, "A2 A5"},
      {"TRL up to", [](Filters& f) { f.trl_max = 6; }, "A1 A3"},
      {"TRL between", [](Filters& f) { f.trl_min = 4; f.trl_max = 7; }, "A1"},
      {"year from", [](Filters& f) { f.year_from = 2023; }, "A1 A3"},
      {"year up to", [](Filters& f) { f.year_to = 2022; }, "A2 A4"},
      {"one year", [](Filters& f) { f.year_from = 2022; f.year_to = 2022; }, "A2"},
      {"all of the lists", [](Filters& f) { f.region = {"420000"}; f.stage = {"mid"}; }, "A1"},
      {"lists that agree on nothing", [](Filters& f) { f.region = {"430000"}; f.stage = {"mid"}; }, ""},
      {"a code nobody has", [](Filters& f) { f.region = {"110000"}; }, ""},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    SearchRequest request;
    row.set(request.filters);
    CHECK(found(request) == row.found);
  }
}

TEST_CASE("filters and words hold together, wherever they are written") {
  SearchRequest request = query("灌溉");
  request.filters.region = {"421200"};
  CHECK(found(request) == "A2");
  CHECK(found(query("灌溉 地区:咸宁")) == "A2");
  CHECK(found(query("灌溉 -地区:咸宁")) == "A1 A5");
  CHECK(found(query("成熟度:>=8")) == "A2 A5");
  CHECK(found(query("年份:2021 OR 年份:2022")) == "A2 A4");
  request.query = "灌溉 地区:湖南";
  CHECK(found(request).empty());
}

TEST_CASE("phrases, fields and exclusions must hold") {
  CHECK(found(query("\"节水灌溉\"")) == "A1 A2");
  CHECK(found(query("\"灌溉节水\"")).empty());
  CHECK(found(query("\"ms cm\"")).empty());
  CHECK(found(query("标题:水肥")) == "A1");
  CHECK(found(query("关键词:温室")) == "A3");
  CHECK(found(query("单位:楚江")) == "A1");
  CHECK(found(query("水肥 -温室")) == "A1");
  CHECK(found(query("温室 OR 电池")) == "A3 A4");
  CHECK(found(query("-灌溉")) == "A3 A4");
}

TEST_CASE("a character alone is found wherever it stands") {
  CHECK(found(query("阀")) == "A1 A2");
  CHECK(found(query("\"阀\"")) == "A1 A2");
  CHECK(found(query("标题:阀")) == "A2");
  CHECK(found(query("阀 OR 硫")) == "A1 A2 A4");
}

TEST_CASE("facets count the hits, parents with all that is below them") {
  const SearchResult result = answer(query(""));
  CHECK(printed(result.facets.at("region")) == "420000 2 (420100 1, 421200 1), 430000 2 (430100 1)");
  CHECK(printed(result.facets.at("industry")) == "A 3 (A01 3 (A011 1)), C 2 (C38 2 (C381 1, C384 1))");
  CHECK(printed(result.facets.at("field")) == "agriculture 3, electronics 1, materials 1");
  CHECK(printed(result.facets.at("stage")) == "mature 2, early 1, mid 1");
  CHECK(printed(result.facets.at("cooperation")) == "license 2 (license_exclusive 1), assignment 1");
  CHECK(printed(result.facets.at("trl")) == "9 1, 8 1, 6 1, 3 1");           // by level, not by count
  CHECK(printed(result.facets.at("year")) == "2024 1, 2023 1, 2022 1, 2021 1");  // the newest first
  CHECK(printed(result.facets.at("kind")) == "achievement 5");
}

TEST_CASE("facets follow the query and the filters and mark what is selected") {
  SearchRequest request = query("灌溉");
  request.filters.region = {"420000"};
  const SearchResult result = answer(request);
  CHECK(result.total == 2);
  CHECK(printed(result.facets.at("stage")) == "mature 1, mid 1");
  CHECK(printed(result.facets.at("region")).starts_with("420000 2 (420100 1, 421200 1)*"));
}

TEST_CASE("narrowing a facet leaves its own counts as they were, so that another value can be chosen beside it") {
  const auto without_marks = [](std::string text) {
    std::erase(text, '*');
    return text;
  };
  for (const char* words : {"", "灌溉"}) {
    const SearchResult wide = answer(query(words));
    struct Row {
      const char* facet;
      std::function<void(Filters&)> narrow;
    };
    for (const auto& [facet, narrow] : {Row{"region", [](Filters& f) { f.region = {"420100"}; }}, Row{"field", [](Filters& f) { f.field = {"agriculture"}; }},
                                        Row{"industry", [](Filters& f) { f.industry = {"A01"}; }}, Row{"stage", [](Filters& f) { f.stage = {"mature"}; }},
                                        Row{"cooperation", [](Filters& f) { f.cooperation = {"license"}; }}, Row{"trl", [](Filters& f) { f.trl_min = 8; }},
                                        Row{"year", [](Filters& f) { f.year_from = 2023; }}}) {
      SearchRequest request = query(words);
      narrow(request.filters);
      const SearchResult narrowed = answer(request);
      INFO(facet << " of \"" << words << "\"");
      CHECK(narrowed.total < wide.total);
      CHECK(without_marks(printed(narrowed.facets.at(facet))) == printed(wide.facets.at(facet)));
    }
  }
  // The others' counts follow it: two narrowed facets each keep their own width only.
  SearchRequest request = query("");
  request.filters.region = {"420100"};
  request.filters.stage = {"mid"};
  SearchRequest region = query(""), stage = query("");
  region.filters.region = {"420100"};
  stage.filters.stage = {"mid"};
  const SearchResult both = answer(request);
  CHECK(without_marks(printed(both.facets.at("region"))) == printed(answer(stage).facets.at("region")));
  CHECK(without_marks(printed(both.facets.at("stage"))) == printed(answer(region).facets.at("stage")));
}

TEST_CASE("facets are left out where they are not asked for, the total is not") {
  SearchRequest request = query("灌溉");
  request.facets = false;
  const SearchResult result = answer(request);
  CHECK(result.facets.empty());
  CHECK(result.total == 3);
  CHECK(ids(result) == ids(answer(query("灌溉"))));
}

TEST_CASE("sorted by date the newest come first, those without one last") {
  SearchRequest request = query("水肥 灌溉");
  request.sort = Sort::date;
  CHECK(ids(answer(request)) == "A1");  // A3 has no 灌溉, A2 no 水肥
  request.query = "灌溉";
  CHECK(ids(answer(request)) == "A1 A2 A5");
  request.query = "水肥一体化";
  CHECK(ids(answer(request)) == "A3 A1");
}

TEST_CASE("sorted by TRL the most mature come first, inferred ones among them") {
  SearchRequest request;
  request.sort = Sort::trl;
  CHECK(ids(answer(request)) == "A2 A5 A1 A3 A4");
  request.query = "灌溉";
  CHECK(ids(answer(request)) == "A2 A5 A1");
}

TEST_CASE("another order than relevance lists the records that are counted, not newer ones with less of the query") {
  world::World world;
  world.put(R"({"kind":"achievement","id":"old","title":"棉田水肥一体化智能灌溉系统","trl":2,"updated_at":"2015-01-01"})");
  for (int i = 0; i < 5; ++i)
    world.put(fmt::format(R"({{"kind":"achievement","id":"new{}","title":"灌溉泵站巡检","trl":9,"updated_at":"2025-01-0{}"}})", i, i + 1));
  world.build();
  for (const Sort sort : {Sort::relevance, Sort::date, Sort::trl}) {
    SearchRequest request = query("水肥一体化智能灌溉");
    request.sort = sort;
    const SearchResult result = answer(request, world);
    CHECK(result.total == 1);
    CHECK(ids(result) == "old");
  }
}

TEST_CASE("pages follow each other without overlap or gap, also among equal scores and dates") {
  const auto world = many(57, R"(,"updated_at":"2024-05-01","trl":5)");
  for (const char* text : {"节水灌溉", ""})
    for (const Sort sort : {Sort::relevance, Sort::date, Sort::trl}) {
      INFO(text << " " << static_cast<int>(sort));
      std::set<std::string> seen;
      std::size_t hits = 0;
      for (std::size_t page = 1; page <= 7; ++page) {
        SearchRequest request = query(text);
        request.sort = sort;
        request.page = page;
        const SearchResult result = answer(request, *world);
        CHECK(result.total == 57);
        CHECK(result.hits.size() == (page < 6 ? 10u : page == 6 ? 7u : 0u));
        hits += result.hits.size();
        for (const Hit& hit : result.hits) seen.insert(hit.card.id);
      }
      CHECK(hits == 57);
      CHECK(seen.size() == 57);
    }
}

TEST_CASE("equal scores fall by id, whatever the order they were written in") {
  const auto world = many(20, "");
  SearchRequest request = query("节水灌溉");
  request.size = 4;
  CHECK(ids(answer(request, *world)) == "000 001 002 003");
  request.page = 2;
  CHECK(ids(answer(request, *world)) == "004 005 006 007");
}

TEST_CASE("the first note says how the query was understood") {
  const SearchResult result = answer(query("水肥 地区:湖北 -大田"));
  REQUIRE_FALSE(result.notes.empty());
  CHECK(result.notes[0].code == "understood");
  CHECK(result.notes[0].message == "检索：水肥；地区：湖北省；不含：大田");
  CHECK(note(answer(query("地区:湖背")), "unknown_value") != nullptr);
}

TEST_CASE("a hit shows what matched in its title and in its text") {
  const SearchResult result = answer(query("水肥一体化"));
  REQUIRE(result.hits.size() == 2);
  CHECK(printed(result.hits[0].title_parts) == "棉田[水肥一体化]智能灌溉系统");
  REQUIRE(result.hits[0].fragments.size() == 1);
  CHECK(result.hits[0].fragments[0].field == "keywords");
  CHECK(printed(result.hits[0].fragments[0].parts) == "[水肥一体化]；节水灌溉");
  CHECK(printed(result.hits[1].title_parts) == "温室装备");
  REQUIRE(result.hits[1].fragments.size() == 1);
  CHECK(result.hits[1].fragments[0].field == "summary");
  CHECK(printed(result.hits[1].fragments[0].parts) == "温室[水肥一体化]装备，含施肥机与控制柜。");
}

TEST_CASE("a hit carries the card of its record") {
  const SearchResult result = answer(query("太阳能"));
  REQUIRE(result.hits.size() == 1);
  const Card& card = result.hits[0].card;
  CHECK(card.title == "果园无线阀门");
  CHECK(card.owner == "青竹机电研究所");
  CHECK(card.trl == 9);
  CHECK(card.trl_inferred);
  CHECK(card.visibility == "public");
}

TEST_CASE("what is not public is neither found nor counted, unless the caller may see it") {
  SearchRequest request = query("水肥一体化");
  SearchResult result = answer(request);
  CHECK(ids(result).find("AL") == std::string::npos);
  CHECK(ids(result).find("AR") == std::string::npos);
  CHECK(result.total == 2);
  CHECK(printed(result.facets.at("region")) == "420000 1 (420100 1), 430000 1 (430100 1)");
  request.see_hidden = true;
  CHECK(found(request) == "A1 A3 AL AR");
  CHECK(printed(answer(request).facets.at("region")) == "420000 3 (420100 3), 430000 1 (430100 1)");
}

TEST_CASE("an answer names the state of the index it stands on") {
  const SearchResult result = answer(query("水肥"));
  CHECK(result.seq == 9);  // one for each record put
  CHECK(result.generation == "gen-000001");
  CHECK(result.took_ms > 0);
}

TEST_CASE("what was published since the last build is found after the next one, through the same pool") {
  world::World world;
  world.put(R"({"kind":"achievement","id":"A1","title":"水肥一体化"})");
  world.build();
  ReaderPool pool(world.path());
  const Searcher searcher(pool, world::vocabularies());
  CHECK(searcher.search(query("水肥")).value().total == 1);
  world.put(R"({"kind":"achievement","id":"A2","title":"水肥一体化"})");
  CHECK(searcher.search(query("水肥")).value().total == 1);
  world.build();
  const auto result = searcher.search(query("水肥"));
  CHECK(result.value().total == 2);
  CHECK(result.value().generation == "gen-000002");
}

TEST_CASE("a page that is too deep, or none at all, is refused with a way out") {
  SearchRequest request = query("水肥");
  struct Row {
    std::size_t page, size;
    bool fine;
  };
  const Row rows[] = {{1000, 10, true}, {1001, 10, false}, {101, 100, false}, {100, 100, true}, {0, 10, false}, {1, 0, false},
                      {SIZE_MAX, 2, false}, {SIZE_MAX / 2 + 1, 2, false}};
  for (const Row& row : rows) {
    INFO(row.page << " × " << row.size);
    request.page = row.page;
    request.size = row.size;
    const auto result = ask(request);
    CHECK(result.has_value() == row.fine);
    if (result) continue;
    CHECK(result.error().code == corpus::ErrorCode::invalid_argument);
    CHECK(result.error().where == "page");
    CHECK_FALSE(result.error().hint.empty());
  }
}

TEST_CASE("without an index a search is told so") {
  world::World world;
  const auto result = ask(query("水肥"), world);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == corpus::ErrorCode::unavailable);
}

TEST_CASE("the ranking for evaluation is the ranking of the search, without share and visibility") {
  ReaderPool pool(library().path());
  const Searcher searcher(pool, world::vocabularies());
  const auto ranked = searcher.rank("温室水肥一体化", corpus::Kind::achievement, 10);
  REQUIRE(ranked);
  REQUIRE(ranked->size() == 4);
  CHECK((*ranked)[0].id == "A3");
  for (std::size_t i = 1; i < ranked->size(); ++i) CHECK((*ranked)[i].score <= (*ranked)[i - 1].score);
  CHECK(searcher.rank("温室水肥一体化", corpus::Kind::achievement, 2).value().size() == 2);
}

}  // namespace searcher_answers_test
