// SPDX-License-Identifier: GPL-3.0-or-later
// What each signal is worth on the judgments of the sample corpus.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>

#include "flow/program.h"

namespace eval_ablation_test {

using namespace program;
using nlohmann::json;

namespace {

std::set<std::string> left_out(const json& side) {
  std::set<std::string> names;
  for (const auto& [name, row] : side["ablation"].items()) names.insert(name);
  return names;
}

}  // namespace

TEST_CASE("eval leaves out each signal that the weights in force count, and compares with all of them") {
  const Place place;
  place.import_sample();
  place.build();
  const Words words{"eval", "--sample", "--ablation", "--limit", "3", "--today", "2026-03-05"};
  Words in_json = words;
  in_json.emplace_back("--json");
  const Said said = place.run(in_json);
  INFO(said.err);
  REQUIRE(said.exit == 0);
  const json figures = said.json();
  const std::set<std::string> of_all{"budget", "cooperation", "field", "indicators", "industry", "maturity", "region", "text"};
  std::set<std::string> of_experts = of_all;
  of_experts.insert("evidence");
  CHECK(left_out(figures["achievement"]) == of_all);
  CHECK(left_out(figures["expert"]) == of_experts);
  for (const char* side : {"achievement", "expert"}) {
    const double all = figures[side]["nDCG@10"];
    for (const auto& [name, row] : figures[side]["ablation"].items()) {
      CAPTURE(side, name);
      CHECK(row["weight"].get<double>() > 0);
      CHECK(std::abs(row["nDCG@10"].get<double>() - all - row["difference"].get<double>()) < 1e-5);
      CHECK(row["low"].get<double>() <= row["high"].get<double>());
      CHECK((row["p"].get<double>() >= 0 && row["p"].get<double>() <= 1));
      CHECK(row["better"].get<int>() + row["worse"].get<int>() + row["same"].get<int>() == figures[side]["queries"].get<int>());
    }
  }
  // Prices have no part in a match of people, so to leave them out changes no list.
  CHECK(figures["expert"]["ablation"]["budget"]["difference"] == 0.0);

  fs::create_directories(place.data() / "weights");
  write(place.data() / "weights" / "mine.json", R"({"format":1,"version":"mine","weights":{"text":0.8,"region":0.1,"freshness":0.05}})");
  REQUIRE(place.run({"weights", "use", "mine"}).exit == 0);
  const json mine = place.run(in_json).json();
  CHECK(left_out(mine["achievement"]) == std::set<std::string>{"freshness", "region", "text"});
  CHECK(left_out(mine["expert"]) == std::set<std::string>{"freshness", "region", "text"});
  CHECK(mine["achievement"]["ablation"]["region"]["weight"] == 0.1);
  const std::string printed = place.run(words).out;
  CHECK(printed.find("each signal left out, against all of them") != std::string::npos);
  CHECK(printed.find("freshness") != std::string::npos);
  CHECK_FALSE(place.run({"eval", "--sample", "--limit", "3", "--json"}).json()["achievement"].contains("ablation"));
}

TEST_CASE("signals and days of the sample corpus are refused where something else is measured") {
  const Place place;
  const Words elsewhere[] = {{"eval", "nowhere", "--ablation"}, {"eval", "nowhere", "--today", "2026-03-05"}, {"eval", "a", "b", "--ablation"}};
  for (const Words& words : elsewhere) {
    const Said said = place.run(words);
    CHECK(said.exit == 2);
    CHECK(said.err.find("this is of the sample corpus") != std::string::npos);
  }
  place.import_sample();
  place.build();
  for (const char* day : {"2026", "yesterday", "2026-02-30"}) {
    const Said said = place.run({"eval", "--sample", "--today", day});
    CHECK(said.exit == 2);
    CHECK(said.err.find(fmt::format("--today: \"{}\" is not a day of the calendar", day)) != std::string::npos);
  }
}

}  // namespace eval_ablation_test
