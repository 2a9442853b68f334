// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions over the API: who may record one, what it remembers, and what makes no sense.
#include <sqlite3.h>

#include <catch2/catch.hpp>

#include "corpus/record_json.h"
#include "tests/web/asking.h"

namespace web_tests::decisions_api_test {

namespace {

const std::string kDecisions = "/api/v1/decisions";

json about(const std::string& subject, const std::string& object, const std::string& verdict, const std::string& reason = "") {
  json body = {{"subject_id", subject}, {"object_id", object}, {"verdict", verdict}};
  if (!reason.empty()) body["reason"] = reason;
  return body;
}

// A broker whose list begins empty: the others of the world have decided already.
struct Broker {
  std::string name;
  httplib::Headers headers;
  explicit Broker(const std::string& called, corpus::Scope scope = corpus::Scope::broker)
      : name(called), headers(bearer(must(corpus::create_token(*world().store, called, scope)).token)) {}

  json says(const json& body) const { return post(kDecisions, body, 201, headers); }
  json matches(const std::string& id = "N-1", const std::string& more = "") const {
    return get("/api/v1/records/" + id + "/matches?to=" + (id.starts_with("N") ? "achievement" : "need") + more, 200, headers, "/api/v1/records/{id}/matches");
  }
  json list(const std::string& query = "", int status = 200) const { return get(kDecisions + query, status, headers); }
};

// The match with this id, or null.
json row_of(const json& answer, const std::string& id) {
  for (const json& match : answer["matches"])
    if (match["id"] == id) return match;
  return nullptr;
}

}  // namespace

TEST_CASE("a decision remembers generation, sequence, weights and the reasons shown", "[web][api]") {
  const json shown = get("/api/v1/records/N-1/matches?to=achievement&top=20", 200, bearer(world().broker_token), "/api/v1/records/{id}/matches");
  const json& first = shown["matches"][0];
  const std::string best = first["id"];
  const json made = post(kDecisions, about("N-1", best, "入选"), 201, bearer(world().broker_token));
  CHECK(made["generation"] == shown["generation"]);
  CHECK(made["index_seq"] == shown["seq"]);
  CHECK(made["weights_version"] == shown["weights_version"]);
  CHECK(made["reasons_shown"].size() == first["reasons"].size());
  for (std::size_t i = 0; i < first["reasons"].size(); ++i) CHECK(made["reasons_shown"][i] == first["reasons"][i]["message"]);
  const auto stored = must(world().store->get(made["id"].get<std::string>()));
  REQUIRE(stored.has_value());
  CHECK(stored->status == "published");
  const auto decision = std::get<corpus::Decision>(must(corpus::record_from_text(stored->body)));
  CHECK(decision.verdict == "shortlisted");
  CHECK(decision.by == "broker");
  CHECK(decision.at.starts_with("20"));
  CHECK(decision.seq == made["index_seq"].get<std::int64_t>());
  CHECK(decision.reasons_shown.size() == made["reasons_shown"].size());
  get("/api/v1/records/" + made["id"].get<std::string>(), 404, {}, "/api/v1/records/{id}");  // not for everyone
}

TEST_CASE("only a broker records decisions", "[web][api]") {
  post(kDecisions, about("N-1", "A-1", "shortlisted"), 401);
  post(kDecisions, about("N-1", "A-1", "shortlisted"), 403, bearer(world().reader_token));
  post(kDecisions, about("N-1", "A-1", "shortlisted"), 403, bearer(world().writer_token));
  const json refused = post(kDecisions, json{{"verdict", 7}}, 401);  // who may not ask is not told how to
  CHECK(refused["error"]["message"] == "记录和查看决定需要令牌 / a token is needed to record and read decisions");
  post(kDecisions, json{{"verdict", 7}}, 403, bearer(world().reader_token));
}

TEST_CASE("decisions that make no sense are refused with what is wrong", "[web][api]") {
  const auto as = bearer(world().broker_token);
  const auto error_of = [&](const json& body, int status) { return post(kDecisions, body, status, as)["error"]["message"].get<std::string>(); };
  CHECK(error_of(about("N-1", "nowhere", "shortlisted"), 404) != "");
  CHECK(error_of(about("N-1", "N-1", "same"), 400).find("itself") != std::string::npos);
  CHECK(error_of(about("N-1", "A-1", "same"), 400).find("cannot be the same") != std::string::npos);
  CHECK(error_of(about("N-1", "A-1", "同一记录"), 400).find("cannot be the same") != std::string::npos);
  CHECK(error_of(about("N-1", "C-1", "shortlisted"), 400).ends_with("a need and an enterprise are not matched with each other"));
  CHECK(error_of(about("C-1", "A-1", "dismissed", "price"), 400).ends_with("an enterprise and an achievement are not matched with each other"));
  CHECK(error_of(about("N-1", "A-1", "dismissed"), 422) != "");
  CHECK(error_of(about("N-1", "A-1", "maybe"), 422) != "");
  CHECK(error_of(about("N-1", "A-1", "dismissed", "no such reason"), 422) != "");
  CHECK(error_of(about("N-1", "A-1", "shortlisted", "too_early"), 400).ends_with("a reason says why a match is dismissed, and this decision is shortlisted"));
  CHECK(error_of({{"subject_id", "N-1"}, {"verdict", "same"}}, 400) != "");
  CHECK(error_of({{"subject_id", "N-1"}, {"object_id", "A-1"}, {"verdict", "same"}, {"by", "someone else"}}, 400) != "");
  CHECK(error_of(json::array(), 400) != "");
  std::string long_note;
  for (int i = 0; i < 2001; ++i) long_note += "长";
  json with_note = about("N-1", "A-1", "shortlisted");
  with_note["note"] = long_note;
  CHECK(error_of(with_note, 400).find("2000") != std::string::npos);
  const std::string made = post(kDecisions, about("N-2", "A-3", "shortlisted"), 201, as)["id"];
  CHECK(error_of(about("N-2", made, "shortlisted"), 400).find("nothing is decided about decisions") != std::string::npos);
  CHECK(error_of({{"subject_id", "N-1"}, {"object_id", "A-1"}, {"verdict", "dismissed"}, {"reason", 7}}, 400) != "");
}

TEST_CASE("what a broker dismissed leaves their matches at once, can be asked for, and comes back when withdrawn", "[web][api]") {
  const Broker broker("经纪人 甲");
  const json before = broker.matches();
  REQUIRE(before["matches"].size() >= 2);
  CHECK(before["left_out"] == 0);
  const std::string best = before["matches"][0]["id"];
  broker.says({{"subject_id", "N-1"}, {"object_id", best}, {"verdict", "dismissed"}, {"reason", "price"}, {"note", "报价高出一倍"}});

  const json without = broker.matches();
  CHECK(row_of(without, best) == nullptr);
  CHECK(without["matches"][0]["id"] == before["matches"][1]["id"]);
  CHECK(without["left_out"] == 1);
  CHECK(without["notes"].back()["code"] == "left_out");

  const json with = broker.matches("N-1", "&dismissed=show");
  CHECK(with["left_out"] == 0);
  const json decision = row_of(with, best)["decision"];
  CHECK(decision["verdict"]["code"] == "dismissed");
  CHECK(decision["reason"]["code"] == "price");
  CHECK(decision["reason"]["label_en"] == "Price");
  CHECK(decision["note"] == "报价高出一倍");
  CHECK(decision["by"] == broker.name);
  CHECK(decision["at"].get<std::string>().size() == 20);
  CHECK(row_of(broker.matches(best), "N-1") == nullptr);  // seen from the other side
  CHECK(row_of(post("/api/v1/match", json{{"id", "N-1"}, {"to", "achievement"}}, 200, broker.headers), best) == nullptr);
  const json shown = post("/api/v1/match", json{{"id", "N-1"}, {"to", "achievement"}, {"dismissed", "show"}}, 200, broker.headers);
  CHECK(row_of(shown, best).contains("decision"));

  broker.says(about("N-1", best, "withdrawn"));
  const json after = broker.matches();
  CHECK(after["matches"][0]["id"] == best);
  CHECK_FALSE(after["matches"][0].contains("decision"));
  CHECK(after["left_out"] == 0);
}

TEST_CASE("of two decisions on a pair a withdrawal names one, and the answer tells what stands", "[web][api]") {
  const Broker broker("经纪人 庚");
  const auto standing = [](const json& answer) {
    const auto code = [](const json& one) { return one.is_null() ? "-" : one["verdict"]["code"].get<std::string>(); };
    return code(answer["in_force"]["match"]) + " " + code(answer["in_force"]["sameness"]);
  };
  const auto withdrawn = [](const std::string& undoes) {
    json body = about("A-2", "A-1", "withdrawn");
    body["undoes"] = undoes;
    return body;
  };
  CHECK(standing(broker.says(about("A-1", "A-2", "dismissed", "wrong_topic"))) == "dismissed -");
  const json both = broker.says(about("A-1", "A-2", "not_same"));
  CHECK(standing(both) == "dismissed not_same");
  CHECK(both["in_force"]["match"]["reason"]["code"] == "wrong_topic");
  const json unclear = post(kDecisions, about("A-1", "A-2", "withdrawn"), 409, broker.headers)["error"];
  CHECK(unclear["where"] == "undoes");
  CHECK(unclear["message"] == "您对这一对记录有两项现行决定 / two of your decisions on this pair are in force: dismissed and not_same");
  CHECK(unclear["hint"] == "请用 undoes 指明撤回哪一项 / say which one is taken back: match or sameness");
  post(kDecisions, withdrawn("layer"), 422, broker.headers);
  json beside = about("A-1", "A-2", "shortlisted");
  beside["undoes"] = "match";
  post(kDecisions, beside, 422, broker.headers);
  CHECK(broker.list()["total"] == 2);

  const json first = broker.says(withdrawn("match"));
  CHECK(standing(first) == "- not_same");
  const auto stored = must(world().store->get(first["id"].get<std::string>()));
  CHECK(std::get<corpus::Decision>(must(corpus::record_from_text(stored->body))).undoes == "match");
  CHECK(standing(broker.says(withdrawn("match"))) == "- not_same");  // nothing of that is left, and the other stays
  const json second = broker.says(about("A-1", "A-2", "撤回"));      // the one there is
  CHECK(standing(second) == "- -");
  const auto named = must(world().store->get(second["id"].get<std::string>()));
  CHECK(std::get<corpus::Decision>(must(corpus::record_from_text(named->body))).undoes == "sameness");
}

TEST_CASE("nobody but its broker sees a decision, and drafts have none", "[web][api]") {
  const Broker broker("经纪人 乙"), other("经纪人 丙");
  const std::string best = "A-1";  // public
  REQUIRE(row_of(broker.matches(), best) != nullptr);
  broker.says(about("N-1", best, "dismissed", "wrong_topic"));
  CHECK(row_of(broker.matches(), best) == nullptr);
  CHECK_FALSE(row_of(other.matches(), best).contains("decision"));
  const std::string target = "/api/v1/records/N-1/matches?to=achievement&dismissed=show", path = "/api/v1/records/{id}/matches";
  for (const httplib::Headers& headers : {httplib::Headers{}, bearer(world().reader_token), bearer(world().writer_token)}) {
    const json answer = get(target, 200, headers, path);
    CHECK(row_of(answer, best) != nullptr);
    CHECK(answer.dump().find("decision") == std::string::npos);
    CHECK_FALSE(answer.contains("left_out"));
  }
  const json draft = post("/api/v1/match", json{{"text", "节水灌溉"}, {"to", "achievement"}}, 200, broker.headers);
  CHECK_FALSE(draft.contains("left_out"));
}

TEST_CASE("where decisions cannot be read a match is answered without them and says so, and a list is not", "[web][api]") {
  const Broker broker("经纪人 辛");
  broker.says(about("N-1", "A-1", "dismissed", "wrong_topic"));
  REQUIRE(row_of(broker.matches(), "A-1") == nullptr);
  const TemporaryDirectory directory;
  const auto damaged = must(corpus::Store::open({.directory = directory.path}));
  sqlite3* database = nullptr;
  REQUIRE(::sqlite3_open((directory.path / "queqiao.db").c_str(), &database) == SQLITE_OK);
  CHECK(::sqlite3_exec(database, "drop table counter", nullptr, nullptr, nullptr) == SQLITE_OK);
  ::sqlite3_close(database);
  web::App app = world().app;
  app.decisions = std::make_shared<corpus::DecisionBook>(*damaged);
  const Running server(app, {});
  const json answer = expect(server.client().Get("/api/v1/records/N-1/matches?to=achievement", broker.headers), 200, "GET", "/api/v1/records/{id}/matches");
  CHECK(row_of(answer, "A-1") != nullptr);
  CHECK_FALSE(row_of(answer, "A-1").contains("decision"));
  CHECK_FALSE(answer.contains("left_out"));
  CHECK(answer["notes"].back()["code"] == "decisions_unread");
  const json other = expect(server.client().Get("/api/v1/records/N-1/matches?to=achievement"), 200, "GET", "/api/v1/records/{id}/matches");
  CHECK(other.dump().find("decisions_unread") == std::string::npos);  // who has no decisions misses none
  CHECK(server.client().Get(kDecisions, broker.headers)->status >= 500);
}

TEST_CASE("a broker decides about records that are not public, and no stranger learns of either", "[web][api]") {
  const Broker broker("经纪人 丁");
  broker.says(about("N-1", "A-L", "shortlisted"));
  broker.says(about("N-L", "A-R", "dismissed", "conflict"));
  CHECK(row_of(broker.matches(), "A-L")["decision"]["verdict"]["code"] == "shortlisted");
  CHECK(row_of(broker.matches("N-L"), "A-R") == nullptr);
  const json stranger = get("/api/v1/records/N-1/matches?to=achievement&top=100&dismissed=show", 200, {}, "/api/v1/records/{id}/matches");
  CHECK(stranger.dump().find("A-L") == std::string::npos);
  CHECK(broker.list("?record=N-L")["decisions"][0]["object"]["title"] == "受限的节水灌溉传感器");
}

TEST_CASE("the list of a broker holds what is in force, newest first, with both records", "[web][api]") {
  const Broker broker("经纪人 戊");
  CHECK(broker.list()["total"] == 0);
  broker.says(about("N-1", "A-1", "shortlisted"));
  broker.says(about("N-1", "A-2", "dismissed", "timing"));
  broker.says(about("N-2", "A-3", "shortlisted"));
  broker.says(about("N-3", "A-4", "shortlisted"));
  broker.says(about("N-3", "A-4", "withdrawn"));
  const json all = broker.list();
  CHECK(all["total"] == 3);
  CHECK(all["by"] == broker.name);
  CHECK(all["seq"] == must(world().store->seq()));
  const json& newest = all["decisions"][0];
  const json published = newest["subject"]["status"];
  CHECK(published["code"] == "published");
  CHECK(newest["subject"] == json{{"id", "N-2"}, {"kind", "need"}, {"title", "动力电池低温放电"}, {"status", published}});
  CHECK(newest["object"]["id"] == "A-3");
  CHECK(newest["verdict"]["label"] == "入选");
  CHECK(newest["reason"] == nullptr);
  const auto ids = [](const json& answer) {
    std::string text;
    for (const json& one : answer["decisions"]) text += one["subject"]["id"].get<std::string>() + "/" + one["object"]["id"].get<std::string>() + " ";
    return text;
  };
  CHECK(ids(broker.list("?verdict=shortlisted")) == "N-2/A-3 N-1/A-1 ");
  CHECK(ids(broker.list("?record=A-2")) == "N-1/A-2 ");
  CHECK(ids(broker.list("?size=2&page=2")) == "N-1/A-1 ");
  CHECK(ids(broker.list("?page=1000")) == "");

  const auto csv = running().client().Get(kDecisions + "/export?format=csv&verdict=dismissed", broker.headers);
  REQUIRE(csv);
  CHECK(csv->status == 200);
  CHECK(csv->get_header_value("Content-Disposition").find(".csv") != std::string::npos);
  CHECK(csv->body.starts_with("\xef\xbb\xbf序号,决定,理由,备注,决定对象编号,决定对象,候选编号,候选,决定人,时间\r\n1,剔除,时限不符,,N-1,葡萄园节水灌溉改造,A-2,"));
  CHECK(running().client().Get(kDecisions + "/export?format=xlsx", broker.headers)->body.starts_with("PK"));
  get(kDecisions + "/export", 400, broker.headers);
  get(kDecisions + "/export?format=csv", 401);
}

TEST_CASE("a list is for brokers, and another's for the administrator", "[web][api]") {
  const Broker broker("经纪人 己"), administrator("管理员 己", corpus::Scope::admin);
  broker.says(about("N-1", "A-1", "shortlisted"));
  get(kDecisions, 401);
  get(kDecisions, 403, bearer(world().reader_token));
  get(kDecisions, 403, bearer(world().writer_token));
  CHECK(broker.list("?by=broker", 403)["error"]["where"] == "by");
  CHECK(broker.list("?by=%E7%BB%8F%E7%BA%AA%E4%BA%BA%20%E5%B7%B1")["total"] == 1);
  CHECK(administrator.list("?by=%E7%BB%8F%E7%BA%AA%E4%BA%BA%20%E5%B7%B1")["total"] == 1);
  CHECK(administrator.list()["total"] == 0);
  CHECK(broker.list("?verdict=maybe", 400)["error"]["where"] == "verdict");
  CHECK(broker.list("?page=0", 400)["error"]["where"] == "page");
  CHECK(get(kDecisions + "/export?format=csv&by=broker", 403, broker.headers)["error"]["where"] == "by");
}

}  // namespace web_tests::decisions_api_test
