// SPDX-License-Identifier: GPL-3.0-or-later
// Shards that stop, die, come back, move to another generation one by one, or are not what the configuration takes them for.
#include <httplib.h>

#include <catch2/catch.hpp>

#include "flow/shard_collection.h"
#include "indexer/roll_back.h"
#include "search/explanation.h"
#include "search/matcher.h"
#include "search/panel.h"
#include "search/shard_note.h"
#include "search/suggest.h"

namespace shard_trouble_test {

using namespace servers;
using namespace sharded;
using program::wait_until;

namespace {

std::string error_of(std::vector<search::ShardAddress> shards) {
  search::ReaderPool pool(std::move(shards), 2s);
  const auto found = search::Searcher(pool, world::vocabularies()).search(everything());
  return found ? "" : corpus::to_text(found.error());
}

// One for each shard of the first version.
std::pair<std::vector<std::unique_ptr<ShardServer>>, std::vector<search::ShardAddress>> three_servers(const Collection& collection) {
  std::pair<std::vector<std::unique_ptr<ShardServer>>, std::vector<search::ShardAddress>> made;
  for (std::size_t i = 0; i < 3; ++i) {
    made.first.push_back(std::make_unique<ShardServer>(collection.shard(i, 1)));
    made.second.push_back(made.first.back()->address());
  }
  return made;
}

}  // namespace

TEST_CASE("a shard that stops or dies is left out with a note, and comes back by itself") {
  if (skip_without("xapian-tcpsrv")) return;
  const Collection collection;
  ShardServer first(collection.shard(0, 1)), second(collection.shard(1, 1)), third(collection.shard(2, 1));
  search::ReaderPool pool({first.address(), second.address(), third.address()}, std::chrono::milliseconds(kLimit) / 3);
  const search::Searcher searcher(pool, world::vocabularies());
  const search::Matcher matcher(pool, world::vocabularies());
  search::MatchRequest match;
  match.text = "轴承钢渗碳";
  match.time_limit = kLimit;

  const auto whole = [&] {
    const auto found = searcher.search(everything());
    return found && !has_note(found->notes) && found->total == kRecords;
  };
  // The answer is there before the limit, says what is missing, and holds what the other shards have.
  const auto check_partial = [&](std::size_t missing) {
    const auto start = std::chrono::steady_clock::now();
    const auto found = searcher.search(everything());
    CHECK(std::chrono::steady_clock::now() - start < kLimit);
    REQUIRE(found);
    REQUIRE(has_note(found->notes));
    const auto note = *std::ranges::find(found->notes, "shards", &search::Note::code);
    CHECK(note.message == fmt::format("结果不全：索引的 3 个分片中有 {} 个暂时没有应答", missing));
    CHECK(note.message_en == fmt::format("the results are incomplete: {} of the index's 3 shards did not answer", missing));
    CHECK(found->total > 0);
    CHECK(found->total < kRecords);
    const auto matches = matcher.match(match);
    REQUIRE(matches);
    CHECK(has_note(matches->notes));
    CHECK_FALSE(matches->matches.empty());
    const auto suggestions = search::suggest(pool, "轴承", 10, false);
    REQUIRE(suggestions);
    CHECK(has_note(suggestions->notes));
    CHECK_FALSE(suggestions->list.empty());
  };

  REQUIRE(whole());
  second.send(SIGSTOP);
  check_partial(1);
  const auto states = pool.shards(true);
  CHECK(states[0].used);
  CHECK_FALSE(states[1].answers);
  CHECK_FALSE(states[1].message.empty());
  CHECK(states[2].documents > 0);
  CHECK(states[2].generation == "gen-000001");
  second.send(SIGCONT);
  CHECK(wait_until(whole, 20s));

  third.end();
  check_partial(1);
  second.send(SIGSTOP);
  check_partial(2);
  first.end();
  const auto nothing = searcher.search(everything());
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == corpus::ErrorCode::unavailable);
  second.send(SIGCONT);
  first.start();
  third.start();
  CHECK(wait_until(whole, 20s));
}

TEST_CASE("no panel is drawn while a shard is away, since conflicts recorded there would not be seen") {
  if (skip_without("xapian-tcpsrv")) return;
  Collection collection;
  for (int i = 0; i < 6; ++i)
    collection.world().put(fmt::format(R"({{"kind":"expert","id":"e{}","name":"专家{}","roles":["reviewer"],"research":"齿轮渗氮"}})", i, i));
  // Words that tell them apart from all the others.
  for (int i = 0; i < 8; ++i)
    collection.world().put(fmt::format(R"({{"kind":"achievement","id":"g{}","title":"齿轮渗氮{}","summary":"齿轮渗氮","visibility":"公开"}})", i, i));
  collection.next();
  ShardServer first(collection.shard(0, 2)), second(collection.shard(1, 2)), third(collection.shard(2, 2));
  search::ReaderPool pool({first.address(), second.address(), third.address()}, std::chrono::milliseconds(kLimit) / 3);
  const search::Matcher matcher(pool, world::vocabularies());
  const auto rules = corpus::read_panel_rules(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/rules/conflicts.tsv");
  REQUIRE(rules);
  // Of a result that answers: at least one of these lies in a shard that stays.
  const auto draw = [&](const std::string& id) {
    search::PanelRequest asked;
    asked.id = id, asked.seed = "1", asked.on = corpus::first_day("2026-06-30"), asked.see_hidden = true, asked.time_limit = kLimit;
    return search::draw_panel(pool, matcher, world::vocabularies(), nullptr, *rules, asked);
  };
  const auto whole = draw("g0");
  REQUIRE(whole);
  CHECK(whole->eligible.size() + whole->excluded.size() == 6);
  third.end();
  for (const char* id : {"g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7"}) {  // some of them in the shard that is away
    const auto partly = draw(id);
    REQUIRE_FALSE(partly);
    CHECK(partly.error().code == corpus::ErrorCode::unavailable);
    CHECK(partly.error().hint == "ask again when all shards answer");
  }
  third.start();
  CHECK(wait_until([&] { return draw("g0").has_value(); }, 20s));
}

TEST_CASE("of a record in a shard that is away nobody says that there is none") {
  const Collection collection;
  std::vector<search::ShardAddress> shards;
  for (std::size_t i = 0; i < 3; ++i) {
    shards.push_back(directory(collection.path() / fmt::format("copy-{}", i)));
    fs::copy(collection.shard(i, 1), shards.back().directory, fs::copy_options::recursive);
  }
  const std::string away = std::string(*std::next(Xapian::Database(shards[1].directory.string()).allterms_begin("Q"), 0)).substr(1);
  search::ReaderPool pool(shards, 2s);
  const search::Matcher matcher(pool, world::vocabularies());
  search::MatchRequest similar;
  similar.id = away;
  similar.to = search::MatchTarget::similar;
  REQUIRE(matcher.match(similar));
  const auto error_of_explained = [&](const std::string& id) {
    search::SearchRequest request;
    request.query = "轴承钢";
    const auto explained = search::explain_hits(pool, world::vocabularies(), nullptr, request, {id});
    return explained ? std::optional<corpus::ErrorCode>() : explained.error().code;
  };
  CHECK_FALSE(error_of_explained(away));
  CHECK(error_of_explained("nobody") == corpus::ErrorCode::not_found);
  const auto notes_of_similar = [&] {
    search::SearchRequest request;
    request.query = "similar:" + away;
    const auto found = search::Searcher(pool, world::vocabularies()).search(request);
    REQUIRE(found);
    const auto note = std::ranges::find(found->notes, "unknown_record", &search::Note::code);
    return note == found->notes.end() ? "" : note->message_en;
  };
  CHECK(notes_of_similar().empty());

  fs::rename(shards[1].directory, collection.path() / "away");
  REQUIRE(wait_until([&] { return pool.shard_set()->found == 2; }, 20s));
  const auto matched = matcher.match(similar);
  REQUIRE_FALSE(matched);
  CHECK(matched.error().code == corpus::ErrorCode::unavailable);
  CHECK(matched.error().hint == search::kAskWhenWhole);
  CHECK(error_of_explained(away) == corpus::ErrorCode::unavailable);
  CHECK(error_of_explained("nobody") == corpus::ErrorCode::unavailable);  // who knows
  CHECK(notes_of_similar() == "the record \"" + away + "\" may lie in a part of the index that does not answer");

  fs::rename(collection.path() / "away", shards[1].directory);
  CHECK(wait_until([&] { return matcher.match(similar).has_value(); }, 20s));
}

TEST_CASE("two builds of one number are two sets, and no answer holds records of both") {
  const Collection lost, again;  // the first of a directory that was lost, and the first of the next
  REQUIRE(lost.version() == again.version());
  search::ReaderPool pool({directory(lost.shard(0, 1)), directory(again.shard(1, 1)), directory(lost.shard(2, 1))}, 2s);
  const auto found = search::Searcher(pool, world::vocabularies()).search(everything());
  REQUIRE(found);
  REQUIRE(has_note(found->notes));
  CHECK(found->total < kRecords);
  const auto states = pool.shards(true);
  CHECK(states[0].used);
  CHECK_FALSE(states[1].used);
  CHECK(states[1].message == "is of another build with this number than the one that answers");
  CHECK(states[2].used);
  CHECK_FALSE(pool.shard_set()->whole());
}

TEST_CASE("a reader of a shard that becomes another build's of the same number ends") {
  const Collection lost, again;
  const fs::path live = lost.path() / "replica";
  fs::copy(lost.shard(0, 1), live, fs::copy_options::recursive);
  auto reader = search::IndexReader::open({live});
  REQUIRE(reader);
  CHECK((*reader)->refresh());
  Xapian::WritableDatabase replica(live.string());  // as replication writes it: what the other build's says of itself, in a commit
  replica.set_metadata("build", Xapian::Database(again.shard(0, 1).string()).get_metadata("build"));
  replica.commit();
  CHECK_FALSE((*reader)->refresh());
}

TEST_CASE("servers that are started again are asked again without an error") {
  if (skip_without("xapian-tcpsrv")) return;
  const Collection collection;
  const auto [servers, shards] = three_servers(collection);
  search::ReaderPool pool(shards, 2s);
  Load load(pool);
  REQUIRE(wait_until([&] { return load.answers > 20; }, 60s));
  for (int round = 0; round < 3; ++round)
    for (const auto& server : servers) {
      server->end();
      const int before = load.answers;
      wait_until([&] { return load.answers > before + 5; }, 20s);
      server->start();
    }
  load.stop();
  INFO(Catch::StringMaker<std::vector<std::string>>::convert(load.faults()));
  CHECK(load.faults().empty());
  CHECK(load.partial > 0);
}

TEST_CASE("a generation is published to servers and directories without an error and without a mixed answer") {
  if (skip_without("xapian-tcpsrv")) return;
  Collection collection;
  // Each connection opens what the stub in live/ names: nothing is restarted.
  ShardServer first(collection.live(0)), second(collection.live(1));
  search::ReaderPool pool({first.address(), second.address(), directory(collection.live(2))}, 2s);
  Load load(pool);
  REQUIRE(wait_until([&] { return load.answers > 20; }, 60s));
  for (int version = 2; version <= 5; ++version) {
    collection.next();
    CHECK(wait_until([&] { return load.newest() == version; }, 60s));
  }
  load.expect_caught_up(4, 5);
  REQUIRE(indexer::roll_back(collection.world().store(), world::vocabularies(), collection.path(), ""));
  CHECK(wait_until([&] {
    const auto found = search::Searcher(pool, world::vocabularies()).search(everything());
    return found && found->generation == "gen-000004" && found->hits.front().card.title == "轴承钢渗碳工艺第5版";
  }, 60s));
  load.stop();
  INFO(Catch::StringMaker<std::vector<std::string>>::convert(load.faults()));
  CHECK(load.faults().empty());
  CHECK(load.partial == 0);  // those that had the generation of before open went on with it
}

TEST_CASE("servers that are moved to another generation one by one never mix two") {
  if (skip_without("xapian-tcpsrv")) return;
  Collection collection;
  const auto [servers, shards] = three_servers(collection);
  search::ReaderPool pool(shards, 2s);
  Load load(pool);
  REQUIRE(wait_until([&] { return load.answers > 20; }, 60s));
  for (int version = 2; version <= 4; ++version) {
    collection.next();
    for (std::size_t i = 0; i < 3; ++i) {
      servers[i]->start(collection.shard(i, version));
      const int before = load.answers;
      CHECK(wait_until([&] { return load.answers > before + 20; }, 60s));
    }
    CHECK(wait_until([&] { return load.newest() == version; }, 60s));
  }
  load.stop();
  INFO(Catch::StringMaker<std::vector<std::string>>::convert(load.faults()));
  CHECK(load.faults().empty());
}

TEST_CASE("a directory that is not there when a pool begins, or goes, or loses a file, is left out with a note and used again once it is whole") {
  const Collection collection;
  std::vector<search::ShardAddress> shards;
  for (std::size_t i = 0; i < 3; ++i) {
    shards.push_back(directory(collection.path() / fmt::format("copy-{}", i)));
    fs::copy(collection.shard(i, 1), shards.back().directory, fs::copy_options::recursive);
  }
  const fs::path away = collection.path() / "away", bodies = shards[0].directory / "docdata.glass";
  fs::rename(shards[1].directory, away);
  search::ReaderPool pool(shards, 2s);
  const search::Searcher searcher(pool, world::vocabularies());
  const auto whole = [&] {
    const auto found = searcher.search(everything());
    return found && !has_note(found->notes) && found->total == kRecords;
  };
  const auto partial = [&] {
    const auto found = searcher.search(everything());
    return found && has_note(found->notes) && found->total > 0 && found->total < kRecords && static_cast<std::int64_t>(found->hits.size()) == found->total;
  };
  CHECK(partial());
  fs::rename(away, shards[1].directory);
  CHECK(wait_until(whole, 20s));
  fs::rename(shards[1].directory, away);
  CHECK(wait_until(partial, 20s));
  fs::rename(away, shards[1].directory);
  CHECK(wait_until(whole, 20s));
  fs::rename(bodies, away);
  CHECK(wait_until(partial, 20s));
  CHECK(pool.shards(true)[0].message.find("docdata.glass is missing") != std::string::npos);
  fs::rename(away, bodies);
  CHECK(wait_until(whole, 20s));
}

TEST_CASE("a service starts although a directory of search.shards is away, answers from the others, and from all once it is there") {
  const Collection collection;
  const program::Place place;
  place.import(R"({"kind":"achievement","id":"own","title":"轴承钢","visibility":"公开"})");
  const fs::path second = place.path() / "second";
  place.file("queqiao.toml", fmt::format("[search]\nshards = [\"{}\", \"{}\", \"{}\"]\n", collection.shard(0, 1).string(), second.string(),
                                         collection.shard(2, 1).string()));
  const program::Service service(place);
  CHECK(service.log().find("there is no such directory; the other shards answer") != std::string::npos);
  httplib::Client client(service.address());
  const auto found = [&] {
    const auto answer = client.Get("/api/v1/search?q=%E8%BD%B4%E6%89%BF%E9%92%A2&size=1");
    REQUIRE(answer);
    REQUIRE(answer->status == 200);
    return nlohmann::json::parse(answer->body);
  };
  const auto notes_shards = [](const nlohmann::json& body) {
    return std::ranges::any_of(body["notes"], [](const nlohmann::json& note) { return note["code"] == "shards"; });
  };
  CHECK(notes_shards(found()));
  fs::copy(collection.shard(1, 1), place.path() / "mounted", fs::copy_options::recursive);
  fs::rename(place.path() / "mounted", second);
  CHECK(wait_until([&] { return !notes_shards(found()); }, 20s));
}

TEST_CASE("a set of shards that is none is refused by name") {
  Collection collection;
  const auto shard = [&](std::size_t i, int version = 1) { return directory(collection.shard(i, version)); };
  const fs::path copy = collection.path() / "copy", nothing = collection.path() / "nothing";
  const std::string second = shard(1).name;
  CHECK(error_of({shard(2), shard(0), shard(1)}).empty());
  CHECK(error_of({shard(0), shard(2)}) ==
        "search.shards: 2 entries are configured, but gen-000001 has 3 shards; missing: shard-01\n  hint: name every shard of the generation once");
  std::filesystem::copy(shard(1).directory, copy);
  CHECK(error_of({shard(0), shard(1), directory(copy)}) ==
        fmt::format("search.shards: {} and {} are both shard-01 of gen-000001\n  hint: name each shard once", second, copy.string()));
  CHECK(error_of({shard(0), shard(1), shard(2), directory(nothing)}).find("4 entries are configured, but gen-000001 has 3 shards\n") !=
        std::string::npos);
  {
    Xapian::WritableDatabase older(copy.string(), Xapian::DB_OPEN);
    older.set_metadata("shard", "");
    older.commit();
  }
  CHECK(error_of({directory(copy)}) == fmt::format("search.shards: {} does not say which shard of its generation it is\n"
                                                   "  hint: build the index again: queqiao index build", copy.string()));
  const std::string nowhere = error_of({directory(nothing)});
  CHECK(nowhere.starts_with("search.shards: none of the shards answers; " + nothing.string() + ": "));
  CHECK(search::missing_directories({shard(0), directory(nothing)}) == std::vector<std::string>{nothing.string()});
  // Two of one generation and one of another: the two answer, with a note.
  collection.next();
  search::ReaderPool pool({shard(0, 2), shard(1), shard(2)}, 2s);
  const auto found = search::Searcher(pool, world::vocabularies()).search(everything());
  REQUIRE(found);
  CHECK(found->generation == "gen-000001");
  CHECK(has_note(found->notes));
  const auto states = pool.shards(true);
  CHECK(states[0].answers);
  CHECK_FALSE(states[0].used);
  CHECK(states[0].message == "is of another generation than the one that answers");
  CHECK(states[1].used);
}

}  // namespace shard_trouble_test
