// SPDX-License-Identifier: GPL-3.0-or-later
// What words found in the order that the index learned.
#include "search/reading.h"

#include <catch2/catch.hpp>
#include <xapian.h>

#include "indexer/build.h"
#include "indexer/build_database.h"
#include "indexer/stamp.h"
#include "search/explanation.h"
#include "search/found.h"
#include "world.h"

namespace reading_test {

namespace {

using indexer::model::RankingWeights;

// An index that learned these weights. id and text.
class ReadIndex {
 public:
  ReadIndex(const std::vector<std::pair<std::string, std::string>>& texts, const RankingWeights& weights) {
    indexer::Manifest manifest = indexer::manifest_of_today(world::vocabularies(), "test");
    manifest.generation = "gen-000001";
    manifest.learned[std::string(indexer::kLearnedRanking)] = indexer::model::to_text(weights);
    std::size_t at = 0;
    const auto next = [&]() -> std::optional<corpus::Record> {
      if (at == texts.size()) return std::nullopt;
      const auto& [id, text] = texts[at++];
      return world::record(fmt::format(R"({{"kind":"achievement","id":"{}","title":"某物","summary":"{}","visibility":"公开"}})", id, text));
    };
    const auto built = indexer::build_database(next, world::vocabularies(), database(), manifest, {}, nullptr);
    if (!built) throw std::runtime_error(corpus::to_text(built.error()));
  }
  std::filesystem::path database() const { return directory_.path() / "db"; }

 private:
  world::Directory directory_;
};

// By words `often` stands first, which is short and says it twice; in `alone` it is a term of its own.
const std::vector<std::pair<std::string, std::string>> kPumps = {
    {"often", "潜水泵站，潜水泵站"}, {"alone", "我们研究了水泵的效率以及其他若干方面的问题"}, {"other", "风机叶轮"}};
constexpr RankingWeights kSetOffCounts{{0.5, 0.8, 0.8}};

search::SearchRequest about(const std::string& query, std::size_t page = 1, std::size_t size = 10) {
  search::SearchRequest request;
  request.query = query;
  request.page = page;
  request.size = size;
  return request;
}

search::SearchResult read_in(const ReadIndex& index, bool use, const search::SearchRequest& request) {
  search::ReaderPool pool(search::ReaderPool::Fixed{}, {index.database()});
  if (use) pool.use_rankings();
  const auto result = search::Searcher(pool, world::vocabularies()).search(request);
  REQUIRE(result);
  return *result;
}

bool says(const search::SearchResult& result, const std::string& code) {
  return std::ranges::any_of(result.notes, [&](const search::Note& note) { return note.code == code; });
}

}  // namespace

TEST_CASE("a search is ordered by how the words stand where the index learned it, and only where that is on") {
  const ReadIndex index(kPumps, kSetOffCounts);
  CHECK(found::ids(read_in(index, false, about("水泵"))) == "often alone");
  const search::SearchResult read = read_in(index, true, about("水泵"));
  CHECK(found::ids(read) == "alone often");
  CHECK(read.total == 2);
  CHECK_FALSE(says(read, "ranking"));
  search::SearchRequest by_date = about("水泵");
  by_date.sort = search::Sort::date;
  CHECK(found::ids(read_in(index, true, by_date)) == found::ids(read_in(index, false, by_date)));
  CHECK(found::id_list(read_in(index, true, about("kind:achievement"))) == found::id_list(read_in(index, false, about("kind:achievement"))));
  search::ReaderPool pool(search::ReaderPool::Fixed{}, {index.database()});
  pool.use_rankings();
  const auto ranked = search::Searcher(pool, world::vocabularies()).rank("水泵", corpus::Kind::achievement, 1);
  REQUIRE(ranked);
  CHECK(ranked->front().id == "alone");
}

TEST_CASE("the parts of an explanation sum to the score of a search that is read for its order") {
  const ReadIndex index(kPumps, kSetOffCounts);
  search::ReaderPool pool(search::ReaderPool::Fixed{}, {index.database()});
  pool.use_rankings();
  std::size_t told = 0;
  const auto request = about("水泵 效率");
  const auto result = search::Searcher(pool, world::vocabularies()).search(request);
  REQUIRE(result);
  REQUIRE_FALSE(result->hits.empty());
  for (const search::Hit& hit : result->hits) {
    const auto explained = search::explain(pool, world::vocabularies(), nullptr, request, hit.card.id);
    REQUIRE(explained);
    CHECK(explained->score == Approx(hit.score).epsilon(1e-9));
    double sum = 0;
    for (const search::TermPart& part : explained->parts) {
      sum += part.weight;
      told += part.term.find("set off") != std::string::npos;
    }
    CHECK(sum == Approx(explained->score));
  }
  CHECK(told == 2);
  const auto unlisted = search::explain(pool, world::vocabularies(), nullptr, request, "other");
  REQUIRE(unlisted);
  CHECK(unlisted->score == 0);
}

TEST_CASE("pages of a list that is read for its order are parts of one list, and what is not read keeps its order") {
  std::vector<std::pair<std::string, std::string>> texts;
  for (int i = 0; i < 120; ++i) {
    std::string text = i % 3 == 0 ? "水泵，" : "潜水泵站，";
    for (int j = 0; j < i % 11; ++j) text += "风机";
    texts.emplace_back(fmt::format("r{:04}", i), text);
  }
  const ReadIndex index(texts, kSetOffCounts);
  const auto whole = found::id_list(read_in(index, true, about("水泵", 1, 100))), words = found::id_list(read_in(index, false, about("水泵", 1, 100)));
  REQUIRE(whole.size() == 100);
  constexpr auto read = static_cast<std::ptrdiff_t>(indexer::model::kRead);
  CHECK(whole != words);
  CHECK(std::ranges::equal(whole.begin() + read, whole.end(), words.begin() + read, words.end()));
  std::vector<std::string> paged;
  for (std::size_t page = 1; page <= 10; ++page)
    for (const std::string& id : found::id_list(read_in(index, true, about("水泵", page, 10)))) paged.push_back(id);
  CHECK(paged == whole);
}

TEST_CASE("an index whose learned order is damaged answers by words and says so") {
  const ReadIndex index(kPumps, kSetOffCounts);
  {
    Xapian::WritableDatabase database(index.database().string(), Xapian::DB_OPEN);
    std::string text = indexer::read_stamp(database).ranking;
    REQUIRE(text == indexer::model::to_text(kSetOffCounts));
    text[text.find("0.8")] = '9';
    database.set_metadata("ranking", text);
    database.commit();
  }
  const search::SearchResult read = read_in(index, true, about("水泵"));
  CHECK(found::ids(read) == "often alone");
  CHECK(says(read, "ranking"));
  CHECK_FALSE(says(read_in(index, false, about("水泵")), "ranking"));
}

}  // namespace reading_test
