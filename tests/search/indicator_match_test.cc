// SPDX-License-Identifier: GPL-3.0-or-later
// A need's figures against another side's: intervals after conversion, names by vocabulary and words, three outcomes and no others.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "corpus/corpus_world.h"
#include "search/given_indicator.h"
#include "search/indicator_match.h"
#include "search/indicator_reasons.h"
#include "search/signals/signal.h"

namespace indicator_match_test {

using namespace search;
using indexer::RecordIndicator;

using given::Given;
using given::listed;

namespace {

std::vector<RecordIndicator> read(std::string_view text) { return indexer::indicators_of(text, "goal", corpus_world::vocabularies()); }

std::string compared(std::string_view need, std::string_view offer) {
  std::string out;
  for (const Comparison& one : compare(read(need), read(offer)))
    out += fmt::format("{}{}{}", out.empty() ? "" : "; ", to_string(one.outcome), one.outcome == Outcome::not_met ? " " + gap_of(one.gap) : "");
  return out.empty() ? "–" : out;
}

// As a result's: what it reaches is a level.
std::vector<RecordIndicator> read_offered(std::string_view text) {
  corpus::Achievement offer;
  offer.summary = text;
  return indexer::indicators_of(corpus::Record(offer), corpus_world::vocabularies());
}

std::string said(std::string_view need, std::string_view offer) {
  std::string out;
  for (const Reason& one : indicator_reasons(read(need), read_offered(offer), true)) out += one.message + " | " + one.message_en + "\n";
  return out;
}

std::string of_lists(const Given& need, const Given& offer) {
  const auto all = compare(listed<corpus::Need>(need), listed<corpus::Achievement>(offer));
  if (all.size() != 1) return "–";
  const Comparison& one = all.front();
  return fmt::format("{}{}{}", to_string(one.outcome), one.outcome == Outcome::not_met ? " " + gap_of(one.gap) : "", one.condition_unsaid ? " unsaid" : "");
}

}  // namespace

TEST_CASE("a condition in the name or beside it decides whether figures compare", "[search][indicator]") {
  struct {
    Given need, offer;
    std::string_view outcome;
  } const rows[] = {
      {{"70 ℃存放20天收缩", "le", "4", "%"}, {"纵向收缩率", "le", "2.5", "%", "70 ℃密封存放20 d"}, "met"},
      {{"70 ℃存放20天收缩", "le", "4", "%"}, {"纵向收缩率", "le", "2.5", "%", "90 ℃密封存放20 d"}, "not_stated"},
      {{"70 ℃存放20天收缩", "le", "4", "%"}, {"纵向收缩率", "le", "2.5", "%"}, "not_stated"},
      {{"循环600次保持率", "ge", "75", "%"}, {"强度保持率", "ge", "70", "%", "循环600周"}, "not_met 5"},
      {{"循环600次保持率", "ge", "75", "%"}, {"强度保持率", "ge", "90", "%", "循环300周"}, "not_stated"},
      {{"抗拉强度", "ge", "900", "MPa", "650 ℃"}, {"抗拉强度", "ge", "950", "MPa", "650 ℃"}, "met"},
      {{"抗拉强度", "ge", "900", "MPa", "650 ℃"}, {"抗拉强度", "ge", "950", "MPa", "25 ℃"}, "not_stated"},
      {{"抗拉强度", "ge", "900", "MPa", "650 ℃"}, {"抗拉强度", "ge", "950", "MPa", "600~700 ℃"}, "met"},
      {{"抗拉强度", "ge", "900", "MPa", "650 ℃"}, {"抗拉强度", "ge", "950", "MPa"}, "met unsaid"},
      {{"抗拉强度", "ge", "900", "MPa", "650 ℃，100 h"}, {"抗拉强度", "ge", "850", "MPa", "650 ℃"}, "not_met 50 unsaid"},
      {{"抗拉强度", "ge", "900", "MPa"}, {"抗拉强度", "ge", "950", "MPa", "650 ℃"}, "met"},
      {{"转速", "ge", "900", "r/min", "满载"}, {"转速", "ge", "950", "r/min", "空载"}, "not_stated"},
      {{"总磷", "le", "0.5", "mg/L", "处理后"}, {"总磷", "le", "12", "mg/L", "进水"}, "not_stated"},
      {{"总磷", "le", "0.5", "mg/L", "处理后"}, {"总磷", "le", "12", "mg/L"}, "not_stated"},  // of what stage is not said
      {{"处理后总磷", "le", "0.5", "mg/L"}, {"出水总磷", "le", "0.3", "mg/L"}, "met"},
  };
  for (const auto& row : rows) {
    INFO(row.need.name << " " << row.need.condition << " / " << row.offer.name << " " << row.offer.condition);
    CHECK(of_lists(row.need, row.offer) == row.outcome);
  }
}

TEST_CASE("a name that may be of anything is answered by what is of the same thing only", "[search][indicator]") {
  struct {
    std::string_view need, offer, outcome;
  } const rows[] = {
      {"误差≤8%", "氧浓度误差≤1%", "not_stated"},
      {"误差≤8%", "误差≤1%", "not_stated"},  // of what sentences are about, nobody knows
      {"测长误差≤0.1 mm", "测长误差≤0.05 mm", "met"},
      {"寿命≥5年", "电刷寿命≥8年", "not_stated"},
      {"寿命≥5年", "设计寿命8年", "met"},
      {"寿命≥20000 h", "设计寿命8年", "not_stated"},  // hours of work, years of the calendar
      {"寿命≥10年", "使用寿命达9万小时", "not_stated"},
      {"检出率≥90%", "裂纹检出率≥95%", "not_stated"},
      {"裂纹检出率≥90%", "裂纹检出率≥95%", "met"},
      {"热水≥200 kg", "每吨料耗热水0.5 t", "not_stated"},
      {"膜厚≤8 μm", "涂层厚度200 μm", "not_stated"},
      {"厚度≤8 mm", "板厚2 mm", "not_stated"},
      {"密度≤1.5 g/cm³", "堆积密度0.4 g/cm³", "not_stated"},
      {"密度≤1.5 g/cm³", "振实密度0.4 g/cm³", "not_stated"},
      {"抗压强度≥30 MPa", "耐压强度40 MPa", "not_stated"},
      {"耐热温度提高不低于30 ℃", "耐热温度提高40 K", "met"},
      {"耐热温度提高不低于30 ℃", "耐热温度提高20 K", "not_met 10"},
  };
  for (const auto& row : rows) {
    INFO(row.need << " / " << row.offer);
    CHECK(compared(row.need, row.offer) == row.outcome);
  }
  CHECK(of_lists({"误差", "le", "8", "%"}, {"误差", "le", "1", "%"}) == "met");
}

TEST_CASE("a range says what its parameter is: to be had throughout, delivered, kept within, or either", "[search][indicator]") {
  struct {
    std::string_view need, offer, outcome;
  } const rows[] = {
      {"适应坡度≤3°", "适应坡度1~25°", "met"},
      {"适应坡度≤3°", "适应坡度5~25°", "not_met 2"},
      {"测量量程≥40 kN", "测量量程0~60 kN", "met"},
      {"测量量程≥80 kN", "测量量程0~60 kN", "not_met 20"},
      {"供水量3~4 t/h", "供水量1~6 t/h", "met"},
      {"供水量3~4 t/h", "供水量1~2 t/h", "not_met 1"},
      {"供水量≥3 t/h", "供水量1~6 t/h", "not_stated"},
      {"供水量≥3 t/h", "供水量4~6 t/h", "met"},
      {"供水量≥8 t/h", "供水量4~6 t/h", "not_met 4"},
      {"工作温度-20~60℃", "工作温度25℃", "not_stated"},
      {"运行温度5~45℃", "运行温度10~40℃", "not_met 5"},
      {"工作温度-20~60℃", "适用温度0~40℃", "not_met 20"},
      {"运行温度10~40℃", "工作环境温度5~45℃", "met"},
      {"误差范围≤0.5 mm", "误差范围±0.2 mm", "met"},
      {"固含量40~45%", "固含量30~60%", "not_stated"},
      {"固含量40~45%", "固含量41~43%", "met"},
      {"固含量40~45%", "固含量50~60%", "not_met 15"},
  };
  for (const auto& row : rows) {
    INFO(row.need << " / " << row.offer);
    CHECK(compared(row.need, row.offer) == row.outcome);
  }
}

TEST_CASE("a figure written with a tolerance is kept within it, whatever its name", "[search][indicator]") {
  struct {
    std::string_view need, offer, outcome;
  } const rows[] = {
      {"输出频率50Hz±0.5Hz", "输出频率50Hz±0.2Hz", "met"},
      {"输出频率50Hz±0.5Hz", "输出频率50Hz±2Hz", "not_met 1.5"},
      {"输出频率50±0.5Hz", "输出频率50±0.2Hz", "met"},
      {"输出频率50Hz±1%", "输出频率50Hz±0.2Hz", "met"},
      {"输出频率50Hz±1%", "输出频率50Hz±2%", "not_met 0.5"},
      {"超声频率40kHz±1kHz", "超声频率40kHz±0.5kHz", "met"},
      {"超声频率40kHz±1kHz", "超声频率40kHz±3kHz", "not_met 2"},
      {"超声频率40kHz±1kHz", "超声频率40kHz", "met"},
      {"超声频率40kHz±1kHz", "超声频率28kHz", "not_met 11"},
      {"输出频率50Hz±0.5Hz", "输出频率49.8~50.2Hz", "met"},
      {"输出频率50Hz±0.5Hz", "输出频率45~65Hz", "not_stated"},  // where it works, or how far it strays
      {"输出频率50Hz±0.5Hz", "输出频率60~65Hz", "not_met 14.5"},
      {"输出电压380V±10V", "输出电压380V±5V", "met"},
      {"输出电压380V±10V", "输出电压380V±25V", "not_met 15"},
      {"输出电压380V±10V", "输出电压300~400V", "not_stated"},
      {"工作温度25±5℃", "工作温度25±1℃", "met"},
      {"工作温度25±5℃", "工作温度25±10℃", "not_stated"},  // a wider one may be better
      {"输入电压220V±10V", "输入电压220V±20V", "not_stated"},
      {"适应电压220V±20V", "适应电压220V±40V", "met"},  // it says that it is borne
      {"适应电压220V±40V", "适应电压220V±20V", "not_met 20"},
      {"输出频率20Hz~20kHz", "输出频率10Hz~30kHz", "met"},  // a plain range is to be had throughout
      {"输出频率49.5~50.5Hz", "输出频率49.8~50.2Hz", "not_met 0.3"},
      {"调节范围±15°", "调节范围±20°", "met"},
      {"调节范围±15°", "调节范围±10°", "not_met 5"},
      {"测量量程≥8 kN", "测量量程±10 kN", "met"},
      {"工作温度-40~40℃", "工作温度-20~20℃", "not_met 20"},
  };
  for (const auto& row : rows) {
    INFO(row.need << " / " << row.offer);
    CHECK(compared(row.need, row.offer) == row.outcome);
  }
  CHECK(of_lists({"频率", "range", "50±0.5", "Hz"}, {"频率", "range", "50±0.2", "Hz"}) == "met");
  CHECK(of_lists({"频率", "range", "50±0.5", "Hz"}, {"频率", "range", "50±1", "Hz"}) == "not_met 0.5");
}

TEST_CASE("a figure without a condition answers only the ordinary one of several that a need asks", "[search][indicator]") {
  CHECK(compared("屈服强度≥180 MPa（25 ℃下），屈服强度≥90 MPa（200 ℃下）", "屈服强度200 MPa") == "met; not_stated");
  CHECK(compared("屈服强度≥180 MPa，屈服强度≥90 MPa（200 ℃下）", "屈服强度200 MPa") == "met; not_stated");
  CHECK(compared("屈服强度≥180 MPa（600 ℃下），屈服强度≥90 MPa（200 ℃下）", "屈服强度200 MPa") == "not_stated; not_stated");
  CHECK(compared("屈服强度≥180 MPa（25 ℃下），屈服强度≥90 MPa（200 ℃下）", "屈服强度200 MPa（25 ℃），屈服强度95 MPa（200 ℃）") == "met; met");
  CHECK(compared("屈服强度≥90 MPa（200 ℃下）", "屈服强度200 MPa") == "met");
}

TEST_CASE("of a parameter that both list and text state, the list speaks", "[search][indicator]") {
  corpus::Achievement offer;
  offer.summary = "剥离强度3 N/mm，铜箔剥离强度1 N/mm。";
  auto& one = offer.indicators.emplace_back();
  one.name = "铜箔剥离强度", one.op = "ge", one.value = "2", one.unit = "N/mm";
  const auto stated = indexer::indicators_of(corpus::Record(offer), corpus_world::vocabularies());
  const auto all = compare(read("剥离强度≥1.5 N/mm"), stated);
  REQUIRE((all.size() == 1 && all.front().stated));
  CHECK(stated[*all.front().stated].field == "indicators");
}

TEST_CASE("a statement that the text repeats without its condition does not answer where the list's condition differs", "[search][indicator]") {
  corpus::Achievement offer;
  auto& one = offer.indicators.emplace_back();
  one.name = "抗拉强度", one.op = "ge", one.value = "950", one.unit = "MPa", one.condition = "25 ℃";
  offer.summary = "样品抗拉强度≥950 MPa。";
  const auto stated = indexer::indicators_of(corpus::Record(offer), corpus_world::vocabularies());
  REQUIRE(!stated.empty());
  const auto asked = listed<corpus::Need>({"抗拉强度", "ge", "900", "MPa", "650 ℃"});
  CHECK(compare(asked, stated).front().outcome == Outcome::not_stated);
}

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
      {"纯度达到99%", "纯度≥95%", "not_met 4"},
      {"工作温度120℃", "工作温度100~150℃", "met"},
      {"纯度达到99%", "纯度97%", "not_met 2"},
      {"黏度达到99 mPa·s", "黏度97 mPa·s", "not_stated"},  // whether more is better is not said
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

TEST_CASE("a gap of shares is told in points, and English reasons have English words of time and marks", "[search][indicator]") {
  const std::tuple<double, const char*, const char*, const char*> rows[] = {
      {4, "%", "4 个百分点", "4 percentage points"},   {1, "％", "1 个百分点", "1 percentage point"}, {2.5, "百分之", "2.5 个百分点", "2.5 percentage points"},
      {4, "‰", "4 ‰", "4 ‰"},                          {19.2, "月", "19.2 月", "19.2 months"},        {1, "年", "1 年", "1 year"},
      {3, "个小时", "3 个小时", "3 hours"},            {20, "MPa", "20 MPa", "20 MPa"},               {2, "元", "2 元", "2 元"}};
  for (const auto& [gap, unit, zh, en] : rows) {
    CAPTURE(unit);
    CHECK(gap_text(gap, unit).zh == zh);
    CHECK(gap_text(gap, unit).en == en);
  }
  CHECK(said("合格率≥90%", "合格率86%") ==
        "指标未满足：合格率 86%，要求 ≥ 90%，差 4 个百分点 | indicator not met: 合格率 86%, ≥ 90% asked for, 4 percentage points short\n");
  CHECK(said("投资回收期≤12个月，硬度≥60HRC，孔隙率<1%", "投资回收期约9个月") ==
        "指标满足：投资回收期 ≈ 9 个月，要求 ≤ 12 个月 | indicator met: 投资回收期 ≈ 9 months, ≤ 12 months asked for\n"
        "未说明的指标：硬度、孔隙率 | indicators not stated: 硬度, 孔隙率\n");
}

TEST_CASE("reasons say outcome, gap and what is missing, in both languages and with places in both texts", "[search][indicator]") {
  CHECK(said("抗拉强度≥1000 MPa，硬度≥60HRC，孔隙率<1%", "抗拉强度达到980 MPa，孔隙率0.5%") ==
        "指标未满足：抗拉强度 980 MPa，要求 ≥ 1000 MPa，差 20 MPa | indicator not met: 抗拉强度 980 MPa, ≥ 1000 MPa asked for, 20 MPa short\n"
        "指标满足：孔隙率 0.5%，要求 < 1% | indicator met: 孔隙率 0.5%, < 1% asked for\n"
        "未说明的指标：硬度 | indicators not stated: 硬度\n");
  CHECK(said("抗拉强度≥1000 MPa", "抗拉强度500 MPa") ==
        "指标未满足：抗拉强度 500 MPa，要求 ≥ 1000 MPa，差 500 MPa | indicator not met: 抗拉强度 500 MPa, ≥ 1000 MPa asked for, 500 MPa short\n");
  CHECK(said("抗拉强度≥1000 MPa", "硬度≥60HRC") == "未说明的指标：抗拉强度 | indicators not stated: 抗拉强度\n");
  CHECK(said("", "硬度≥60HRC") == "");
  CHECK(said("合格率不低于百分之九十八", "合格率99%") == "指标满足：合格率 99%，要求 ≥ 百分之九十八 | indicator met: 合格率 99%, ≥ 百分之九十八 asked for\n");

  CHECK(said("抗拉强度在650 ℃下≥1000 MPa", "抗拉强度1100 MPa") ==
        "指标满足：抗拉强度 1100 MPa（未注明条件），要求 ≥ 1000 MPa（650 ℃下） | "
        "indicator met: 抗拉强度 1100 MPa (condition not stated), ≥ 1000 MPa (at 650 ℃) asked for\n");

  const std::string need = "本项目要求抗拉强度≥1000 MPa。", offer = "样品的拉伸强度可达1.1 GPa";
  const auto reasons = indicator_reasons(read(need), read(offer), false);  // asked from the offer's side
  REQUIRE(reasons.size() == 1);
  REQUIRE((reasons[0].asking && reasons[0].found));
  CHECK(offer.substr(reasons[0].asking->begin, reasons[0].asking->end - reasons[0].asking->begin) == "拉伸强度可达1.1 GPa");
  CHECK(need.substr(reasons[0].found->begin, reasons[0].found->end - reasons[0].found->begin) == "抗拉强度≥1000 MPa");
  CHECK(reasons[0].found->field == "goal");
}

TEST_CASE("what passes an upper bound is over it, and what a range does not reach is short of it", "[search][indicator]") {
  CHECK(said("功耗≤10 W", "功耗22 W") == "指标未满足：功耗 22 W，要求 ≤ 10 W，超出 12 W | indicator not met: 功耗 22 W, ≤ 10 W asked for, 12 W over\n");
  CHECK(said("失重率<2%", "失重率2.5%").find("超出 0.5 个百分点 | ") != std::string::npos);
  CHECK(said("失重率<2%", "失重率2.5%").ends_with("0.5 percentage points over\n"));
  CHECK(said("失重率<2%", "失重率2%").ends_with("exactly on the bound\n"));
  const auto missed = [](std::string_view need, std::string_view offer) {
    const Comparison one = compare(read(need), read(offer)).front();
    return fmt::format("{} {}", to_string(one.outcome), one.over ? "over" : "short");
  };
  CHECK(missed("粒径10~20 μm", "粒径30 μm") == "not_met over");
  CHECK(missed("粒径10~20 μm", "粒径5 μm") == "not_met short");
  CHECK(missed("粒径10~20 μm", "粒径15~30 μm") == "not_met over");
  CHECK(missed("工作温度-20~85 ℃", "工作温度-20~60 ℃") == "not_met short");  // to be covered
  CHECK(missed("工作温度-20~85 ℃", "工作温度0~85 ℃") == "not_met short");
}

TEST_CASE("what is missed is told first, and what is not told is counted", "[search][indicator]") {
  const char* const names[] = {"抗拉强度", "屈服强度", "弯曲强度", "抗压强度", "剪切强度", "疲劳强度", "冲击强度", "粘结强度"};
  std::string need, offer;
  for (const char* name : names) {
    need += fmt::format("{}≥100 MPa。", name);
    offer += fmt::format("{}{} MPa。", name, name == names[7] ? 90 : 110);
  }
  const auto reasons = indicator_reasons(read(need), read(offer), true);
  REQUIRE(reasons.size() == 7);
  CHECK(reasons[0].message == "指标未满足：粘结强度 90 MPa，要求 ≥ 100 MPa，差 10 MPa");
  CHECK(reasons[1].message == "指标满足：抗拉强度 110 MPa，要求 ≥ 100 MPa");
  CHECK(reasons[6].message == "另有 2 项指标：满足 2 项");
  CHECK(reasons[6].message_en == "2 more indicators: 2 met");
  const std::string none = indicator_reasons(read(need), {}, true).front().message;
  CHECK(none.ends_with("、疲劳强度 等 8 项"));
}

TEST_CASE("what is stated in another unit is not stated, with what is and its place as a remark", "[search][indicator]") {
  const std::string need = "日处理量≥1000吨/天", offer = "日处理量600 m³/d";
  CHECK(said(need, offer) == "指标未说明：日处理量 ≥ 1000 吨/天；写的是 日处理量 600 m³/d，单位不可换算 | "
                             "indicator not stated: 日处理量 ≥ 1000 吨/天 asked for; 日处理量 600 m³/d is stated, in a unit that does not convert\n");
  const auto reasons = indicator_reasons(read(need), read(offer), true);
  REQUIRE(reasons.size() == 1);
  REQUIRE((reasons[0].asking && reasons[0].found));
  CHECK(offer.substr(reasons[0].found->begin, reasons[0].found->end - reasons[0].found->begin) == offer);
  CHECK(said("抗拉强度在650 ℃下≥1000 MPa", "抗拉强度在25 ℃下1100 MPa") == "未说明的指标：抗拉强度（650 ℃下） | indicators not stated: 抗拉强度 (at 650 ℃)\n");
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
