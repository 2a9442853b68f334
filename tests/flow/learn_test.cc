// SPDX-License-Identifier: GPL-3.0-or-later
// From the command line, over the sample corpus: a broker who wants what is near, what is learned from them, putting it in force and taking it back.
#include <httplib.h>

#include <catch2/catch.hpp>
#include <map>

#include "flow/program.h"

namespace learn_test {

using namespace program;
using nlohmann::json;

namespace {

// A service that runs on meanwhile needs a second to look; a loaded machine is given more.
constexpr std::chrono::seconds kPatience{20};

std::string decision(int number, const std::string& need, const std::string& result, const std::string& reason) {
  json line = {{"kind", "decision"}, {"id", fmt::format("D{:04}", number)}, {"subject_id", need}, {"object_id", result},
               {"verdict", reason.empty() ? "shortlisted" : "dismissed"}, {"by", "broker"}, {"at", "2026-03-05T08:00:00Z"}};
  if (!reason.empty()) line["reason"] = reason;
  return line.dump() + "\n";
}

// Of each need, results of its own region are shortlisted and up to six others dismissed: for the region, and one more for its price.
struct Decisions {
  std::string relevance, price;
  int count = 0, needs = 0;
};
Decisions decide_by_region(const Place& place) {
  const Said said = place.run({"match", "--all", "--past", "--to", "achievement", "--top", "30", "--hidden", "--output", "all.jsonl"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  Decisions out;
  int number = 0;
  std::ifstream lines(place.path() / "all.jsonl");
  for (std::string line; out.needs < 40 && std::getline(lines, line);) {
    const json need = json::parse(line);
    std::vector<std::string> near, far;
    for (const json& match : need["matches"]) {
      if (!match["signals"].contains("region")) continue;
      (match["signals"]["region"].get<double>() > 0 ? near : far).push_back(match["id"]);
    }
    if (near.empty() || far.size() < 2) continue;
    ++out.needs;
    const std::string id = need["id"];
    out.price += decision(++number, id, far.back(), "price");
    far.pop_back();
    if (far.size() > 6) far.resize(6);
    for (const std::string& one : near) out.relevance += decision(++number, id, one, ""), ++out.count;
    for (const std::string& one : far) out.relevance += decision(++number, id, one, "region"), ++out.count;
  }
  return out;
}

}  // namespace

TEST_CASE("a broker's preference is learned, put in force and taken back, and price teaches nothing", "[slow]") {
  Place place;
  place.import_third_of_needs(1);
  place.build();
  const Said nothing = place.run({"learn"});
  CHECK(nothing.exit == 2);
  CHECK(nothing.err.find("0 decisions can be compared, and 40 are needed") != std::string::npos);
  CHECK(place.run({"weights", "--json"}).json()["in_force"] == "default-5");
  CHECK(place.run({"weights"}).out.find("default-5 ") != std::string::npos);
  CHECK(place.run({"weights", "undo"}).exit == 2);

  const Decisions decisions = decide_by_region(place);
  REQUIRE(decisions.count >= 40);
  place.import(decisions.relevance);
  const json dry = place.run({"learn", "--dry-run", "--json"}).json();
  CHECK(dry["written"] == false);
  CHECK_FALSE(fs::exists(place.data() / "weights"));
  const Said said = place.run({"learn", "--json"});
  INFO(said.out + said.err);
  REQUIRE(said.exit == 0);
  const json learned = said.json();
  CHECK(learned["written"] == true);
  CHECK(learned["version"] == "learned-1");
  CHECK(learned["decisions"]["all"] == decisions.count);
  CHECK(learned["ndcg10"]["after"].get<double>() > learned["ndcg10"]["before"].get<double>());
  CHECK(learned["ndcg10"]["before_version"] == "default-5");
  std::map<std::string, double> before, after;
  for (const json& row : learned["weights"]) before[row["signal"]] = row["before"], after[row["signal"]] = row["after"];
  CHECK(after.at("region") > 2 * before.at("region"));
  CHECK(after.at("field") <= before.at("field"));
  CHECK(after.at("budget") <= before.at("budget"));

  const std::string table = place.run({"learn", "--dry-run"}).out;
  const auto line = [&](const std::string& signal) {
    const std::size_t at = table.find("\n" + signal + " ");
    REQUIRE(at != std::string::npos);
    return table.substr(at + 1, table.find('\n', at + 1) - at - 1);
  };
  CHECK(line("region").find("+ █") != std::string::npos);
  CHECK(table.find("██████████") != std::string::npos);  // what changed most has the longest bar
  CHECK(line("text").find("█") == std::string::npos);
  CHECK(line("evidence").find("█") == std::string::npos);

  // Refusals for price change nothing but the count of what is left out.
  place.import(decisions.price);
  const json with_price = place.run({"learn", "--dry-run", "--json"}).json();
  CHECK(with_price["weights"] == learned["weights"]);
  CHECK(with_price["ndcg10"] == learned["ndcg10"]);
  CHECK(with_price["left_out"].dump().find(R"("label":"价格不合","reason":"price","why":"reason")") != std::string::npos);
  CHECK(place.run({"learn", "--dry-run"}).out.find("price 价格不合: says nothing of relevance") != std::string::npos);

  // Written is not in force.
  const auto version = [&](const Words& words) { return place.run(words).json(); };
  const Words match{"match", "XQ-N-001", "--json"};
  CHECK(version(match)["weights_version"] == "default-5");
  const Service service(place);
  httplib::Client client(service.address());
  const auto served = [&] {
    const auto answer = client.Get("/api/v1/records/XQ-N-001/matches?to=achievement");
    return answer && answer->status == 200 ? json::parse(answer->body) : json::object();
  };
  CHECK(served()["weights_version"] == "default-5");
  const Said used = place.run({"weights", "use", "learned-1"});
  CHECK(used.exit == 0);
  CHECK(used.out == "learned-1 is in force, no longer default-5; a running service takes it up within a second\n");
  CHECK(version(match)["weights_version"] == "learned-1");
  CHECK(version(match)["weights"]["region"] == after.at("region"));
  CHECK(version({"explain", "--need", "XQ-N-001", "CG-N-001", "--json"})["weights_version"] == "learned-1");
  CHECK(version({"decide", "XQ-N-001", "CG-N-001", "shortlisted", "--json"})["weights_version"] == "learned-1");
  CHECK(place.run({"match", "--all", "--past", "--to", "achievement", "--top", "1", "--output", "again.jsonl"}).exit == 0);
  CHECK(wait_until([&] { return served()["weights_version"] == "learned-1"; }, kPatience));
  CHECK(served()["weights"] == version(match)["weights"]);

  // What is damaged: the service goes on, a new one does not start, and one command mends it.
  const fs::path file = place.data() / "weights" / "learned-1.json";
  const std::string sound = content_of(file);
  write(file, sound.substr(0, sound.size() / 2));
  CHECK(wait_until([&] { return served(), service.log().find("weights stay as they are") != std::string::npos; }, kPatience));
  CHECK(served()["weights_version"] == "learned-1");
  const Said second = place.run({"serve", "--port", "0"});
  CHECK(second.exit == 2);
  CHECK(second.err.find("learned-1.json: not JSON") != std::string::npos);
  CHECK(second.err.find("queqiao weights use default") != std::string::npos);
  CHECK(place.run(match).exit == 2);
  const Said list = place.run({"weights"});
  CHECK(list.exit == 1);
  CHECK(list.out.find("in force, not JSON") != std::string::npos);
  CHECK(place.run({"weights", "use", "nowhere"}).exit == 1);
  CHECK(place.run({"weights", "use", "default"}).exit == 0);
  CHECK(version(match)["weights_version"] == "default-5");
  CHECK(place.run({"weights", "undo"}).exit == 2);  // back to what is damaged is no way
  write(file, sound);
  CHECK(place.run({"weights", "undo"}).out == "learned-1 is in force, no longer default-5; a running service takes it up within a second\n");
  CHECK(place.run({"weights", "use", "learned-1"}).out == "learned-1 is in force already\n");
  CHECK(place.run({"weights", "undo"}).exit == 0);
  CHECK(wait_until([&] { return served()["weights_version"] == "default-5"; }, kPatience));
  write(place.data() / "weights" / "CURRENT", "../../etc/passwd\n");
  const Said damaged = place.run(match);
  CHECK(damaged.exit == 2);
  CHECK((damaged.out + damaged.err).find("the line names no version of the weights") != std::string::npos);
  CHECK(place.run({"weights", "use", "default"}).exit == 0);
  CHECK(place.run(match).exit == 0);

  // A second one is another version; the first stays what it was.
  CHECK(version({"learn", "--json"})["version"] == "learned-2");
  CHECK(content_of(file) == sound);

  // What an operator has set stays where it is not learned; where it is, they are told that it does not.
  write(place.data() / "weights" / "by-hand.json", R"({"format":1,"version":"by-hand","weights":{"text":0.8,"region":0.005,"freshness":0.1}})");
  REQUIRE(place.run({"weights", "use", "by-hand"}).exit == 0);
  const Said own = place.run({"learn", "--dry-run", "--json"});
  INFO(own.out + own.err);
  REQUIRE(own.exit == 0);
  CHECK(own.err.find("by-hand has weights of its own for field, indicators, industry, maturity: these are learned") != std::string::npos);
  const json relearned = own.json();
  CHECK(relearned["ndcg10"]["before_version"] == "by-hand");
  std::map<std::string, double> kept;
  for (const json& row : relearned["weights"]) kept[row["signal"]] = row["after"];
  CHECK(kept.at("freshness") / kept.at("text") == Approx(0.125).margin(2e-4));
  CHECK(kept.at("budget") == 0);
}

}  // namespace learn_test
