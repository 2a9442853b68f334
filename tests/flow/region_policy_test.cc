// SPDX-License-Identifier: GPL-3.0-or-later
// A policy between regions, from the configuration to the match.
#include <catch2/catch.hpp>

#include "flow/program.h"

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
  place.file("good.toml", "[search]\npolicy_regions = ['武汉 > 咸宁']\npolicy_boost = 5\n");
  const Said good = place.run({"--config", "good.toml", "match", "N1", "--json"});
  INFO(good.err);
  REQUIRE(good.exit == 0);
  CHECK(good.json()["matches"][0]["values"]["policy"] == 1.0);
  CHECK(good.json()["matches"][0]["signals"]["policy"].get<double>() > 0.04);
  CHECK_FALSE(place.run({"match", "N1", "--json"}).json()["matches"][0]["values"].contains("policy"));
}
