// SPDX-License-Identifier: GPL-3.0-or-later
// How well indicators are read, against sentences that were labelled before there was a program (tests/relevance/indicators.tsv). Rules and lists of words
// were made with the sentences of odd number in view; those of even number were measured, never looked at.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <chrono>
#include <set>

#include "corpus/corpus_world.h"
#include "indicator_labels.h"

namespace indicator_test {

using indexer::text::read_indicators;
using indexer::text::StatedIndicator;

namespace {

const std::vector<indicator_labels::Sentence>& sentences() {
  static const auto read = indicator_labels::read(std::filesystem::path(QUEQIAO_SOURCE_DIR) / "tests/relevance/indicators.tsv");
  return read;
}

indicator_labels::Figures measure(bool odd) {
  indicator_labels::Figures figures;
  for (const auto& sentence : sentences())
    if ((sentence.id % 2 == 1) == odd)
      indicator_labels::compare(sentence, read_indicators(sentence.text, corpus_world::vocabularies().units()), figures, [](const auto&...) {});
  return figures;
}

std::string said(const indicator_labels::Figures& f) {
  std::string fields;
  for (const auto& [field, count] : f.differ) fields += fmt::format(" {} {}", field, count);
  return fmt::format("{} labels, {} found, {} right: precision {:.3f}, recall {:.3f}; differ in{}", f.labels, f.found, f.right, f.precision(), f.recall(),
                     fields);
}

std::string short_form(const std::vector<StatedIndicator>& list) {
  std::string out;
  for (const StatedIndicator& one : list)
    out += fmt::format("{}{} {} {} {}{}", out.empty() ? "" : "; ", one.name, one.op, one.value, one.unit,
                       one.condition.empty() ? "" : " (" + one.condition + ")");
  return out;
}

}  // namespace

TEST_CASE("indicators are read with the precision and recall that were reached", "[indexer][indicator]") {
  REQUIRE(sentences().size() >= 300);
  // What was reached, less .01: a regression fails here. The goals are .95 and .90.
  const auto odd = measure(true), even = measure(false);
  WARN("odd: " << said(odd) << "\neven: " << said(even));
  CHECK(odd.precision() >= 0.99);
  CHECK(odd.recall() >= 0.99);
  CHECK(even.precision() >= 0.95);
  CHECK(even.recall() >= 0.90);
}

TEST_CASE("every place of an indicator is a piece of the text that holds name, value and unit as written", "[indexer][indicator]") {
  for (const auto& sentence : sentences()) {
    std::uint32_t end = 0;
    for (const StatedIndicator& one : read_indicators(sentence.text, corpus_world::vocabularies().units())) {
      INFO(sentence.text);
      CHECK(one.begin >= end);
      REQUIRE((one.begin < one.end && one.end <= sentence.text.size()));
      const std::string span = sentence.text.substr(one.begin, one.end - one.begin);
      CHECK(span.find(one.value) != std::string::npos);
      CHECK(span.find(one.unit) != std::string::npos);
      CHECK(sentence.text.find(one.name) != std::string::npos);
      CHECK(sentence.text.find(one.condition) != std::string::npos);
      CHECK(corpus_world::vocabularies().at("dimension").find(one.dimension) != nullptr);
      CHECK(corpus_world::vocabularies().at("indicator_op").find(one.op) != nullptr);
      end = one.end;
    }
  }
}

TEST_CASE("indicators of single sentences", "[indexer][indicator]") {
  struct {
    std::string_view text, read;
  } const cases[] = {
      {"抗拉强度在650 ℃下≥1000 MPa", "抗拉强度 ge 1000 MPa (650 ℃下)"},
      {"使用寿命10年以上", "使用寿命 ge 10 年"},
      {"寻求60 ℃以下固化温度的胶", "固化温度 le 60 ℃"},
      {"强度≥10且≤20 MPa", "强度 range 10且≤20 MPa"},
      {"强度≥20且≤10 MPa", ""},
      {"单位成本由3.2元/kg降至2.1元/kg以下", "单位成本 le 2.1 元/kg"},
      {"能耗降低3倍", ""},
      {"效率提高2倍", "效率提高 eq 2 倍"},
      {"精度优于0.02 mm", "精度 le 0.02 mm"},
      {"精度0.02 mm以上", ""},
      {"带宽优于10GHz", "带宽 ge 10 GHz"},
      {"不低于80%以下的合格率", ""},
      {"获专利12项，投资300万元", ""},
      {"投资回收期不满3年", "投资回收期 lt 3 年"},
      {"2023年5月完成样机", ""},
      {"室温～1200℃", ""},
      {"处理量3万～18万吨/年", "处理量 range 3万～18 万吨/年"},
      {"处理量9000～1万吨/年", ""},
      {"硬度（HRC）：58-62", "硬度 range 58-62 HRC"},
      {"氨氮小于1.5mg/L，总磷<0.3mg/L", "氨氮 lt 1.5 mg/L; 总磷 lt 0.3 mg/L"},
      {"不低於80%", ""},
      {"合格率不低於80%", "合格率 ge 80 %"},
      {"有效成分含量由原料12%提高到88%以上", "有效成分含量 ge 88 %"},
      {"指令下发成功率99.2%", "指令下发成功率 eq 99.2 %"},
      {"摩擦系数不低于干燥时的85%", "摩擦系数 ge 85 %"},
      {"膜的价格不超过现用膜1.3倍", ""},
      {"粗蛋白含量提高到9 .2%", ""},
      {"9月底秸秆失重率52%", "秸秆失重率 eq 52 %"},
      {"通过验收. 压块密度≥0.8 g/cm3", "压块密度 ge 0.8 g/cm3"},
      {"在含沙量0.8 kg/m³", "含沙量 eq 0.8 kg/m³"},
      {"试验园520亩", ""},
      {"循环后还剩七成以上", ""},  // of what is not said
      {"每次不超过20 min", ""},
      {"整机不超过12 kg", ""},
      {"从出窑到包装不超过60 ℃", ""},
      {"循环寿命≥2000周", "循环寿命 ge 2000 周"},
      {"換熱器清洗間隔由2個月延至14個月", "換熱器清洗間隔 eq 14 個月"},
      {"清洗间隔由2个月，延长至14个月以上", "清洗间隔 ge 14 个月"},
      {"品位从原矿的12%富集到60%", "品位 eq 60 %"},
      {"清洗间隔由原来的2个月大幅延长", ""},
      {"清洗间隔从2个月到14个月", ""},  // grown, or between the two
      {"工作温度从-20 ℃到60 ℃", "工作温度 range -20 ℃到60 ℃"},
      {"周期由3天改为1天", "周期 eq 1 天"},
      {"连续运行周期由18～22天延长到140天以上", "连续运行周期 ge 140 天"},
      {"耐热温度提高不低于30 ℃", "耐热温度提高 ge 30 ℃"},
      {"温度提高到80 ℃", "温度 eq 80 ℃"},
      {"降低固化温度20 ℃", ""},  // by, or to
      {"介电损耗0.002", "介电损耗 eq 0.002 "},
      {"损耗0.3", ""},
      {"产水量每小时20吨", ""},
  };
  for (const auto& row : cases) {
    INFO(row.text);
    CHECK(short_form(read_indicators(row.text, corpus_world::vocabularies().units())) == row.read);
  }
}

TEST_CASE("a figure that another one holds under is its condition, and no figure of the parameter", "[indexer][indicator]") {
  struct {
    std::string_view text, read;
  } const cases[] = {
      {"抗压强度28天不低于50MPa", "抗压强度 ge 50 MPa (28天)"},
      {"抗压强度28d≥50MPa", "抗压强度 ge 50 MPa (28d)"},
      {"抗压强度28d 50MPa", "抗压强度 eq 50 MPa (28d)"},
      {"抗压强度28天后达到50MPa", "抗压强度 eq 50 MPa (28天后)"},
      {"抗压强度3天≥20MPa，28天≥50MPa", "抗压强度 ge 20 MPa (3天); 抗压强度 ge 50 MPa (28天)"},
      {"耐压强度2小时不低于3MPa", "耐压强度 ge 3 MPa (2小时)"},
      {"容量保持率1000次≥90%", "容量保持率 ge 90 % (1000次)"},
      {"黏度25 ℃≤500 mPa·s", "黏度 le 500 mPa·s (25 ℃)"},
      {"抗拉强度650℃不低于900 MPa", "抗拉强度 ge 900 MPa (650℃)"},
      {"45 ℃循环1500周保持率88%", "保持率 eq 88 % (45 ℃循环1500周)"},
      {"电池循环1500周，容量保持率88%", "容量保持率 eq 88 % (循环1500周)"},
      {"储存30天发芽率≥90%", "发芽率 ge 90 % (储存30天)"},
      // a parameter that is measured so keeps its figure, and a statement beside another is its own
      {"固化时间2 h，抗压强度≥50MPa", "固化时间 eq 2 h; 抗压强度 ge 50 MPa"},
      {"耐老化500 h，能量密度≥160 Wh/kg", "耐老化 eq 500 h; 能量密度 ge 160 Wh/kg"},
      {"使用寿命8000 h，效率≥90%", "使用寿命 eq 8000 h; 效率 ge 90 %"},
  };
  for (const auto& row : cases) {
    INFO(row.text);
    CHECK(short_form(read_indicators(row.text, corpus_world::vocabularies().units())) == row.read);
  }
}

TEST_CASE("signs, halves, shares, nines and names with figures are read in running text", "[indexer][indicator]") {
  struct {
    std::string_view text, read;
  } const cases[] = {
      {"工作温度为－40℃至＋85℃", "工作温度 range －40℃至＋85 ℃"},
      {"储存温度：-40～+85℃", "储存温度 range -40～+85 ℃"},
      {"工作温度+5～+40 ℃", "工作温度 range +5～+40 ℃"},
      {"承载能力不小于五吨半", "承载能力 ge 五吨半 吨"},
      {"使用年限不少于两年半", "使用年限 ge 两年半 年"},
      {"处理时间不超过一个半小时", "处理时间 le 一个半 小时"},
      {"成活率达到九成五以上", "成活率 ge 九成五 成"},
      {"转化率达到八成半", "转化率 eq 八成半 成"},
      {"使用寿命五年半载", ""},
      {"成本降低1/3", "成本降低 eq 1/3 "},
      {"体积缩小至原来的1/3", "体积 eq 1/3 "},
      {"检测日期3/15", ""},
      {"BOD5≤10mg/L", "BOD5 le 10 mg/L"},
      {"BOD5低于10mg/L", "BOD5 lt 10 mg/L"},
      {"COD≤50mg/L、BOD5≤10mg/L、NH3-N≤5mg/L", "COD le 50 mg/L; BOD5 le 10 mg/L; NH3-N le 5 mg/L"},
      {"COD50mg/L，PM2.5≤35μg/m³", "COD eq 50 mg/L; PM2.5 le 35 μg/m³"},
      {"循环轮次≥20轮", "循环轮次 ge 20 轮"},
  };
  for (const auto& row : cases) {
    INFO(row.text);
    CHECK(short_form(read_indicators(row.text, corpus_world::vocabularies().units())) == row.read);
  }
}

TEST_CASE("two and a half is the same number as it is written, and an N of purity is no newton", "[indexer][indicator]") {
  const auto only = [](std::string_view text) {
    const auto all = read_indicators(text, corpus_world::vocabularies().units());
    return all.size() == 1 ? fmt::format("{} {} {}", all.front().value, all.front().low.value_or(0), all.front().dimension) : std::string("–");
  };
  CHECK(only("使用年限不少于两年半") == "两年半 2.5 time");
  CHECK(only("使用年限2年半") == "2年半 2.5 time");
  CHECK(only("成活率达到九成五以上") == "九成五 9.5 ratio");
  CHECK(only("纯度≥5N") == "5 5 number_of_nines");
  CHECK(only("产品纯度4N以上") == "4 4 number_of_nines");
  CHECK(only("拉力≥5N") == "5 5 force");
}

TEST_CASE("the value of a tolerance is kept as written, with its per cent", "[indexer][indicator]") {
  struct {
    std::string_view text, read;
  } const cases[] = {
      {"输出电压380V±10%", "输出电压 range 380V±10% V"},
      {"输出电压：380 V ±10 %，功率500W±3%。", "输出电压 range 380 V ±10 % V; 功率 range 500W±3% W"},
      {"输出电压为３８０Ｖ±１０％", "输出电压 range ３８０Ｖ±１０％ Ｖ"},
      {"频率50Hz±1%（满载）", "频率 range 50Hz±1% Hz (满载)"},
      {"流量5L/min±2%", "流量 range 5L/min±2% L/min"},
      {"输出电压380V±百分之十", "输出电压 range 380V±百分之十 V"},
      {"输出电压380±10%V", "输出电压 range 380±10% V"},
      {"输出电压（V）380±10%", "输出电压 range 380±10% V"},
      {"湿度50±5%", "湿度 range 50±5 %"},
      {"厚度50±0.5 mm", "厚度 range 50±0.5 mm"},
      {"厚度50mm±0.5mm", "厚度 range 50mm±0.5 mm"},
      {"压力5MPa±0.25%FS", ""},
  };
  for (const auto& row : cases) {
    INFO(row.text);
    const auto read = read_indicators(row.text, corpus_world::vocabularies().units());
    CHECK(short_form(read) == row.read);
    for (const StatedIndicator& one : read) CHECK(row.text.substr(one.begin, one.end - one.begin).find(one.value) != std::string_view::npos);
  }
}

TEST_CASE("ground that is bounded from above is an indicator, and ground that is told is a fact", "[indexer][indicator]") {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"占地面积≤2亩。", "占地面积 le 2 亩"},
      {"设备占地面积不超过50平方米，噪声≤70 dB。", "设备占地面积 le 50 平方米; 噪声 le 70 dB"},
      {"单套装置占地面积小于200 m²。", "单套装置占地面积 lt 200 m²"},
      {"整线占地面积控制在300平方米以内。", "整线占地面积 le 300 平方米"},
      {"占地面积在2亩以下，", "占地面积 le 2 亩"},
      {"试验园占地面积520亩。", ""},
      {"公司占地150亩，下设3个事业部。", ""},
      {"基地占地面积超过500亩。", ""},
      {"基地占地面积500亩以上。", ""},
      {"现有场地占地面积不足2亩。", ""},
      {"厂房占地面积不超过3000平方米。", ""},
      {"占地面积由300亩扩大到520亩。", ""},
  };
  for (const auto& [text, read] : rows) {
    INFO(text);
    CHECK(short_form(read_indicators(text, corpus_world::vocabularies().units())) == read);
  }
}

TEST_CASE("a 周 of a cycle life counts cycles, any other is a week", "[indexer][indicator]") {
  const auto dimension = [](std::string_view text) {
    const auto all = read_indicators(text, corpus_world::vocabularies().units());
    return all.size() == 1 ? all.front().dimension : "–";
  };
  CHECK(dimension("循环寿命≥2000周") == "count");
  CHECK(dimension("交付周期≤6周") == "time");
}

TEST_CASE("hostile text costs no more than it is long and states nothing", "[indexer][indicator]") {
  const auto repeated = [](std::string_view piece) {
    std::string text;
    while (text.size() < (64u << 10)) text += piece;
    return text;
  };
  const auto& units = corpus_world::vocabularies().units();
  for (const std::string_view piece : {"1",  "1,",  "1 ",  "一",  "两三", "一分之", "1m/",  "1m/1",         "(",    ")",      "≥", "不低于", "±",
                                       "1~", "1、", "10^", "×10", "-",    "的",     "为的", "\xED\xA0\x80", "\xFF", "在1 ℃下"}) {
    INFO(piece);
    CHECK(read_indicators(repeated(piece), units).empty());
  }
  CHECK(read_indicators(std::string(64u << 10, '\0'), units).empty());
  CHECK(read_indicators("", units).empty());
  CHECK(read_indicators(repeated("强度≥5 MPa，"), units).size() == indexer::text::kMostIndicators);
  CHECK(short_form(read_indicators(std::string("强度\xFF≥5 MPa\xFF"), units)) == "");
}

}  // namespace indicator_test
