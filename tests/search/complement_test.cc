// SPDX-License-Identifier: GPL-3.0-or-later
// Which results together meet a need's figures.
#include <fmt/format.h>
#include <array>
#include <catch2/catch.hpp>

#include "corpus/corpus_world.h"
#include "search/complement.h"
#include "search/found.h"

namespace complement_test {

using namespace search;

namespace {

std::vector<indexer::RecordIndicator> read(std::string_view text) { return indexer::indicators_of(text, "goal", corpus_world::vocabularies()); }

constexpr std::string_view kAsked = "抗拉强度≥1000 MPa，硬度≥60HRC，孔隙率<1%";

// "b:0,1 c:2 | not stated" or –, and behind another | what cannot be compared.
std::string chosen(std::string_view asked, const std::vector<Contributor>& candidates) {
  const auto set = complement(read(asked), candidates);
  if (!set) return "–";
  std::string out;
  for (const Contribution& one : set->members) out += fmt::format("{}:{} ", candidates[one.candidate].id, fmt::join(one.meets, ","));
  out += fmt::format("| {}", fmt::join(set->not_stated, ","));
  return set->not_comparable.empty() ? out : out + fmt::format(" | {}", fmt::join(set->not_comparable, ","));
}

}  // namespace

TEST_CASE("what none meets alone, some meet together", "[search][complement]") {
  CHECK(chosen(kAsked, {{"a", 0.5, read("抗拉强度1100 MPa")}, {"b", 0.4, read("硬度62HRC，孔隙率0.5%")}}) == "b:1,2 a:0 | ");
  CHECK(chosen(kAsked, {{"a", 0.5, read("抗拉强度1100 MPa")}, {"b", 0.4, read("硬度62HRC")}}) == "a:0 b:1 | 2");
}

TEST_CASE("of those that meet as much the better match is taken, then the smaller id", "[search][complement]") {
  CHECK(chosen(kAsked, {{"a", 0.4, read("抗拉强度1100 MPa")}, {"b", 0.5, read("抗拉强度1200 MPa")}, {"c", 0.45, read("硬度62HRC")}}) == "b:0 c:1 | 2");
  CHECK(chosen(kAsked, {{"z", 0.5, read("抗拉强度1100 MPa")}, {"y", 0.5, read("抗拉强度1200 MPa")}, {"c", 0.5, read("硬度62HRC")}}) == "c:1 y:0 | 2");
}

TEST_CASE("near-duplicates are one result and no set", "[search][complement]") {
  const auto of = [](const char* id, double score, std::string_view text, const char* same) {
    return Contributor{.id = id, .score = score, .stated = read(text), .same = same};
  };
  CHECK(chosen(kAsked, {of("a", 0.5, "抗拉强度1100 MPa", "a"), of("b", 0.4, "硬度62HRC", "a")}) == "–");
  CHECK(chosen(kAsked, {of("a", 0.5, "抗拉强度1100 MPa", "a"), of("b", 0.4, "硬度62HRC", "b")}) == "a:0 b:1 | 2");
  CHECK(chosen(kAsked, {of("a", 0.5, "抗拉强度1100 MPa", "a"), of("b", 0.4, "硬度62HRC", "a"), of("c", 0.3, "孔隙率0.5%", "")}) == "a:0 c:2 | 1");
}

TEST_CASE("there is no set where one does it alone, where nothing is met, or where too little is asked", "[search][complement]") {
  CHECK(chosen(kAsked, {{"a", 0.5, read("抗拉强度1100 MPa，硬度62HRC，孔隙率0.5%")}, {"b", 0.4, read("硬度62HRC")}}) == "–");
  CHECK(chosen(kAsked, {{"a", 0.5, read("抗拉强度900 MPa")}, {"b", 0.4, read("硬度50HRC")}}) == "–");
  CHECK(chosen("抗拉强度≥1000 MPa", {{"a", 0.5, read("抗拉强度1100 MPa")}, {"b", 0.4, read("硬度62HRC")}}) == "–");
  CHECK(chosen(kAsked, {}) == "–");
  CHECK(chosen("", {{"a", 0.5, read("抗拉强度1100 MPa")}}) == "–");
}

TEST_CASE("a result about something else is no member, whatever it states", "[search][complement]") {
  CHECK(chosen(kAsked, {{"a", 0.5, read("抗拉强度1100 MPa")}, {"b", 0.24, read("硬度62HRC，孔隙率0.5%")}}) == "–");
  // Its score is of what most results have, and its text is not of the need.
  CHECK(chosen(kAsked, {{"a", 0.5, read("抗拉强度1100 MPa"), 0.5}, {"b", 0.4, read("硬度62HRC"), 0.2}}) == "–");
  // Neither the field nor the very industry: words of daily life agree.
  CHECK(chosen(kAsked, {{"a", 0.5, read("抗拉强度1100 MPa"), 0.5, 1, 1}, {"b", 0.4, read("硬度62HRC"), 0.4, 0, 0.7}}) == "–");
  CHECK(chosen(kAsked, {{"a", 0.5, read("抗拉强度1100 MPa"), 0.5, 1, 1}, {"b", 0.4, read("硬度62HRC"), 0.4, 0, 1}}) == "a:0 b:1 | 2");
  CHECK(chosen(kAsked, {{"a", 0.5, read("抗拉强度1100 MPa"), 0.5, 1, 1}, {"b", 0.4, read("硬度62HRC"), 0.4, 0.5, 0}}) == "a:0 b:1 | 2");
}

TEST_CASE("what is asked twice is not told as met and as open", "[search][complement]") {
  CHECK(chosen("硬度≥60HRC，续航≥3 h，续航3 h，孔隙率<1%", {{"a", 0.5, read("硬度62HRC")}, {"b", 0.4, read("续航≥5 h")}}) == "a:0 b:1 | 3");
}

TEST_CASE("a result that misses one demand is no member, and no set meets less than one result alone", "[search][complement]") {
  CHECK(chosen("整机质量≤0.75 kg，额定转矩≥67 N·m", {{"a", 0.5, read("整机质量78 g，额定转矩6.5 N·m")}, {"b", 0.4, read("额定转矩67 N·m")}}) == "–");
  CHECK(chosen("整机质量≤0.75 kg，额定转矩≥67 N·m", {{"a", 0.5, read("整机质量78 g")}, {"b", 0.4, read("额定转矩67 N·m")}}) == "a:0 b:1 | ");
  // The third meets two of them, and misses what the others do not speak of.
  CHECK(chosen("抗拉强度≥1000 MPa，硬度≥60HRC，孔隙率<1%，密度≤5 g/cm³",
               {{"a", 0.5, read("抗拉强度1100 MPa")}, {"b", 0.4, read("硬度62HRC")}, {"c", 0.4, read("抗拉强度1100 MPa，硬度62HRC，孔隙率2%")}}) == "–");
}

TEST_CASE("a demand in other words, under another condition or with another bound adds nothing", "[search][complement]") {
  for (const auto& [asked, first, second] : std::vector<std::array<const char*, 3>>{
           {"氧含量≤0.13%，打印件延伸率≥10%，氧≤0.13%", "氧含量0.11%，打印件延伸率11%", "氧≤0.04%，氧含量0.04%"},
           {"节电率≥15%，压力波动≤0.03 MPa，气站综合省电15%", "节电率18%，压力波动0.02 MPa", "气站综合省电15%"},
           {"节电率≥15%，气站综合省电15%", "节电率18%", "气站综合省电15%"},
           {"容量保持率在25 ℃下≥90%，容量保持率在-40 ℃下≥70%", "容量保持率在25 ℃下95%", "容量保持率在-40 ℃下75%"}}) {
    INFO(asked);
    REQUIRE(read(asked).size() >= 2);
    CHECK(chosen(asked, {{"a", 0.5, read(first)}, {"b", 0.4, read(second)}}) == "–");
  }
  // One bound and a common end do not make two names one.
  CHECK(chosen("清净率≥90%，收得率≥90%", {{"a", 0.5, read("清净率96%")}, {"b", 0.4, read("收得率97%")}}) == "a:0 b:1 | ");
}

TEST_CASE("where one speaks of a demand in other words, another does not meet it beside it", "[search][complement]") {
  const char* asked = "水深误差≤10 cm，更新间隔≤15 min";
  CHECK(chosen(asked, {{"a", 0.5, read("更新间隔10 min，积水深度误差≤6 cm")}, {"b", 0.4, read("水深误差≤1 cm")}}) == "–");
  CHECK(chosen(asked, {{"a", 0.4, read("更新间隔10 min，积水深度误差≤6 cm")}, {"b", 0.5, read("水深误差≤1 cm")}}) == "–");  // whichever comes first
  CHECK(chosen(asked, {{"a", 0.5, read("更新间隔10 min")}, {"b", 0.4, read("水深误差≤1 cm")}}) == "a:1 b:0 | ");
}

TEST_CASE("what a set leaves open is not stated, or stated in a way that cannot be compared", "[search][complement]") {
  const char* asked = "抗拉强度≥1000 MPa，硬度≥60HRC，日处理量≥1000吨/天，孔隙率<1%";
  CHECK(chosen(asked, {{"a", 0.5, read("抗拉强度1100 MPa，日处理量600 m³/d")}, {"b", 0.4, read("硬度62HRC")}}) == "a:0 b:1 | 3 | 2");
  // The third meets it, and the first speaks of it in another unit.
  CHECK(chosen(asked, {{"a", 0.5, read("抗拉强度1100 MPa，日处理量600 m³/d")}, {"b", 0.4, read("硬度62HRC，日处理量1200吨/天")}}) == "–");
}

TEST_CASE("a set has five members at most, and says what they leave open", "[search][complement]") {
  std::vector<Contributor> candidates;
  std::string asked;
  const char* names[] = {"抗拉强度", "屈服强度", "抗压强度", "抗弯强度", "剪切强度", "冲击强度", "疲劳强度"};
  for (const char* name : names) {
    asked += fmt::format("{}≥100 MPa，", name);
    candidates.push_back({name, 0.5, read(fmt::format("{}120 MPa", name))});
  }
  REQUIRE(read(asked).size() == 7);
  const auto set = complement(read(asked), candidates);
  REQUIRE(set);
  CHECK(set->members.size() == kMostMembers);
  CHECK(set->not_stated.size() == 2);
}

TEST_CASE("a match of a need says which results meet it together, for achievements and with explanations only", "[search][complement]") {
  found::Library library;
  library.put(R"({"kind":"need","id":"asks","title":"耐磨合金涂层","goal":"涂层抗拉强度≥1000 MPa，硬度≥60HRC，孔隙率<1%"})");
  library.put(R"({"kind":"achievement","id":"a","title":"耐磨合金涂层甲","summary":"涂层抗拉强度1100 MPa"})");
  library.put(R"({"kind":"achievement","id":"b","title":"耐磨合金涂层乙","summary":"涂层硬度62HRC"})");
  library.put(R"({"kind":"achievement","id":"hidden","title":"耐磨合金涂层丙","summary":"涂层孔隙率0.5%","visibility":"受限"})");
  library.build();
  MatchRequest request;
  request.id = "asks", request.to = MatchTarget::achievement;
  const auto told = [&] {
    const MatchResult result = library.match(request);
    if (!result.together) return std::string("–");
    std::string out;
    for (const auto& one : result.together->members) out += fmt::format("{} {}: {}; ", one.card.id, one.card.title, fmt::join(one.meets, "、"));
    return out + fmt::format("{}", fmt::join(result.together->not_stated, "、"));
  };
  CHECK(told() == "a 耐磨合金涂层甲: 涂层抗拉强度 ≥ 1000 MPa; b 耐磨合金涂层乙: 硬度 ≥ 60 HRC; 孔隙率 < 1%");
  request.top = 1;  // the set is chosen among the candidates, not among what is shown
  CHECK(told() != "–");
  request.see_hidden = true;
  CHECK(told().find("hidden 耐磨合金涂层丙: 孔隙率 < 1%; ") != std::string::npos);
  CHECK(told().ends_with("; "));  // nothing stays open
  request.explain = false;
  CHECK(told() == "–");
  request.explain = true, request.to = MatchTarget::similar;
  CHECK(told() == "–");
}

}  // namespace complement_test
