// SPDX-License-Identifier: GPL-3.0-or-later
// The list by relevance holds what is counted: every record once, and no other.
#include "search/listing.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "corpus/thesaurus.h"
#include "search/expansion.h"
#include "search/explanation.h"
#include "search/found.h"

namespace listing_test {

using namespace search;

namespace {

struct Asked {
  corpus::Kind kind;
  std::string query;
};

// The golden queries that are asked as searches.
std::vector<Asked> golden_queries() {
  std::ifstream file(QUEQIAO_SOURCE_DIR "/tests/relevance/queries.tsv");
  std::vector<Asked> out;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) continue;
    std::istringstream fields(line);
    std::string number, kind, pipeline, query;
    std::getline(fields, number, '\t');
    std::getline(fields, kind, '\t');
    std::getline(fields, pipeline, '\t');
    std::getline(fields, query, '\t');
    if (pipeline == "search") out.push_back({corpus::kind_from_string(kind).value(), query});
  }
  return out;
}

std::vector<std::string> whole_list(const found::Library& library, SearchRequest request, std::int64_t& total) {
  std::vector<std::string> ids;
  request.size = 50;
  for (request.page = 1;; ++request.page) {
    const SearchResult page = library.search(request);
    total = page.total;
    for (const Hit& hit : page.hits) ids.push_back(hit.card.id);
    if (page.hits.empty() || static_cast<std::int64_t>(request.page * request.size) >= total) return ids;
  }
}

std::vector<CountedPart> parts_of(const std::vector<std::string>& terms) {
  std::vector<CountedPart> parts;
  for (const std::string& term : terms) parts.push_back({Xapian::Query(term)});
  return parts;
}

}  // namespace

TEST_CASE("every golden query lists by relevance what it lists by date, and as many as it counts", "[sample]") {
  for (const Asked& asked : golden_queries()) {
    SearchRequest request;
    request.kind = asked.kind;
    request.query = asked.query;
    request.relax = true;
    request.fold = false;  // of near-duplicates either order shows another one
    std::int64_t total = 0, total_by_date = 0;
    auto by_relevance = whole_list(found::sample(), request, total);
    request.sort = Sort::date;
    auto by_date = whole_list(found::sample(), request, total_by_date);
    std::ranges::sort(by_relevance);
    std::ranges::sort(by_date);
    INFO(asked.query);
    CHECK(total == total_by_date);
    CHECK(static_cast<std::int64_t>(by_relevance.size()) == total);
    CHECK(by_relevance == by_date);
  }
}

TEST_CASE("another name of a word lists the same records as the word itself", "[sample]") {
  const auto thesaurus = corpus::read_thesaurus(QUEQIAO_SOURCE_DIR "/corpus/thesaurus/thesaurus.tsv");
  REQUIRE(thesaurus);
  const Expander expander(*thesaurus);
  const Searcher searcher(found::sample().pool(), world::vocabularies(), &expander);
  const auto ids = [&](const std::string& query) {
    SearchRequest request;
    request.query = query;
    const auto result = searcher.search(request);
    REQUIRE(result);
    CHECK(!result->hits.empty());
    return found::any_order(*result);
  };
  CHECK(ids("聚醚醚酮") == ids("PEEK"));
  CHECK(ids("增材制造") == ids("3D打印"));
}

TEST_CASE("who is listed by a loosened query is explained as listed", "[sample]") {
  SearchRequest request;
  request.query = "轴承 地区:湖北";
  request.relax = true;
  const SearchResult result = found::sample().search(request);
  REQUIRE(!result.hits.empty());
  for (const Hit& hit : result.hits) {
    const auto explained = explain(found::sample().pool(), world::vocabularies(), nullptr, request, hit.card.id);
    REQUIRE(explained);
    INFO(hit.card.id);
    CHECK(explained->fits);
    CHECK(explained->held >= explained->needed);
    CHECK(std::ranges::any_of(explained->notes, [](const Note& note) { return note.code.starts_with("relaxed_"); }));
  }
}

TEST_CASE("so many of some words are said by ANDs, as long as there are few ways to choose them") {
  Xapian::WritableDatabase database("", Xapian::DB_BACKEND_INMEMORY);
  const std::vector<std::string> words{"a", "b", "c", "d", "e", "f", "g"};
  for (unsigned held = 0; held < 128; ++held) {  // a document for each choice of words
    Xapian::Document document;
    for (unsigned i = 0; i < words.size(); ++i)
      if ((held >> i & 1u) != 0) document.add_term(words[i]);
    database.add_document(document);
  }
  for (std::size_t of = 1; of <= words.size(); ++of)
    for (std::size_t needed = 1; needed <= of; ++needed) {
      const auto query = holding(parts_of({words.begin(), words.begin() + static_cast<std::ptrdiff_t>(of)}), static_cast<double>(needed));
      CAPTURE(of, needed);
      if (!query) {
        CHECK(of == 7);
        continue;
      }
      std::size_t expected = 0;
      for (unsigned held = 0; held < 128; ++held) {
        std::size_t count = 0;
        for (unsigned i = 0; i < of; ++i) count += held >> i & 1u;
        expected += count >= needed;
      }
      Xapian::Enquire enquire(database);
      enquire.set_weighting_scheme(Xapian::BoolWeight());
      enquire.set_query(*query);
      CHECK(enquire.get_mset(0, 128).size() == expected);
    }
  CHECK(!holding({{Xapian::Query("a"), 2}, {Xapian::Query("b"), 0.5}}, 1));
}

// More records than are told by their ids, and more words than are said by ANDs: the best of the ranking are held against the share.
TEST_CASE("a long list of a question of many words is what is counted, page after page") {
  class Many : public found::Library {
   public:
    Many() {
      // Each holds six or more of eight words and is counted, or at most four and is not, whose title is one of the words again and again.
      const std::vector<std::string> words{"alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"};
      for (int i = 0; i < 1500; ++i) {
        const bool counted = i % 5 != 0;
        std::string text;
        const std::size_t held = counted ? 6 + static_cast<std::size_t>(i) % 3 : 3;
        for (std::size_t w = 0; w < held; ++w) text += words[(w + static_cast<std::size_t>(i)) % words.size()] + " ";
        const std::string title = counted ? "common" : "alpha alpha alpha";
        put(nlohmann::json{{"kind", "achievement"}, {"id", (counted ? "Y" : "N") + std::to_string(i)}, {"title", title}, {"summary", text}}.dump());
      }
      build();
    }
  };
  const Many many;
  SearchRequest request;
  request.query = "alpha bravo charlie delta echo foxtrot golf hotel";
  request.fold = false;
  std::int64_t total = 0;
  const auto ids = whole_list(many, request, total);
  CHECK(total == 1200);
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 1200);
  CHECK(std::ranges::none_of(ids, [](const std::string& id) { return id.starts_with("N"); }));
}

}  // namespace listing_test
