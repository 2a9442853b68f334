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

}  // namespace given_indicator_test
