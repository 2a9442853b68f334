// SPDX-License-Identifier: GPL-3.0-or-later
// Whose figures a text tells: its own, and not those of what it is set against.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "corpus/corpus_world.h"
#include "indexer/indicators.h"

namespace subject_test {

namespace {

std::string offered(std::string_view summary) {
  corpus::Achievement offer;
  offer.summary = std::string(summary);
  std::string out;
  for (const auto& one : indexer::indicators_of(corpus::Record(offer), corpus_world::vocabularies()))
    out += fmt::format("{}{} {} {}{}", out.empty() ? "" : "; ", one.stated.name, one.stated.op, one.stated.value, one.stated.unit);
  return out;
}

}  // namespace

TEST_CASE("figures of competitors, of the market and of what was before are no indicators of a result", "[indexer][indicator]") {
  struct {
    std::string_view text, read;
  } const rows[] = {
      {"国外同类导线抗拉强度达到250 MPa，本项目抗拉强度180 MPa。", "本项目抗拉强度 eq 180MPa"},
      {"国外同类薄膜拉伸强度达到250 MPa，而传统工艺拉伸强度仅120 MPa，本成果拉伸强度达到230 MPa。", "本成果拉伸强度 eq 230MPa"},
      {"风冷柜内上下层电芯温差常达8～12 ℃。电芯最大温差≤2.5 ℃。", "电芯最大温差 le 2.5℃"},
      {"传统换热器防垢装置清洗间隔24个月以上，进口设备压降10 kPa，国外产品回收率80%，对照组粒径30 μm", ""},
      {"目前市场上的电解液循环寿命普遍不足1000次，能量密度仅为180 Wh/kg。", ""},
      {"傳統填埋處置費用180至260元。", ""},
      {"现有精度仅±2%，要求精度优于±0.5%", "精度 range ±0.5%"},
      {"对照组亩产400 kg，处理组亩产500 kg", "处理组亩产 eq 500kg"},
      {"国外产品寿命3年；本产品寿命5年", "本产品寿命 eq 5年"},
      {"能耗3 kWh/t（国外同类能耗5 kWh/t）", "能耗 eq 3kWh/t"},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    CHECK(offered(row.text) == row.read);
  }
}

TEST_CASE("what a result is compared with, works on or replaces leaves its figures its own", "[indexer][indicator]") {
  struct {
    std::string_view text, read;
  } const rows[] = {
      {"能耗较传统工艺降低20%", "能耗较传统工艺降低 eq 20%"},
      {"优于国外同类产品，抗拉强度300 MPa", "抗拉强度 eq 300MPa"},
      {"在现有设备上加装后压降≤10 kPa", "压降 le 10kPa"},
      {"与国外同类产品相比，硬度60 HRC", "硬度 eq 60HRC"},
      {"孔隙率不足3%", "孔隙率 lt 3%"},
      {"打破国外垄断，抗拉强度250 MPa", "抗拉强度 eq 250MPa"},
      {"替代进口产品，使用寿命≥5年", "使用寿命 ge 5年"},
      {"进口温度≥300 ℃", "进口温度 ge 300℃"},
      {"成本仅为进口产品的60%", "成本 eq 60%"},
      {"现有200 t/a示范线一条，溶剂回收率98.7%", "溶剂回收率 eq 98.7%"},
      {"传统工艺能耗高，能耗≤3 kWh/t", "能耗 le 3kWh/t"},
      {"普遍适用于管道，压降3 kPa", "压降 eq 3kPa"},
      {"由于采用新工艺，压降3 kPa", "压降 eq 3kPa"},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    CHECK(offered(row.text) == row.read);
  }
}

TEST_CASE("what is not reached is no indicator, and what is hoped for is none of a result", "[indexer][indicator]") {
  for (const std::string_view text : {"防垢装置尚未达到温差2 ℃", "温差2 ℃的目标尚未实现", "抗拉强度尚未突破250 MPa", "首效预计可达92%", "目标能量密度350 Wh/kg"}) {
    INFO(text);
    CHECK(offered(text) == "");
  }
  const auto wanted = indexer::indicators_of("力争能量密度达到350 Wh/kg", "goal", corpus_world::vocabularies());
  CHECK(wanted.size() == 1);
}

TEST_CASE("a figure of the matter to be treated is none of the result", "[indexer][indicator]") {
  struct {
    std::string_view text, read;
  } const rows[] = {
      {"含水率80%的市政污泥填埋受限，干化后含水率≤30%。", "含水率 le 30%"},
      {"含油率5%左右的泥难以处置", ""},
      {"针对含水率80%的污泥", ""},
      {"将含水率80%的污泥送入干化机", ""},
      {"以品位14.6%的堆存尾矿为原料", ""},
      {"可处理含水率80%的污泥", ""},
      // what comes of it, and what the figure is said of
      {"得到纯度99.9%的高纯铝", "得到纯度 eq 99.9%"},
      {"将误差控制在5%的范围内", "误差 eq 5%"},
      {"日处理能力500吨的示范线", "日处理能力 eq 500吨"},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    CHECK(offered(row.text) == row.read);
  }
}

}  // namespace subject_test
