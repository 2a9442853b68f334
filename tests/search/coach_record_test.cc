// SPDX-License-Identifier: GPL-3.0-or-later
// What a record lacks by itself: seeded bad forms get the advice they should, each with its place, and good ones get none.
#include "search/coach_record.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "indexer/schema.h"
#include "world.h"

namespace coach_record_test {

using namespace search;
using nlohmann::json;

namespace {

// A form with nothing to say of.
json good_need() {
  return json::parse(R"({"kind":"need","id":"N1","title":"动力电池高温循环产气抑制","problem":"280 Ah 电芯在高温下循环后鼓包，退货率上升。",
    "key_tech":"抑制电解液在高温下分解产气，不降低能量密度。","goal":"一年内导入产线。","existing_basis":"有电芯中试线一条。","keywords":["锂电池","产气"],
    "indicators":[{"name":"循环寿命","op":"≥","value":"1500","unit":"次","condition":"1C，45 ℃，保持率 80%","must":true},
                  {"name":"厚度增长","op":"≤","value":"8","unit":"%","must":true}],
    "need_type":"技术攻关","tech_field":["新能源与高效节能"],"industry":["C384"],"solve_modes":["合作研发"],"start":"2026-03-01","deadline":"2027-03-01",
    "solicitation_mode":"一般","enterprise_name":"云梦动力有限公司","competent_dept":"示例科技局","contact":{"name":"王工"},"visibility":"公开"})");
}

json need_with(const json& change) {
  json out = good_need();
  out.update(change);
  return out;
}

RecordAdvice advice_on(const json& object) {
  corpus::Diagnostics reading;
  const corpus::Record record = corpus::record_from_json(object, reading);
  return advise(record, reading, world::vocabularies());
}

// "warning title_is_field title; note …", and every piece of advice is whole: both languages, and a place that exists.
std::string printed(const RecordAdvice& given) {
  std::string out;
  for (const Advice& one : given.advice) {
    out += (out.empty() ? "" : "; ") + std::string(corpus::to_string(one.severity)) + " " + one.code + " " + one.field;
    CHECK_FALSE(one.message.empty());
    CHECK_FALSE(one.message_en.empty());
    if (!one.place) continue;
    CHECK(one.place->begin < one.place->end);
    CHECK(one.place->end <= indexer::text_of(given.record, one.place->field).size());
  }
  return out;
}
std::string printed(const json& object) { return printed(advice_on(object)); }

std::string piece(const RecordAdvice& given, std::size_t number) {
  const Advice& one = given.advice.at(number);
  REQUIRE(one.place);
  return indexer::text_of(given.record, one.place->field).substr(one.place->begin, one.place->end - one.place->begin);
}

json indicators(const std::vector<std::string>& list, const json& more = json::object()) {
  json out = more;
  out["indicators"] = json::array();
  for (const std::string& one : list) out["indicators"].push_back(json::parse(one));
  return out;
}
json indicator(const std::string& text) { return indicators({text}); }

constexpr const char* kThick = R"({"name":"厚度","op":"≥","value":"5","unit":"mm"})";
constexpr const char* kFrugal = R"({"name":"能耗","op":"≤","value":"3","unit":"kWh"})";

std::vector<json> sample(const std::string& name) {
  std::ifstream in(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/" + name + ".jsonl");
  std::vector<json> all;
  for (std::string line; std::getline(in, line);) all.push_back(json::parse(line));
  REQUIRE(all.size() > 100);
  return all;
}

}  // namespace

TEST_CASE("a good form gets no advice and counts as filled in") {
  const RecordAdvice given = advice_on(good_need());
  CHECK(printed(given) == "");
  CHECK(given.given == given.required);
  CHECK(given.required == 16);
  CHECK_FALSE(given.refused);
}

TEST_CASE("seeded bad forms get the advice they should") {
  const auto characters = [](std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += "字";
    return out;
  };
  const struct {
    const char* what;
    json change;
    std::string advice;
  } rows[] = {
      {"a field for a title", {{"title", "新材料技术"}}, "warning title_is_field title"},
      {"an industry for a title", {{"title", "关于污水处理的技术难题"}}, "warning title_is_field title"},
      {"the label itself, in traditional characters", {{"title", "電子信息"}}, "warning title_is_field title"},
      {"several labels", {{"title", "水产、饲料"}}, "warning title_is_field title"},
      {"words that say nothing, one of them an industry's other name", {{"title", "一种智能系统的研发"}}, "warning title_is_empty_words title"},
      {"a field that is a type of need as well", {{"title", "检测服务"}}, "warning title_is_field title"},
      {"words that say nothing", {{"title", "关键技术研发需求"}}, "warning title_is_empty_words title"},
      {"a thing", {{"title", "传感器技术"}}, "note title_is_thing title"},
      {"the example of the official form", {{"title", "防爆锂离子电池的研发"}}, ""},
      {"a title that is missing", {{"title", ""}}, "warning missing title"},
      {"a title of marks", {{"title", "——。"}}, "warning title_is_empty_words title"},
      {"a problem that is too long", {{"problem", characters(501)}}, "warning too_long problem"},
      {"a problem as long as the form allows", {{"problem", characters(500)}}, ""},
      {"too many keywords", {{"keywords", {"a", "b", "c", "d", "e", "f"}}}, "warning too_many keywords"},
      {"no indicator", {{"indicators", json::array()}, {"problem", "电芯鼓包"}}, "warning no_indicators indicators"},
      {"indicators in the text alone", {{"indicators", json::array()}, {"goal", "厚度增长率不超过8%。"}}, ""},
      {"no unit where the parameter has one", indicator(R"({"name":"抗拉强度","op":"≥","value":"500"})"), "warning indicator_without_unit indicators[0]"},
      {"no unit, of a parameter nobody knows", indicator(R"({"name":"乳化稳定期","op":"≥","value":"30"})"), "note indicator_without_unit indicators[0]"},
      {"a pure number", indicator(R"({"name":"压缩比","op":"≥","value":"12"})"), ""},
      {"pH", indicator(R"({"name":"出水pH","op":"range","low":"6","high":"9"})"), ""},
      {"no condition where the figure depends on it", indicator(R"({"name":"粘度","op":"≤","value":"50","unit":"mPa·s"})"),
       "note indicator_without_condition indicators[0]"},
      {"a condition in the name", indicator(R"({"name":"25℃粘度","op":"≤","value":"50","unit":"mPa·s"})"), ""},
      {"a lower bound above the upper one", indicator(R"({"name":"板宽","op":"区间","low":"30","high":"10","unit":"mm"})"),
       "warning indicator_reversed indicators[0]"},
      {"a value that goes down", indicator(R"({"name":"板宽","op":"区间","value":"500-300","unit":"mm"})"), "warning indicator_reversed indicators[0]"},
      {"a unit nobody knows", indicator(R"({"name":"板宽","op":"≥","value":"30","unit":"庹"})"), "warning indicator_unread indicators[0]"},
      {"two units", indicator(R"({"name":"板宽","op":"≥","value":"30 mm","unit":"kg"})"), "warning indicator_unread indicators[0]"},
      {"no figure", indicator(R"({"name":"外观","value":"良好"})"), "note indicator_without_figure indicators[0]"},
      {"a figure of nothing", indicator(R"({"name":" ","op":"≥","value":"5","unit":"mm"})"), "warning indicator_without_name indicators[0]"},
      {"two that exclude each other", indicators({kThick, R"({"name":"厚","op":"≤","value":"0.3","unit":"cm"})"}),
       "warning indicators_contradict indicators[1]"},
      {"one of the list and one of the text", indicators({kFrugal}, {{"goal", "能耗不低于5 kWh。"}}), "warning indicators_contradict goal"},
      {"two bounds that leave room", indicators({kThick, R"({"name":"厚度","op":"≤","value":"5","unit":"mm"})"}), ""},
      {"the same under two conditions",
       indicators({R"({"name":"硬度","op":"≥","value":"60","unit":"HRC","condition":"表面"})",
                   R"({"name":"硬度","op":"≤","value":"40","unit":"HRC","condition":"心部"})"}),
       ""},
      {"a deadline before the start", {{"deadline", "2025-01-01"}}, "error reversed deadline"},
      {"a field that is none", {{"tech_field", {"炼丹"}}}, "error unknown_value tech_field"},
      {"a date that is none", {{"start", "2026-02-30"}}, "error bad_date start"},
      {"the name of an enterprise instead of its id", {{"enterprise_name", ""}}, "warning missing enterprise_id"},
      {"a teaser that is asked for", {{"visibility", "受限"}}, "warning missing teaser"},
  };
  for (const auto& row : rows) {
    INFO(row.what);
    CHECK(printed(need_with(row.change)) == row.advice);
  }
}

TEST_CASE("an empty form is told what it would be refused for and what the form asks for") {
  const RecordAdvice given = advice_on({{"kind", "need"}, {"id", "N1"}});
  CHECK(given.refused);
  CHECK(given.given == 0);
  REQUIRE_FALSE(given.advice.empty());
  CHECK(given.advice.front().code == "no_text");
  CHECK(given.advice.front().message == "名称与各项说明都是空的");
  CHECK(std::ranges::count(given.advice, "missing", &Advice::code) == static_cast<std::ptrdiff_t>(given.required));
  // The gravest first.
  CHECK(std::ranges::is_sorted(given.advice, {}, &Advice::severity));
}

TEST_CASE("advice says where, what and how to mend it, in both languages") {
  std::string problem;
  for (int i = 0; i < 500; ++i) problem += "字";
  const RecordAdvice too_long = advice_on(need_with({{"problem", problem + "多出六个字吧"}}));
  REQUIRE(too_long.advice.size() == 1);
  CHECK(piece(too_long, 0) == "多出六个字吧");
  CHECK(too_long.advice[0].message == "“主要问题”有 506 字，征集表限 500 字");
  CHECK(too_long.advice[0].message_en == "\"problem\" has 506 characters, the form allows 500");
  CHECK(too_long.advice[0].hint_en == "take out 6 characters; keep what is to be solved and what is to be reached");

  const RecordAdvice reversed = advice_on(need_with(indicators({kThick, R"({"name":"板宽","op":"区间","low":"30","high":"10","unit":"mm"})"})));
  REQUIRE(reversed.advice.size() == 1);
  CHECK(piece(reversed, 0) == "板宽 30–10 mm");
  CHECK(reversed.advice[0].message == "指标“板宽”不能比较：下限高于上限");
  CHECK(reversed.advice[0].message_en == "indicator \"板宽\" cannot be compared: the lower bound is above the upper one");

  const RecordAdvice contradict = advice_on(need_with(indicators({kFrugal}, {{"goal", "要求能耗不低于5 kWh。"}})));
  REQUIRE(contradict.advice.size() == 1);
  CHECK(piece(contradict, 0) == "能耗不低于5 kWh");
  CHECK(contradict.advice[0].message == "“能耗”的两个要求不能同时满足：≤ 3 kWh 与 ≥ 5 kWh");
}

TEST_CASE("a result is held against its own form") {
  const json good = sample("achievements").front();
  CHECK(printed(good) == "");
  json points = good;
  std::string point;
  for (int i = 0; i < 51; ++i) point += "点";
  points["innovation_points"] = {"一", point, "三", "四"};
  const RecordAdvice given = advice_on(points);
  CHECK(printed(given) == "warning too_long innovation_points[1]; warning too_many innovation_points");
  CHECK(piece(given, 0) == "点");
}

// What good records rightly get. The sample corpus is written as the forms ask, by people who leave things out: a third of its needs state no figure that
// can be compared, five an unknown unit. Titles, units, bounds and lengths give no false alarm on any of its 384 records.
TEST_CASE("the sample corpus gets advice for what it lacks and for nothing else") {
  for (const char* name : {"needs", "achievements"}) {
    std::map<std::string, std::size_t> codes;
    std::size_t without = 0;
    for (const json& object : sample(name)) {
      const RecordAdvice given = advice_on(object);
      INFO(object.at("id") << ": " << printed(given));
      CHECK_FALSE(given.refused);
      without += given.advice.empty();
      for (const Advice& one : given.advice) {
        ++codes[one.code];
        const std::set<std::string> rightly = {"missing", "no_indicators", "indicator_unread", "indicator_without_figure", "indicator_without_condition"};
        CHECK(rightly.contains(one.code));
        // What is said to be missing is missing.
        if (one.code == "missing") CHECK_FALSE(object.contains(one.field));
      }
    }
    std::string all;
    for (const auto& [code, count] : codes) all += fmt::format("{} {}; ", code, count);
    CAPTURE(name, all, without);
    CHECK(without > sample(name).size() / 2);
  }
}

TEST_CASE("hostile records are advised on and break nothing") {
  std::string many = R"({"kind":"need","id":"N1","title":"x","goal":"y","indicators":[)";
  for (int i = 0; i < 3000; ++i)
    many += fmt::format(R"({}{{"name":"厚度","op":"{}","value":"{}","unit":"mm"}})", i == 0 ? "" : ",", i % 2 ? "≥" : "≤", i);
  const RecordAdvice crowd = advice_on(json::parse(many + "]}"));
  CHECK_FALSE(crowd.advice.empty());
  CHECK(crowd.advice.size() < 150);

  const json rows[] = {
      {{"kind", "need"}, {"id", "N1"}, {"title", std::string(1 << 20, 'a')}, {"problem", std::string(1 << 20, '\n')}},
      {{"kind", "need"}, {"id", "N1"}, {"title", 7}, {"keywords", {{"a", 1}}}, {"indicators", "厚"}, {"budget", "-1"}, {"contact", 3}},
      {{"kind", "need"}, {"id", "a b"}, {"title", std::string("a\0b", 3)}, {"goal", "\u202e\u0000"}},
      {{"kind", "achievement"},
       {"id", "A1"},
       {"title", "技"},
       {"indicators", json::array({json::object(), {{"name", ""}, {"value", "1e999"}}, {{"low", "9"}}})}},
      {{"kind", "achievement"}, {"id", "A1"}, {"title", "\xef\xbf\xbd"}, {"summary", "≥≤≥5~3~1 MPa/℃"}, {"innovation_points", {"", "", "", "", ""}}},
  };
  for (const json& row : rows) printed(row);

  CHECK_FALSE(advise_on_title("", world::vocabularies()));
  CHECK_FALSE(advise_on_title(std::string(1 << 20, 'x'), world::vocabularies()));
  CHECK(advise_on_title("\xff\xfe\xff", world::vocabularies())->code == "title_is_empty_words");
}

}  // namespace coach_record_test
