// SPDX-License-Identifier: GPL-3.0-or-later
// What a need asks and another side states in other units, of other periods, under other conditions or of other things: compared only where that is sure.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <span>

#include "corpus/corpus_world.h"
#include "search/given_indicator.h"
#include "search/indicator_match.h"
#include "search/indicator_otherwise.h"
#include "search/indicator_reasons.h"

namespace indicator_scale_test {

using namespace search;
using indexer::RecordIndicator;

using given::Given;
using given::listed;

namespace {

// The outcome, the gap of what is missed and, of what is not stated, why what is stated does not answer.
std::string outcome(const Given& need, const Given& offer) {
  const auto asked = listed<corpus::Need>(need), stated = listed<corpus::Achievement>(offer);
  if (asked.size() != 1 || stated.size() != 1) return "unread";
  const Comparison one = compare(asked, stated).front();
  std::string out{to_string(one.outcome)};
  if (one.outcome == Outcome::not_met) out += " " + gap_of(one.gap);
  if (one.outcome == Outcome::not_stated)
    if (const auto otherwise = stated_otherwise(asked.front(), stated)) out += fmt::format(", {}", to_string(otherwise->why));
  return out + (one.condition_unsaid ? " unsaid" : "");
}

struct Row {
  Given need, offer;
  std::string_view outcome;
};

void check(std::span<const Row> rows) {
  for (const Row& row : rows) {
    INFO(row.need.name << " " << row.need.value << row.need.unit << " / " << row.offer.name << " " << row.offer.value << row.offer.unit);
    CHECK(outcome(row.need, row.offer) == row.outcome);
  }
}

}  // namespace

TEST_CASE("an amount is of a period, and periods compare only where one is surely so many of the other", "[search][indicator]") {
  const Row rows[] = {
      {{"年产量", "ge", "20000", "台"}, {"月产量", "eq", "5000", "台"}, "met"},
      {{"年产量", "ge", "20000", "台"}, {"月产量", "eq", "1000", "台"}, "not_met 8000"},
      {{"月产量", "ge", "2000", "台"}, {"年产量", "eq", "30000", "台"}, "met"},
      {{"年产能", "ge", "6", "万吨"}, {"月产能", "ge", "6000", "吨"}, "met"},
      {{"年产能", "ge", "6", "万吨"}, {"年产能", "ge", "5", "万吨"}, "not_met 1"},
      {{"年产量", "ge", "20000", "台"}, {"日产量", "eq", "50", "台"}, "not_stated, period"},
      {{"年产量", "ge", "20000", "台"}, {"班产", "eq", "50", "台"}, "not_stated, period"},
      {{"年产量", "ge", "20000", "台"}, {"周产量", "eq", "300", "台"}, "not_stated, period"},
      {{"日产量", "ge", "300", "台"}, {"班产量", "eq", "200", "台"}, "not_stated, period"},
      {{"年产量", "ge", "20000", "台"}, {"产量", "eq", "5000", "台"}, "not_stated, period"},
      {{"年发电量", "ge", "120000", "kWh"}, {"月发电量", "ge", "20000", "kWh"}, "met"},
      {{"年产能", "ge", "6", "万吨"}, {"产能", "eq", "6000", "吨/月"}, "met"},
      {{"年产能", "ge", "6", "万吨"}, {"产能", "eq", "4000", "吨/月"}, "not_met 1.2"},
      {{"产能", "ge", "5000", "吨/月"}, {"年产能", "ge", "7.2", "万吨"}, "met"},
      {{"年产能", "ge", "6", "万吨"}, {"产能", "eq", "150", "吨/天"}, "not_stated, period"},
      {{"日处理量", "ge", "1000", "吨"}, {"处理量", "eq", "1200", "吨/天"}, "met"},
      {{"日处理量", "ge", "1000", "吨/天"}, {"处理量", "eq", "1200", "吨/天"}, "met"},
      {{"年产能", "ge", "6", "万吨"}, {"产能", "eq", "7", "万吨"}, "not_stated, period"},
      {{"年衰减率", "le", "2.4", "%"}, {"月衰减率", "le", "0.1", "%"}, "not_stated, period"},
  };
  check(rows);
}

TEST_CASE("conditions that differ in kind are not the same, and the other one is told", "[search][indicator]") {
  const Row rows[] = {
      {{"寿命", "ge", "10000", "h", "额定负载"}, {"寿命", "ge", "2000", "h", "25 ℃"}, "not_stated, condition"},
      {{"寿命", "ge", "10000", "h", "额定负载"}, {"寿命", "ge", "12000", "h", "额定负载，25 ℃"}, "met"},
      {{"寿命", "ge", "10000", "h", "额定负载条件下"}, {"寿命", "ge", "12000", "h", "额定负载"}, "met"},
      {{"寿命", "ge", "10000", "h", "额定负载"}, {"寿命", "ge", "12000", "h", "满载"}, "met"},
      {{"寿命", "ge", "10000", "h", "额定负载"}, {"寿命", "ge", "2000", "h", "第三方检测"}, "not_met 8000 unsaid"},
      {{"寿命", "ge", "10000", "h", "额定负载"}, {"寿命", "ge", "2000", "h"}, "not_met 8000 unsaid"},
      {{"抗拉强度", "ge", "900", "MPa", "650 ℃"}, {"抗拉强度", "ge", "950", "MPa", "100 h"}, "not_stated, condition"},
      {{"抗拉强度", "ge", "900", "MPa", "干态"}, {"抗拉强度", "ge", "950", "MPa", "湿态"}, "not_stated, condition"},
      {{"抗拉强度", "ge", "900", "MPa", "常温"}, {"抗拉强度", "ge", "950", "MPa", "25 ℃"}, "met"},
      {{"抗拉强度", "ge", "900", "MPa", "25 ℃"}, {"抗拉强度", "ge", "950", "MPa", "室温"}, "met"},
      {{"抗拉强度", "ge", "900", "MPa", "常温"}, {"抗拉强度", "ge", "950", "MPa", "-40 ℃"}, "not_stated"},
  };
  check(rows);
  const auto asked = listed<corpus::Need>({"寿命", "ge", "10000", "h", "额定负载"});
  const auto stated = listed<corpus::Achievement>({"寿命", "ge", "2000", "h", "25 ℃"});
  const auto reasons = indicator_reasons(asked, stated, true);
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].message == "指标未说明：寿命 ≥ 10000 h（额定负载）；写的是 寿命 ≥ 2000 h（25 ℃），条件不同");
  CHECK(reasons[0].message_en == "indicator not stated: 寿命 ≥ 10000 h (额定负载) asked for; 寿命 ≥ 2000 h (25 ℃) is stated, under another condition");
}

TEST_CASE("names whose qualifier says another thing do not meet", "[search][indicator]") {
  const Row rows[] = {
      {{"清洗成本", "le", "2", "元/m²"}, {"清洗剂成本", "le", "1", "元/m²"}, "not_stated"},
      {{"清洗成本", "le", "2", "元/m²"}, {"网箱清洗成本", "le", "1", "元/m²"}, "met"},
      {{"清洗成本", "le", "2", "元/m²"}, {"清洗成本", "le", "6.8", "元/亩"}, "not_stated, unit"},
      {{"灌溉成本", "le", "50", "元/亩"}, {"灌溉成本", "le", "900", "元/公顷"}, "not_met 10"},
      {{"自重", "le", "13", "t"}, {"单件重量", "le", "14", "kg"}, "not_stated"},
      {{"自重", "le", "13", "t"}, {"整机重量", "le", "12", "t"}, "met"},
      {{"整机质量", "le", "13", "t"}, {"设备重量", "le", "12", "t"}, "met"},
      {{"生产成本", "le", "13", "元/kg"}, {"包装成本", "le", "2", "元/kg"}, "not_stated"},
      {{"设计寿命", "ge", "5", "年"}, {"电刷寿命", "ge", "8", "年"}, "not_stated"},
      {{"电池能量密度", "ge", "200", "Wh/kg"}, {"电池包能量密度", "ge", "250", "Wh/kg"}, "not_stated"},
      {{"裂缝宽度", "le", "0.3", "mm"}, {"裂缝识别宽度", "le", "0.2", "mm"}, "met"},
      {{"发酵酶活", "ge", "20000", "U/mL"}, {"发酵液酶活", "ge", "31000", "U/mL"}, "met"},
      {{"识别率", "ge", "95", "%"}, {"误识别率", "le", "0.5", "%"}, "not_stated"},
  };
  check(rows);
}

TEST_CASE("shares meet across units where nothing else can be meant", "[search][indicator]") {
  const Row rows[] = {
      {{"相对湿度", "le", "95", "%RH"}, {"相对湿度", "le", "90", "%"}, "met"},
      {{"相对湿度", "le", "80", "%"}, {"相对湿度", "le", "90", "%RH"}, "not_met 10"},
      {{"水分", "le", "0.5", "%"}, {"水分", "le", "0.3", "wt%"}, "met"},
      {{"水分", "le", "0.2", "wt%"}, {"水分", "le", "0.3", "%"}, "not_met 0.1"},
      {{"水分", "le", "0.5", "vol%"}, {"水分", "le", "0.3", "wt%"}, "not_stated, unit"},
      {{"铅含量", "le", "500", "ppm"}, {"铅含量", "le", "400", "mg/kg"}, "met"},
      {{"氧含量", "le", "500", "ppm"}, {"氧含量", "le", "400", "mg/kg"}, "not_stated, unit"},  // of a gas a ppm is one of volume
      {{"水中铅检出限", "le", "1", "μg/L"}, {"水中铅检出限", "le", "0.5", "ppb"}, "met"},
      {{"检出限", "le", "1", "μg/L"}, {"检出限", "le", "0.5", "ppb"}, "not_stated, unit"},
  };
  check(rows);
}

TEST_CASE("parts of water are its milligrams per litre only where it is dilute", "[search][indicator]") {
  const Row rows[] = {
      {{"进水TDS", "le", "800", "mg/L"}, {"进水TDS", "eq", "780", "ppm"}, "met"},
      {{"进水TDS", "le", "9000", "mg/L"}, {"进水TDS", "eq", "9500", "ppm"}, "not_met 500"},
      {{"进水TDS", "le", "80000", "mg/L"}, {"进水TDS", "eq", "78000", "ppm"}, "not_stated, unit"},
      {{"进水TDS", "ge", "78000", "ppm"}, {"进水TDS", "eq", "80000", "mg/L"}, "not_stated, unit"},
      {{"进水TDS", "le", "12000", "mg/L"}, {"进水TDS", "eq", "9000", "ppm"}, "not_stated, unit"},
      {{"进水TDS", "le", "80000", "mg/L"}, {"进水TDS", "eq", "78000", "mg/L"}, "met"},
  };
  check(rows);
}

TEST_CASE("a month against days is 30 of them, a year 365, and what is missed is missed by whole days", "[search][indicator]") {
  const Row rows[] = {
      {{"处理周期", "le", "15", "天"}, {"处理周期", "eq", "0.5", "个月"}, "met"},
      {{"交付周期", "le", "60", "天"}, {"交付周期", "eq", "2", "个月"}, "met"},
      {{"交付周期", "le", "2", "个月"}, {"交付周期", "eq", "60", "天"}, "met"},
      {{"交付周期", "le", "2", "个月"}, {"交付周期", "eq", "61", "天"}, "not_met 0.0333333"},
      {{"保存期", "ge", "2", "个月"}, {"保存期", "eq", "60", "天"}, "met"},
      {{"保存期", "ge", "2", "个月"}, {"保存期", "eq", "59", "天"}, "not_met 0.0333333"},
      {{"交付周期", "le", "30", "天"}, {"交付周期", "eq", "1", "个月"}, "met"},
      {{"交付周期", "le", "15", "天"}, {"交付周期", "eq", "1", "个月"}, "not_met 15"},
      {{"交付周期", "le", "29", "天"}, {"交付周期", "eq", "1", "个月"}, "not_met 1"},
      {{"连续工作时间", "ge", "720", "h"}, {"连续工作时间", "eq", "1", "个月"}, "met"},
      {{"质保期", "ge", "365", "天"}, {"质保期", "eq", "1", "年"}, "met"},
      {{"质保期", "ge", "365", "天"}, {"质保期", "eq", "12", "个月"}, "met"},
      {{"质保期", "ge", "367", "天"}, {"质保期", "eq", "1", "年"}, "not_met 2"},
      {{"交付周期", "le", "365", "天"}, {"交付周期", "eq", "1", "年"}, "met"},
      {{"交付周期", "le", "180", "天"}, {"交付周期", "eq", "0.5", "年"}, "met"},
      {{"交付周期", "le", "360", "天"}, {"交付周期", "eq", "1", "年"}, "not_met 5"},
      {{"质保期", "ge", "1", "年"}, {"质保期", "eq", "12", "个月"}, "met"},
      {{"质保期", "ge", "1", "年"}, {"质保期", "eq", "11.9", "个月"}, "not_met 0.00833333"},
      {{"处理量", "ge", "30", "吨/天"}, {"处理量", "eq", "900", "吨/月"}, "met"},
      {{"处理量", "ge", "900", "吨/月"}, {"处理量", "eq", "30", "吨/天"}, "met"},
      {{"处理量", "ge", "30", "吨/天"}, {"处理量", "eq", "870", "吨/月"}, "not_met 1"},
      {{"处理量", "ge", "30", "吨/天"}, {"处理量", "eq", "10950", "吨/年"}, "met"},
  };
  check(rows);
}

TEST_CASE("a pressure below the air around and one above nothing do not settle each other", "[search][indicator]") {
  const Row rows[] = {
      {{"极限真空度", "le", "5×10⁻⁴", "Pa"}, {"极限真空度", "eq", "-0.095", "MPa"}, "not_stated, unsettled"},
      {{"真空度", "le", "1000", "Pa"}, {"真空度", "le", "-0.098", "MPa"}, "not_stated, unsettled"},
      {{"真空度", "le", "-0.09", "MPa"}, {"真空度", "eq", "10", "Pa"}, "not_stated, unsettled"},
      {{"真空度", "ge", "0.09", "MPa"}, {"真空度", "eq", "-0.095", "MPa"}, "not_stated, unsettled"},
      {{"工作压力", "ge", "0.4", "MPa"}, {"工作压力", "eq", "-0.05", "MPa"}, "not_stated, unsettled"},
      {{"真空度", "le", "10", "Pa"}, {"真空度", "range", "-0.1~0.1", "MPa"}, "not_stated, unsettled"},
      {{"真空度", "le", "10", "Pa"}, {"真空度", "range", "-0.1~0.05", "MPa"}, "not_stated, unsettled"},
      {{"真空度", "le", "-0.09", "MPa"}, {"真空度", "eq", "-0.095", "MPa"}, "met"},
      {{"真空度", "le", "-0.09", "MPa"}, {"真空度", "eq", "-0.08", "MPa"}, "not_met 0.01"},
      {{"真空度", "le", "-90", "kPa"}, {"真空度", "range", "-0.1~-0.095", "MPa"}, "met"},
      {{"极限真空度", "le", "5×10⁻⁴", "Pa"}, {"极限真空度", "eq", "1×10⁻⁵", "Pa"}, "met"},
      {{"测压范围", "range", "-0.1~1.6", "MPa"}, {"测压范围", "range", "0~1.6", "MPa"}, "not_met 0.1"},
      {{"压力波动", "le", "0.02", "MPa"}, {"压力波动", "range", "±0.01", "MPa"}, "met"},
      {{"残余应力", "le", "100", "MPa"}, {"残余应力", "eq", "-50", "MPa"}, "met"},
  };
  check(rows);
}

TEST_CASE("what a result reaches at most settles nothing that is asked at least", "[search][indicator]") {
  const auto asked = listed<corpus::Need>({"识别准确率", "ge", "95", "%"});
  const auto stated = listed<corpus::Achievement>({"识别准确率", "le", "96", "%"});
  REQUIRE(stated.size() == 1);
  CHECK(compare(asked, stated).front().outcome == Outcome::not_stated);
  const auto otherwise = stated_otherwise(asked.front(), stated);
  REQUIRE(otherwise);
  CHECK(otherwise->why == NoAnswer::unsettled);
}

}  // namespace indicator_scale_test
