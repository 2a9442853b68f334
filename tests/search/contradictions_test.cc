// SPDX-License-Identifier: GPL-3.0-or-later
// Figures that cannot all be meant: found once, told with their place.
#include "search/contradictions.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "indexer/indicators.h"
#include "search/found.h"

namespace contradictions_test {

using namespace search;

namespace {

// "code field: piece" of each.
std::string found_in(const std::string& text) {
  std::string out;
  for (const Contradiction& one : contradictions_of(text, world::vocabularies())) {
    REQUIRE(one.place);
    REQUIRE(one.place->end <= text.size());
    CHECK_FALSE(one.message.empty());
    CHECK_FALSE(one.message_en.empty());
    out += (out.empty() ? "" : "; ") + one.code + " " + text.substr(one.place->begin, one.place->end - one.place->begin);
  }
  return out;
}

std::string found_of(const std::string& json) {
  std::string out;
  for (const Contradiction& one : contradictions_of(world::record(json), world::vocabularies())) out += (out.empty() ? "" : "; ") + one.code + " " + one.field;
  return out;
}

std::string need_with(const std::string& fields) { return R"({"kind":"need","id":"N1","title":"板材",)" + fields + "}"; }

}  // namespace

TEST_CASE("contradictory figures of a running text are found with their bytes") {
  const struct {
    const char *text, *found;
  } rows[] = {
      {"抗拉强度≥1000MPa，抗拉强度≤800 MPa", "indicators_contradict 抗拉强度≤800 MPa"},
      {"抗拉强度≥1000MPa，拉伸强度≤0.8 GPa", "indicators_contradict 拉伸强度≤0.8 GPa"},
      {"厚度20～10 μm", "indicator_reversed 厚度20～10 μm"},
      {"厚度≥20 μm且≤10 μm", "indicator_reversed 厚度≥20 μm且≤10 μm"},
      {"温度100kg", "indicator_dimension 温度100kg"},
      {"温度不超过100kg", "indicator_dimension 温度不超过100kg"},
      {"出口温度≤100 kg", "indicator_dimension 出口温度≤100 kg"},
      {"抗拉强度≥1000 ℃", "indicator_dimension 抗拉强度≥1000 ℃"},
      {"硬度≥80 MPa ℃", "indicator_unread 硬度≥80 MPa ℃"},
      {"抗拉强度≥800MPa，抗拉强度≤1000 MPa；厚度10～20 μm；温度不超过100℃；硬度≥80 HRC", ""},
      {"抗拉强度提高20%，温度波动不超过2%，厚度由20降到10 μm，工作温度－20～－40 ℃", ""},
      {"镀层厚度≥275 g/m²，抗压强度≥35 N", ""},
      {"相对湿度≤95%RH，抗压强度28天不低于50MPa，纯度≥5N", ""},
      {"处理风量3万～18万m³/h，厂房面积2万～1万平方米", ""},
      {"", ""},
      {"\xff\xfe≥≤≥5~3~1 MPa/℃", ""},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    CHECK(found_in(row.text) == row.found);
  }
}

TEST_CASE("a figure with two units is no indicator") {
  CHECK(indexer::indicators_of("硬度≥80 MPa ℃", "text", world::vocabularies()).empty());
  CHECK(indexer::indicators_of("硬度≥80 MPa", "text", world::vocabularies()).size() == 1);
}

TEST_CASE("contradictory figures of a list are found by their number, and of the text by their field") {
  const auto listed = [](const std::string& one, const std::string& other) {
    return found_of(need_with(R"("goal":"y","indicators":[)" + one + "," + other + "]"));
  };
  CHECK(listed(R"({"name":"抗拉强度","op":"ge","value":"1000","unit":"MPa"})", R"({"name":"抗拉强度","op":"le","value":"800","unit":"MPa"})") ==
        "indicators_contradict indicators[1]");
  CHECK(listed(R"({"name":"厚度","low":"20","high":"10","unit":"μm"})", R"({"name":"温度","op":"le","value":"100","unit":"kg"})") ==
        "indicator_reversed indicators[0]; indicator_dimension indicators[1]");
  CHECK(listed(R"({"name":"厚度","value":"500~300","unit":"μm"})", R"({"name":"存放温度","op":"range","value":"-20--40","unit":"℃"})") ==
        "indicator_reversed indicators[0]");
  CHECK(found_of(need_with(R"("key_tech":"抗拉强度≥1000MPa","goal":"抗拉强度≤800 MPa")")) == "indicators_contradict goal");
  // What a result tells of others and of before is not held against it; a slip of the pen is.
  CHECK(found_of(R"({"kind":"achievement","id":"A1","title":"板材","summary":"国外抗拉强度≥1000MPa，以往抗拉强度≤800 MPa；厚度20～10 μm"})") ==
        "indicator_reversed summary");
  CHECK(found_of(R"({"kind":"expert","id":"E1","name":"某某","research":"厚度20～10 μm"})") == "");
}

TEST_CASE("an import warns of contradictory figures in the words of the form") {
  const corpus::Record record = world::record(need_with(R"("key_tech":"温度100kg")"));
  const corpus::Diagnostics all = contradictions_as_warnings(record, world::vocabularies());
  REQUIRE(all.size() == 1);
  CHECK(all[0].severity == corpus::Severity::warning);
  CHECK(all[0].code == "indicator_dimension");
  CHECK(all[0].message.starts_with("field \"key_tech\" ("));
  CHECK(all[0].message.ends_with("the unit of \"温度\" does not fit it: 100 kg is of mass, not of temperature (bytes 0–11)"));
  CHECK(all[0].hint == "look at the unit again");
}

TEST_CASE("a match notes what the asking side contradicts itself in, once and with its place") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"a","title":"高强钢板","summary":"抗拉强度≥900MPa"})");
  library.build();
  MatchRequest request;
  request.text = "高强钢板，抗拉强度≥1000MPa，抗拉强度≤800 MPa";
  const auto count = [](const MatchResult& result) { return std::ranges::count(result.notes, std::string("indicators_contradict"), &Note::code); };
  const MatchResult result = library.match(request);
  REQUIRE(count(result) == 1);
  const auto note = std::ranges::find(result.notes, std::string("indicators_contradict"), &Note::code);
  CHECK(note->message.find("不能同时满足：≥ 1000 MPa 与 ≤ 800 MPa（text 40–62）") != std::string::npos);
  CHECK(note->message_en.find("no result can meet both") != std::string::npos);
  CHECK(note->message.find("，不参与比较；") != std::string::npos);
  request.text = "高强钢板，抗拉强度≥800MPa";
  CHECK(count(library.match(request)) == 0);
}

TEST_CASE("figures of a need that cannot be meant are neither compared nor asked for, from either side") {
  found::Library library;
  library.put(R"({"kind":"need","id":"n","title":"高强钢板","goal":"抗拉强度≥1000MPa，抗拉强度≤800 MPa，温度≥30 kg"})");
  library.put(R"({"kind":"achievement","id":"a","title":"高强钢板","summary":"抗拉强度900MPa"})");
  library.build();
  const auto told = [](const Match& match) {
    return std::ranges::count_if(
        match.reasons, [](const Reason& one) { return one.signal == "indicators" || one.signal == "near_miss" || one.signal == "question"; });
  };
  MatchRequest request;
  request.id = "n";
  const MatchResult result = library.match(request);
  REQUIRE(result.matches.size() == 1);
  CHECK_FALSE(result.matches.front().values.at("indicators"));
  CHECK(told(result.matches.front()) == 0);
  request.id = "a", request.to = MatchTarget::need;
  const MatchResult reverse = library.match(request);
  REQUIRE(reverse.matches.size() == 1);
  CHECK(told(reverse.matches.front()) == 0);
}

TEST_CASE("of what a need asks both of two bounds and what has another unit are left aside, and the rest stays") {
  const auto asked = indexer::indicators_of("抗拉强度≥1000MPa，硬度≥60HRC，抗拉强度≤800 MPa，温度≥30 kg，能耗≤5 kWh", "goal", world::vocabularies());
  REQUIRE(asked.size() == 5);
  CHECK(contradictory(asked, world::vocabularies()) == std::vector<bool>{true, false, true, true, false});
  const auto kept = without_contradictions(asked, world::vocabularies());
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].stated.name == "硬度");
  CHECK(kept[1].stated.name == "能耗");
}

}  // namespace contradictions_test
