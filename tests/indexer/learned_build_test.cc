// SPDX-License-Identifier: GPL-3.0-or-later
// A generation with a model: built, searched, followed, checked, gone on with.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "generated_corpus.h"
#include "indexer/build.h"
#include "indexer/check.h"
#include "indexer/dump_document.h"
#include "indexer/follow.h"
#include "indexer/model/model_file.h"
#include "search/matcher.h"
#include "search/searcher.h"
#include "world.h"

namespace learned_build_test {

using namespace indexer;
namespace fs = std::filesystem;

namespace {

constexpr int kRecords = 2400;
const generated::Corpus& the_corpus() {
  static const generated::Corpus corpus(kRecords, true);
  return corpus;
}

void fill(corpus::Store& store) {
  std::vector<corpus::NewRecord> rows;
  for (int i = 0; i < kRecords; ++i) {
    const corpus::Record record = the_corpus().record(i);
    corpus::NewRecord row;
    row.id = corpus::id_of(record);
    row.kind = corpus::Kind::achievement;
    row.status = "published";
    row.visibility = "public";
    row.body = corpus::to_json_text(record);
    row.by = "test";
    rows.push_back(std::move(row));
  }
  const auto put = store.put(rows);
  REQUIRE(put);
}

BuildOptions learning() {
  BuildOptions options;
  options.threads = 2;
  options.shards = 2;
  options.learn.emplace();
  options.learn->min_records = 1000;
  options.learn->share_that_asks = 0.06;
  options.learn->epochs = 10;
  return options;
}

constexpr int kAsked = 60;

// Of kAsked records without a title: how many are among the first fifty for the title they lack. Records whose titles hold its words stand before.
int found(search::ReaderPool& pool) {
  const search::Matcher matcher(pool, world::vocabularies());
  int count = 0;
  for (int i = 0; i < kRecords; i += kRecords / kAsked) {
    search::MatchRequest request;
    request.text = the_corpus().title(i);
    request.top = 50;
    request.explain = false;
    const auto matches = matcher.match(request);
    REQUIRE(matches);
    for (const auto& match : matches->matches) count += match.card.id == generated::Corpus::id(i);
  }
  return count;
}

bool has_place(const fs::path& data, const std::string& id) { return dump_document(data, id)->find("\nvalue 18 ") != std::string::npos; }

}  // namespace

TEST_CASE("a generation learns from its records, orders matches by it, follows and can be checked", "[long]") {
  world::World world;
  fill(world.store());
  std::set<std::string> phases;
  BuildOptions options = learning();
  options.progress = [&](const BuildProgress& progress) { phases.insert(progress.phase); };
  const auto built = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE(built);
  REQUIRE(built->learned);
  INFO(to_text(*built->learned));
  CHECK(phases.contains("train"));
  const std::string edition = model_edition(built->manifest);
  REQUIRE(edition.size() == 32);
  CHECK(decisions_of(built->manifest).find("need on") != std::string::npos);
  CHECK(built->manifest.learn_seconds > 0);
  const IndexLayout layout(world.path());
  CHECK(fs::exists(layout.generation("gen-000001") / model::kReportFile));
  CHECK(read_manifest(layout, "gen-000001")->learned == built->manifest.learned);
  CHECK(has_place(world.path(), "g00000"));

  // Recall: the title that a record lacks finds it.
  search::ReaderPool by_words(world.path()), by_both(world.path());
  by_both.use_models();
  const int words = found(by_words), both = found(by_both);
  CAPTURE(words, both);
  CHECK(both > words + kAsked / 5);

  // A match says what meaning adds, and the parts sum to the score.
  search::MatchRequest request;
  request.text = the_corpus().title(10);
  const search::Matcher matcher(by_both, world::vocabularies());
  const auto matches = matcher.match(request);
  REQUIRE(matches);
  REQUIRE_FALSE(matches->matches.empty());
  for (const auto& match : matches->matches) {
    double sum = 0;
    for (const auto& [name, part] : match.signals) sum += part;
    CHECK(sum == Approx(match.score));
    REQUIRE(match.values.contains("meaning"));
    CHECK(*match.values.at("meaning") >= 0);
    CHECK(*match.values.at("meaning") <= 1);
  }
  CHECK(matches->matches.front().signals.at("meaning") > 0);

  // Searches were not decided for: they go by words.
  const search::Searcher plain(by_words, world::vocabularies()), with_model(by_both, world::vocabularies());
  const auto a = plain.rank(request.text, corpus::Kind::achievement, 20), b = with_model.rank(request.text, corpus::Kind::achievement, 20);
  REQUIRE(a);
  REQUIRE(b);
  REQUIRE(a->size() == b->size());
  for (std::size_t i = 0; i < a->size(); ++i) CHECK((*a)[i].id == (*b)[i].id);

  // The same records and the same seed learn the same.
  const auto again = build_index(world.store(), world::vocabularies(), world.path(), learning());
  REQUIRE(again);
  CHECK(model_edition(again->manifest) == edition);

  // Follow writes places, and check finds them right.
  world.put(R"({"kind":"achievement","id":"new","title":"某物","summary":")" + the_corpus().text(3) + R"("})");
  const auto step = follow_once(world.store(), world::vocabularies(), world.path());
  REQUIRE(step);
  CHECK(step->applied == 1);
  CHECK(has_place(world.path(), "new"));
  const auto sound = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(sound);
  CHECK(sound->problems == std::vector<std::string>{});

  // A model that is damaged is named by check, stops follow, and leaves searches to words.
  {
    std::fstream file(layout.generation("gen-000002") / model::kModelFile, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(1000);
    file.put('x');
  }
  const auto report = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(report);
  REQUIRE_FALSE(report->problems.empty());
  CHECK(report->problems.front().find("the model is damaged: its checksum is of other bytes") != std::string::npos);
  world.put(R"({"kind":"achievement","id":"newer","title":"某物","summary":"某事"})");
  const auto refused = follow_once(world.store(), world::vocabularies(), world.path());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == corpus::ErrorCode::damaged);
  search::ReaderPool late(world.path());
  late.use_models();
  const auto without = search::Matcher(late, world::vocabularies()).match(request);
  REQUIRE(without);
  CHECK(without->matches.size() == 10);
  REQUIRE_FALSE(without->notes.empty());
  CHECK(without->notes.front().code == "model");

  // Without learning the next generation is as it always was.
  const auto simple = build_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(simple);
  CHECK(simple->manifest.learned.empty());
  CHECK_FALSE(fs::exists(layout.generation("gen-000003") / model::kModelDirectory));
  CHECK_FALSE(has_place(world.path(), "g00000"));
  const auto after = matcher.match(request);
  REQUIRE(after);
  CHECK(after->notes.empty());
  CHECK_FALSE(after->matches.front().values.contains("meaning"));
}

TEST_CASE("a build that goes on does not learn again", "[long]") {
  world::World world;
  fill(world.store());
  BuildOptions options = learning();
  bool reading = false;
  options.progress = [&](const BuildProgress& progress) { reading = reading || progress.phase == "read"; };
  options.cancelled = [&] { return reading; };
  const auto stopped = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().hint.ends_with("what is done so far is kept: queqiao index build --resume"));
  std::set<std::string> phases;
  options = learning();
  options.resume = true;
  options.progress = [&](const BuildProgress& progress) { phases.insert(progress.phase); };
  const auto built = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE(built);
  CHECK(built->not_resumed == "");
  CHECK_FALSE(phases.contains("train"));
  CHECK(model_edition(built->manifest) != "");
  CHECK(has_place(world.path(), "g00000"));
}

TEST_CASE("a report is missed where something was learned, and has to be whole where it lies") {
  const world::Directory directory;
  CHECK(model::check_report(directory.path(), false));
  CHECK_FALSE(model::check_report(directory.path(), true));
  fs::create_directories(directory.path() / model::kModelDirectory);
  std::ofstream(directory.path() / model::kReportFile) << "{}";
  CHECK(model::check_report(directory.path(), true));
  std::ofstream(directory.path() / model::kReportFile) << "{\"records\":";
  CHECK_FALSE(model::check_report(directory.path(), false));
}

TEST_CASE("what was learned or tried left a report, but for records that were too few") {
  const auto of = [](std::string_view key, const std::string& text) {
    Manifest manifest;
    manifest.learned[std::string(key)] = text;
    return has_report(manifest);
  };
  CHECK_FALSE(has_report(Manifest{}));
  CHECK(of(kLearnedModel, "an edition"));
  CHECK(of(kLearnedRanking, "1 together 0.5"));
  CHECK(of(kLearnedWords, "text off (too few questions)"));
  CHECK(of(kLearnedWords, "no model: no record has two texts to learn from, order of searches off (…)"));
  CHECK_FALSE(of(kLearnedWords, "nothing learned: 7 records are fewer than 5000, from which on something is learned"));
  CHECK_FALSE(of(kLexiconEdition, "an edition"));
}

TEST_CASE("a corpus that is too small says so in its manifest and has no model") {
  world::World world;
  world.put(R"({"kind":"achievement","id":"a1","title":"锂电池","summary":"某事"})");
  BuildOptions options;
  options.learn.emplace();
  const auto built = build_index(world.store(), world::vocabularies(), world.path(), options);
  REQUIRE(built);
  CHECK(decisions_of(built->manifest) == "nothing learned: 1 records are fewer than 5000, from which on something is learned");
  CHECK(model_edition(built->manifest) == "");
  CHECK_FALSE(fs::exists(IndexLayout(world.path()).generation("gen-000001") / model::kModelDirectory));
}

}  // namespace learned_build_test
