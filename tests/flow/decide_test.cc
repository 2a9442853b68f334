// SPDX-License-Identifier: GPL-3.0-or-later
// From the command line: two postings of one result, a broker who says otherwise, and takes it back.
#include <catch2/catch.hpp>
#include <httplib.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "corpus/date.h"
#include "flow/program.h"
#include "indexer/generation_layout.h"

namespace decide_test {

using namespace program;

TEST_CASE("a broker takes two postings apart and puts them together again") {
  Place place;
  place.import_sample();
  place.build();
  const auto groups_with = [&](const std::string& id) {
    int groups = 0;
    std::string line;
    for (const char c : place.run({"index", "duplicates", "--json"}).out)
      if (c == '\n') {
        groups += line.find('"' + id + '"') != std::string::npos;
        line.clear();
      } else {
        line += c;
      }
    return groups;
  };
  CHECK(groups_with("CG-N-008") == 1);
  CHECK(place.run({"search", "same:CG-N-008", "--json"}).json()["total"]["value"] == 2);
  const Said said = place.run({"decide", "CG-N-008", "CG-N-007", "not_same", "--note", "两项技术", "--json"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  CHECK(said.json()["generation"] == "gen-000001");
  CHECK(said.json()["weights_version"].get<std::string>().starts_with("default"));
  CHECK_FALSE(said.json()["reasons_shown"].empty());
  CHECK(place.run({"index", "follow", "--once"}).exit == 0);
  CHECK(groups_with("CG-N-008") == 0);
  CHECK(place.run({"decide", "CG-N-008", "CG-N-007", "撤回"}).exit == 0);  // labels as well as codes
  CHECK(place.run({"index", "follow", "--once"}).exit == 0);
  CHECK(groups_with("CG-N-008") == 1);
  CHECK(place.run({"index", "check"}).exit == 0);
}

TEST_CASE("decisions that make no sense say why") {
  Place place;
  place.import_sample();
  place.build();
  const auto said = [&](const Words& words) {
    const Said answer = place.run(words);
    CHECK(answer.exit != 0);
    return answer.err;
  };
  CHECK(said({"decide", "CG-N-008", "nowhere", "same"}).find("there is no record with this id") != std::string::npos);
  CHECK(said({"decide", "CG-N-008", "XQ-N-001", "same"}).find("an achievement and a need cannot be the same record") != std::string::npos);
  CHECK(said({"decide", "CG-N-008", "CG-N-008", "same"}).find("itself") != std::string::npos);
  CHECK(said({"decide", "XQ-N-001", "QY-A-001", "shortlisted"}).find("a need and an enterprise are not matched with each other") != std::string::npos);
  CHECK(said({"decide", "XQ-N-001", "CG-N-001", "dismissed"}).find("needs a reason") != std::string::npos);
  CHECK(said({"decide", "XQ-N-001", "CG-N-001", "dismissed"}).find("one of too_early 技术不成熟, ") != std::string::npos);
  CHECK(said({"decide", "XQ-N-001", "CG-N-001", "dismissed", "--reason", "nonsense"}).find("one of too_early 技术不成熟, ") != std::string::npos);
  CHECK(said({"decide", "XQ-N-001", "CG-N-001", "入选", "--reason", "too_early"}).find("this decision is shortlisted") != std::string::npos);
  CHECK(said({"decide", "XQ-N-001", "CG-N-001", "withdrawn", "--reason", "too_early"}) != "");
  CHECK(said({"decide", "XQ-N-001", "CG-N-001", "perhaps"}).find("perhaps") != std::string::npos);
}

TEST_CASE("the help of decide lists the reasons that are shipped") {
  const Place place;
  const std::string help = place.run({"decide", "--help"}).out;
  std::ifstream file(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/vocab/reason.tsv");
  std::size_t listed = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#') || line.starts_with("code\t")) continue;
    const std::size_t end = line.find('\t');
    std::string entry = line.substr(0, line.find('\t', end + 1));
    entry[end] = ' ';
    CAPTURE(entry);
    CHECK(help.find(entry) != std::string::npos);
    ++listed;
  }
  CHECK(listed > 0);
}

TEST_CASE("a whole portfolio is matched without what its broker dismissed, and tells what they decided") {
  Place place;
  place.import(R"({"kind":"need","id":"N1","title":"硅碳负极材料","visibility":"公开"})" "\n"
               R"({"kind":"need","id":"N2","title":"硅碳负极","visibility":"公开"})" "\n"
               R"({"kind":"achievement","id":"A1","title":"硅碳负极材料","visibility":"公开"})" "\n"
               R"({"kind":"achievement","id":"A2","title":"硅碳负极浆料涂布","visibility":"公开"})");
  place.build();
  const std::string lines = (place.path() / "all.jsonl").string(), table = (place.path() / "all.csv").string();
  const auto matched = [&](const Words& more) {
    Words words{"match", "--all", "--to", "achievement", "--output", lines};
    words.insert(words.end(), more.begin(), more.end());
    REQUIRE(place.run(words).exit == 0);
    std::map<std::string, nlohmann::json> of;
    std::istringstream in(content_of(lines));
    for (std::string line; std::getline(in, line);) {
      auto one = nlohmann::json::parse(line);
      of.emplace(one["id"].get<std::string>(), std::move(one));
    }
    return of;
  };
  const auto ids = [](const nlohmann::json& line) {
    std::set<std::string> found;
    for (const auto& match : line["matches"]) found.insert(match["id"].get<std::string>());
    return found;
  };
  const std::set<std::string> both{"A1", "A2"};
  REQUIRE(ids(matched({})["N1"]) == both);
  REQUIRE(place.run({"decide", "N1", "A1", "dismissed", "--reason", "价格不合", "--note", "只给自己看"}).exit == 0);
  REQUIRE(place.run({"decide", "A2", "N2", "shortlisted"}).exit == 0);  // from the other side

  auto left = matched({});
  CHECK(ids(left["N1"]) == std::set<std::string>{"A2"});
  CHECK(left["N1"]["left_out"] == 1);
  CHECK(ids(left["N2"]) == both);  // what was dismissed for another need stays
  for (const auto& match : left["N2"]["matches"]) CHECK(match.contains("decision") == (match["id"] == "A2"));
  auto all = matched({"--dismissed"});
  CHECK(ids(all["N1"]) == both);
  for (const auto& match : all["N1"]["matches"])
    if (match["id"] == "A1") CHECK(match["decision"]["verdict"]["code"] == "dismissed");
  // Asked from the results: the same pairs.
  REQUIRE(place.run({"match", "--all", "--kind", "achievement", "--to", "need", "--output", lines}).exit == 0);
  CHECK(content_of(lines).find(R"("left_out":1)") != std::string::npos);

  const Said told = place.run({"match", "--all", "--to", "achievement", "--dismissed", "--output", table});
  CHECK(told.exit == 0);
  const std::string rows = content_of(table);
  CHECK(rows.find(",剔除：价格不合,") != std::string::npos);
  CHECK(rows.find(",入选,") != std::string::npos);
  CHECK(rows.find("只给自己看") == std::string::npos);
  CHECK(place.run({"match", "--all", "--to", "achievement", "--output", table}).err.find("dismissed is left out; --dismissed lists it") != std::string::npos);
  CHECK(content_of(table).find("剔除") == std::string::npos);
}

TEST_CASE("a run over a portfolio that was stopped before its broker decided something begins anew") {
  Place place;
  place.import(R"({"kind":"need","id":"N1","title":"硅碳负极材料","visibility":"公开"})" "\n"
               R"({"kind":"need","id":"N2","title":"硅碳负极","visibility":"公开"})" "\n"
               R"({"kind":"achievement","id":"A1","title":"硅碳负极材料","visibility":"公开"})");
  place.build();
  const std::string file = (place.path() / "all.jsonl").string();
  const Words words{"match", "--all", "--to", "achievement", "--output", file};
  REQUIRE(place.run(words).exit == 0);
  const std::string whole = content_of(file), first = whole.substr(0, whole.find('\n') + 1);
  const auto found = place.run({"search", "--json"}).json();
  const auto stop_after_first = [&](const std::string& decisions) {
    const nlohmann::ordered_json heading = {
        {"kind", "need"}, {"to", "achievement"}, {"top", 10}, {"hidden", false}, {"past", false}, {"dismissed", false}, {"decisions", decisions},
        {"generation", found["generation"]}, {"seq", found["seq"]}, {"weights", place.run({"match", "N1", "--json"}).json()["weights_version"]},
        {"policy", nullptr}, {"today", corpus::to_text(corpus::today())}, {"form", 4}};
    std::ofstream(file + ".part.jsonl", std::ios::binary) << heading.dump() << '\n' << first;
  };
  stop_after_first("");
  CHECK(place.run(words).err.find("1 record done before") != std::string::npos);
  REQUIRE(place.run({"decide", "N1", "A1", "dismissed", "--reason", "价格不合"}).exit == 0);  // the index has not followed
  stop_after_first("");
  CHECK(place.run(words).err.find("begun anew") != std::string::npos);
  CHECK(content_of(file) != whole);
}

TEST_CASE("a broker dismisses a match, sees it again, and takes that back") {
  Place place;
  place.import_sample();
  place.build();
  const auto ids = [&](const Words& more) {
    Words words{"match", "XQ-N-001", "--to", "achievement", "--top", "5", "--json"}, found;
    words.insert(words.end(), more.begin(), more.end());
    const auto answer = place.run(words).json();
    for (const auto& match : answer["matches"]) found.push_back(match["id"]);
    return found;
  };
  const Words before = ids({});
  REQUIRE(before.size() == 5);
  REQUIRE(place.run({"decide", "XQ-N-001", before[0], "dismissed", "--reason", "价格不合", "--note", "报价高出一倍"}).exit == 0);
  const Words without = ids({});  // the index has not followed
  CHECK(std::ranges::find(without, before[0]) == without.end());
  CHECK(without[0] == before[1]);
  CHECK(ids({"--dismissed"}) == before);
  CHECK(place.run({"match", "XQ-N-001", "--dismissed"}).out.find("[剔除：价格不合]") != std::string::npos);
  CHECK(place.run({"match", "XQ-N-001"}).err.find("1 that you dismissed is not listed") != std::string::npos);

  REQUIRE(place.run({"decide", "XQ-N-001", before[1], "入选"}).exit == 0);
  const Said listed = place.run({"decide", "list"});
  CHECK(listed.out.find(before[0]) < listed.out.size());
  CHECK(listed.out.find("价格不合") < listed.out.size());
  CHECK(listed.err.find("2 decisions of ") != std::string::npos);
  const auto chosen = place.run({"decide", "list", "--verdict", "shortlisted", "--json"}).json();
  CHECK(chosen["total"] == 1);
  CHECK(chosen["decisions"][0]["object"]["id"] == before[1]);
  CHECK(place.run({"decide", "list", "--by", "somebody", "--json"}).json()["total"] == 0);
  CHECK(place.run({"decide", "list", "--record", before[0], "--json"}).json()["decisions"][0]["note"] == "报价高出一倍");

  CHECK(place.run({"decide", "undo", before[0], "XQ-N-001"}).exit == 0);  // from the other side
  CHECK(ids({}) == before);
  const Said again = place.run({"decide", "undo", "XQ-N-001", before[0]});
  CHECK(again.exit == 1);
  CHECK(again.err.find("no decision on this pair") != std::string::npos);
  for (const Words& wrong : {Words{"decide"}, Words{"decide", "XQ-N-001", before[0]}, Words{"decide", "undo", "XQ-N-001"},
                             Words{"decide", "undo", "XQ-N-001", before[1], "CG-N-001"}, Words{"decide", "list", "XQ-N-001"},
                             Words{"decide", "list", "--verdict", "perhaps"}}) {
    CAPTURE(wrong.size(), wrong.back());
    CHECK(place.run(wrong).exit == 2);
  }
  CHECK(place.run({"decide", "list", "--json"}).json()["total"] == 1);
}

TEST_CASE("of two decisions on a pair the broker says which is taken back") {
  Place place;
  place.import_sample();
  place.build();
  const auto standing = [&] {
    std::string text;
    const auto list = place.run({"decide", "list", "--record", "CG-N-008", "--json"}).json();
    for (const auto& one : list["decisions"]) text += one["verdict"]["code"].get<std::string>() + " ";
    return text;
  };
  REQUIRE(place.run({"decide", "CG-N-008", "CG-N-007", "dismissed", "--reason", "wrong_topic"}).exit == 0);
  REQUIRE(place.run({"decide", "CG-N-008", "CG-N-007", "not_same"}).exit == 0);
  for (const Words& unclear : {Words{"decide", "undo", "CG-N-008", "CG-N-007"}, Words{"decide", "CG-N-008", "CG-N-007", "withdrawn"}}) {
    const Said said = place.run(unclear);
    CHECK(said.exit == 2);
    CHECK(said.err.find("two of your decisions on this pair are in force: dismissed and not_same") != std::string::npos);
  }
  CHECK(standing() == "not_same dismissed ");
  const Said undone = place.run({"decide", "undo", "CG-N-007", "CG-N-008", "--undoes", "match", "--json"});
  REQUIRE(undone.exit == 0);
  CHECK(undone.json()["in_force"]["match"] == nullptr);
  CHECK(undone.json()["in_force"]["sameness"]["verdict"]["code"] == "not_same");
  CHECK(standing() == "not_same ");
  const Said again = place.run({"decide", "undo", "CG-N-007", "CG-N-008", "--undoes", "match"});
  CHECK(again.exit == 1);
  CHECK(again.err.find("no decision on this pair to take back, of match") != std::string::npos);
  const Said last = place.run({"decide", "undo", "CG-N-007", "CG-N-008"});
  CHECK(last.exit == 0);
  CHECK(last.out.find("withdrawn of sameness") != std::string::npos);
  CHECK(standing() == "");
  CHECK(place.run({"decide", "CG-N-008", "CG-N-007", "same", "--undoes", "match"}).exit != 0);
}

TEST_CASE("a build tells in its report and its log which decision was not followed") {
  Place place;
  place.import_sample();
  place.build();
  REQUIRE(place.run({"decide", "CG-N-001", "CG-N-002", "same"}).exit == 0);
  REQUIRE(place.run({"decide", "CG-N-002", "CG-N-003", "same"}).exit == 0);
  REQUIRE(place.run({"decide", "CG-N-001", "CG-N-003", "not_same"}).exit == 0);
  const std::string pair = "CG-N-002 and CG-N-003, because CG-N-001 and CG-N-003 were decided to be not the same";
  const auto list = place.run({"index", "build", "--json"}).json()["same_not_followed"];
  REQUIRE(list.size() == 1);
  CHECK(list[0]["ids"] == nlohmann::json::array({"CG-N-002", "CG-N-003"}));
  CHECK(list[0]["message"] == pair);
  const Said said = place.run({"index", "build"});
  CHECK(said.exit == 0);
  CHECK(said.err.find("1 decision `same` was not followed: " + pair) != std::string::npos);
  const auto jobs = place.run({"jobs", "--json"}).json()["jobs"];
  CHECK(place.run({"jobs", "show", jobs[0]["id"].get<std::string>()}).out.find(pair) != std::string::npos);
}

TEST_CASE("who holds a token decides under its name, on the page as on the command line") {
  Place place;
  place.import_sample();
  place.build();
  const std::string token = place.run({"token", "new", "经纪人甲", "--scope", "broker", "--json"}).json()["token"];
  place.environment = {"QUEQIAO_TOKEN=" + token};
  REQUIRE(place.run({"decide", "XQ-N-001", "CG-N-001", "dismissed", "--reason", "timing"}).exit == 0);
  CHECK(place.run({"decide", "list", "--json"}).json()["by"] == "经纪人甲");
  const Service service(place);
  httplib::Client client("127.0.0.1", service.port());
  const httplib::Headers headers{{"Authorization", "Bearer " + token}};
  const auto list = client.Get("/api/v1/decisions", headers);
  REQUIRE(list);
  CHECK(nlohmann::json::parse(list->body)["decisions"][0]["object"]["id"] == "CG-N-001");
  const auto matches = [&] {
    const auto answer = client.Get("/api/v1/records/XQ-N-001/matches?to=achievement&top=100", headers);
    REQUIRE(answer);
    return nlohmann::json::parse(answer->body);
  };
  const auto left_out = matches()["left_out"].get<int>();
  REQUIRE(place.run({"decide", "undo", "XQ-N-001", "CG-N-001"}).exit == 0);  // by another process, while the service runs
  CHECK(matches()["left_out"] == left_out - 1);
}

TEST_CASE("with a token one reads a list and matches without writing, and matches where the index is and the store is not") {
  Place place;
  place.import_sample();
  place.build();
  const std::string token = place.run({"token", "new", "经纪人甲", "--scope", "broker", "--json"}).json()["token"];
  place.environment = {"QUEQIAO_TOKEN=" + token};
  REQUIRE(place.run({"decide", "XQ-N-001", "CG-N-001", "shortlisted"}).exit == 0);
  CHECK(place.run({"decide", "list", "--json"}).json()["total"] == 1);
  CHECK(place.run({"match", "XQ-N-001", "--json"}).exit == 0);

  const fs::path shard = indexer::IndexLayout(place.data()).generation("gen-000001") / indexer::shard_name(0);
  const std::string config = place.file("shards.toml", "[search]\nshards = ['" + shard.string() + "']\n").string();
  const std::string elsewhere = (place.path() / "elsewhere").string();
  const Said said = place.run_bare({"--config", config, "--data", elsewhere, "match", "XQ-N-001", "--json"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  CHECK(said.err.find("what you decided is not known here") != std::string::npos);
  CHECK_FALSE(said.json()["matches"].empty());
  CHECK(said.out.find("\"decision\"") == std::string::npos);
  const Said nowhere = place.run_bare({"--config", config, "--data", elsewhere, "match", "XQ-X-999"});
  CHECK(nowhere.exit == 1);
  CHECK(nowhere.err.find("there is no record with this id in the index") != std::string::npos);
  CHECK(place.run_bare({"--data", elsewhere, "match", "XQ-N-001"}).exit == 2);  // neither is there
}

TEST_CASE("whoever decides same is told of a not_same that stands in the way") {
  Place place;
  place.import_sample();
  place.build();
  REQUIRE(place.run({"decide", "CG-N-001", "CG-N-003", "same"}).err.find("changes nothing") == std::string::npos);
  REQUIRE(place.run({"decide", "CG-N-003", "CG-N-005", "not_same"}).exit == 0);
  const Said said = place.run({"decide", "CG-N-001", "CG-N-005", "same"});
  CHECK(said.exit == 0);
  CHECK(said.err.find("as long as CG-N-003 and CG-N-005, which it would bring together, are decided to be not the same") != std::string::npos);
}

}  // namespace decide_test
