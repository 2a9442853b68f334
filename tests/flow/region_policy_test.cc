// SPDX-License-Identifier: GPL-3.0-or-later
// A policy between regions, from the configuration to the match.
#include <catch2/catch.hpp>

#include "corpus/date.h"
#include "flow/program.h"

namespace region_policy_test {

using namespace program;

TEST_CASE("a policy between regions is refused where it names an unknown one, and told in every match where it holds") {
  const Place place;
  place.import(R"({"kind":"need","id":"N1","title":"硅碳负极材料","problem":"首次效率低","region":"421200","visibility":"公开"})" "\n"
               R"({"kind":"achievement","id":"A1","title":"硅碳负极材料","summary":"首次效率90%","region":"420100","visibility":"公开"})");
  place.build();
  place.file("bad.toml", "[search]\npolicy_regions = ['武汉 > 亚特兰蒂斯']\n");
  const Said bad = place.run({"--config", "bad.toml", "match", "N1"});
  CHECK(bad.exit == 2);
  CHECK(bad.err.find("search.policy_regions: \"武汉 > 亚特兰蒂斯\": there is no region \"亚特兰蒂斯\"") != std::string::npos);
  CHECK(place.run({"--config", "bad.toml", "coach", "N1"}).exit == 2);  // advice is by the matches that the lists show
  place.file("good.toml", "[search]\npolicy_regions = ['武汉 > 咸宁']\npolicy_boost = 5\n");
  const Said good = place.run({"--config", "good.toml", "match", "N1", "--json"});
  INFO(good.err);
  REQUIRE(good.exit == 0);
  CHECK(good.json()["matches"][0]["values"]["policy"] == 1.0);
  CHECK(good.json()["matches"][0]["signals"]["policy"].get<double>() > 0.04);
  CHECK_FALSE(place.run({"match", "N1", "--json"}).json()["matches"][0]["values"].contains("policy"));
}

TEST_CASE("a policy between regions that changed begins a portfolio anew and the same one goes on") {
  const Place place;
  place.import(R"({"kind":"need","id":"N1","title":"硅碳负极材料","problem":"首次效率低","region":"421200","visibility":"公开"})" "\n"
               R"({"kind":"need","id":"N2","title":"硅碳负极","problem":"循环寿命短","region":"421200","visibility":"公开"})" "\n"
               R"({"kind":"achievement","id":"A1","title":"硅碳负极材料","summary":"首次效率90%","region":"420100","visibility":"公开"})");
  place.build();
  place.file("five.toml", "[search]\npolicy_regions = ['武汉 > 咸宁']\npolicy_boost = 5\n");
  place.file("codes.toml", "[search]\npolicy_regions = ['420100 > 421200']\npolicy_boost = 5\n");
  place.file("nine.toml", "[search]\npolicy_regions = ['武汉 > 咸宁']\npolicy_boost = 9\n");
  place.file("other.toml", "[search]\npolicy_regions = ['武汉 > 黄石']\npolicy_boost = 5\n");
  const std::string output = (place.path() / "all.jsonl").string();
  const auto match_all = [&](const std::string& config) { return place.run({"--config", config, "match", "--all", "--top", "20", "--output", output}); };
  // As a run under five.toml leaves it that ended after the first need.
  const auto first = place.run({"--config", "five.toml", "match", "N1", "--json"}).json();
  auto pairs = nlohmann::ordered_json::array();
  pairs.push_back({{"from", "420100"}, {"to", "421200"}});
  const nlohmann::ordered_json policy = {{"boost", 0.05}, {"pairs", pairs}};
  const nlohmann::ordered_json heading = {{"kind", "need"}, {"to", "achievement"}, {"top", 20}, {"hidden", false}, {"past", false},
                                          {"dismissed", false}, {"decisions", ""}, {"generation", first["generation"]},
                                          {"seq", first["seq"]}, {"weights", first["weights_version"]}, {"policy", policy},
                                          {"today", corpus::to_text(corpus::today())}, {"form", 4}};
  const std::string part = heading.dump() + "\n" + R"({"id":"N1","matches":[]})" + "\n";
  for (const char* same : {"five.toml", "codes.toml"}) {
    CAPTURE(same);
    write(output + ".part.jsonl", part);
    const Said went_on = match_all(same);
    INFO(went_on.err);
    CHECK(went_on.exit == 0);
    CHECK(went_on.err.find("1 record done before") != std::string::npos);
  }
  for (const char* another : {"nine.toml", "other.toml"}) {
    CAPTURE(another);
    write(output + ".part.jsonl", part);
    const Said anew = match_all(another);
    INFO(anew.err);
    CHECK(anew.exit == 0);
    CHECK(anew.err.find("begun anew") != std::string::npos);
    CHECK(content_of(output).find("A1") != std::string::npos);
  }
}

}  // namespace region_policy_test
