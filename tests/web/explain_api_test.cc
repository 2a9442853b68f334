// SPDX-License-Identifier: GPL-3.0-or-later
// Explanations over the API: they are of what the lists show, for whom, and what is refused. And similar:ID, as anyone may ask it.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/web/asking.h"

namespace web_tests::explain_api_test {

namespace {

const std::string kExplain = "/api/v1/explain";

double score_in(const json& list, const std::string& id) {
  for (const json& one : list)
    if (one.at("id") == id) return one.at("score");
  FAIL("not in the list: " << id);
  return 0;
}

// What a refusal says, without the id it is about.
std::string words_of(const json& refusal) { return refusal.at("error").value("message", "") + " | " + refusal.at("error").value("hint", ""); }

std::string note_in(const json& body, const std::string& code) {
  for (const json& note : body.at("notes"))
    if (note.at("code") == code) return note.at("message");
  return "";
}

}  // namespace

TEST_CASE("the terms of two hits add up to the scores of the list", "[web][api]") {
  const json list = get("/api/v1/search?q=节水灌溉%20阀门");
  const json body = get(kExplain + "?q=节水灌溉%20阀门&id=A-2&other=A-1");
  CHECK(body["query"] == "节水灌溉 阀门");
  CHECK(body["generation"] == list["generation"]);
  REQUIRE(body["records"].size() == 2);
  CHECK(body["records"][0]["id"] == "A-2");
  CHECK(body["records"][1]["id"] == "A-1");
  for (const json& record : body["records"]) {
    double sum = 0;
    for (const json& term : record["terms"]) sum += term["weight"].get<double>();
    CHECK(sum == Approx(record["score"].get<double>()));
    CHECK(record["fits"] == true);
    CHECK_FALSE(record.contains("parts"));
  }
  CHECK(body["records"][0]["score"].get<double>() == Approx(score_in(list["hits"], "A-2")));
  CHECK(get(kExplain + "?q=节水灌溉%20-果园&id=A-2")["records"][0]["fits"] == false);
  CHECK(get(kExplain + "?q=节水灌溉&id=N-1")["records"][0]["fits"] == true);  // in a list of needs
}

TEST_CASE("the signals of two matches add up to the scores of the list", "[web][api]") {
  const json list = get("/api/v1/records/N-1/matches?to=achievement", 200, {}, "/api/v1/records/{id}/matches");
  const json body = get(kExplain + "?need=N-1&id=A-1&other=A-2");
  CHECK(body["id"] == "N-1");
  CHECK(body["weights_version"] == list["weights_version"]);
  CHECK_FALSE(body.contains("weights"));  // a map elsewhere
  REQUIRE(body["records"].size() == 2);
  for (const json& record : body["records"]) {
    double sum = 0;
    for (const auto& [name, part] : record["parts"].items()) sum += part.get<double>();
    CHECK(sum == Approx(record["score"].get<double>()));
    CHECK(record["score"].get<double>() == Approx(score_in(list["matches"], record["id"].get<std::string>())));
    CHECK_FALSE(record.contains("terms"));
  }
}

TEST_CASE("an explanation tells nobody of a record that is not for them", "[web][api]") {
  const auto reader = bearer(world().reader_token);
  const std::string unknown = words_of(get(kExplain + "?q=节水灌溉&id=A-9", 404));
  for (const char* query : {"?q=节水灌溉&id=A-L", "?q=节水灌溉&id=A-1&other=A-R", "?need=N-L&id=A-1", "?need=N-1&id=A-L", "?need=N-9&id=A-1"}) {
    INFO(query);
    CHECK(words_of(get(kExplain + query, 404)) == unknown);
  }
  CHECK(get(kExplain + "?q=节水灌溉&id=A-L", 200, reader)["records"][0]["id"] == "A-L");
  CHECK(get(kExplain + "?need=N-L&id=A-1", 200, reader)["records"].size() == 1);
  get(kExplain + "?q=节水灌溉&id=A-1", 401, bearer("none"));
}

TEST_CASE("an explanation tells no word that hidden records alone hold and counts records for those who may see them", "[web][api]") {
  const auto terms_of = [](const std::string& query, const httplib::Headers& headers) {
    return get(kExplain + "?q=" + query + "&id=A-1", 200, headers)["records"][0]["terms"];
  };
  const auto reader = bearer(world().reader_token);
  for (const char* query : {"麒", "麒麟草", "A-L"}) {  // 麒麟草 stands in hidden records only
    INFO(query);
    for (const json& term : terms_of(query, {})) {
      CHECK(term["term"].get<std::string>().find("麒") == std::string::npos);
      CHECK_FALSE(term["term"].get<std::string>().starts_with("编号:"));
    }
    const json told = terms_of(query, reader);
    CHECK(std::ranges::any_of(told, [](const json& term) {
      const std::string name = term["term"];
      return name.starts_with("麒") || name == "编号:A-L";
    }));
  }
  for (const json& term : terms_of("节水灌溉%20固态电池", {})) CHECK_FALSE(term.contains("records"));
  for (const json& term : terms_of("节水灌溉%20固态电池", reader)) CHECK(term["records"].get<int>() > 0);
  const json lacks = terms_of("固态电池", {});  // of a public record
  CHECK(std::ranges::any_of(lacks, [](const json& term) { return term["weight"] == 0; }));
  CHECK(std::ranges::any_of(terms_of("A-1", {}), [](const json& term) { return term["term"] == "编号:A-1"; }));
}

TEST_CASE("an explanation that makes no sense is refused with what is wrong", "[web][api]") {
  for (const char* query : {"", "?id=A-1", "?q=节水", "?need=N-1", "?q=节水&need=N-1&id=A-1", "?q=&id=A-1", "?q=节水&id=", "?q=节水&id=A-1&id=A-2",
                            "?q=节水&id=A-1&other=A-1", "?q=节水&id=A-1&third=A-2", "?need=C-1&id=A-1", "?need=N-1&id=N-1", "?need=N-1&id=C-1",
                            "?need=N-1&id=A-1&other=E-1", "?q=%ff&id=A-1", "?q=%zz&id=A-1"}) {
    INFO(query);
    get(kExplain + query, 400);
  }
  get(kExplain + "?q=节水&id=" + std::string(65, 'A'), 400);
}

TEST_CASE("similar records are found by anyone but not by a record that is not for them", "[web][api]") {
  const json found = get("/api/v1/search?q=similar:A-1");
  REQUIRE(found["hits"].size() >= 1);
  CHECK(found["hits"][0]["id"] == "A-2");
  for (const json& hit : found["hits"]) CHECK(hit["visibility"] == "public");
  CHECK(note_in(found, "similar") != "");
  for (const char* id : {"A-L", "A-9"}) {
    const json nothing = get(std::string("/api/v1/search?q=similar:") + id);
    CHECK(nothing["hits"].empty());
    CHECK(nothing["total"]["value"] == 0);
    CHECK(note_in(nothing, "unknown_record") == "没有编号为“" + std::string(id) + "”的记录");
    CHECK(note_in(get(kExplain + "?q=similar:" + id + "&id=A-1"), "unknown_record") == "没有编号为“" + std::string(id) + "”的记录");
  }
  CHECK(get("/api/v1/search?q=similar:A-L", 200, bearer(world().reader_token))["hits"].size() >= 2);
}

}  // namespace web_tests::explain_api_test
