// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/amount.h"

#include <catch2/catch.hpp>
#include <string>

#include "corpus/record_json.h"
#include "corpus_world.h"

namespace amount_test {

using namespace corpus;

namespace {

TEST_CASE("amounts are read as people write them, and only where there is no doubt", "[corpus][amount]") {
  struct {
    std::string text;
    std::optional<double> amount;
  } const rows[] = {
      {"100", 100},
      {"100.5", 100.5},
      {" 1,200 ", 1200},
      {"100万", 100},
      {"100万元", 100},
      {"１００ 万元", 100},
      {"人民币100万元整", 100},
      {"100萬元", 100},
      {"1.5亿元", 15000},
      {"3000万亿元", 3e11},
      {"1,200,000元", 120},
      {"¥500000", std::nullopt},
      {"500000元", 50},
      {"500千元", 50},
      {"2百万元", 200},
      {"2百万", 200},
      {"一百万", 100},
      {"一百二十万元", 120},
      {"两百万元", 200},
      {"壹佰万元整", 100},
      {"三千元", 0.3},
      {"0", 0},
      {"0万元", 0},
      // Doubt.
      {"一百", std::nullopt},
      {"2百", std::nullopt},
      {"500千", std::nullopt},
      {"面议", std::nullopt},
      {"", std::nullopt},
      {"元", std::nullopt},
      {"万元", std::nullopt},
      {"约100万元", std::nullopt},
      {"100万元以上", std::nullopt},
      {"80-120万元", std::nullopt},
      {"80万至120万元", std::nullopt},
      {"1,20万元", std::nullopt},
      {",100", std::nullopt},
      {"100万美元", std::nullopt},
      {"-5", std::nullopt},
      {"1e3万元", std::nullopt},
      {"inf", std::nullopt},
      {"100.5.5", std::nullopt},
      {"100万100万", std::nullopt},
      {"第三亿", std::nullopt},
      {std::string(100, '9'), std::nullopt},
      {"\xFF\xFE 万元", std::nullopt},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    const auto read = amount_of(row.text);
    CHECK(read.has_value() == row.amount.has_value());
    if (read && row.amount) CHECK(*read == Approx(*row.amount));
  }
}

TEST_CASE("an amount in words is kept as it was written, beside its value", "[corpus][amount]") {
  const auto read = [](const std::string& budget) {
    Diagnostics diagnostics;
    const auto json = nlohmann::json{{"kind", "need"}, {"id", "x"}, {"title", "甲"}, {"budget", budget}};
    const std::string kept = to_json(record_from_json(json, diagnostics)).dump();
    return kept + (diagnostics.empty() ? "" : " " + to_text(diagnostics.front()));
  };
  CHECK(read("100") == R"({"kind":"need","id":"x","title":"甲","budget":100})");
  CHECK(read("一百万") == R"({"kind":"need","id":"x","title":"甲","budget":100,"budget_text":"一百万"})");
  CHECK(read("面议") ==
        R"({"kind":"need","id":"x","title":"甲","budget_text":"面议"} warning: field "budget": "面议" cannot be read as an amount)"
        "\n  hint: it is kept as budget_text; write the amount in 10,000 CNY, such as 100, or as 100万元");
  CHECK(read("") == R"({"kind":"need","id":"x","title":"甲"})");
}

}  // namespace

}  // namespace amount_test
