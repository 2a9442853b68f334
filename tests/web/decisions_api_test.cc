// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions over the API: who may record one, what it remembers, and what makes no sense.
#include <catch2/catch.hpp>

#include "corpus/record_json.h"
#include "tests/web/asking.h"

using namespace web_tests;

namespace {

const std::string kDecisions = "/api/v1/decisions";

json about(const std::string& subject, const std::string& object, const std::string& verdict, const std::string& reason = "") {
  json body = {{"subject_id", subject}, {"object_id", object}, {"verdict", verdict}};
  if (!reason.empty()) body["reason"] = reason;
  return body;
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
}

TEST_CASE("decisions that make no sense are refused with what is wrong", "[web][api]") {
  const auto as = bearer(world().broker_token);
  const auto error_of = [&](const json& body, int status) { return post(kDecisions, body, status, as)["error"]["message"].get<std::string>(); };
  CHECK(error_of(about("N-1", "nowhere", "shortlisted"), 404) != "");
  CHECK(error_of(about("N-1", "N-1", "same"), 400).find("itself") != std::string::npos);
  CHECK(error_of(about("N-1", "A-1", "same"), 400).find("cannot be the same") != std::string::npos);
  CHECK(error_of(about("N-1", "A-1", "dismissed"), 422) != "");
  CHECK(error_of(about("N-1", "A-1", "maybe"), 422) != "");
  CHECK(error_of(about("N-1", "A-1", "dismissed", "no such reason"), 422) != "");
  CHECK(error_of({{"subject_id", "N-1"}, {"verdict", "same"}}, 400) != "");
  CHECK(error_of({{"subject_id", "N-1"}, {"object_id", "A-1"}, {"verdict", "same"}, {"by", "someone else"}}, 400) != "");
  CHECK(error_of(json::array(), 400) != "");
}
