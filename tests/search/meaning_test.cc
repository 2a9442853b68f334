// SPDX-License-Identifier: GPL-3.0-or-later
// What words found in the order of words and meaning.
#include "search/meaning.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <utility>

#include "search/coach.h"
#include "search/found.h"
#include "search/lessons.h"
#include "small_model.h"

namespace meaning_test {

using indexer::model::Shares;

namespace {

constexpr Shares kForSearches{0.8f, 0, 0, 0}, kForNeeds{0, 0.8f, 0, 0}, kForSimilar{0, 0, 0.8f, 0};

// By words `often` stands first, which says aa twice; by meaning `near`, which is about nothing else.
const small::Texts kTwo = {{"often", "aa aa dd ee"}, {"near", "aa bb bb cc"}, {"other", "dd ee"}};

// Alike and unlike mixtures, many of them the same.
small::Texts many(int count) {
  small::Texts texts;
  for (int i = 0; i < count; ++i) {
    std::string text = "aa";
    for (const auto& [word, times] : {std::pair{" aa", i % 3}, {" bb", i / 3 % 3}, {" dd", i / 9 % 3}, {" ee", i / 27 % 2}})
      for (int j = 0; j < times; ++j) text += word;
    texts.emplace_back(fmt::format("r{:04}", i), text);
  }
  return texts;
}

std::vector<std::filesystem::path> only(const small::Index& index) { return {index.database()}; }

// Both ways to ask one index.
struct Asked {
  explicit Asked(const small::Index& index) : words(search::ReaderPool::Fixed{}, only(index)), both(search::ReaderPool::Fixed{}, only(index)) {
    both.use_models();
  }
  search::ReaderPool words, both;
};

search::SearchResult search_in(search::ReaderPool& pool, std::size_t page = 1, std::size_t size = 10, search::Sort sort = search::Sort::relevance) {
  search::SearchRequest request;
  request.query = "aa";
  request.page = page;
  request.size = size;
  request.sort = sort;
  const auto result = search::Searcher(pool, world::vocabularies()).search(request);
  REQUIRE(result);
  return *result;
}

search::MatchResult match_in(search::ReaderPool& pool) {
  search::MatchRequest request;
  request.text = "aa";
  const auto result = search::Matcher(pool, world::vocabularies()).match(request);
  REQUIRE(result);
  return *result;
}

// Without what is said of every question: how it was understood.
std::string codes(const search::Notes& notes) {
  std::string out;
  for (const search::Note& note : notes)
    if (note.code != "understood") out += note.code + " ";
  return out;
}

}  // namespace

TEST_CASE("a search is ordered by words and meaning where the model is used for searches, and a match is not") {
  const small::Index index(kTwo, kForSearches);
  Asked asked(index);
  CHECK(found::ids(search_in(asked.words)) == "often near");
  CHECK(found::ids(search_in(asked.both)) == "near often");
  CHECK(search_in(asked.both).total == 2);
  CHECK(codes(search_in(asked.both).notes).find("model") == std::string::npos);
  CHECK(found::ids(match_in(asked.both)) == found::ids(match_in(asked.words)));
  CHECK_FALSE(match_in(asked.both).matches.front().values.contains("meaning"));
}

TEST_CASE("a match is ordered by words and meaning where the model is used for needs, and its parts sum to its score") {
  const small::Index index(kTwo, kForNeeds);
  Asked asked(index);
  CHECK(found::ids(match_in(asked.words)) == "often near");
  const search::MatchResult result = match_in(asked.both);
  CHECK(found::ids(result) == "near often");
  for (const search::Match& match : result.matches) {
    double sum = 0;
    for (const auto& [name, part] : match.signals) sum += part;
    CHECK(sum == Approx(match.score));
    CHECK(match.signals.at("meaning") > 0);
  }
  CHECK(found::ids(search_in(asked.both)) == "often near");
}

TEST_CASE("decisions teach by text and meaning together, as the score has them", "[learning]") {
  const small::Index index(kTwo, kForSimilar);
  Asked asked(index);
  const search::Matcher matcher(asked.both, world::vocabularies());
  search::MatchRequest request;
  request.id = "near", request.to = search::MatchTarget::similar, request.only = "often", request.fold = false;
  const auto result = matcher.match(request);
  REQUIRE((result && result->matches.size() == 1));
  const auto& shown = result->matches.front().values;
  REQUIRE(shown.at("meaning").value() > 0);
  const auto taught = search::values_by(matcher, std::chrono::seconds(5))("near", search::MatchTarget::similar, "often");
  REQUIRE((taught && *taught));
  CHECK((*taught)->at("text").value() == Approx(*shown.at("text") + *shown.at("meaning")));
  CHECK_FALSE((*taught)->contains("meaning"));
}

TEST_CASE("a coach counts text and meaning as one signal that tells results apart") {
  small::Texts texts = many(20);
  for (int i = 0; i < 30; ++i) texts.emplace_back(fmt::format("tractor{:02}", i), "拖拉机");  // aa is no word of every record
  const small::Index index(texts, kForNeeds);
  Asked asked(index);
  const search::Matcher matcher(asked.both, world::vocabularies());
  search::CoachRequest request;
  request.record = world::record(R"({"kind":"need","id":"draft","title":"aa","problem":"aa"})");
  const auto coaching = search::Coach(asked.both, world::vocabularies(), matcher).coach(request);
  REQUIRE(coaching.distinction);
  search::MatchRequest match;
  match.draft = request.record, match.top = search::kMostCandidates, match.explain = false;
  const auto result = matcher.match(match);
  REQUIRE(result);
  double best = 0, most_meaning = 0;
  for (const search::Match& one : result->matches) {
    best = std::max(best, *one.values.at("text") + *one.values.at("meaning"));
    most_meaning = std::max(most_meaning, *one.values.at("meaning"));
  }
  REQUIRE(most_meaning > 0);
  std::size_t near = 0;
  for (const search::Match& one : result->matches) near += *one.values.at("text") + *one.values.at("meaning") >= search::kAsGoodAsBest * best;
  CHECK(coaching.distinction->candidates == near);
  CHECK_FALSE(coaching.distinction->by.contains("meaning"));
  // Nothing else is said of them, so that they differ in what the text and the meaning make together.
  CHECK(coaching.distinction->by.at("text") == coaching.distinction->groups);
  CHECK(coaching.distinction->groups <= 6);  // tenths from .5 to 1
}

TEST_CASE("a list by date is not ordered by meaning, nor is a question the model knows nothing of") {
  const small::Index index(kTwo, kForSearches);
  Asked asked(index);
  CHECK(found::ids(search_in(asked.both, 1, 10, search::Sort::date)) == found::ids(search_in(asked.words, 1, 10, search::Sort::date)));
  search::SearchRequest request;
  request.query = "某物";
  const auto unknown = search::Searcher(asked.both, world::vocabularies()).search(request);
  const auto plain = search::Searcher(asked.words, world::vocabularies()).search(request);
  REQUIRE(unknown);
  REQUIRE(plain);
  CHECK(found::ids(*unknown) == found::ids(*plain));
  CHECK(found::id_list(*unknown).size() == 3);
}

TEST_CASE("pages of a list that is ordered by meaning are parts of one list, without gaps or repetitions") {
  const small::Index index(many(60), kForSearches);
  Asked asked(index);
  const std::vector<std::string> whole = found::id_list(search_in(asked.both, 1, 100));
  CHECK(whole.size() == 60);
  CHECK(whole != found::id_list(search_in(asked.words, 1, 100)));
  std::vector<std::string> paged;
  for (std::size_t page = 1; page <= 9; ++page)
    for (const std::string& id : found::id_list(search_in(asked.both, page, 7))) paged.push_back(id);
  CHECK(paged == whole);
}

TEST_CASE("what stands behind the first thousand keeps the order of its words") {
  const small::Index index(many(1300), kForSearches);
  Asked asked(index);
  const search::Searcher words(asked.words, world::vocabularies()), both(asked.both, world::vocabularies());
  const auto a = words.rank("aa", corpus::Kind::achievement, 1300), b = both.rank("aa", corpus::Kind::achievement, 1300);
  REQUIRE(a);
  REQUIRE(b);
  REQUIRE(a->size() == 1300);
  REQUIRE(b->size() == 1300);
  std::vector<std::string> before, after;
  for (std::size_t i = 1000; i < 1300; ++i) {
    before.push_back((*a)[i].id);
    after.push_back((*b)[i].id);
  }
  CHECK(before == after);
  bool moved = false;
  for (std::size_t i = 0; i < 1000; ++i) moved = moved || (*a)[i].id != (*b)[i].id;
  CHECK(moved);
  for (std::size_t i = 1; i < b->size(); ++i) CHECK((*b)[i - 1].score >= (*b)[i].score * (1 - 1e-9));
  CHECK(both.rank("aa", corpus::Kind::achievement, 10)->front().id == b->front().id);
}

TEST_CASE("an index whose model is missing, damaged or another answers by words and says so") {
  const small::Index index(kTwo, kForSearches), another(kTwo, kForNeeds);
  const auto ask = [&](const std::filesystem::path& file) {
    search::ReaderPool pool(search::ReaderPool::Fixed{}, only(index));
    pool.use_models(file);
    const search::SearchResult result = search_in(pool);
    CHECK(found::ids(result) == "often near");
    return codes(result.notes);
  };
  CHECK(ask(another.file()) == "model ");
  CHECK(ask("/nowhere/text.model") == "model ");
  std::fstream(index.file(), std::ios::in | std::ios::out | std::ios::binary).seekp(60).put('x');
  CHECK(ask({}) == "model ");
  search::ReaderPool words(search::ReaderPool::Fixed{}, only(index));
  CHECK(codes(search_in(words).notes) == "");
}

}  // namespace meaning_test
