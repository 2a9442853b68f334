// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "corpus/corpus_world.h"
#include "indexer/indicators.h"
#include "indexer/schema.h"

namespace given_indicator_test {

using namespace indexer;
using text::GivenIndicator;

namespace {

std::string read(const GivenIndicator& given) {
  const auto one = text::read_given(given, corpus_world::vocabularies().units());
  if (!one) return std::string(message_en_of(one.error()));
  return fmt::format("{} {}..{} {} {}", one->op, one->low ? fmt::format("{}", *one->low) : "", one->high ? fmt::format("{}", *one->high) : "", one->unit,
                     one->dimension);
}

}  // namespace

TEST_CASE("an indicator in parts is read, or it is told why not", "[indexer][indicator]") {
  struct {
    GivenIndicator given;
    std::string_view read;
  } const rows[] = {
      {{"出苗率", "ge", "80", "", "", "%", ""}, "ge 80.. % ratio"},
      {{"压块密度", "ge", "０．８", "", "", "g/cm3", ""}, "ge 0.8.. g/cm3 concentration"},
      {{"灌溉水pH", "range", "", "4.8", "5.5", "", ""}, "range 4.8..5.5  ph"},
      {{"甲烷减排率", "range", "", "38.6", "44.2", "%", ""}, "range 38.6..44.2 % ratio"},
      {{"保鲜期", "ge", "12", "", "", "日", ""}, "ge 12.. 日 time"},
      {{"厚度", "", "10~20", "", "", "μm", ""}, "range 10..20 μm length"},
      {{"厚度", "", "≥10", "", "", "μm", ""}, "ge 10.. μm length"},
      {{"厚度", "", "10以上", "", "", "μm", ""}, "ge 10.. μm length"},
      {{"纯度", "", "99.9%", "", "", "", ""}, "eq 99.9..99.9 % ratio"},
      {{"纯度", "ge", "99.9%", "", "", "%", ""}, "ge 99.9.. % ratio"},
      {{"能耗降低", "ge", "30", "", "", "%", ""}, "ge 30.. % change"},
      {{"硬度", "ge", "60", "", "", "HRC", ""}, "ge 60.. HRC hardness_rockwell_c"},
      {{"纯度", "ge", "99.9%", "", "", "mm", ""}, "the unit of the value contradicts the unit given"},
      {{"厚度", "range", "", "20", "10", "μm", ""}, "the lower bound is above the upper one"},
      {{"厚度", "range", "500-300", "", "", "μm", ""}, "the lower bound is above the upper one"},
      {{"厚度", "", "500~300", "", "", "μm", ""}, "the lower bound is above the upper one"},
      {{"厚度", "", "500～300 μm", "", "", "", ""}, "the lower bound is above the upper one"},
      {{"厚度", "range", "500 — 300", "", "", "μm", ""}, "the lower bound is above the upper one"},
      {{"灌溉水pH", "", "8~6", "", "", "", ""}, "the lower bound is above the upper one"},
      {{"灌溉水pH", "range", "8-6", "", "", "", ""}, "the lower bound is above the upper one"},
      {{"验收", "", "2024-05", "", "", "", ""}, "there is no figure that can be read with certainty"},
      {{"验收", "", "2024-05-01", "", "", "天", ""}, "there is no figure that can be read with certainty"},
      {{"存放温度", "range", "-20--40", "", "", "℃", ""}, "there is no figure that can be read with certainty"},
      {{"存放温度", "", "－20～－40 ℃", "", "", "", ""}, "there is no figure that can be read with certainty"},
      {{"存放温度", "range", "-40--20", "", "", "℃", ""}, "range -40..-20 ℃ temperature"},
      {{"处理量", "", "500~300左右偏低", "", "", "t", ""}, "there is no figure that can be read with certainty"},
      {{"厚度", "range", "", "5 mm", "10 kg", "", ""}, "the unit of the value contradicts the unit given"},
      {{"厚度", "le", "≥10", "", "", "μm", ""}, "the comparisons contradict each other"},
      {{"厚度", "ge", "10~20", "", "", "μm", ""}, "the comparisons contradict each other"},
      {{"厚度", "ge", "10", "", "", "嘿", ""}, "the unit is not known"},
      {{"厚度", "ge", "适中", "", "", "μm", ""}, "there is no figure that can be read with certainty"},
      {{"厚度", "ge", "5?0", "", "", "μm", ""}, "there is no figure that can be read with certainty"},
      {{"厚度", "ge", "", "", "", "μm", ""}, "there is no figure that can be read with certainty"},
      {{"厚度", "ge", "10 或更多", "", "", "μm", ""}, "there is no figure that can be read with certainty"},
  };
  for (const auto& row : rows) {
    INFO(row.given.name << " " << row.given.op << " " << row.given.value << row.given.low << " " << row.given.unit);
    CHECK(read(row.given) == row.read);
  }
}

TEST_CASE("a tolerance in per cent stands in a column of another unit", "[indexer][indicator]") {
  const auto value = [](const GivenIndicator& given) {
    const auto one = text::read_given(given, corpus_world::vocabularies().units());
    return one ? one->value + " | " + read(given) : read(given);
  };
  struct {
    GivenIndicator given;
    std::string_view read;
  } const rows[] = {
      {{"输出电压", "range", "380±10%", "", "", "V", ""}, "380±10% | range 342..418 V voltage"},
      {{"输出电压", "", "380 ± 10 %", "", "", "V", ""}, "380 ± 10 % | range 342..418 V voltage"},
      {{"输出电压", "eq", "24±25%", "", "", "V", ""}, "24±25% | range 18..30 V voltage"},  // its column says that it is no vanadium
      {{"流量", "range", "5±2%", "", "", "L/min", ""}, "5±2% | range 4.9..5.1 L/min volume_flow"},
      {{"输出电压", "range", "380V±10%", "", "", "V", ""}, "380V±10% | range 342..418 V voltage"},
      {{"输出电压", "range", "380V±10%", "", "", "", ""}, "380V±10% | range 342..418 V voltage"},
      {{"输出电压", "range", "380±10% V", "", "", "", ""}, "380±10% | range 342..418 V voltage"},
      {{"湿度", "range", "50±5%", "", "", "%", ""}, "50±5 | range 45..55 % ratio"},
      {{"厚度", "range", "50±0.5", "", "", "mm", ""}, "50±0.5 | range 49.5..50.5 mm length"},
      // a share of a share, or so many per cent
      {{"湿度", "range", "50±5%", "", "", "%RH", ""}, "the unit of the value contradicts the unit given"},
      {{"含盐量", "range", "50±5%", "", "", "‰", ""}, "the unit of the value contradicts the unit given"},
      {{"厚度", "range", "10%", "", "", "mm", ""}, "the unit of the value contradicts the unit given"},
      {{"厚度", "le", "50±5%", "", "", "mm", ""}, "the comparisons contradict each other"},
  };
  for (const auto& row : rows) {
    INFO(row.given.value << " " << row.given.unit);
    CHECK(value(row.given) == row.read);
  }
}

TEST_CASE("a record's indicators come from its list and from its text, with their places in both", "[indexer][indicator]") {
  corpus::Need need;
  need.goal = "出苗率达到80%以上。";
  need.problem = "现有精度仅±2%";  // what is had, not what is wanted
  need.indicators.resize(3);
  auto& salt = need.indicators[0];
  salt.name = "含盐量", salt.op = "le", salt.value = "4", salt.unit = "g/kg", salt.condition = "三年";
  need.indicators[1].name = "外观", need.indicators[1].value = "良好";
  auto& cost = need.indicators[2];
  cost.name = "亩费用", cost.op = "range", cost.low = "9", cost.high = "5", cost.unit = "元";
  std::vector<UnreadIndicator> unread;
  const corpus::Record record = need;
  const auto all = indicators_of(record, corpus_world::vocabularies(), &unread);
  REQUIRE(all.size() == 2);
  for (const RecordIndicator& one : all) {
    const std::string text = text_of(record, one.field);
    REQUIRE(one.stated.end <= text.size());
    CHECK(text.substr(one.stated.begin, one.stated.end - one.stated.begin) == (one.field == "goal" ? "出苗率达到80"
                                                                                                     "%"
                                                                                                   : "含盐量 4 g/kg（三年）"));
  }
  CHECK((all[0].field == "indicators" && all[1].field == "goal" && all[1].parameter == "emergence"));
  REQUIRE(unread.size() == 2);
  CHECK((unread[0].index == 1 && unread[0].why == text::UnreadWhy::no_figure));
  CHECK((unread[1].index == 2 && unread[1].why == text::UnreadWhy::low_above_high));
  CHECK(indicators_of(corpus::Record(corpus::Expert{}), corpus_world::vocabularies()).empty());
}

TEST_CASE("a condition that a name of the list begins with is its condition, not its name", "[indexer][indicator]") {
  struct {
    std::string_view name, condition, read;
  } const rows[] = {
      {"120 ℃老化500 h断裂伸长率", "", "断裂伸长率 | 120 ℃老化500 h | 2"},
      {"10 MPa下渗透系数", "空气", "渗透系数 | 10 MPa下，空气 | 1"},
      {"2000次弯折电阻变化率", "", "电阻变化率 | 2000次弯折 | 1"},
      {"断裂伸长率", "120 ℃，500 h", "断裂伸长率 | 120 ℃，500 h | 2"},
      {"循环1500周强度保持率", "", "强度保持率 | 循环1500周 | 1"},
      {"第3年衰减", "", "第3年衰减 |  | 0"},
      {"每100 km油耗", "", "每100 km油耗 |  | 0"},
      {"PM2.5去除率", "", "PM2.5去除率 |  | 0"},
      {"存放30天", "", "存放30天 |  | 0"},  // nothing would be left to name
  };
  for (const auto& row : rows) {
    INFO(row.name);
    corpus::Achievement offer;
    auto& given = offer.indicators.emplace_back();
    given.name = row.name, given.op = "le", given.value = "5", given.unit = "%", given.condition = row.condition;
    const auto all = indicators_of(corpus::Record(offer), corpus_world::vocabularies());
    REQUIRE(all.size() == 1);
    CHECK(fmt::format("{} | {} | {}", all[0].stated.name, all[0].stated.condition, all[0].under.size()) == row.read);
    CHECK(from_slot(to_slot(all)) == all);
  }
}

TEST_CASE("what a need asks in its list and again in its text is asked once, and the list stands", "[indexer][indicator]") {
  const auto read_twice = [](std::string_view name, std::string_view op, std::string_view value, std::string_view unit, std::string_view goal) {
    corpus::Need need;
    auto& given = need.indicators.emplace_back();
    given.name = name, given.op = op, given.value = value, given.unit = unit;
    need.goal = goal;
    std::string out;
    for (const RecordIndicator& one : indicators_of(corpus::Record(need), corpus_world::vocabularies()))
      out += fmt::format("{}{}:{}", out.empty() ? "" : " ", one.field == "goal" ? "goal" : "list", one.stated.name);
    return out;
  };
  CHECK(read_twice("入库破损比例", "le", "3", "%", "破损比例低于3%。") == "list:入库破损比例");
  CHECK(read_twice("壁厚偏差", "le", "4", "%", "壁厚偏差±4%。") == "list:壁厚偏差");
  CHECK(read_twice("日分拣量", "ge", "8", "t", "每天能分拣8吨以上。") == "list:日分拣量");
  CHECK(read_twice("划痕", "le", "2", "个/m²", "每平方米划痕不超过2个。") == "list:划痕");
  CHECK(read_twice("整机质量", "le", "12", "kg", "整机不超过12 kg。") == "list:整机质量");
  CHECK(read_twice("连续工作时间", "ge", "5", "h", "连续工作时间5 h。") == "list:连续工作时间");
  // Another figure, another parameter, another stage, another condition: each is asked for itself.
  CHECK(read_twice("破损比例", "le", "3", "%", "破损比例低于2%。") == "list:破损比例 goal:破损比例");
  CHECK(read_twice("抗拉强度", "ge", "100", "MPa", "抗弯强度≥100 MPa。") == "list:抗拉强度 goal:抗弯强度");
  CHECK(read_twice("左臂长度", "le", "2", "m", "左臂高度≤2 m。") == "list:左臂长度 goal:左臂高度");
  CHECK(read_twice("进水浊度", "le", "5", "NTU", "出水浊度≤5 NTU。") == "list:进水浊度 goal:出水浊度");
  CHECK(read_twice("25 ℃拉伸强度", "ge", "100", "MPa", "在650 ℃下拉伸强度≥100 MPa。") == "list:拉伸强度 goal:拉伸强度");
}

}  // namespace given_indicator_test
