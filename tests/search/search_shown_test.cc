// SPDX-License-Identifier: GPL-3.0-or-later
// What an answer shows beside the hits (notes, the share, marked words), what it keeps from sight, and what it puts first.
#include <catch2/catch.hpp>

#include "search/found.h"

namespace search_shown_test {

using namespace search;
using found::any_order;
using found::ids;
using found::printed;

namespace {

std::string note(const SearchResult& result, const std::string& code) {
  for (const Note& one : result.notes)
    if (one.code == code) return one.message + " | " + one.message_en;
  return "–";
}

// One open record, one for those who signed in, one restricted.
class Doors : public found::Library {
 public:
  Doors() {
    put(R"({"kind":"achievement","id":"open","title":"温室灌溉","tech_field":["agriculture"],"region":"420000","stage":"mid"})");
    put(R"({"kind":"achievement","id":"signed","title":"温室灌溉","tech_field":["energy"],"region":"430000","stage":"early","visibility":"login"})");
    put(R"({"kind":"achievement","id":"closed","title":"温室灌溉","tech_field":["marine"],"region":"440000","stage":"mature","visibility":"restricted"})");
    build();
  }
};

}  // namespace

TEST_CASE("the answer says first how the query was understood") {
  Doors doors;
  const SearchResult result = doors.search("灌溉 地区:湖北");
  REQUIRE_FALSE(result.notes.empty());
  CHECK(result.notes.front().code == "understood");
  CHECK(result.notes.front().message == "检索：灌溉；地区：湖北省");
  CHECK(note(doors.search("地区:湖背"), "unknown_value") != "–");
  CHECK(note(result, "unknown_value") == "–");
}

TEST_CASE("of two words both are needed, of more three in five, and the answer says so") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"five","title":"甲乙 丙丁 戊己 庚辛 壬癸"})");
  library.put(R"({"kind":"achievement","id":"three","title":"甲乙 丙丁 戊己"})");
  library.put(R"({"kind":"achievement","id":"two","title":"甲乙 丙丁"})");
  library.put(R"({"kind":"achievement","id":"one","title":"甲乙"})");
  library.build();
  struct Row {
    const char* query;
    std::string found, share;
  };
  const std::string cut = "只列出含有检索内容至少六成的记录，含得更少的没有列出；用 OR 连接各词可以放宽 | "
                          "only records that hold at least 60% of what was asked for are listed; join the words by OR to see the others";
  const Row rows[] = {
      {"甲乙", "five one three two", "–"},
      {"甲乙 丙丁", "five three two", "–"},
      {"甲乙 丙丁 戊己", "five three two", cut},
      {"甲乙 丙丁 戊己 庚辛", "five three", cut},
      {"甲乙 丙丁 戊己 庚辛 壬癸", "five three", cut},
      {"甲乙 甲乙 甲乙 甲乙", "five one three two", "–"},  // a word is a word however often it is typed
      {"\"甲乙\"", "five one three two", "–"},             // what must hold anyway is not counted in shares
      {"甲乙 子丑", "", "–"},
  };
  for (const Row& row : rows) {
    const SearchResult result = library.search(row.query);
    INFO(row.query);
    CHECK(any_order(result) == row.found);
    CHECK(result.total == static_cast<std::int64_t>(result.hits.size()));
    CHECK(note(result, "share") == row.share);
  }
}

TEST_CASE("what matched is marked in the title and in fragments of the other fields") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"a","title":"棉田水肥一體化系統","summary":"根區水勢。水肥一体化節水 18%。","keywords":["ＰＥＭ电解槽"]})");
  library.build();
  SearchResult result = library.search("水肥一体化");
  REQUIRE(result.hits.size() == 1);
  CHECK(printed(result.hits[0].title_parts) == "棉田[水肥一體化]系統");  // in the characters that were written
  REQUIRE_FALSE(result.hits[0].fragments.empty());
  CHECK(result.hits[0].fragments[0].field == "summary");
  CHECK(printed(result.hits[0].fragments[0].parts).find("[水肥一体化]") != std::string::npos);
  result = library.search("pem");
  REQUIRE(result.hits.size() == 1);
  CHECK(printed(result.hits[0].title_parts) == "棉田水肥一體化系統");
  REQUIRE_FALSE(result.hits[0].fragments.empty());
  CHECK(result.hits[0].fragments[0].field == "keywords");
  CHECK(printed(result.hits[0].fragments[0].parts) == "[ＰＥＭ]电解槽");
  result = library.search("");
  REQUIRE(result.hits.size() == 1);
  CHECK(printed(result.hits[0].title_parts).find('[') == std::string::npos);
}

TEST_CASE("records that are not public are in no hits, totals or facets unless the caller may see them") {
  Doors doors;
  for (const char* query : {"", "灌溉", "\"温室灌溉\"", "-果园", "灌溉 OR 电池"}) {
    SearchRequest request;
    request.query = query;
    INFO(query);
    const SearchResult open = doors.search(request);
    CHECK(ids(open) == "open");
    CHECK(open.total == 1);
    CHECK(printed(open.facets.at("kind")) == "achievement 1");
    CHECK(printed(open.facets.at("field")) == "agriculture 1");
    CHECK(printed(open.facets.at("region")) == "420000 1");
    CHECK(printed(open.facets.at("stage")) == "mid 1");
    CHECK(printed(open.facets.at("trl")) == "6 1");
    request.see_hidden = true;
    const SearchResult all = doors.search(request);
    CHECK(any_order(all) == "closed open signed");
    CHECK(all.total == 3);
    CHECK(printed(all.facets.at("field")) == "agriculture 1, energy 1, marine 1");
    CHECK(printed(all.facets.at("trl")) == "9 1, 6 1, 3 1");
  }
  SearchRequest aimed;
  aimed.filters.field = {"marine"};
  CHECK(doors.search(aimed).total == 0);
}

TEST_CASE("an answer carries the state of the index it stands on, and the next one the next") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"a","title":"灌溉"})");
  const auto first = library.build();
  CHECK(library.search("灌溉").seq == first.manifest.seq);
  CHECK(library.search("灌溉").generation == first.manifest.generation);
  library.put(R"({"kind":"achievement","id":"b","title":"灌溉"})");
  CHECK(library.search("灌溉").total == 1);
  const auto second = library.build();
  const SearchResult result = library.search("灌溉");
  CHECK(result.total == 2);
  CHECK(result.seq == second.manifest.seq);
  CHECK(result.generation == second.manifest.generation);
  CHECK(result.generation != first.manifest.generation);
}

TEST_CASE("of two records the search prefers") {
  struct Row {
    const char *what, *query, *better, *worse;
  };
  // The better one has the higher id, so that a tie falls the wrong way.
  const Row rows[] = {
      {"a hit in the title over one in the text", "滴灌", R"("title":"滴灌","summary":"样机")", R"("title":"样机","summary":"滴灌")"},
      {"a hit in the title over one in the keywords", "滴灌", R"("title":"滴灌","keywords":["样机"])", R"("title":"样机","keywords":["滴灌"])"},
      {"a hit in the keywords over one in the text", "滴灌", R"("title":"样机","keywords":["滴灌"])", R"("title":"样机","summary":"滴灌")"},
      {"more of the words over fewer", "滴灌 阀门 电池", R"("title":"样机","summary":"滴灌，阀门")", R"("title":"样机","summary":"滴灌，样机")"},
      {"a rare word over a common one", "常见 稀奇", R"("title":"稀奇")", R"("title":"常见")"},
      {"a short text over a long one", "滴灌", R"("title":"样机","summary":"滴灌")",
       R"("title":"样机","summary":"滴灌，太阳能供电的无线阀门，适合山地果园、温室和苗圃的改造")"},
      {"the word whole over its parts apart", "水肥一体化", R"("title":"样机","summary":"水肥一体化")", R"("title":"样机","summary":"一体成型的水肥")"},
      {"a compound whole over its parts apart", "C/C 材料", R"("title":"样机","summary":"C/C 材料")", R"("title":"样机","summary":"C 材料 D")"},
      {"an English word in another form over none", "electrolytes 电池", R"("title":"electrolyte")", R"("title":"solvent 电池组")"},
  };
  for (const Row& row : rows) {
    found::Library library;
    library.put(fmt::format(R"({{"kind":"achievement","id":"z",{}}})", row.better));
    library.put(fmt::format(R"({{"kind":"achievement","id":"a",{}}})", row.worse));
    for (int i = 0; i < 10; ++i) library.put(fmt::format(R"({{"kind":"achievement","id":"m{}","title":"常见的机床"}})", i));
    library.build();
    INFO(row.what);
    const auto ranked = library.searcher().rank(row.query, corpus::Kind::achievement, 100);
    REQUIRE(ranked);
    std::string order;
    for (const RankedId& one : *ranked)
      if (one.id == "z" || one.id == "a") order += one.id;
    CHECK(order == "za");
  }
}

TEST_CASE("a phrase finds the words side by side only") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"a","title":"deep sea mining"})");
  library.put(R"({"kind":"achievement","id":"b","title":"sea deep mining"})");
  library.put(R"({"kind":"achievement","id":"c","title":"deep mining","summary":"sea"})");
  library.build();
  CHECK(ids(library.search("\"deep sea\"")) == "a");
  CHECK(any_order(library.search("deep sea")) == "a b c");
  CHECK(ids(library.search("标题:sea -\"deep sea\"")) == "b");
}

TEST_CASE("the ranking alone is that of the search, as deep as asked for") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"a","title":"样机","summary":"滴灌"})");
  library.put(R"({"kind":"achievement","id":"b","title":"滴灌"})");
  library.put(R"({"kind":"achievement","id":"c","title":"滴灌","visibility":"login"})");
  library.put(R"({"kind":"need","id":"n","title":"滴灌"})");
  library.build();
  const auto ranking = [&](std::size_t depth) {
    const auto ranked = library.searcher().rank("滴灌", corpus::Kind::achievement, depth);
    REQUIRE(ranked);
    std::string out;
    for (const RankedId& one : *ranked) out += one.id;
    return out;
  };
  CHECK(ranking(10) == "bca");
  CHECK(ranking(2) == "bc");
  SearchRequest request;
  request.query = "滴灌", request.see_hidden = true;
  CHECK(ids(library.search(request)) == "b c a");
}

}  // namespace search_shown_test
