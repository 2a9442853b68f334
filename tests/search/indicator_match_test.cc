// SPDX-License-Identifier: GPL-3.0-or-later
// A need's figures against another side's: intervals after conversion, names by vocabulary and words, three outcomes and no others.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "corpus/corpus_world.h"
#include "search/indicator_match.h"
#include "search/indicator_reasons.h"
#include "search/signals/signal.h"

namespace indicator_match_test {

using namespace search;
using indexer::RecordIndicator;

namespace {

std::vector<RecordIndicator> read(std::string_view text) { return indexer::indicators_of(text, "goal", corpus_world::vocabularies()); }

std::string compared(std::string_view need, std::string_view offer) {
  std::string out;
  for (const Comparison& one : compare(read(need), read(offer)))
    out += fmt::format("{}{}{}", out.empty() ? "" : "; ", to_string(one.outcome), one.outcome == Outcome::not_met ? " " + gap_of(one.gap) : "");
  return out.empty() ? "–" : out;
}

std::string said(std::string_view need, std::string_view offer) {
  std::string out;
  for (const Reason& one : indicator_reasons(read(need), read(offer), true)) out += one.message + " | " + one.message_en + "\n";
  return out;
}

}  // namespace

TEST_CASE("figures are compared as intervals, in the need's unit, and never across dimensions", "[search][indicator]") {
  struct {
    std::string_view need, offer, outcome;
  } const rows[] = {
      {"抗拉强度≥1000 MPa", "抗拉强度达到1050MPa", "met"},
      {"抗拉强度≥1000 MPa", "抗拉强度1.05 GPa", "met"},
      {"抗拉强度≥1 GPa", "拉伸强度≥980 MPa", "not_met 0.02"},
      {"抗拉强度≥1000 MPa", "抗拉强度1000MPa", "met"},
      {"抗拉强度>1000 MPa", "抗拉强度≥1000MPa", "not_met 0"},
      {"抗拉强度>1000 MPa", "抗拉强度>1000MPa", "met"},
      {"抗拉强度≥1000 MPa", "抗拉强度≤1200MPa", "not_stated"},  // an upper bound vouches for nothing
      {"抗拉强度≥1000 MPa", "抗压强度≥1200MPa", "not_stated"},
      {"抗拉强度≥1000 MPa", "硬度≥60HRC", "not_stated"},
      {"能耗≤0.35 kWh/t", "能耗降低30%", "not_stated"},  // a change is no level
      {"能耗≤10 kWh", "能耗≤9 kWh/t", "not_stated"},
      {"固化温度≤130℃", "固化温度≤400 K", "met"},
      {"固化温度≤130℃", "固化温度150℃", "not_met 20"},
      {"控温精度±0.5℃", "控温精度±0.2℃", "met"},
      {"控温精度±0.5℃", "控温精度±1℃", "not_met 0.5"},
      {"定位精度±0.02mm", "定位精度≤10μm", "met"},
      {"粒径10~20μm", "粒径12~18μm", "met"},
      {"粒径10~20μm", "粒径5~50μm", "not_met 30"},
      {"工作温度-20~60℃", "工作温度-40~85℃", "met"},  // to be covered, not kept within
      {"工作温度-40~85℃", "工作温度-20~60℃", "not_met 25"},
      {"纯度达到99%", "纯度达到99%", "met"},
      {"纯度达到99%", "纯度≥95%", "not_stated"},
      {"工作温度120℃", "工作温度100~150℃", "met"},
      {"纯度达到99%", "纯度97%", "not_stated"},  // whether more is better is not said
      {"厚度约5 mm", "厚度5.1 mm", "met"},
      {"COD去除率≥90%", "氨氮去除率≥95%", "not_stated"},
      {"COD去除率≥90%", "去除率≥95%", "not_stated"},  // of what is not said
      {"去除率≥90%", "COD去除率≥95%", "met"},
      {"最高工作温度≥200℃", "最低工作温度-40℃", "not_stated"},
      {"有机质含量≥15g/kg", "耕层有机质含量≥18g/kg", "met"},
      {"耕层有机质含量≥15g/kg", "有机质含量≥18g/kg", "not_stated"},
      {"收率≥88%", "收率约91.3%", "met"},
      {"盐雾时间≥1000小时，硬度≥60HRC", "耐盐雾时间50天", "met; not_stated"},
      {"盐雾时间≥1000小时", "", "not_stated"},
      {"要求性能优良", "硬度≥60HRC", "–"},
  };
  for (const auto& row : rows) {
    INFO(row.need << " / " << row.offer);
    CHECK(compared(row.need, row.offer) == row.outcome);
  }
}

TEST_CASE("no two figures of different dimensions are ever compared", "[search][indicator]") {
  // Every dimension under one name, each against each: only those alike may say anything.
  std::vector<RecordIndicator> all;
  for (const auto& dimension : corpus_world::vocabularies().at("dimension").entries()) {
    RecordIndicator one;
    one.stated.name = "指标", one.stated.op = "ge", one.stated.low = 1, one.stated.dimension = dimension.code, one.about = "指标";
    all.push_back(one);
  }
  REQUIRE(all.size() > 100);
  for (const RecordIndicator& asked : all)
    for (const RecordIndicator& stated : all)
      CHECK((compare({asked}, {stated}).front().outcome == Outcome::not_stated) == (asked.stated.dimension != stated.stated.dimension));
}

TEST_CASE("what is read comes back from its slot, and a damaged slot loses only what is damaged", "[search][indicator]") {
  const auto list = read("抗拉强度在650 ℃下≥1000 MPa，COD去除率为95%，微孔占比≥30%，电压12 V/24 V，合格率百分之九十八");
  REQUIRE(list.size() == 5);
  CHECK(indexer::from_slot(indexer::to_slot(list)) == list);
  CHECK(list[0].parameter == "tensile_strength");
  CHECK((list[1].parameter == "removal" && list[1].about == "cod"));
  CHECK((list[2].parameter.empty() && !list[2].words.empty()));
  CHECK(indexer::from_slot("").empty());
  CHECK(indexer::from_slot("a\tb\n" + indexer::to_slot({list[1]}) + "\xFF\n") == std::vector{list[1]});
}

TEST_CASE("reasons say outcome, gap and what is missing, in both languages and with places in both texts", "[search][indicator]") {
  CHECK(said("抗拉强度≥1000 MPa，硬度≥60HRC，孔隙率<1%", "抗拉强度达到980 MPa，孔隙率0.5%") ==
        "指标未满足：抗拉强度 980 MPa，要求 ≥ 1000 MPa，差 20 MPa | indicator not met: 抗拉强度 980 MPa, ≥ 1000 MPa asked for, 20 MPa short\n"
        "指标满足：孔隙率 0.5%，要求 < 1% | indicator met: 孔隙率 0.5%, < 1% asked for\n"
        "未说明的指标：硬度 | indicators not stated: 硬度\n");
  CHECK(said("抗拉强度≥1000 MPa", "抗拉强度500 MPa") ==
        "指标未满足：抗拉强度 500 MPa，要求 ≥ 1000 MPa，差 500 MPa | indicator not met: 抗拉强度 500 MPa, ≥ 1000 MPa asked for, 500 MPa short\n");
  CHECK(said("抗拉强度≥1000 MPa", "硬度≥60HRC") == "");
  CHECK(said("合格率不低于百分之九十八", "合格率99%") == "指标满足：合格率 99%，要求 ≥ 百分之九十八 | indicator met: 合格率 99%, ≥ 百分之九十八 asked for\n");

  const std::string need = "本项目要求抗拉强度≥1000 MPa。", offer = "样品的拉伸强度可达1.1 GPa";
  const auto reasons = indicator_reasons(read(need), read(offer), false);  // asked from the offer's side
  REQUIRE(reasons.size() == 1);
  REQUIRE((reasons[0].asking && reasons[0].found));
  CHECK(offer.substr(reasons[0].asking->begin, reasons[0].asking->end - reasons[0].asking->begin) == "拉伸强度可达1.1 GPa");
  CHECK(need.substr(reasons[0].found->begin, reasons[0].found->end - reasons[0].found->begin) == "抗拉强度≥1000 MPa");
  CHECK(reasons[0].found->field == "goal");
}

TEST_CASE("the signal of indicators prefers met over not stated over not met, and what misses by little over what misses by much", "[search][indicator]") {
  const auto value = [](std::string_view need, std::string_view offer) {
    Facts asked, offered;
    asked.indicators = read(need), offered.indicators = read(offer);
    return indicators_signal(asked, offered);
  };
  CHECK(value("强度要好", "抗拉强度≥1000 MPa") == std::nullopt);
  CHECK(value("抗拉强度≥1000 MPa", "抗拉强度≥1000 MPa") == 1);
  CHECK(value("抗拉强度≥1000 MPa", "硬度≥60HRC") == kNotStated);
  const auto little = value("抗拉强度≥1000 MPa", "抗拉强度990 MPa"), much = value("抗拉强度≥1000 MPa", "抗拉强度500 MPa"),
             far = value("能耗≤10 kWh", "能耗90 kWh");
  CHECK((*little < kNotStated && *much < *little && *far < *much && *far == 0));
  CHECK(value("抗拉强度≥1000 MPa，硬度≥60HRC", "抗拉强度≥1000 MPa") == (1 + kNotStated) / 2);
}

}  // namespace indicator_match_test
