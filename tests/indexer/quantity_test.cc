// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <string>

#include "corpus/corpus_world.h"
#include "indexer/text/number.h"
#include "indexer/text/quantity.h"
#include "indexer/text/unit_expression.h"

namespace quantity_test {

using namespace indexer::text;

namespace {

std::string number(std::string_view text) {
  const Signs signs = read_signs(text);
  const auto read = read_number(signs.all(), 0);
  if (!read) return "none";
  const std::string rest = to_utf8(signs.part(read->end, signs.size()));
  return fmt::format("{}{}{}{}", read->sound ? fmt::format("{}", read->value) : "unsound", read->more ? " and more" : "", read->fraction ? " of it" : "",
                     rest.empty() ? "" : " | " + rest);
}

// low..high unit dimension factor of every figure; damaged ones as !.
std::string figures(std::string_view text) {
  const Signs signs = read_signs(text);
  std::string out;
  for (const Figure& f : find_figures(signs, corpus_world::vocabularies().units())) {
    if (!out.empty()) out += "; ";
    if (!f.sound) {
      out += "!";
      continue;
    }
    const auto* meaning = meaning_for(f.meanings, "");
    out += f.shape == FigureShape::list ? "one of " + to_utf8(signs.part(f.value_begin, f.value_end))
           : f.low == f.high            ? fmt::format("{}", f.low)
                                        : fmt::format("{}..{}", f.low, f.high);
    if (f.shape == FigureShape::more) out += "+";
    if (!f.meanings.empty())
      out += fmt::format(" {} {}", to_utf8(signs.part(f.unit_begin, f.unit_end)),
                         meaning == nullptr ? std::string(f.meanings.front().dimension) + "?" : std::string(meaning->dimension));
  }
  return out;
}

// value | unit low..high of every sound figure.
std::string as_written(std::string_view text) {
  const Signs signs = read_signs(text);
  std::string out;
  for (const Figure& f : find_figures(signs, corpus_world::vocabularies().units()))
    if (f.sound)
      out += fmt::format("{}{} | {} {}..{}", out.empty() ? "" : "; ", to_utf8(signs.part(f.value_begin, f.value_end)),
                         to_utf8(signs.part(f.unit_begin, f.unit_end)), f.low, f.high);
  return out;
}

}  // namespace

TEST_CASE("a number is read as people write it, or not at all", "[indexer][quantity]") {
  struct {
    std::string_view text, read;
  } const cases[] = {
      {"1200", "1200"},
      {"１２．５％", "12.5 | %"},
      {"12,000 rpm", "12000 |  rpm"},
      {"1 592 kA/m", "1592 |  kA/m"},
      {"3,5 mm", "unsound |  mm"},
      {"1200,50", "unsound"},
      {"1.2×10⁵ cm", "120000 |  cm"},
      {"3.5×10^-5", "3.5e-05"},
      {"10⁻³", "0.001"},
      {"1E7 个", "10000000 |  个"},
      {"1.2×105", "unsound | ×105"},
      {"1.2×10", "unsound | ×10"},
      {"5³", "unsound | ³"},
      {"0..8", "unsound | ..8"},
      {"8.7.5", "unsound | .5"},
      {"5.μm", "unsound | .μm"},
      {"0531", "unsound"},
      {"1234567890123456789012345", "unsound"},
      {"三百二十", "320"},
      {"三百余亩", "300 and more | 亩"},
      {"300多亩", "300 and more | 亩"},
      {"一百二十余元", "120 and more | 元"},
      {"三千零五十", "3050"},
      {"十二万次", "12 | 万次"},
      {"二万五千", "25000"},
      {"两千尾", "2000 | 尾"},
      {"零点五", "0.5"},
      {"半年", "0.5 | 年"},
      {"一半以上", "0.5 of it | 以上"},
      {"五分之一", "0.2 of it"},
      {"十几", "unsound"},
      {"两三丝", "unsound | 丝"},
      {"二百五", "unsound"},
      {"10来个", "unsound | 个"},
      {"万吨", "none"},
      {"x", "none"},
      {"", "none"},
  };
  for (const auto& row : cases) {
    INFO(row.text);
    CHECK(number(row.text) == row.read);
  }
}

TEST_CASE("figures are found with their units, ranges and tolerances", "[indexer][quantity]") {
  struct {
    std::string_view text, read;
  } const cases[] = {
      {"≥205 mAh/g", "205 mAh/g charge_per_mass"},
      {"170 W/(m·K)", "170 W/(m·K) thermal_conductivity"},
      {"0.6W/m·K", "0.6 W/m·K thermal_conductivity"},
      {"2000 g/(m²·24h)", "2000 g/(m²·24h) mass_flux"},
      {"1000 MPN/100mL", "1000 MPN/100mL count_per_volume"},
      {"10㎡/h", "10 m2/h area_rate"},
      {"300m2/g", "300 m2/g area_per_mass"},
      {"1.2×10⁵ cm⁻²", "120000 cm⁻² count_per_area"},
      {"1000~3000 h⁻¹", "1000..3000 h⁻¹ frequency"},
      {"12万吨/年", "12 万吨/年 rate_mass_time"},
      {"2.0亿/g", "2 亿/g count_per_mass"},
      {"-40℃~85 ℃", "-40..85 ℃ temperature"},
      {"5 Hz~2 kHz", "0.005..2 kHz frequency"},
      {"50至80纳米", "50..80 纳米 length"},
      {"25与30 ℃之间", "25..30 ℃ temperature"},
      {"-10-40℃", "-10..40 ℃ temperature"},
      {"2.0±0.05 mm", "1.95..2.05 mm length"},
      {"±0.2℃", "-0.2..0.2 ℃ temperature"},
      {"220V±10%", "198..242 V voltage"},
      {"12 V/24 V/220 V", "one of 12 V/24 V/220 V voltage"},
      {"380V、660V、1140V", "one of 380V、660V、1140 V voltage"},
      {"HRC58-62", "58..62 HRC hardness_rockwell_c"},
      {"百分之七十", "70 百分之 ratio"},
      {"35度", "35 度 temperature?"},  // of what, the name must say
      // damaged, or something else
      {"80~60℃", "!"},
      {"4?0 Bq/m³", "!"},
      {"3O MPa", "!"},
      {"l00 kg", ""},
      {"99.9■%", "!"},
      {"5（8）mg/L", "!; 8"},
      {"1200×800×1600mm", "!"},
      {"1:20", "!"},
      {"2 cm＋1ppm", "!"},
      {"10万吨级", "!"},
      {"36°05′", "!"},
      {"5 m/x", "!"},
      {"GB/T 4754-2017", ""},
      {"H5N1和PM2.5", ""},
      {"2023-11-08", "!"},
      {"4K视频", "!"},
  };
  for (const auto& row : cases) {
    INFO(row.text);
    CHECK(figures(row.text) == row.read);
  }
}

TEST_CASE("the second bound of a range may carry its sign, and its unit stands once or twice", "[indexer][quantity]") {
  struct {
    std::string_view text, read;
  } const cases[] = {
      {"－40℃至＋85℃", "-40..85 ℃ temperature"},
      {"-40℃～+85℃", "-40..85 ℃ temperature"},
      {"-40～+85 ℃", "-40..85 ℃ temperature"},
      {"-20℃ 到 +60℃", "-20..60 ℃ temperature"},
      {"−55℃~＋125℃", "-55..125 ℃ temperature"},
      {"-40℃∽+85℃", "-40..85 ℃ temperature"},
      {"-40℃——+85℃", "-40..85 ℃ temperature"},
      {"零下40℃至零上85℃", "-40..85 ℃ temperature"},
      {"：+5～+40 ℃", "5..40 ℃ temperature"},
      {"-10%~+15%", "-10..15 % ratio"},
      {"-40℃至室温", "!"},
      {"环境温度+5 ℃", "!"},  // so much above it
      {"2 cm + 1 ppm", "!; 1 ppm ratio"},
      {"5+3 MPa", "!"},
  };
  for (const auto& row : cases) {
    INFO(row.text);
    CHECK(figures(row.text) == row.read);
  }
}

TEST_CASE("a tolerance in per cent keeps its sign and is a share of the figure", "[indexer][quantity]") {
  struct {
    std::string_view text, read;
  } const cases[] = {
      {"380V±10%", "380V±10% | V 342..418"},
      {"380 V ±10 %", "380 V ±10 % | V 342..418"},
      {"380V+/-10%，", "380V+/-10% | V 342..418"},
      {"5L/min±2%", "5L/min±2% | L/min 4.9..5.1"},
      {"50Hz±5‰", "50Hz±5‰ | Hz 49.75..50.25"},
      {"380V±一成", "380V±一成 | V 342..418"},
      {"380V±百分之十，", "380V±百分之十 | V 342..418"},
      {"380±10%V", "380±10% | V 342..418"},
      {"380±10 % V，", "380±10 % | V 342..418"},
      {"24±25% mA", "24±25% | mA 18..30"},
      {"(V)380±10%", "380±10% | V 342..418"},
      // so many per cent, or in the unit
      {"50±5%", "50±5 | % 45..55"},
      {"50±5%RH", "50±5 | %RH 45..55"},
      {"12%±2%", "12%±2 | % 10..14"},
      {"50±5%(V/V)", "50±5 | % 45..55"},
      {"(C)12±2%", "12±2 | % 10..14"},  // carbon
      {"50±0.5 mm", "50±0.5 | mm 49.5..50.5"},
      {"50mm±0.5mm", "50mm±0.5 | mm 49.5..50.5"},
      {"5cm±0.5mm", "5cm±0.5 | mm 49.5..50.5"},
      // of what, it does not say for certain
      {"5MPa±0.25%FS", ""},
      {"5MPa±0.25% F.S.", ""},
      {"5MPa±0.25%满量程", ""},
      {"12±2%C", ""},
      {"90%±百分之二", ""},
      {"90±百分之二", ""},
  };
  for (const auto& row : cases) {
    INFO(row.text);
    CHECK(as_written(row.text) == row.read);
  }
}

TEST_CASE("what stands behind the unit of a figure is read with it, or nothing is", "[indexer][quantity]") {
  struct {
    std::string_view text, read;
  } const cases[] = {
      {"五吨半", "5.5 吨 mass"},
      {"一吨半以上", "1.5 吨 mass"},
      {"5年半，", "5.5 年 time"},
      {"两年半的", "2.5 年 time"},
      {"一年半至三年半", "1.5..3.5 年 time"},
      {"两倍半。", "2.5 倍 ratio"},
      {"一个半小时以内", "1.5 小时 time"},
      {"两个半月", "2.5 月 time"},
      {"九成五以上", "9.5 成 ratio"},
      {"八成半", "8.5 成 ratio"},
      {"六成五至八成五", "6.5..8.5 成 ratio"},
      {"1/3以上", "0.3333333333333333"},
      {"降低1/3，", "0.3333333333333333"},
      // not certain
      {"五吨半载", ""},
      {"2.5年半", "!"},
      {"三千克半", ""},
      {"三个半天", ""},
      {"七成三分", ""},
      {"一米八", ""},
      {"两小时三十分钟", ""},
      {"1/1000", "!"},
      {"1/4～1/3", "!"},
      {"四轮转向", ""},
      // another word
      {"3 m半径", "3 m length"},
      {"三米半径", "3 米 length"},
      {"两年一次", "2 年 time; 1 次 count"},
      {"20轮以上", "20 轮 count"},
  };
  for (const auto& row : cases) {
    INFO(row.text);
    CHECK(figures(row.text) == row.read);
  }
}

TEST_CASE("a unit's meaning follows the parameter where it is written alike for several", "[indexer][quantity]") {
  const auto& units = corpus_world::vocabularies().units();
  struct {
    std::string_view unit, name, dimension;
  } const cases[] = {{"度", "烘房温度", "temperature"},
                     {"度", "每吨耗电", "energy"},
                     {"度", "倾角", "angle"},
                     {"℃", "控温精度", "temperature_difference"},
                     {"℃", "软化点", "temperature"},
                     {"T", "剩磁", "magnetic_flux_density"},
                     {"m²/s", "扩散系数", "diffusivity"},
                     {"m²/s", "运动黏度", "kinematic_viscosity"}};
  for (const auto& row : cases) {
    const Signs signs = read_signs(row.unit);
    const auto reading = read_unit(signs.all(), 0, units);
    REQUIRE(reading);
    const auto* meaning = meaning_for(reading->meanings, row.name);
    REQUIRE(meaning != nullptr);
    CHECK(meaning->dimension == row.dimension);
  }
  const Signs tesla = read_signs("T");
  CHECK(meaning_for(read_unit(tesla.all(), 0, units)->meanings, "发动机排量") == nullptr);
}

}  // namespace quantity_test
