// SPDX-License-Identifier: GPL-3.0-or-later
// How a bound is told to people: the figure as its text has it, each unit where it stands and as often as it does.
#include <catch2/catch.hpp>

#include "indexer/text/given_indicator.h"
#include "search/found.h"
#include "search/given_indicator.h"
#include "search/indicator_reasons.h"

namespace tolerance_reasons_test {

using namespace search;

namespace {

std::string told(std::string_view text) {
  std::string out;
  for (const auto& one : indexer::text::read_indicators(text, corpus_world::vocabularies().units())) out += (out.empty() ? "" : "; ") + bound_of(one);
  return out;
}

}  // namespace

TEST_CASE("a bound is told with the units that its text has", "[search][indicators]") {
  struct {
    std::string_view text, told;
  } const rows[] = {
      {"输出电压380V±10%", "380V±10%"},
      {"输出电压380 V ±10 %", "380 V ±10 %"},
      {"输出电压380V+/-10%", "380V+/-10%"},
      {"功率500W±3%", "500W±3%"},
      {"频率50Hz±1%", "50Hz±1%"},
      {"流量5L/min±2%", "5L/min±2%"},
      {"输出电压380V±一成", "380V±一成"},
      {"输出电压380V±百分之十", "380V±百分之十"},
      {"输出电压380±10%V", "380±10% V"},
      // the last number has a unit of its own
      {"厚度50±0.5 mm", "50±0.5 mm"},
      {"厚度50mm±0.5mm", "50mm±0.5 mm"},
      {"厚度5cm±0.5mm", "5cm±0.5 mm"},
      {"含水率12%±2%", "12%±2%"},
      {"湿度50±5%", "50±5%"},
      {"工作温度-40℃~85℃", "-40℃~85 ℃"},
      {"输出电压200V-1000V", "200V-1000 V"},
      {"工作温度从-20 ℃至60 ℃", "-20 ℃至60 ℃"},
      // and a half behind its unit has none
      {"使用年限不少于两年半", "≥ 两年半"},
      {"成活率达到九成五以上", "≥ 九成五"},
      {"使用寿命≥5年", "≥ 5 年"},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    CHECK(told(row.text) == row.told);
  }
}

TEST_CASE("a bound of a list is told with the unit of its column, once", "[search][indicators]") {
  const auto listed = [](std::string_view value, std::string_view unit) {
    const auto all = given::listed<corpus::Need>({"输出电压", "range", value, unit});
    return all.size() == 1 ? bound_of(all.front().stated) + " / " + bound_of_en(all.front().stated) : std::string("unread");
  };
  CHECK(listed("380±10%", "V") == "380±10% V / 380±10% V");
  CHECK(listed("380V±10%", "V") == "380V±10% / 380V±10%");
  CHECK(listed("380±38", "V") == "380±38 V / 380±38 V");
  const auto time = given::listed<corpus::Need>({"使用年限", "ge", "两年半", ""});
  REQUIRE(time.size() == 1);
  CHECK(bound_of_en(time.front().stated) == "≥ 两年半");
}

TEST_CASE("the reasons and the question to the supplier state the tolerance that is asked for", "[search][indicators]") {
  found::Library library;
  library.put(R"({"kind":"need","id":"asks","title":"稳压电源","goal":"研制稳压电源，输出电压380V±10%。"})");
  library.put(R"({"kind":"achievement","id":"found","title":"稳压电源","summary":"稳压电源，输出电压380V±25%。"})");
  library.build();
  MatchRequest request;
  request.id = "asks", request.to = MatchTarget::achievement, request.explain = true;
  const MatchResult result = library.match(request);
  REQUIRE(found::ids(result) == "found");
  std::string all;
  for (const Reason& reason : result.matches.front().reasons) all += reason.message + "\n" + reason.message_en + "\n";
  INFO(all);
  CHECK(all.find("380V±10%") != std::string::npos);
  CHECK(all.find("380V±25%") != std::string::npos);
  CHECK(all.find("±10 V") == std::string::npos);
  CHECK(all.find("% V") == std::string::npos);
}

}  // namespace tolerance_reasons_test
