// SPDX-License-Identifier: GPL-3.0-or-later
// Advice over HTTP: in the shape of openapi.yaml, for drafts and stored records, and of nothing that the reader may not see.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "tests/web/asking.h"

namespace web_tests::coach_api_test {

namespace {

const std::string kCoach = "/api/v1/coach";

std::set<std::string> codes_in(const json& answer) {
  std::set<std::string> codes;
  for (const json& one : answer["advice"]) codes.insert(one["code"].get<std::string>());
  return codes;
}

json draft_of(const json& record) {
  json body;
  body["record"] = record;
  return body;
}
json by_id(const std::string& id) {
  json body;
  body["id"] = id;
  return body;
}

}  // namespace

TEST_CASE("a draft is advised on and not kept", "[web][api]") {
  const auto before = get("/api/v1/status")["store"];
  const json answer = post(kCoach, draft_of({{"kind", "need"}, {"title", "新材料技术"}, {"problem", "寻求新材料技术"}}));
  CHECK(answer["kind"] == "need");
  CHECK(answer["required"] == 16);
  CHECK(answer["given"] == 2);
  CHECK(codes_in(answer).contains("title_is_field"));
  CHECK(codes_in(answer).contains("no_indicators"));
  CHECK(codes_in(answer).contains("missing"));
  CHECK(answer["seq"].get<int>() > 0);
  CHECK(answer["distinction"]["candidates"].get<int>() >= answer["distinction"]["groups"].get<int>());
  const auto title = std::ranges::find(answer["advice"], "title_is_field", [](const json& one) { return one["code"].get<std::string>(); });
  CHECK((*title)["place"] == json::parse(R"({"field":"title","begin":0,"end":15})"));
  CHECK(get("/api/v1/status")["store"] == before);
}

TEST_CASE("what would be refused is advice too, not a failure", "[web][api]") {
  const json draft = {{"kind", "need"}, {"title", "x"}, {"goal", "y"}, {"tech_field", json::array({"没有这个领域"})}, {"start", "2026-13"}};
  const json answer = post(kCoach, draft_of(draft));
  std::set<std::string> errors;
  for (const json& one : answer["advice"])
    if (one["severity"] == "error") errors.insert(one["field"].get<std::string>());
  CHECK(errors == std::set<std::string>{"tech_field", "start"});
  CHECK(answer["distinction"].is_null());
  CHECK(answer["notes"][0]["code"] == "index_not_asked");
  post(kCoach, draft_of({{"kind", "need"}, {"title", {{"a", 1}}}, {"indicators", json::array({7, json::object()})}}));
  post(kCoach, draft_of({{"kind", "achievement"}}));
  post(kCoach, draft_of({{"kind", "need"}, {"id", "a b"}, {"title", "x"}}));
}

TEST_CASE("a stored need and a stored result are advised on by id", "[web][api]") {
  const json need = post(kCoach, by_id("N-1"));
  CHECK(need["kind"] == "need");
  CHECK_FALSE(need["distinction"].is_null());
  CHECK(need["copies"].empty());
  const json result = post(kCoach, by_id("A-2"));
  CHECK(result["kind"] == "achievement");
  CHECK(result["distinction"].is_null());
  CHECK(codes_in(result).contains("no_indicators"));
}

TEST_CASE("no advice tells of a record that is not public to whoever may not read it", "[web][api]") {
  const httplib::Headers reader = bearer(world().reader_token);
  for (const std::string id : {"N-L", "A-L", "A-R"}) {
    json body = post(kCoach, by_id(id), 404);
    json unknown = post(kCoach, by_id("no-such"), 404);
    for (json* one : {&body, &unknown})
      for (const char* name : {"request_id", "where"}) (*one)["error"].erase(name);
    CHECK(body == unknown);
    post(kCoach, by_id(id), 200, reader);
  }
  // The texts are short, so the title decides: this one is that of N-L.
  const json draft = draft_of({{"kind", "need"}, {"title", "隐栖温室节水灌溉需求"}, {"problem", "代号麒麟草"}, {"key_tech", "水肥一体化"}});
  const json open = post(kCoach, draft), reading = post(kCoach, draft, 200, reader);
  CHECK(open.dump().find("N-L") == std::string::npos);
  CHECK(open["copies"].empty());
  CHECK_FALSE(codes_in(open).contains("near_duplicate"));
  REQUIRE(reading["copies"].size() == 1);
  CHECK(reading["copies"][0]["id"] == "N-L");
  CHECK(codes_in(reading).contains("near_duplicate"));
}

TEST_CASE("what waits for review is advised on for those who review it", "[web][api]") {
  const json need = {{"kind", "need"}, {"id", "N-COACH"}, {"title", "葡萄园节水灌溉改造"}, {"problem", "滴灌凭经验开阀"}};
  expect(running().client().Post("/api/v1/records", httplib::Headers{}, need.dump(), "application/json"), 202, "POST", "/api/v1/records");
  post(kCoach, by_id("N-COACH"), 404);
  const json answer = post(kCoach, by_id("N-COACH"), 200, bearer(world().reader_token));
  REQUIRE(answer["copies"].size() == 1);
  CHECK(answer["copies"][0]["id"] == "N-1");
}

}  // namespace web_tests::coach_api_test
