// SPDX-License-Identifier: GPL-3.0-or-later
// What the list of jobs tells of imports and builds, also of those that could not tell it themselves.
#include <sqlite3.h>

#include "program.h"

using namespace program;
using nlohmann::json;

namespace {

const char* const kOne = R"({"kind":"achievement","id":"A1","title":"轴承钢","summary":"一段文字","visibility":"公开"})";

// A job as a process that was killed leaves it.
void leave_job(const Place& place, const std::string& id, const std::string& started_at, const std::string& message) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((place.data() / "queqiao.db").c_str(), &database) == SQLITE_OK);
  const std::string sql = "insert into job (id, kind, state, phase, done, total, started_at, finished_at, message) values ('" + id +
                          "', 'build', 'running', 'read', 1, 2, '" + started_at + "', '', '" + message + "')";
  REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

json job(const Place& place, const std::string& id) {
  const json jobs = place.run({"jobs", "--json"}).json()["jobs"];
  for (const auto& one : jobs)
    if (one["id"] == id) return one;
  return nullptr;
}

}  // namespace

TEST_CASE("an import names its files, and why one failed") {
  const Place place;
  const std::string good = place.file("good.jsonl", kOne).string(), more = place.file("more.jsonl", kOne).string();
  const std::string missing = (place.path() / "missing.jsonl").string();
  REQUIRE(place.run({"import", good}).exit == 0);
  REQUIRE(place.run({"import", good, more}).exit == 0);
  const Said failed = place.run({"import", good, missing});
  REQUIRE(failed.exit == 2);
  CHECK(job(place, "J-000001")["message"] == "good.jsonl: 1 rows: 1 added, 0 changed, 0 rejected");
  CHECK(job(place, "J-000002")["message"] == "good.jsonl and 1 more: 2 rows: 0 added, 0 changed, 0 rejected");
  CHECK(job(place, "J-000003")["state"] == "failed");
  CHECK(failed.err.find("error: " + job(place, "J-000003")["message"].get<std::string>() + "\n") != std::string::npos);
}

TEST_CASE("a slip in --map is no job") {
  const Place place;
  const std::string good = place.file("good.jsonl", kOne).string();
  REQUIRE(place.run({"import", good}).exit == 0);
  const Said said = place.run({"import", good, good, "--map", "题目=titel", "--kind", "achievement"});
  CHECK(said.exit == 2);
  CHECK(said.out == "");
  CHECK(said.err.find("\"titel\" is not a field of a record of kind achievement\n") != std::string::npos);
  CHECK(said.err.find("error: ") == said.err.rfind("error: "));
  CHECK(place.run({"jobs", "--json"}).json()["jobs"].size() == 1);
}

TEST_CASE("a job whose process is gone is listed as failed at once, one at work as running") {
  const Place place;
  place.import(kOne);
  const std::string ours = std::to_string(::getpid()), now = json(job(place, "J-000001"))["started_at"];
  leave_job(place, "J-000101", now, "process 999999999: 成果.xlsx");
  leave_job(place, "J-000102", "2001-02-03T04:05:06Z", "process " + ours);  // a number in use again since
  leave_job(place, "J-000103", now, "process " + ours);
  CHECK(job(place, "J-000101")["state"] == "failed");
  CHECK(job(place, "J-000101")["message"] == "ended without a word: process 999999999: 成果.xlsx");
  CHECK(job(place, "J-000102")["state"] == "failed");
  CHECK(job(place, "J-000103")["state"] == "running");

  place.build();  // the next job writes it down
  CHECK(job(place, "J-000101")["finished_at"] != "");
  CHECK(job(place, "J-000101")["message"] == "ended without a word: process 999999999: 成果.xlsx");
  CHECK(job(place, "J-000103")["finished_at"] == "");
}
