// SPDX-License-Identifier: GPL-3.0-or-later
// Panels over the API: for whom, the same one again from its seed, and what is refused.
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/web/asking.h"

namespace web_tests::panel_api_test {

namespace {

const std::string kPanel = "/api/v1/panel";

}  // namespace

TEST_CASE("a broker draws a panel over the API and the same one again from its seed", "[web][api]") {
  const auto as = bearer(world().broker_token);
  const json drawn = get(kPanel + "?id=N-1&role=solver&judges=1&reserves=0", 200, as);
  CHECK(drawn["id"] == "N-1");
  CHECK(drawn["seed"].get<std::string>().size() == 16);
  CHECK(drawn["pool"] == 200);
  CHECK(get(kPanel + "?id=N-1&role=solver&pool=3", 200, as)["pool"] == 3);
  CHECK(drawn["floor"] == 67);
  CHECK(drawn["uncovered_accepted"] == false);
  const json& uncovered = drawn["uncovered"];
  REQUIRE(drawn["covered_by_nobody"].is_array());
  for (const json& topic : drawn["covered_by_nobody"]) CHECK(std::find(uncovered.begin(), uncovered.end(), topic) != uncovered.end());
  const json wider = get(kPanel + "?id=N-1&role=solver&fit=0&uncovered=true", 200, as);
  CHECK(wider["floor"] == 0);
  CHECK(wider["uncovered_accepted"] == true);
  CHECK(drawn["rules_edition"].get<std::string>().starts_with("1-"));
  CHECK(drawn["eligible"].size() + drawn["excluded"].size() > 0);
  for (const json& one : drawn["excluded"]) CHECK(one["reasons"].size() > 0);
  for (const char* list : {"eligible", "excluded"})
    for (const json& one : drawn[list]) CHECK(one["organisation_stated"] == !one["organisation"].get<std::string>().empty());
  const std::string again = "&seed=" + drawn["seed"].get<std::string>() + "&date=" + drawn["on"].get<std::string>();
  CHECK(get(kPanel + "?id=N-1&role=solver&judges=1&reserves=0" + again, 200, as) == drawn);
}

TEST_CASE("only a broker draws a panel", "[web][api]") {
  get(kPanel + "?id=N-1", 401);
  get(kPanel + "?id=N-1", 403, bearer(world().reader_token));
  get(kPanel + "?id=N-1", 403, bearer(world().writer_token));
  const json refused = get(kPanel + "?judges=none", 401);  // who may not ask is not told how to
  CHECK(refused["error"]["message"] == "抽取专家需要令牌 / a token is needed to draw a panel");
  get(kPanel + "?judges=none", 403, bearer(world().reader_token));
}

TEST_CASE("a panel that makes no sense is refused with what is wrong", "[web][api]") {
  const auto as = bearer(world().broker_token);
  get(kPanel, 400, as);
  get(kPanel + "?id=nowhere", 404, as);
  get(kPanel + "?id=C-2", 400, as);
  get(kPanel + "?id=N-1&judges=0", 400, as);
  get(kPanel + "?id=N-1&role=guest", 400, as);
  get(kPanel + "?id=N-1&fit=101", 400, as);
  get(kPanel + "?id=N-1&date=2026-02-30", 400, as);
  get(kPanel + "?id=N-1&date=2026-02", 400, as);
  get(kPanel + "?id=N-1&seed=a%0Ab", 400, as);
  get(kPanel + "?id=N-1&seat=1", 400, as);
  for (const char* empty : {"?id=", "?id=N-1&seed=", "?id=N-1&date="}) get(kPanel + empty, 400, as);
  // Bytes count: 22 characters of three bytes each are too long.
  std::string seed;
  for (int i = 0; i < 21; ++i) seed += "%E9%B9%8A";
  get(kPanel + "?id=N-1&role=solver&seed=" + seed, 200, as);
  get(kPanel + "?id=N-1&seed=" + seed + "%E9%B9%8A", 400, as);
}

}  // namespace web_tests::panel_api_test
