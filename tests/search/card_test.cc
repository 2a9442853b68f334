// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/card.h"

#include <catch2/catch.hpp>

#include "world.h"

namespace card_test {

using namespace search;

namespace {

Card card(const std::string& json) { return make_card(world::record(json)); }

std::string price(const std::string& fields) { return card(R"({"kind":"achievement","id":"a","title":"锂电池")" + fields + "}").price; }

}  // namespace

TEST_CASE("prices read as a person would write them") {
  struct Row {
    const char* fields;
    const char* text;
  };
  const Row rows[] = {
      {"", ""},
      {R"(,"price_mode":"面议")", "面议"},
      {R"(,"price_mode":"区间","price_min":50,"price_max":80)", "50–80 万元"},
      {R"(,"price_mode":"区间","price_min":0.5,"price_max":1.25)", "0.5–1.25 万元"},
      {R"(,"price_mode":"区间","price_min":80,"price_max":80.0)", "80 万元"},
      {R"(,"price_mode":"区间","price_min":50)", "50 万元起"},
      {R"(,"price_mode":"区间","price_max":80)", "80 万元以内"},
      {R"(,"price_mode":"区间")", ""},
      {R"(,"price_mode":"定价","price_min":80,"price_max":80)", "80 万元"},
      {R"(,"price_mode":"定价","price_max":80.50)", "80.5 万元"},
      {R"(,"price_mode":"定价","price_min":1200000)", "1200000 万元"},
      {R"(,"price_mode":"定价","price_min":0)", "0 万元"},
      {R"(,"price_mode":"定价")", ""},
      {R"(,"price_mode":"面议","price_min":50,"price_max":80)", "面议（50–80 万元）"},
      {R"(,"price_mode":"拍卖")", "拍卖"},
      {R"(,"price_mode":"拍卖","price_min":60)", "拍卖（60 万元起）"},
      {R"(,"price_min":50,"price_max":80)", "50–80 万元"},
      {R"(,"price_min":50)", "50 万元起"},
  };
  for (const Row& row : rows) {
    INFO(row.fields);
    CHECK(price(row.fields) == row.text);
  }
}

TEST_CASE("the card of an achievement says what the record says, in codes") {
  const Card made = card(R"({"kind":"achievement","id":"a1","title":"锂电池","keywords":["热失控","电解液"],"region":"420000",
    "tech_field":["新能源与高效节能"],"industry":["C3841"],"stage":"中期","cooperation_modes":["普通许可"],"owner_org":"江岚理工大学",
    "registration_date":"2024-11-20","visibility":"登录可见","updated_at":"2026-03-05"})");
  CHECK(made.id == "a1");
  CHECK(made.kind == corpus::Kind::achievement);
  CHECK(made.title == "锂电池");
  CHECK(made.owner == "江岚理工大学");
  CHECK(made.region == "420000");
  CHECK(made.field == std::vector<std::string>{"energy"});
  CHECK(made.industry == std::vector<std::string>{"C384"});
  CHECK(made.cooperation == std::vector<std::string>{"license_ordinary"});
  CHECK(made.stage == "mid");
  CHECK(made.trl == 6);
  CHECK(made.trl_inferred);
  CHECK(made.year == 2024);
  CHECK(made.keywords == std::vector<std::string>{"热失控", "电解液"});
  CHECK(made.visibility == "login");
  CHECK(made.updated_at == "2026-03-05");
}

TEST_CASE("a stated TRL is not inferred") {
  const Card made = card(R"({"kind":"achievement","id":"a1","title":"锂电池","stage":"中期","trl":4})");
  CHECK(made.trl == 4);
  CHECK_FALSE(made.trl_inferred);
}

TEST_CASE("what is not stated is none, and a record without a visibility is public") {
  const Card made = card(R"({"kind":"achievement","id":"a1","title":"锂电池"})");
  CHECK_FALSE(made.trl);
  CHECK_FALSE(made.trl_inferred);
  CHECK_FALSE(made.year);
  CHECK(made.visibility == "public");
  CHECK(made.owner.empty());
  CHECK(made.updated_at.empty());
}

TEST_CASE("a need shows its enterprise, its budget and the TRL it asks for") {
  const Card made =
      card(R"({"kind":"need","id":"n1","title":"滴头堵塞","budget":100.0,"min_trl":6,"enterprise_name":"疆畛农业","start":"2026-03-01",
    "keywords":["滴头"]})");
  CHECK(made.kind == corpus::Kind::need);
  CHECK(made.owner == "疆畛农业");
  CHECK(made.price == "预算 100 万元");
  CHECK(made.trl == 6);
  CHECK(made.year == 2026);
  CHECK(made.keywords == std::vector<std::string>{"滴头"});
  CHECK(card(R"({"kind":"need","id":"n1","title":"滴头堵塞","budget":12.50})").price == "预算 12.5 万元");
  CHECK(card(R"({"kind":"need","id":"n1","title":"滴头堵塞"})").price.empty());
}

TEST_CASE("experts and enterprises have their name as the title") {
  const Card expert =
      card(R"({"kind":"expert","id":"e1","name":"安北辰","org_name":"江岚理工大学","keywords":["滴灌"],"updated_at":"2025"})");
  CHECK(expert.title == "安北辰");
  CHECK(expert.owner == "江岚理工大学");
  CHECK(expert.keywords == std::vector<std::string>{"滴灌"});
  CHECK(expert.year == 2025);
  const Card enterprise = card(R"({"kind":"enterprise","id":"q1","name":"疆畛农业","main_products":["滴灌带"]})");
  CHECK(enterprise.title == "疆畛农业");
  CHECK(enterprise.owner.empty());
  CHECK(enterprise.keywords == std::vector<std::string>{"滴灌带"});
  CHECK(enterprise.price.empty());
}

TEST_CASE("a card carries no contact") {
  const Card made = card(R"({"kind":"achievement","id":"a1","title":"锂电池","contact":{"name":"孜经理","phone":"000-0000-2103"}})");
  for (const std::string& text : {made.title, made.owner, made.price, made.updated_at}) CHECK(text.find("孜") == std::string::npos);
}

}  // namespace card_test
