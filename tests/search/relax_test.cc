// SPDX-License-Identifier: GPL-3.0-or-later
// Queries that nothing matches: what is loosened, in which order, what is put back, and that it is said.
#include "search/relax.h"

#include <catch2/catch.hpp>

#include "search/found.h"
#include "search/query_parser.h"

namespace relax_test {

using namespace search;

namespace {

class Shelf : public found::Shared<Shelf> {
 public:
  Shelf() {
    put(R"({"kind":"achievement","id":"cotton","title":"棉田滴灌","summary":"水肥一体化，thin film evaporation","region":"420100","tech_field":["agriculture"],
            "trl":5,"registration_date":"2024-03-01"})");
    put(R"({"kind":"achievement","id":"orchard","title":"果园滴灌","summary":"山地","region":"420500","tech_field":["agriculture"],"trl":8,
            "registration_date":"2022-03-01"})");
    put(R"({"kind":"achievement","id":"battery","title":"固态电池","summary":"电解质薄膜，film that is thin","region":"430100","tech_field":["energy"],"trl":3,
            "registration_date":"2023-03-01"})");
    put(R"({"kind":"achievement","id":"hidden","title":"隐栖电池","summary":"水肥","region":"110000","visibility":"受限"})");
    build();
  }
};

struct Answer {
  std::string ids, notes;
};

Answer relaxed(const std::string& query, bool relax = true) {
  SearchRequest request;
  request.query = query;
  request.relax = relax;
  const SearchResult result = Shelf::get().search(request);
  CHECK(result.total == static_cast<std::int64_t>(result.hits.size()));
  Answer out{found::any_order(result), ""};
  for (const Note& note : result.notes) {
    if (!note.code.starts_with("relaxed_")) continue;
    CHECK(note.message.find("strict") != std::string::npos);
    CHECK(note.message_en.find("strict") != std::string::npos);
    out.notes += (out.notes.empty() ? "" : " ") + note.code.substr(8) + (note.length > 0 ? "=" + query.substr(note.start, note.length) : "");
  }
  return out;
}

}  // namespace

TEST_CASE("what matches nothing is loosened step by step, and what need not be loosened stays") {
  struct Row {
    const char *query, *ids, *notes;
  };
  const Row rows[] = {
      // what matches is left alone
      {"滴灌", "cotton orchard", ""},
      {"滴灌 地区:湖北", "cotton orchard", ""},
      // a phrase counts as its words
      {"\"一体化水肥\"", "cotton", "phrase=\"一体化水肥\""},
      {"\"film thin\" 地区:湖北", "cotton", "phrase=\"film thin\""},
      {"\"thin film\"~1 \"电解质\"", "battery", "phrase=\"thin film\"~1 phrase=\"电解质\""},
      // filters go, the one that excludes most first
      {"滴灌 地区:湖南", "cotton orchard", "filter=地区:湖南"},
      {"滴灌 领域:农业 地区:湖南", "cotton orchard", "filter=地区:湖南"},
      {"电池 地区:湖北 领域:新能源与高效节能", "battery", "filter=地区:湖北"},  // the field went first, and came back
      {"年份:2022 成熟度:3", "battery", "filter=2022"},  // of two that exclude alike the first written; a number's place is its own
      {"滴灌 地区:湖南,广东 年份:2030", "cotton orchard", "filter=地区:湖南,广东 filter=2030"},
      {"滴灌 成熟度:1,2", "cotton orchard", "filter=成熟度:1,2"},
      // what must hold only ranks
      {"标题:水肥 领域:农业", "cotton", "share"},  // and the filter comes back
      {"标题:电解质", "battery", "share"},
      {"棉田 固态", "battery cotton", "terms"},
      {"标题:电池 标题:滴灌", "battery cotton orchard", "terms"},
      {"(量子 OR 光子) 山地", "orchard", "terms"},
      {"标题:evap*", "cotton", "share"},
      // of many words, some; a single one only where there is nothing else
      {"果园滴灌山地光伏储能", "orchard", "share"},
      {"固态光伏储能制氢", "battery", "terms"},
      {"标题:山地 果园滴灌光伏储能", "orchard", "share"},
      {"\"量子电池\" 地区:湖北", "battery", "filter=地区:湖北 terms"},
      // exclusions, and the record that is asked for, stay
      {"滴灌 -棉田 地区:湖南", "orchard", "filter=地区:湖南"},
      {"滴灌 -滴灌", "", ""},
      {"滴灌 同一:none-such", "", ""},
      // nothing to be had
      {"量子", "", ""},
      {"量子 地区:湖北", "", ""},
      {"隐栖 单位:无", "", ""},  // not for this reader
  };
  for (const Row& row : rows) {
    INFO(row.query);
    const Answer answer = relaxed(row.query);
    CHECK(answer.ids == row.ids);
    CHECK(answer.notes == row.notes);
  }
}

TEST_CASE("a strict search loosens nothing") {
  for (const char* query : {"\"一体化水肥\"", "滴灌 地区:湖南", "标题:水肥", "棉田 固态"}) {
    INFO(query);
    const Answer answer = relaxed(query, false);
    CHECK(answer.ids.empty());
    CHECK(answer.notes.empty());
  }
}

TEST_CASE("the notes say what was loosened in both languages") {
  SearchRequest request;
  request.query = "\"一体化水肥\" 地区:湖南";
  request.relax = true;
  const SearchResult result = Shelf::get().search(request);
  REQUIRE(result.notes.size() >= 3);
  CHECK(result.notes[0].code == "understood");
  CHECK(result.notes[1].message == "没有记录含有短语“一体化水肥”：已按词检索；严格检索（strict）不放宽");
  CHECK(result.notes[1].message_en == "no record holds the phrase \"一体化水肥\": searched as words; a strict search (strict) loosens nothing");
  CHECK(result.notes[2].message == "没有记录符合全部条件：已去掉“地区：湖南省”；严格检索（strict）不放宽");
  CHECK(result.notes[2].message_en == "no record meets all conditions: left out \"region: Hunan\"; a strict search (strict) loosens nothing");
}

TEST_CASE("filters outside the query are kept") {
  SearchRequest request;
  request.query = "\"一体化水肥\"";
  request.filters.region = {"430000"};
  request.relax = true;
  CHECK(Shelf::get().search(request).total == 0);
}

TEST_CASE("filters beside a query that finds something are the reason where nothing is found, and loosen nothing") {
  const auto unmarked = [](const SearchResult& result) {
    std::string text = found::printed(result.facets.at("region"));
    std::erase(text, '*');
    return text;
  };
  const auto in = [](const std::string& query, std::vector<std::string> region, bool relax) {
    SearchRequest request;
    request.query = query;
    request.filters.region = std::move(region);
    request.relax = relax;
    return Shelf::get().search(request);
  };
  const auto code_count = [](const SearchResult& result, std::string_view code) { return std::ranges::count(result.notes, code, &Note::code); };
  const SearchResult wide = in("滴灌", {}, true);
  for (const bool relax : {true, false}) {
    const SearchResult none = in("滴灌", {"430000"}, relax);
    CHECK(none.total == 0);
    CHECK(unmarked(none) == unmarked(wide));
    REQUIRE(code_count(none, "filtered_out") == 1);
    CHECK(none.notes.back().message == "没有结果是因为所选的筛选条件：去掉它们有 2 条记录");
    CHECK(none.notes.size() == 2);  // and how the query was understood
  }
  const SearchResult both = in("滴灌", {"430000", "420500"}, true);
  CHECK(found::ids(both) == "orchard");
  CHECK(unmarked(both) == unmarked(wide));
  // What is found nowhere is loosened, and alike whatever is chosen.
  const SearchResult loosened = in("棉田 固态", {}, true);
  CHECK(found::any_order(loosened) == "battery cotton");
  for (const auto& [region, ids] : {std::pair{"420000", "cotton"}, std::pair{"430000", "battery"}, std::pair{"110000", ""}}) {
    INFO(region);
    const SearchResult narrowed = in("棉田 固态", {region}, true);
    CHECK(found::any_order(narrowed) == ids);
    CHECK(unmarked(narrowed) == unmarked(loosened));
    CHECK(code_count(narrowed, "relaxed_terms") == 1);
    CHECK(code_count(narrowed, "filtered_out") == (narrowed.total == 0 ? 1 : 0));
  }
  CHECK(code_count(in("量子", {"420000"}, true), "filtered_out") == 0);
  CHECK(code_count(in("隐栖", {"420000"}, true), "filtered_out") == 0);  // what is hidden is not counted
}

TEST_CASE("a query that contradicts itself is told so") {
  struct Row {
    const char *query, *said;
  };
  const Row rows[] = {
      {"地区:湖北 地区:湖南", "“地区：湖北省”和“地区：湖南省”互相矛盾，没有记录同时符合"},
      {"滴灌 地区:湖北,湖南 地区:广东", "“地区：湖北省、湖南省”和“地区：广东省”互相矛盾，没有记录同时符合"},
      {"年份:2020 年份:2024", "“年份：2020”和“年份：2024”互相矛盾，没有记录同时符合"},
      {"地区:湖北 -地区:湖北", "“地区：湖北省”既要检索，又要排除，互相矛盾"},
      {"滴灌 -滴灌", "“滴灌”既要检索，又要排除，互相矛盾"},
      {"棉田滴灌 -滴灌", "“滴灌”既要检索，又要排除，互相矛盾"},
      {"标题:滴灌 -标题:滴灌", "“滴灌”既要检索，又要排除，互相矛盾"},
      {"滴灌 地区:湖北 地区:武汉", ""},  // the one lies in the other
      {"滴灌 年份:2020-2024 年份:2024", ""},
      {"领域:农业 领域:新能源与高效节能 山地", ""},  // a record has several fields
      {"滴灌 -地区:湖北", ""},
      {"滴灌 -山", ""},
      {"量子", ""},
  };
  for (const Row& row : rows) {
    INFO(row.query);
    for (const bool relax : {true, false}) {
      SearchRequest request;
      request.query = row.query;
      request.relax = relax;
      std::string said;
      for (const Note& note : Shelf::get().search(request).notes)
        if (note.code == "contradictory") said += note.message;
      CHECK(said == row.said);
    }
  }
}

TEST_CASE("the index is asked a bounded number of times, however many filters there are") {
  std::string query = "词";
  for (int i = 0; i < 500; ++i) query += " 地区:湖北";
  const ParsedQuery parsed = parse_query(query, world::vocabularies());
  std::size_t asked = 0;
  const auto found = relax(parsed.root, world::vocabularies(),
                           {[&](const Node&, Share) { return ++asked, false; }, [&](const Node&) -> std::int64_t { return ++asked, 0; }});
  CHECK_FALSE(found);
  CHECK(asked <= 2 * kMostRelaxedFilters + 3);
}

TEST_CASE("what excludes most goes first, and what need not have gone comes back") {
  const ParsedQuery parsed = parse_query("\"甲乙\" 地区:湖北 领域:农业 年份:2020", world::vocabularies());
  const auto holders = [](const Node& node) -> std::int64_t { return node.field == "region" ? 5 : node.field == "field" ? 50 : 20; };
  std::vector<std::string> asked;
  // Only without the year: the region goes first, then the year; then the region comes back, and the phrase.
  const auto finds = [&](const Node& root, Share) {
    asked.push_back(to_text(root));
    return to_text(root).find("year") == std::string::npos;
  };
  const auto found = relax(parsed.root, world::vocabularies(), {finds, holders});
  REQUIRE(found);
  CHECK(to_text(found->root) == "(all \"甲乙\" region:420000 field:agriculture)");
  CHECK(found->share == Share::most);
  REQUIRE(found->notes.size() == 1);
  CHECK(found->notes.front().code == "relaxed_filter");
  REQUIRE(asked.size() >= 3);
  CHECK(asked[0] == "(all 甲乙 region:420000 field:agriculture year:2020)");
  CHECK(asked[1] == "(all 甲乙 field:agriculture year:2020)");
  CHECK(asked[2] == "(all 甲乙 field:agriculture)");
}

}  // namespace relax_test
