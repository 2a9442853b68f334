// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/document.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <vector>

#include "indexer/schema.h"
#include "world.h"

namespace document_test {

using namespace indexer;

namespace {

std::set<std::string> terms_with(const Xapian::Document& document, const std::string& prefix) {
  std::set<std::string> out;
  for (auto it = document.termlist_begin(); it != document.termlist_end(); ++it)
    if ((*it).starts_with(prefix)) out.insert((*it).substr(prefix.size()));
  return out;
}

std::uint32_t wdf(const Xapian::Document& document, const std::string& term) {
  for (auto it = document.termlist_begin(); it != document.termlist_end(); ++it)
    if (*it == term) return it.get_wdf();
  return 0;
}

Xapian::Document made(const std::string& json) { return make_document(world::record(json), world::vocabularies()); }

const char* const kBattery = R"({"kind":"achievement","id":"a1","title":"锂电池","summary":"提高锂电池安全","keywords":["热失控"],
  "region":"421221","tech_field":["新能源与高效节能"],"industry":["C3841"],"stage":"中期","cooperation_modes":["普通许可"],
  "owner_org":"江岚理工大学","contact":{"name":"某人","phone":"000-1234"},"updated_at":"2026-03-05","price_min":50,"price_max":80})";

}  // namespace

TEST_CASE("a title counts three times and the body once") {
  const auto document = made(kBattery);
  CHECK(wdf(document, "电池") == 4);  // 3 for the title, 1 for the summary
  CHECK(wdf(document, "S电池") == 1);
  CHECK(wdf(document, "热失") == 2);
}

TEST_CASE("codes stand with their parents, county codes under their prefecture") {
  const auto document = made(kBattery);
  CHECK(terms_with(document, "XR") == std::set<std::string>{"421200", "420000"});
  CHECK(document.get_value(slot(Slot::region)) == "421200 420000");
  CHECK(terms_with(document, "XI") == std::set<std::string>{"C384", "C38", "C"});
  CHECK(terms_with(document, "XC") == std::set<std::string>{"license_ordinary", "license"});
  CHECK(document.get_value(slot(Slot::field)) == "energy");
}

TEST_CASE("indicators of list and text stand in their slot as rows") {
  CHECK(made(R"({"kind":"need","id":"n","title":"滴灌","goal":"出苗率达到80%以上"})").get_value(slot(Slot::indicators)) ==
        "出苗率\tge\t80\t80\t\t%\tratio\t0.01\t0\t\tgoal\t0\t18\temergence\t\t\t\n");
  CHECK(made(kBattery).get_value(slot(Slot::indicators)).empty());
}

TEST_CASE("numbers stand in slots that sort, an inferred TRL says so") {
  const auto document = made(kBattery);
  CHECK(Xapian::sortable_unserialise(document.get_value(slot(Slot::trl))) == 6);
  CHECK(document.get_value(slot(Slot::trl_inferred)) == "1");
  CHECK(Xapian::sortable_unserialise(document.get_value(slot(Slot::price_high))) == 80);
  CHECK(document.get_value(slot(Slot::updated)) == "20260305");
  CHECK(Xapian::sortable_unserialise(document.get_value(slot(Slot::year))) == 2026);
}

TEST_CASE("how old a record is, when it is due, whose it is and what is known of them stand in slots") {
  struct Row {
    const char* json;
    std::string dated, due, owner, integrity;
  };
  const Row rows[] = {
      {R"({"kind":"achievement","id":"a","title":"阀门","end_date":"2024-02","updated_at":"2026-03-05","owner_org_id":"c"})", "2024-02-29", "2024-02-29",
       "c", ""},
      {R"({"kind":"achievement","id":"a","title":"阀门","registration_date":"2023-05-06","end_date":"2022"})", "2023-05-06", "2022-12-31", "", ""},
      {R"({"kind":"achievement","id":"a","title":"阀门","updated_at":"2026-03-05T08:00:00Z"})", "2026-03-05", "", "", ""},
      {R"({"kind":"achievement","id":"a","title":"阀门"})", "", "", "", ""},
      {R"({"kind":"need","id":"n","title":"阀门","start":"2026-01","deadline":"2027-12","enterprise_id":"c"})", "2026-01-31", "2027-12-31", "c", ""},
      {R"({"kind":"expert","id":"e","name":"某某","confirmed_on":"2025-10-15","updated_at":"2026-03-05","org_id":"c","integrity":"关注"})", "2025-10-15",
       "", "c", "watch"},
      {R"({"kind":"enterprise","id":"c","name":"某厂","integrity":"黑名单","updated_at":"2026-03-05"})", "2026-03-05", "", "", "blacklisted"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    const auto document = made(row.json);
    CHECK(document.get_value(slot(Slot::dated)) == row.dated);
    CHECK(document.get_value(slot(Slot::due)) == row.due);
    CHECK(document.get_value(slot(Slot::owner)) == row.owner);
    CHECK(document.get_value(slot(Slot::integrity)) == row.integrity);
    CHECK(document.get_value(slot(Slot::innovation)).empty());
  }
  const auto scored = made(R"({"kind":"enterprise","id":"c","name":"某厂","innovation_score":78})");
  CHECK(Xapian::sortable_unserialise(scored.get_value(slot(Slot::innovation))) == 78);
}

TEST_CASE("contacts are neither indexed nor stored in the index") {
  const auto document = made(kBattery);
  CHECK(document.get_data().find("000-1234") == std::string::npos);
  CHECK(document.get_data().find("某人") == std::string::npos);
  CHECK(wdf(document, "某人") == 0);
  const auto enterprise = made(R"({"kind":"enterprise","id":"q1","name":"澄岳公司","legal_rep":"甄示例","profile":"做材料"})");
  CHECK(enterprise.get_data().find("甄示例") == std::string::npos);
}

TEST_CASE("suggestions of a record that is not public stand under a prefix of their own") {
  const auto open = made(R"({"kind":"achievement","id":"a1","title":"甲乙丙","summary":"x","visibility":"公开"})");
  CHECK(terms_with(open, "XS") == std::set<std::string>{"甲乙丙\tt\t"});
  const auto hidden = made(R"({"kind":"achievement","id":"a1","title":"甲乙丙","summary":"x","visibility":"登录"})");
  CHECK(terms_with(hidden, "XS").empty());
  CHECK(terms_with(hidden, "XT").size() == 1);
}

TEST_CASE("names and keywords are found by sound, of titles those that are short") {
  const auto document = made(R"({"kind":"achievement","id":"a1","title":"锂电池","summary":"x","keywords":["银行","PEM"],"owner_org":"鹊桥大学"})");
  CHECK(terms_with(document, "XY") == std::set<std::string>{"li dc\t锂电池", "yin x\t银行", "yin h\t银行", "que qdx\t鹊桥大学"});
  std::string title;
  for (int i = 0; i < 24; ++i) title += "锂";
  CHECK(terms_with(made(R"({"kind":"achievement","id":"a1","summary":"x","title":")" + title + "\"}"), "XY").size() == 1);
  CHECK(terms_with(made(R"({"kind":"achievement","id":"a1","summary":"x","title":")" + title + "锂\"}"), "XY").empty());
}

TEST_CASE("an expert has terms of the results and patents they name, and the words of their projects") {
  const auto document = made(R"({"kind":"expert","id":"e1","name":"甘霖","research":"灌溉","linked_results":["CG-1","CG-2"],
    "linked_patents":["ZL 2021 1 0123456.7","CN113456789A","待定"],"linked_projects":["滴灌示范工程","2021YFD0800"]})");
  CHECK(terms_with(document, "XL") == std::set<std::string>{"CG-1", "CG-2"});
  CHECK(terms_with(document, "XN") == std::set<std::string>{"202110123456", "113456789"});
  CHECK(wdf(document, "滴灌") == 1);
  CHECK(wdf(made(R"({"kind":"expert","id":"e1","name":"甘霖","linked_results":["滴灌"]})"), "滴灌") == 0);  // an id is no text
}

TEST_CASE("a result has terms of the experts it names and of the patents it states") {
  const auto document = made(R"({"kind":"achievement","id":"a1","title":"滴灌","summary":"x","members":[{"name":"甘霖","expert_id":"e1"},{"name":"无号"}],
    "ip_rights":[{"no":"ZL 2021 1 0123456.7"},{"no":"待定"}]})");
  CHECK(terms_with(document, "XM") == std::set<std::string>{"e1"});
  CHECK(terms_with(document, "XN") == std::set<std::string>{"202110123456"});
}

TEST_CASE("numbers of one patent are one, however they are written") {
  const struct {
    const char *written, *key;
  } rows[] = {
      {"ZL 2021 1 0123456.7", "202110123456"}, {"ＺＬ２０２１１０１２３４５６．７", "202110123456"}, {"CN202110123456.X", "202110123456"},
      {"202110123456", "202110123456"},        {"专利号：ZL202110123456.7", "202110123456"},         {"CN113456789A", "113456789"},
      {"113456789 B", "113456789"},            {"US10123456B2", "us10123456b2"},                      {"2021SR0123456", "2021sr0123456"},
      {"第3号", ""},                           {"", ""},                                              {"申请中", ""},
      {"1234567890123456789012345", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.written);
    CHECK(patent_key(row.written) == row.key);
  }
}

TEST_CASE("the same record gives the same document") {
  CHECK(made(kBattery).serialise() == made(kBattery).serialise());
}

TEST_CASE("Latin words carry positions, far apart from one field to the next, and bigrams carry none") {
  const auto document = made(R"({"kind":"achievement","id":"a1","title":"PEEK 涂层","summary":"coating 材料"})");
  std::map<std::string, std::vector<Xapian::termpos>> positions;
  for (auto it = document.termlist_begin(); it != document.termlist_end(); ++it)
    positions[*it] = {it.positionlist_begin(), it.positionlist_end()};
  REQUIRE(positions["peek"].size() == 1);
  REQUIRE(positions["coat"].size() == 1);
  CHECK(positions["coat"][0] - positions["peek"][0] >= 100);
  CHECK(positions["涂层"].empty());
}

}  // namespace document_test
