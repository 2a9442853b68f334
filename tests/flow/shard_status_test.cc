// SPDX-License-Identifier: GPL-3.0-or-later
// What the status of a searcher says while shards are away or are no whole generation, and what answers while their number changes.
#include <catch2/catch.hpp>

#include "flow/shard_collection.h"
#include "indexer/build.h"

namespace shard_status_test {

using namespace servers;
using namespace sharded;
using nlohmann::json;

namespace {

// `index status` on the collection's data directory, as a searcher of these shards.
program::Said status_of(const Collection& collection, const std::vector<fs::path>& shards, bool as_json) {
  const program::Place place;
  std::string names;
  for (const fs::path& shard : shards) names += (names.empty() ? "\"" : ", \"") + shard.string() + "\"";
  place.file("queqiao.toml", "[search]\nshards = [" + names + "]\n");
  program::Words words{"--data", collection.path().string(), "index", "status"};
  if (as_json) words.emplace_back("--json");
  return place.run_bare(words);
}

void build_with(Collection& collection, std::size_t shards) {
  indexer::BuildOptions options;
  options.threads = 1;
  options.shards = shards;
  const auto built = indexer::build_index(collection.world().store(), world::vocabularies(), collection.path(), options);
  if (!built) throw std::runtime_error(corpus::to_text(built.error()));
}

void check_whole(search::ReaderPool& pool, const std::string& generation) {
  const auto found = search::Searcher(pool, world::vocabularies()).search(everything());
  REQUIRE(found);
  CHECK(found->generation == generation);
  CHECK(found->total == kRecords);
  CHECK_FALSE(has_note(found->notes));
}

}  // namespace

TEST_CASE("the status of a searcher without a store lists the shards and says that there is none") {
  const Collection collection;
  const program::Place place;
  place.file("queqiao.toml", fmt::format("[search]\nshards = [\"{}\", \"{}\", \"{}\"]\n", collection.shard(0, 1).string(),
                                         collection.shard(1, 1).string(), collection.shard(2, 1).string()));
  const fs::path none = place.path() / "none";
  const program::Said said = place.run_bare({"--data", none.string(), "index", "status"});
  INFO(said.out << said.err);
  CHECK(said.exit == 0);
  CHECK(said.out.starts_with("store      none in this data directory"));
  CHECK(said.out.find("shards that answer searches (search.shards):\n") != std::string::npos);
  CHECK(said.out.find(collection.shard(2, 1).string()) != std::string::npos);
  CHECK(said.out.find("incomplete") == std::string::npos);
  const json status = place.run_bare({"--data", none.string(), "index", "status", "--json"}).json();
  CHECK(status["store"].is_null());
  CHECK(status["shard_set"]["whole"] == true);
  CHECK_FALSE(fs::exists(none));
  fs::remove_all(collection.shard(1, 1));
  CHECK(place.run_bare({"--data", none.string(), "index", "status"}).out.find("incomplete 2 of 3 shards of gen-000001 answer; they hold ") != std::string::npos);
}

TEST_CASE("the status names a shard whose directory is away, and how much the others hold") {
  const Collection collection;
  const fs::path nothing = collection.path() / "nothing";
  const std::vector<fs::path> shards{collection.shard(0, 1), collection.shard(1, 1), nothing};
  const program::Said said = status_of(collection, shards, false);
  INFO(said.out << said.err);
  CHECK(said.exit == 0);
  CHECK(said.out.find("does not answer: ") != std::string::npos);
  CHECK(said.out.find("incomplete 2 of 3 shards of gen-000001 answer; they hold ") != std::string::npos);
  CHECK(said.out.find(" documents, and 60 records are published\n") != std::string::npos);
  const json status = status_of(collection, shards, true).json();
  CHECK(status["shard_set"] == json::parse(R"({"configured":3,"generation":"gen-000001","expected":3,"found":2,"whole":false})"));
  CHECK(status["shards"][0]["used"] == true);
  CHECK(status["shards"][2]["answers"] == false);
  CHECK(status["shards"][2]["name"] == nothing.string());
}

TEST_CASE("the status does not fail where no shard answers") {
  const Collection collection;
  const program::Said said = status_of(collection, {collection.path() / "nothing"}, false);
  INFO(said.out << said.err);
  CHECK(said.exit == 0);
  CHECK(said.err.find("error: search.shards: none of the shards answers; " + (collection.path() / "nothing").string() + ": ") != std::string::npos);
}

TEST_CASE("the status says what is expected and found where the shards are no whole generation") {
  Collection collection;
  build_with(collection, 4);
  const std::vector<fs::path> three{collection.live(0), collection.live(1), collection.live(2)};
  const program::Said said = status_of(collection, three, false);
  INFO(said.out << said.err);
  CHECK(said.exit == 0);
  CHECK(said.out.find("not used: the shards that answer are no whole generation") != std::string::npos);
  CHECK(said.err.find("error: search.shards: 3 entries are configured, but gen-000002 has 4 shards; missing: shard-03\n") != std::string::npos);
  CHECK(status_of(collection, three, true).json()["shard_set"] ==
        json::parse(R"({"configured":3,"generation":"gen-000002","expected":4,"found":3,"whole":false,
                        "problem":"3 entries are configured, but gen-000002 has 4 shards; missing: shard-03","hint":"name every shard of the generation once"})"));
}

TEST_CASE("a shard that goes away is named with since when and how many records went with it, until it is back") {
  const Collection collection;
  std::vector<search::ShardAddress> shards;
  for (std::size_t i = 0; i < 3; ++i) {
    shards.push_back(directory(collection.path() / fmt::format("copy-{}", i)));
    fs::copy(collection.shard(i, 1), shards.back().directory, fs::copy_options::recursive);
  }
  const search::ReaderPool pool(shards, 2s);
  auto states = pool.shards(true);
  auto set = pool.shard_set();
  REQUIRE(set);
  CHECK(set->whole());
  CHECK(set->missing_documents.value_or(-1) == 0);
  const std::int64_t lost = states[1].documents;
  REQUIRE(lost > 0);

  const fs::path away = collection.path() / "away";
  fs::rename(shards[1].directory, away);
  states = pool.shards(true);
  const std::string since = states[1].since;
  CHECK(since.ends_with("Z"));
  CHECK_FALSE(states[1].answers);
  CHECK_FALSE(states[1].message.empty());
  CHECK(states[1].documents == lost);
  set = pool.shard_set();
  REQUIRE(set);
  CHECK_FALSE(set->whole());
  CHECK_FALSE(set->fault.has_value());
  CHECK(set->expected == 3);
  CHECK(set->found == 2);
  CHECK(set->missing_documents.value_or(-1) == lost);
  std::this_thread::sleep_for(1100ms);
  CHECK(pool.shards(true)[1].since == since);

  fs::rename(away, shards[1].directory);
  states = pool.shards(true);
  CHECK(states[1].answers);
  CHECK(states[1].since.empty());
  set = pool.shard_set();
  REQUIRE(set);
  CHECK(set->whole());
}

TEST_CASE("a searcher without a store is told to name the shared one or to bring a copy, not to import") {
  const Collection collection;
  const program::Place place;
  place.file("queqiao.toml", fmt::format("[search]\nshards = [\"{}\", \"{}\", \"{}\"]\n", collection.shard(0, 1).string(),
                                         collection.shard(1, 1).string(), collection.shard(2, 1).string()));
  const fs::path none = place.path() / "none";
  const program::Said said = place.run_bare({"--data", none.string(), "serve", "--port", "0"});
  INFO(said.err);
  CHECK(said.exit == 2);
  CHECK(said.err.find("there is no database here") != std::string::npos);
  CHECK(said.err.find("import") == std::string::npos);
  CHECK(said.err.find("store.url") != std::string::npos);
  CHECK(said.err.find("queqiao restore FILE --no-build") != std::string::npos);
  CHECK_FALSE(fs::exists(none));
}

TEST_CASE("the generation before answers on from its own directories while the number of shards changes") {
  Collection collection;
  search::ReaderPool before({directory(collection.shard(0, 1)), directory(collection.shard(1, 1)), directory(collection.shard(2, 1))}, 2s);
  build_with(collection, 4);
  check_whole(before, "gen-000001");
  search::ReaderPool after({directory(collection.live(0)), directory(collection.live(1)), directory(collection.live(2)), directory(collection.live(3))}, 2s);
  check_whole(after, "gen-000002");
  check_whole(before, "gen-000001");
}

}  // namespace shard_status_test
