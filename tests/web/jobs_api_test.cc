// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs over the API: who may ask, what is refused, and what the row in the store then says. No worker runs here; flow/jobs_test.cc has one.
#include <catch2/catch.hpp>

#include "tests/web/asking.h"

namespace web_tests::jobs_api_test {

namespace {

const char* const kJobs = "/api/v1/jobs";
const char* const kOne = "/api/v1/jobs/{id}";

json cancel(const std::string& id, int status, const httplib::Headers& headers) {
  return expect(running().client().Post("/api/v1/jobs/" + id + "/cancel", headers, "", "application/json"), status, "POST",
                "/api/v1/jobs/{id}/cancel");
}

}  // namespace

TEST_CASE("a build is asked for, listed, shown with its log and cancelled while it waits", "[web][api]") {
  const auto admin = bearer(world().admin_token), reader = bearer(world().reader_token);
  const json asked = post(kJobs, json{{"kind", "build"}, {"shards", 3}, {"resume", true}}, 202, admin);
  const std::string id = asked["id"];
  CHECK(asked["state"] == "waiting");
  CHECK(asked["asked_by"] == "admin");
  CHECK(must(world().store->job(id)).options == R"({"resume":true,"shards":3})");
  const json listed = get(kJobs, 200, reader)["jobs"];  // what another test has left running stands before it
  const auto waiting = std::ranges::find_if(listed, [](const json& job) { return job["state"] != "running"; });
  REQUIRE(waiting != listed.end());
  CHECK((*waiting)["id"] == id);
  CHECK(get(std::string(kJobs) + "?limit=1", 200, reader)["jobs"].size() == 1);
  const json shown = get("/api/v1/jobs/" + id, 200, reader, kOne);
  REQUIRE(shown["log"].size() == 1);
  CHECK(shown["log"][0]["line"] == "asked for by admin");
  CHECK(cancel(id, 200, admin)["state"] == "cancelled");
  CHECK(cancel(id, 409, admin)["error"]["code"] == "conflict");
  CHECK(get("/api/v1/jobs/" + id, 200, reader, kOne)["state"] == "cancelled");
}

TEST_CASE("a job is meant by its number as well, as on the command line", "[web][api]") {
  const auto admin = bearer(world().admin_token);
  const std::string id = post(kJobs, json{{"kind", "build"}}, 202, admin)["id"];
  const std::string number = std::to_string(std::stoi(id.substr(2)));
  for (const std::string& written : {number, "j-" + number, "0" + number, id}) {
    INFO(written);
    CHECK(get("/api/v1/jobs/" + written, 200, admin, kOne)["id"] == id);
  }
  const json ended = cancel(number, 200, admin);
  CHECK(ended["id"] == id);
  CHECK(ended["state"] == "cancelled");
  CHECK(get("/api/v1/jobs/999999", 404, admin, kOne)["error"]["code"] == "not_found");
}

TEST_CASE("jobs are for those who may: reading with scope read, asking with scope admin", "[web][api]") {
  const std::string body = R"({"kind":"build"})";
  const auto before = must(world().store->jobs(1000)).size();
  CHECK(get(kJobs, 401)["error"]["message"] == "查看任务需要令牌 / a token is needed to see jobs");
  get("/api/v1/jobs/J-000001", 401, {}, kOne);
  post(kJobs, body, 401);
  cancel("J-000001", 401, {});
  for (const std::string& token : {world().reader_token, world().writer_token, world().broker_token}) {
    const json refused = post(kJobs, body, 403, bearer(token))["error"];
    CHECK(refused["code"] == "forbidden");
    CHECK(refused["message"] == "令牌没有管理员权限 / the token lacks the scope admin");
    cancel("J-000001", 403, bearer(token));
  }
  CHECK(must(world().store->jobs(1000)).size() == before);
}

TEST_CASE("an unknown job is 404, a bad body or parameter 400, and neither writes a row", "[web][api]") {
  const auto admin = bearer(world().admin_token);
  const auto before = must(world().store->jobs(1000)).size();
  for (const char* id : {"J-999999", "x", "%27%20or%201", "%e9%b9%8a"}) {
    get(std::string("/api/v1/jobs/") + id, 404, admin, kOne);
    cancel(id, 404, admin);
  }
  for (const char* body :
       {"", "{", "[]", "null", "{}", R"({"kind":"import"})", R"({"kind":1})", R"({"kind":"build","shards":0})",
        R"({"kind":"build","shards":100})", R"({"kind":"build","shards":-1})", R"({"kind":"build","shards":"2"})",
        R"({"kind":"build","shards":1.5})", R"({"kind":"build","shards":null})", R"({"kind":"build","speed":1})",
        R"({"kind":"build","resume":1})", R"({"kind":"build","resume":"true"})", R"({"kind":"build","resume":null})",
        R"({"kind":"build","resume":[]})", R"({"kind":"build","resume":true,"resume":true})",
        R"({"kind":"build","kind":"build"})", "{\"kind\":\"build\xff\"}", "{\"kind\":\"bu\\u0000ild\"}"})
    CHECK(post(kJobs, std::string(body), 400, admin)["error"]["code"] == "invalid_argument");
  for (const char* query : {"limit=0", "limit=101", "limit=x", "limit=", "page=1", "limit=1&limit=2"})
    get(std::string(kJobs) + "?" + query, 400, admin);
  expect(running().client().Post("/api/v1/jobs?x=1", admin, R"({"kind":"build"})", "application/json"), 400, "POST", kJobs);
  CHECK(must(world().store->jobs(1000)).size() == before);
}

TEST_CASE("a running job says its rate, and asked to end it goes on until it looks", "[web][api]") {
  auto& store = *world().store;
  auto job = must(store.start_job("build"));
  job.phase = "read", job.total = 1000;
  must(store.update_job(job));
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  job.done = 250;
  must(store.update_job(job));
  const json shown = get("/api/v1/jobs/" + job.id, 200, bearer(world().reader_token), kOne);
  const double rate = shown["rate"], remaining = shown["remaining_s"];
  CHECK(rate > 0);
  CHECK(rate <= 250 / 1.0);
  CHECK(remaining == Approx(750 / rate));
  CHECK(shown["unit"] == "records");
  const json asked = cancel(job.id, 200, bearer(world().admin_token));
  CHECK(asked["state"] == "running");
  CHECK(asked["cancel_asked"] == true);
  job.state = "cancelled";
  must(store.update_job(job));
  CHECK_FALSE(get("/api/v1/jobs/" + job.id, 200, bearer(world().reader_token), kOne).contains("rate"));
}

}  // namespace web_tests::jobs_api_test
