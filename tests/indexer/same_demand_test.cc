// SPDX-License-Identifier: GPL-3.0-or-later
// What a need asks twice counts once, the period of an amount, and what a need's text wants reached.
#include <catch2/catch.hpp>

#include <string>

#include "corpus/corpus_world.h"
#include "indexer/indicator_agreement.h"
#include "indexer/indicator_period.h"

namespace same_demand_test {

using indexer::Period;
using indexer::RecordIndicator;

namespace {

struct Given {
  std::string_view name, op, value, unit, condition = {};
};

// The fields of what is left of a list of one and a goal.
std::string asked(const Given& given, std::string_view goal) {
  corpus::Need need;
  auto& one = need.indicators.emplace_back();
  one.name = given.name, one.op = given.op, one.value = given.value, one.unit = given.unit, one.condition = given.condition;
  need.goal = goal;
  std::string out;
  for (const RecordIndicator& left : indexer::indicators_of(corpus::Record(need), corpus_world::vocabularies()))
    out += (out.empty() ? "" : " ") + left.field + ":" + left.stated.name;
  return out;
}

Period period(std::string_view name) {
  RecordIndicator one;
  one.stated.name = name;
  return indexer::period_of(one);
}

std::string ops(std::string_view text) {
  std::string out;
  for (const RecordIndicator& one : indexer::indicators_of(text, "goal", corpus_world::vocabularies())) out += (out.empty() ? "" : " ") + one.stated.op;
  return out;
}

}  // namespace

TEST_CASE("one demand in two ways of saying it counts once, and the list stands", "[indexer][indicator]") {
  CHECK(asked({"氧含量", "le", "0.13", "%"}, "氧不超过0.13%。") == "indicators:氧含量");
  CHECK(asked({"吨水电耗", "le", "3.0", "kWh/t"}, "吨水电耗不超过3度。") == "indicators:吨水电耗");
  CHECK(asked({"清洗成本", "le", "2", "元/m²"}, "每平方米成本不超过2元。") == "indicators:清洗成本");
  CHECK(asked({"投资回收期", "le", "12", "月"}, "收回改造费用不超过一年。") == "indicators:投资回收期");
  CHECK(asked({"节电率", "ge", "15", "%"}, "气站综合省电不低于15%。") == "indicators:节电率");
  CHECK(asked({"膨胀", "le", "5", "%", "60 ℃存储30天"}, "厚度增加不超过5%（60 ℃）。") == "indicators:膨胀");
}

TEST_CASE("what may be two demands stays two", "[indexer][indicator]") {
  CHECK(asked({"氧含量", "le", "0.13", "%"}, "氮含量不超过0.13%。") == "indicators:氧含量 goal:氮含量");
  CHECK(asked({"吨水电耗", "le", "3.0", "kWh/t"}, "吨水电耗不超过4度。") == "indicators:吨水电耗 goal:吨水电耗");
  CHECK(asked({"清洗成本", "le", "2", "元/m²"}, "每台成本不超过2元。") == "indicators:清洗成本 goal:每台成本");
  CHECK(asked({"风机节电率", "ge", "15", "%"}, "水泵节电率不低于15%。") == "indicators:风机节电率 goal:水泵节电率");
  CHECK(asked({"月产量", "ge", "5000", "台"}, "年产量不低于5000台。") == "indicators:月产量 goal:年产量");
}

TEST_CASE("a word of time in a name is its period, unless it begins another word", "[indexer][indicator]") {
  const std::pair<std::string_view, Period> rows[] = {
      {"年产量", Period::year},       {"月产能", Period::month},     {"班产", Period::shift},     {"单班产量", Period::shift}, {"周产量", Period::week},
      {"日处理量", Period::day},      {"污水日处理量", Period::day}, {"每月产量", Period::month}, {"年均节水", Period::year},  {"每小时产量", Period::hour},
      {"季度产量", Period::quarter},  {"产量", Period::none},        {"周期", Period::none},      {"使用年限", Period::none},  {"日照时间", Period::none},
      {"首年产量", Period::none},     {"生产周期", Period::none},    {"第3年衰减", Period::none}, {"班组人数", Period::none},  {"天线增益", Period::none}};
  for (const auto& [name, expected] : rows) {
    INFO(name);
    CHECK(period(name) == expected);
  }
  CHECK(indexer::without_period("月产能") == "产能");
  CHECK(indexer::without_period("年均节水") == "节水");
  CHECK(indexer::times_in(Period::month, Period::year) == 12.0);
  CHECK(!indexer::times_in(Period::day, Period::year));
  CHECK(indexer::period_of_unit("万吨/年") == Period::year);
  CHECK(indexer::period_of_unit("kg/m²") == Period::none);
}

TEST_CASE("a level that a need's text wants reached is a bound where it is known which way is better", "[indexer][indicator]") {
  CHECK(ops("识别准确率达到95%") == "ge");
  CHECK(ops("收率提高到90%") == "ge");
  CHECK(ops("能耗降至10 kWh/t") == "le");
  CHECK(ops("误差达到0.5%") == "le");
  CHECK(ops("黏度达到500 mPa·s") == "eq");
  CHECK(ops("误识别率达到0.5%") == "eq");
  CHECK(ops("识别准确率为95%") == "eq");
  corpus::Achievement offer;
  offer.summary = "识别准确率达到95%。";
  const auto offered = indexer::indicators_of(corpus::Record(offer), corpus_world::vocabularies());
  REQUIRE(offered.size() == 1);
  CHECK(offered.front().stated.op == "eq");
}

}  // namespace same_demand_test
