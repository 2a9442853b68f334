// SPDX-License-Identifier: GPL-3.0-or-later
// What a person who handed something in has on paper is a receipt number: every door takes it.
#include <httplib.h>
#include <sqlite3.h>

#include "program.h"

namespace receipts_test {

using namespace program;
using nlohmann::json;

namespace {

json hand_in(httplib::Client& client, const std::string& title) {
  const auto answer = client.Post("/api/v1/records", json{{"kind", "need"}, {"title", title}, {"problem", "早期失效"}}.dump(), "application/json");
  REQUIRE(answer);
  REQUIRE(answer->status == 202);
  return json::parse(answer->body);
}

void change(const Place& place, const char* sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((place.data() / "queqiao.db").c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

}  // namespace

TEST_CASE("a receipt number leads to the record, its review and its state") {
  const Place place;
  place.import(R"({"kind":"achievement","id":"A1","title":"轴承钢","summary":"一段文字","visibility":"公开"})");
  const std::string token = place.run({"token", "new", "reader", "--scope", "read"}).out;
  Service service(place);
  httplib::Client client(service.address());
  const json first = hand_in(client, "轴承寿命"), second = hand_in(client, "叶片除冰");
  const std::string receipt = first["receipt"], other = second["receipt"];
  const auto state = [&](const std::string& number, int status, const httplib::Headers& headers = {}) {
    const auto answer = client.Get("/api/v1/receipts/" + number, headers);
    REQUIRE(answer);
    CHECK(answer->status == status);
    json body = json::parse(answer->body);
    body.erase("changed_at");
    if (body.contains("error")) body["error"].erase("request_id");
    return body;
  };
  json expected = {{"receipt", receipt},
                   {"id", first["id"]},
                   {"kind", "need"},
                   {"status", {{"code", "submitted"}, {"label", "已提交"}, {"label_en", "Submitted"}}}};
  CHECK(state(receipt, 200) == expected);

  const json waiting = place.run({"review", "list", "--json"}).json()["waiting"];
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0]["receipt"] == receipt);
  CHECK(waiting[1]["receipt"] == other);
  CHECK(place.run({"review", "list"}).out.find(receipt) != std::string::npos);
  CHECK(place.run({"show", receipt, "--json"}).json()["record"]["id"] == first["id"]);

  CHECK(place.run({"review", "publish", receipt}).out == first["id"].get<std::string>() + "  published  seq 4\n");
  expected["status"] = {{"code", "published"}, {"label", "已发布"}, {"label_en", "Published"}};
  CHECK(state(receipt, 200) == expected);
  CHECK(place.run({"review", "refuse", other, "--reason", "不是技术需求"}).exit == 0);
  CHECK(state(other, 200)["status"]["code"] == "formal_rejected");
  CHECK_FALSE(state(other, 200).contains("reason"));
  CHECK(state(other, 200, {{"Authorization", "Bearer " + token.substr(0, token.size() - 1)}})["reason"] == "不是技术需求");

  const std::string never = "QQ-20260305-999999";
  const json no_such = {{"error",
                         {{"code", "not_found"},
                          {"where", never},
                          {"message", "没有这个受理号 / no such receipt"},
                          {"hint", "受理号写作 QQ-20260305-000042 / a receipt reads QQ-20260305-000042"}}}};
  CHECK(state(never, 404) == no_such);
  CHECK(state(first["id"], 404)["error"]["message"] == "没有这个受理号 / no such receipt");
  CHECK(place.run({"show", never}).err == "error: " + never + ": there is no record with this id\n  hint: search for it: queqiao search WORDS\n");
  CHECK(place.run({"review", "publish", never}).exit == 1);
}

TEST_CASE("a restore while serving forgets no receipt") {
  const Place place;
  place.import(R"({"kind":"achievement","id":"A1","title":"轴承钢","summary":"一段文字","visibility":"公开"})");
  const fs::path backup = place.path() / "backup.db";
  Service service(place);
  httplib::Client client(service.address());
  const std::string before = hand_in(client, "轴承寿命")["receipt"];
  REQUIRE(place.run({"backup", backup.string()}).exit == 0);
  const std::string after = hand_in(client, "叶片除冰")["receipt"];
  REQUIRE(place.run({"restore", backup.string()}).exit == 0);
  for (const std::string& receipt : {before, after})
    CHECK(client.Get("/api/v1/receipts/" + receipt)->body.find("\"code\":\"submitted\"") != std::string::npos);
  CHECK(hand_in(client, "第三条")["receipt"].get<std::string>().ends_with("-000003"));
}

TEST_CASE("a database from before receipts is read as it is and gets their table when written") {
  const Place place;
  place.import(R"({"kind":"need","id":"N1","title":"轴承寿命","problem":"早期失效","status":"submitted"})");
  change(place, "drop table receipt; drop table job_work; drop table job_log; update meta set value = '1' where key = 'schema_version'");
  const json waiting = place.run({"review", "list", "--json"}).json()["waiting"];
  REQUIRE(waiting.size() == 1);
  CHECK_FALSE(waiting[0].contains("receipt"));
  CHECK(place.run({"show", "QQ-20260305-000001"}).exit == 1);

  Service service(place);
  httplib::Client client(service.address());
  const std::string receipt = hand_in(client, "叶片除冰")["receipt"];
  CHECK(place.run({"show", receipt}).exit == 0);
}

}  // namespace receipts_test
