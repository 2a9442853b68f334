// SPDX-License-Identifier: GPL-3.0-or-later
// A generation with a lexicon: documents and questions agree on its words, follow writes them, check and readers know it by its edition.
#include <catch2/catch.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "indexer/build.h"
#include "indexer/build_database.h"
#include "indexer/check.h"
#include "indexer/dump_document.h"
#include "indexer/files.h"
#include "indexer/follow.h"
#include "indexer/lexicon_counts.h"
#include "indexer/model/ranking_weights.h"
#include "indexer/text/lexicon_file.h"
#include "search/plan.h"
#include "search/searcher.h"
#include "world.h"

namespace lexicon_build_test {

using namespace indexer;
namespace fs = std::filesystem;

namespace {

BuildOptions with_words(std::vector<std::string> words) {
  BuildOptions options;
  options.threads = 2;
  options.shards = 2;
  if (!words.empty()) options.lexicon.own = std::make_shared<const text::Lexicon>(std::move(words));
  return options;
}

void fill_with_membranes(world::World& world) {
  world.put(R"({"kind":"achievement","id":"whole","title":"某物","summary":"砼钌滤膜处理废水","keywords":["高盐废水"]})");
  world.put(R"({"kind":"achievement","id":"parts","title":"某物","summary":"钌滤膜与砼钌，废水处理","keywords":["高盐废水"]})");
  world.put(R"({"kind":"achievement","id":"third","title":"某物","summary":"大棚滴灌","keywords":["高盐废水"]})");
}

BuildReport built(world::World& world, const BuildOptions& options) {
  auto report = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE(report);
  return std::move(*report);
}

// Whether the record's document holds the term.
bool holds(const fs::path& data, const std::string& id, const std::string& term) {
  const auto dump = dump_document(data, id);
  REQUIRE(dump);
  return dump->find(" " + term + " ") != std::string::npos;
}

// What a question asks the index for.
std::vector<std::string> asked_for(search::ReaderPool& pool, const std::string& text) {
  std::vector<std::string> terms;
  const auto done = pool.with([&](const search::IndexReader& reader) -> corpus::Result<int> {
    const search::Frequencies frequencies(reader.database(), reader.far(), reader.lexicon());
    for (const search::WeightedTerm& one : search::select_terms({{text, 1}}, frequencies, 100)) terms.push_back(one.term);
    return 0;
  });
  REQUIRE(done);
  return terms;
}

bool among(const std::vector<std::string>& terms, const std::string& term) { return std::ranges::find(terms, term) != terms.end(); }

std::string notes_of(search::ReaderPool& pool, const std::string& query) {
  search::SearchRequest request;
  request.query = query;
  const auto found = search::Searcher(pool, world::vocabularies()).search(request);
  REQUIRE(found);
  CHECK(found->total > 0);
  std::string said;
  for (const search::Note& note : found->notes)
    if (note.code != "understood") said += note.code + " ";
  return said;
}

fs::path lexicon_file(const world::World& world, const std::string& generation) {
  return IndexLayout(world.path()).generation(generation) / text::kLexiconFile;
}

}  // namespace

TEST_CASE("an index has no lexicon unless one is asked for") {
  world::World world;
  fill_with_membranes(world);
  const BuildReport report = built(world, with_words({}));
  CHECK(report.manifest.learned.empty());
  CHECK_FALSE(fs::exists(lexicon_file(world, "gen-000001")));
  search::ReaderPool pool(world.path());
  CHECK_FALSE(among(asked_for(pool, "砼钌滤膜"), "砼钌滤膜"));
  CHECK(notes_of(pool, "砼钌滤膜") == "");
}

TEST_CASE("a document and a question agree on the words of the index's lexicon") {
  world::World world;
  fill_with_membranes(world);
  const BuildReport report = built(world, with_words({"砼钌滤膜", "高盐废水"}));
  CHECK(lexicon_edition(report.manifest) == text::Lexicon({"砼钌滤膜", "高盐废水"}).edition());
  CHECK(lexicon_file_edition(report.manifest) == lexicon_edition(report.manifest));
  CHECK(lexicon_words(report.manifest) == "2 words: 2 of lexicon.file");
  CHECK(read_manifest(IndexLayout(world.path()), "gen-000001")->learned == report.manifest.learned);
  CHECK(holds(world.path(), "whole", "砼钌滤膜"));
  CHECK_FALSE(holds(world.path(), "parts", "砼钌滤膜"));
  CHECK(holds(world.path(), "third", "高盐废水"));  // of a keyword
  CHECK_FALSE(holds(world.path(), "third", "XW高盐废水"));

  search::ReaderPool pool(world.path());
  const auto terms = asked_for(pool, "砼钌滤膜");
  CHECK(among(terms, "砼钌滤膜"));
  CHECK(among(terms, "滤膜"));  // the bigrams come all the same
  CHECK(notes_of(pool, "砼钌滤膜") == "");
  // Both hold all of the bigrams 砼钌, 钌滤 and 滤膜.
  const auto ranked = search::Searcher(pool, world::vocabularies()).rank("砼钌滤膜", corpus::Kind::achievement, 10);
  REQUIRE(ranked);
  REQUIRE(ranked->size() == 2);
  CHECK(ranked->front().id == "whole");
  CHECK(ranked->front().score > (*ranked)[1].score);
}

TEST_CASE("follow joins the words of the generation's lexicon, and check finds them right") {
  world::World world;
  fill_with_membranes(world);
  built(world, with_words({"砼钌滤膜"}));
  world.put(R"({"kind":"achievement","id":"new","title":"砼钌滤膜","summary":"某物"})");
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  CHECK(holds(world.path(), "new", "砼钌滤膜"));
  const auto checked = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(checked);
  CHECK(checked->problems.empty());
}

TEST_CASE("a lexicon of another edition is recognised, and what to do is said") {
  world::World world;
  fill_with_membranes(world);
  const BuildReport report = built(world, with_words({"砼钌滤膜"}));
  const text::Lexicon other({"高盐废水"});
  REQUIRE(write_durably(lexicon_file(world, "gen-000001"), text::to_text(other)));
  const std::string message =
      "the lexicon is of edition " + other.edition() + ", the index was made with " + lexicon_edition(report.manifest);

  world.put(R"({"kind":"achievement","id":"new","title":"砼钌滤膜","summary":"某物"})");
  const auto step = follow_once(world.store(), world::vocabularies(), world.path());
  REQUIRE_FALSE(step);
  CHECK(step.error().code == corpus::ErrorCode::version_mismatch);
  CHECK(step.error().message == message);
  CHECK(step.error().hint == "build the index again: queqiao index build");

  const auto checked = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(checked);
  CHECK(std::ranges::any_of(checked->problems, [&](const std::string& problem) { return problem.find(message) != std::string::npos; }));

  // A search goes on by ICU's words, and says so.
  search::ReaderPool pool(world.path());
  CHECK_FALSE(among(asked_for(pool, "砼钌滤膜"), "砼钌滤膜"));
  CHECK(notes_of(pool, "砼钌滤膜") == "lexicon ");

  // The right one may lie elsewhere.
  const corpus_world::Directory elsewhere;
  search::ReaderPool given(world.path());
  given.use_lexicon(elsewhere.file("words.txt", "# 膜\n砼钌滤膜\n"));
  CHECK(among(asked_for(given, "砼钌滤膜"), "砼钌滤膜"));
  CHECK(notes_of(given, "砼钌滤膜") == "");

  built(world, with_words({"高盐废水"}));
  CHECK(follow_once(world.store(), world::vocabularies(), world.path()));
  CHECK(notes_of(pool, "砼钌滤膜") == "");
}

TEST_CASE("what a manifest says of its lexicon in words is read back as numbers") {
  const auto again = [](const LexiconCounts& counts) {
    const auto read = lexicon_counts_from(to_text(counts));
    return read ? to_text(*read) : "not read";
  };
  CHECK(again({2, 2, std::nullopt}) == "2 words: 2 of lexicon.file");
  CHECK(again({2, std::nullopt, LexiconCounts::Learned{1, 1, 9}}) == "2 words: 1 keywords and 1 terms learned from 9 records");
  CHECK(again({12, 3, LexiconCounts::Learned{4, 5, 600}}) == "12 words: 3 of lexicon.file, 4 keywords and 5 terms learned from 600 records");
  const auto both = lexicon_counts_from("12 words: 3 of lexicon.file, 4 keywords and 5 terms learned from 600 records");
  REQUIRE(both);
  CHECK(both->words == 12);
  CHECK(both->of_file == 3);
  REQUIRE(both->learned);
  CHECK(both->learned->terms == 5);
  CHECK(both->learned->records == 600);
  for (const char* other : {"", "words", "12", "12 words: many", "12 words: 4 keywords and 5", "12 words: 3 of lexicon.file and more"}) {
    INFO(other);
    CHECK_FALSE(lexicon_counts_from(other));
  }
}

TEST_CASE("a build learns words from the records, and joins the operator's to them") {
  world::World world;
  fill_with_membranes(world);
  BuildOptions options = with_words({"砼钌滤膜"});
  options.lexicon.learn.emplace();
  const BuildReport report = built(world, options);
  CHECK(lexicon_words(report.manifest) == "2 words: 1 of lexicon.file, 1 keywords and 0 terms learned from 3 records");
  CHECK(lexicon_edition(report.manifest) == text::Lexicon({"砼钌滤膜", "高盐废水"}).edition());
  CHECK(lexicon_file_edition(report.manifest) == text::Lexicon({"砼钌滤膜"}).edition());
  CHECK(holds(world.path(), "third", "高盐废水"));
  search::ReaderPool pool(world.path());
  CHECK(among(asked_for(pool, "高盐废水处理"), "高盐废水"));

  // The same records, the same lexicon.
  CHECK(lexicon_edition(built(world, options).manifest) == lexicon_edition(report.manifest));
}

TEST_CASE("a build told to resume goes on with the lexicon that it began with, and begins anew with another") {
  const bool same = GENERATE(true, false);
  CAPTURE(same);
  world::World world;
  fill_with_membranes(world);
  BuildOptions options = with_words({"砼钌滤膜"});
  options.gate.push_back({"closed", [](const GateCheck::Databases&, const GateCheck::Databases&) -> corpus::Result<GateResult> {
                            return GateResult{"closed", false, "not today"};
                          }});
  REQUIRE_FALSE(build_index(world.store(), world::vocabularies(), world.path(), options));
  BuildOptions later = with_words({same ? "砼钌滤膜" : "高盐废水"});
  later.resume = true;
  const BuildReport report = built(world, later);
  CHECK(report.not_resumed == (same ? "" : "gen-000001.building was begun with other settings: lexicon.file"));
  CHECK(lexicon_edition(report.manifest) == later.lexicon.own->edition());
  CHECK(holds(world.path(), "whole", "砼钌滤膜") == same);
  CHECK(follow_once(world.store(), world::vocabularies(), world.path()));
}

TEST_CASE("an index has a lexicon and a learned order side by side, opened from its directory or as shards") {
  const corpus_world::Directory directory;
  const text::Lexicon lexicon({"砼钌滤膜"});
  const model::RankingWeights weights{{0.5, 0.25, 0.125}};
  Manifest manifest = manifest_of_today(world::vocabularies(), "test");
  manifest.generation = "gen-000001";
  manifest.learned[std::string(kLexiconEdition)] = lexicon.edition();
  manifest.learned[std::string(kLearnedRanking)] = model::to_text(weights);
  bool given = false;
  const auto next = [&]() -> std::optional<corpus::Record> {
    if (std::exchange(given, true)) return std::nullopt;
    return world::record(R"({"kind":"achievement","id":"a","title":"某物","summary":"砼钌滤膜","visibility":"公开"})");
  };
  REQUIRE(build_database(next, world::vocabularies(), directory.path() / "db", manifest, {}, nullptr, &lexicon));
  const std::string words = directory.file("lexicon.txt", text::to_text(lexicon));
  const auto address = search::read_shard_address("db", directory.path());
  REQUIRE(address);
  search::ReaderPool local(search::ReaderPool::Fixed{}, {directory.path() / "db"}), sharded({*address}, std::chrono::seconds(20));
  for (search::ReaderPool* pool : {&local, &sharded}) {
    pool->use_lexicon(words);
    pool->use_rankings();
    const auto read = pool->with([&](const search::IndexReader& reader) -> corpus::Result<int> {
      CHECK(reader.lexicon_edition() == lexicon.edition());
      CHECK_FALSE(reader.lacks_lexicon());
      CHECK_FALSE(reader.lacks_ranking());
      REQUIRE(reader.ranking() != nullptr);
      CHECK(*reader.ranking() == weights);
      return 0;
    });
    REQUIRE(read);
    CHECK(among(asked_for(*pool, "砼钌滤膜"), "砼钌滤膜"));
  }
}

}  // namespace lexicon_build_test
