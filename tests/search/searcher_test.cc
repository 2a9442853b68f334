// SPDX-License-Identifier: GPL-3.0-or-later
// A handful of records on a real index, asked: what is found, counted, sorted, paged, noted, marked and kept from sight.
#include "search/searcher.h"

#include <catch2/catch.hpp>
#include <atomic>
#include <chrono>
#include <limits>
#include <set>
#include <thread>

#include "indexer/build_database.h"
#include "search/found.h"

namespace searcher_test {

using namespace search;
using found::any_order;
using found::ids;
using found::printed;

namespace {

// Four achievements that differ in every list, and a need that must never be among them.
class Shelf : public found::Library {
 public:
  Shelf() {
    put(R"({"kind":"achievement","id":"cotton","title":"棉田滴灌","summary":"棉田节水","region":"420100","tech_field":["agriculture"],
            "industry":["A013"],"stage":"mid","trl":5,"cooperation_modes":["license_sole"],"registration_date":"2024-03-01","updated_at":"2024-05-01"})");
    put(R"({"kind":"achievement","id":"orchard","title":"果园滴灌","summary":"山地果园","region":"420500","tech_field":["agriculture","electronics"],
            "industry":["A014"],"stage":"mature","cooperation_modes":["license"],"registration_date":"2022-06-01","updated_at":"2024-09-01"})");
    put(R"({"kind":"achievement","id":"battery","title":"固态电池","summary":"硫化物电解质","region":"430100","tech_field":["energy"],
            "industry":["C384"],"stage":"early","trl":3,"cooperation_modes":["equity"],"registration_date":"2023-09-01","updated_at":"2023-10-01"})");
    put(R"({"kind":"achievement","id":"bare","title":"无字样机"})");
    put(R"({"kind":"need","id":"need","title":"果园滴灌改造","region":"420100","tech_field":["agriculture"],"min_trl":5,"start":"2024-01-01"})");
    build();
  }
};

}  // namespace

TEST_CASE("filters narrow to any code of a list and to all of the lists") {
  Shelf shelf;
  struct Row {
    const char* what;
    void (*narrow)(Filters&);
    std::string found;
  };
  const Row rows[] = {
      {"nothing", [](Filters&) {}, "orchard cotton battery bare"},
      {"a prefecture", [](Filters& f) { f.region = {"420100"}; }, "cotton"},
      {"a province with its prefectures", [](Filters& f) { f.region = {"420000"}; }, "orchard cotton"},
      {"any of two regions", [](Filters& f) { f.region = {"420100", "430000"}; }, "cotton battery"},
      {"a region of nobody", [](Filters& f) { f.region = {"110000"}; }, ""},
      {"a code that is none", [](Filters& f) { f.region = {"42"}; }, ""},
      {"a field", [](Filters& f) { f.field = {"electronics"}; }, "orchard"},
      {"any of two fields", [](Filters& f) { f.field = {"electronics", "energy"}; }, "orchard battery"},
      {"an industry group", [](Filters& f) { f.industry = {"A014"}; }, "orchard"},
      {"a division with its groups", [](Filters& f) { f.industry = {"A01"}; }, "orchard cotton"},
      {"a section with its groups", [](Filters& f) { f.industry = {"C"}; }, "battery"},
      {"a stage", [](Filters& f) { f.stage = {"mid"}; }, "cotton"},
      {"any of two stages", [](Filters& f) { f.stage = {"mid", "early"}; }, "cotton battery"},
      {"a licence with its kinds", [](Filters& f) { f.cooperation = {"license"}; }, "orchard cotton"},
      {"a kind of licence", [](Filters& f) { f.cooperation = {"license_sole"}; }, "cotton"},
      {"readiness from below, inferred from the stage where not stated", [](Filters& f) { f.trl_min = 5; }, "orchard cotton"},
      {"readiness from above, of those that have one", [](Filters& f) { f.trl_max = 5; }, "cotton battery"},
      {"readiness between, both ends included", [](Filters& f) { f.trl_min = 3, f.trl_max = 5; }, "cotton battery"},
      {"years from below", [](Filters& f) { f.year_from = 2023; }, "cotton battery"},
      {"years from above, of those that have one", [](Filters& f) { f.year_to = 2023; }, "orchard battery"},
      {"one year", [](Filters& f) { f.year_from = 2022, f.year_to = 2022; }, "orchard"},
      {"two lists at once", [](Filters& f) { f.region = {"420000"}, f.field = {"electronics"}; }, "orchard"},
      {"two lists that contradict", [](Filters& f) { f.region = {"430000"}, f.field = {"agriculture"}; }, ""},
  };
  for (const Row& row : rows) {
    SearchRequest request;
    row.narrow(request.filters);
    INFO(row.what);
    const SearchResult result = shelf.search(request);
    CHECK(ids(result) == row.found);
    CHECK(result.total == static_cast<std::int64_t>(result.hits.size()));
    CHECK(result.total_exact);
  }
}

TEST_CASE("filters narrow what the words find, and so do filters that are typed") {
  Shelf shelf;
  SearchRequest request;
  request.query = "滴灌";
  CHECK(any_order(shelf.search(request)) == "cotton orchard");
  request.filters.region = {"420500"};
  CHECK(ids(shelf.search(request)) == "orchard");
  request.filters = {};
  request.query = "滴灌 地区:宜昌";
  CHECK(ids(shelf.search(request)) == "orchard");
  request.query = "滴灌 -果园";
  CHECK(ids(shelf.search(request)) == "cotton");
  request.query = "固态电池 OR 果园";
  CHECK(any_order(shelf.search(request)) == "battery orchard");
  request.query = "成熟度:3-5";
  CHECK(ids(shelf.search(request)) == "cotton battery");
}

TEST_CASE("a search is of one kind") {
  Shelf shelf;
  SearchRequest request;
  request.query = "滴灌";
  request.kind = corpus::Kind::need;
  CHECK(ids(shelf.search(request)) == "need");
  request.kind = corpus::Kind::expert;
  CHECK(shelf.search(request).total == 0);
}

TEST_CASE("facets count every list, children under their parents, most first") {
  Shelf shelf;
  const SearchResult all = shelf.search("");
  CHECK(printed(all.facets.at("kind")) == "achievement 4");
  CHECK(printed(all.facets.at("region")) == "420000 2 (420100 1, 420500 1), 430000 1 (430100 1)");
  CHECK(printed(all.facets.at("field")) == "agriculture 2, electronics 1, energy 1");
  CHECK(printed(all.facets.at("industry")) == "A 2 (A01 2 (A013 1, A014 1)), C 1 (C38 1 (C384 1))");
  CHECK(printed(all.facets.at("stage")) == "early 1, mature 1, mid 1");
  CHECK(printed(all.facets.at("trl")) == "9 1, 5 1, 3 1");
  CHECK(printed(all.facets.at("cooperation")) == "license 2 (license_sole 1), equity 1");
  CHECK(printed(all.facets.at("year")) == "2024 1, 2023 1, 2022 1");
  CHECK(all.facets.size() == 8);
}

TEST_CASE("facets count what is found and mark what is chosen") {
  Shelf shelf;
  SearchRequest request;
  request.query = "滴灌";
  request.filters.region = {"420500"};
  const SearchResult result = shelf.search(request);
  CHECK(printed(result.facets.at("region")) == "420000 2 (420100 1, *420500 1)");
  CHECK(printed(result.facets.at("field")) == "agriculture 1, electronics 1");
  CHECK(printed(result.facets.at("year")) == "2022 1");
  request.facets = false;
  const SearchResult plain = shelf.search(request);
  CHECK(plain.facets.empty());
  CHECK(plain.total == result.total);
}

TEST_CASE("hits are sorted by relevance, date or readiness") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"fitting","title":"水肥一体化","trl":3,"updated_at":"2020-01-01"})");
  library.put(R"({"kind":"achievement","id":"newest","title":"样机","summary":"水肥一体化","trl":5,"updated_at":"2024-01-01"})");
  library.put(R"({"kind":"achievement","id":"ripest","title":"样机","summary":"水肥一体化，太阳能供电的无线阀门，适合山地。","stage":"mature","updated_at":"2022-01-01"})");
  library.put(R"({"kind":"achievement","id":"silent","title":"样机","summary":"水肥一体化，用于温室、大棚、苗圃、果园和草坪，也用于城市绿地养护。"})");
  library.put(R"({"kind":"achievement","id":"other","title":"固态电池","updated_at":"2025-01-01","trl":9})");
  library.build();
  SearchRequest request;
  request.query = "水肥一体化";
  CHECK(ids(library.search(request)) == "fitting newest ripest silent");
  request.sort = Sort::date;
  CHECK(ids(library.search(request)) == "newest ripest fitting silent");  // what states none comes last
  request.sort = Sort::trl;
  CHECK(ids(library.search(request)) == "ripest newest fitting silent");
}

TEST_CASE("where there is nothing to rank by the newest come first") {
  Shelf shelf;
  CHECK(ids(shelf.search("")) == "orchard cotton battery bare");
  CHECK(ids(shelf.search("领域:农业")) == "orchard cotton");
  CHECK(ids(shelf.search("-果园")) == "cotton battery bare");
}

TEST_CASE("pages do not overlap and leave nothing out, however the hits are sorted and however equal they are") {
  found::Library library;
  std::set<std::string> all;
  for (int i = 0; i < 23; ++i) {
    const std::string id = fmt::format("r{:02}", i * 7 % 23);  // stored in another order than the ids'
    library.put(fmt::format(R"({{"kind":"achievement","id":"{}","title":"水肥一体化","trl":{},"updated_at":"2024-01-01"}})", id, 1 + i % 2));
    all.insert(id);
  }
  library.build();
  for (const char* query : {"", "水肥一体化", "水肥"})
    for (const Sort sort : {Sort::relevance, Sort::date, Sort::trl}) {
      std::set<std::string> seen;
      std::size_t shown = 0;
      for (std::size_t page = 1; page <= 5; ++page) {
        SearchRequest request;
        request.query = query, request.sort = sort, request.page = page, request.size = 5;
        const SearchResult result = library.search(request);
        CAPTURE(query, static_cast<int>(sort), page);
        CHECK(result.total == 23);
        CHECK(result.hits.size() == (page < 5 ? 5u : 3u));
        for (const Hit& hit : result.hits) seen.insert(hit.card.id), ++shown;
      }
      CHECK(shown == 23);
      CHECK(seen == all);
    }
  SearchRequest beyond;
  beyond.page = 6, beyond.size = 5;
  const SearchResult result = library.search(beyond);
  CHECK(result.hits.empty());
  CHECK(result.total == 23);
}

TEST_CASE("hits of equal score fall by id") {
  found::Library library;
  for (const char* id : {"b", "c", "a"}) library.put(fmt::format(R"({{"kind":"achievement","id":"{}","title":"水肥一体化"}})", id));
  library.put(R"({"kind":"achievement","id":"d","title":"固态电池"})");
  library.build();
  SearchRequest request;
  request.query = "水肥一体化";
  CHECK(ids(library.search(request)) == "a b c");
}

TEST_CASE("a page that is too deep or none at all is an invalid argument") {
  Shelf shelf;
  struct Row {
    std::size_t page, size;
    bool fits;
  };
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  for (const Row& row : {Row{1, 10, true}, {1000, 10, true}, {1001, 10, false}, {1, 10000, true}, {1, 10001, false}, {0, 10, false}, {1, 0, false},
                         {most, most, false}, {most / 2 + 2, 2, false}}) {
    SearchRequest request;
    request.page = row.page, request.size = row.size;
    CAPTURE(row.page, row.size);
    const auto result = shelf.searcher().search(request);
    CHECK(result.has_value() == row.fits);
    if (result) continue;
    CHECK(result.error().code == corpus::ErrorCode::invalid_argument);
    CHECK(result.error().where == "page");
    CHECK(result.error().message == "only the first 10000 hits can be paged to");
    CHECK(result.error().hint == "narrow the query with filters");
  }
}

TEST_CASE("a search whose time is up is a timeout and not a part of an answer") {
  const world::Directory directory;
  int made = 0;
  const auto next = [&]() -> std::optional<corpus::Record> {
    if (made == 300) return std::nullopt;  // the clock is looked at every 256 documents
    return world::record(fmt::format(R"({{"kind":"achievement","id":"r{}","title":"水肥一体化"}})", made++));
  };
  const auto database = directory.path() / "db";
  REQUIRE(indexer::build_database(next, world::vocabularies(), database, indexer::manifest_of_today(world::vocabularies(), "test")));
  ReaderPool pool(ReaderPool::Fixed{}, {database});
  const Searcher searcher(pool, world::vocabularies());
  SearchRequest request;
  request.query = "水肥";
  REQUIRE(searcher.search(request));
  CHECK(searcher.search(request)->total == 300);
  request.time_limit = std::chrono::milliseconds(-1);
  const auto late = searcher.search(request);
  REQUIRE_FALSE(late);
  CHECK(late.error().code == corpus::ErrorCode::timeout);
  request.time_limit = std::chrono::milliseconds(5000);
  CHECK(searcher.search(request));  // the reader was given back whole
}

TEST_CASE("without an index a search is unavailable") {
  const world::Directory directory;
  ReaderPool pool(directory.path());
  const auto result = Searcher(pool, world::vocabularies()).search({});
  REQUIRE_FALSE(result);
  CHECK(result.error().code == corpus::ErrorCode::unavailable);
}

// Xapian's static MatchAll has a reference count that threads may not share; a query of filters alone once copied it.
TEST_CASE("many threads search at once, with filters alone and with words") {
  Shelf shelf;
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      for (int n = 0; n < 50; ++n) {
        SearchRequest request;
        request.query = (i + n) % 2 == 0 ? "" : "滴灌 -山地";
        request.filters.region = {"420000"};
        const auto result = shelf.searcher().search(request);
        if (result && result->total == ((i + n) % 2 == 0 ? 2 : 1)) ++right;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 400);
}

}  // namespace searcher_test
