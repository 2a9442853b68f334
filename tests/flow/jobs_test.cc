// SPDX-License-Identifier: GPL-3.0-or-later
// What the list of jobs tells of imports and builds, also of those that could not tell it themselves.
#include <sqlite3.h>
#include <sys/file.h>

#include "job_service.h"

namespace jobs_test {

using namespace program;
using nlohmann::json;

namespace {

const char* const kOne = R"({"kind":"achievement","id":"A1","title":"轴承钢","summary":"一段文字","visibility":"公开"})";

void execute(const Place& place, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((place.data() / "queqiao.db").c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

// A job as a process that was killed leaves it.
void leave_job(const Place& place, const std::string& id, const std::string& started_at, const std::string& message) {
  execute(place, "insert into job (id, kind, state, phase, done, total, started_at, finished_at, message) values ('" + id +
                     "', 'build', 'running', 'read', 1, 2, '" + started_at + "', '', '" + message + "')");
}

json job(const Place& place, const std::string& id) {
  const json jobs = place.run({"jobs", "--json"}).json()["jobs"];
  for (const auto& one : jobs)
    if (one["id"] == id) return one;
  return nullptr;
}

}  // namespace

TEST_CASE("a running service does the builds it is asked for, one after another, and their logs tell of it", "[alone]") {
  const Place place;
  place.import_sample();
  place.build();
  const std::string before = generation_in_force(place);
  const std::string admin = token_of(place, "admin");
  Service service(place);
  Api api(service, admin);
  const json first = api.ask(R"({"kind":"build","shards":2})");
  CHECK(first["state"] == "waiting");
  const std::string second = place.run({"jobs", "start", "build", "--json"}).json()["id"];
  const json done = api.wait_for_end(first["id"]);
  CHECK(done["state"] == "done");
  CHECK(says(done, "asked for by admin"));
  CHECK(says(done, "read: "));
  CHECK(says(done, "gate: counts: passed"));
  CHECK(says(done, "done: "));
  CHECK(api.wait_for_end(second)["state"] == "done");
  CHECK(generation_in_force(place) > before);
  CHECK(place.run({"index", "generations", "--json"}).out.find(done["message"].get<std::string>().substr(0, 10)) != std::string::npos);
  const Said shown = place.run({"jobs", "show", first["id"]});
  CHECK(shown.exit == 0);
  CHECK(shown.out.find("{\"shards\":2}") != std::string::npos);
  CHECK(shown.out.find("gate: ") != std::string::npos);
  CHECK(service.stop() == 0);
}

TEST_CASE("a build that is cancelled ends, and one that a shutdown stops says how to go on", "[alone]") {
  const Place place;
  import_many(place);
  const std::string admin = token_of(place, "admin");
  {
    Service service(place);
    Api api(service, admin);
    const std::string running = api.ask()["id"], waiting = api.ask()["id"];
    api.wait(running, [](const json& job) { return job["state"] != "waiting"; });
    CHECK(api.cancel(waiting)["state"] == "cancelled");
    api.cancel(running);
    const json ended = api.wait_for_end(running);
    CHECK(ended["state"] == "cancelled");
    CHECK(says(ended, "asked to be cancelled"));
    CHECK(place.run({"jobs", "cancel", running}).exit == 2);

    const std::string stopped = api.ask()["id"];
    api.wait(stopped, [](const json& job) { return job["state"] == "running" && job["phase"] == "read" && job["done"] > 0; });
    CHECK(service.stop() == 0);
    const json left = place.run({"jobs", "show", stopped, "--json"}).json();
    CHECK(left["state"] == "failed");
    CHECK(left["message"] == "stopped; go on with --resume");
  }
  const json resumed = place.run({"index", "build", "--resume", "--json"}).json();
  CHECK(resumed["resumed_documents"] > 0);
  CHECK(resumed["documents"] == kMany);
}

TEST_CASE("who wants to build while a service does a job is told which job that is", "[alone]") {
  const Place place;
  import_many(place);
  const std::string admin = token_of(place, "admin");
  Service service(place);
  Api api(service, admin);
  const std::string id = api.ask()["id"];
  api.wait(id, [](const json& job) { return job["state"] == "running" && job["phase"] == "read" && job["done"] > 0; });
  const Said said = place.run({"index", "build"});
  CHECK(said.exit == 2);
  CHECK(said.err.find("held by queqiao serve, job " + id + " (pid ") != std::string::npos);
  CHECK(said.err.find("hint: wait for it to end, or cancel it: queqiao jobs cancel " + id + "\n") != std::string::npos);
  CHECK(place.run({"jobs", "--json"}).json()["jobs"].size() == 2);  // the import and the one at work: what was refused is no job
  CHECK(place.run({"jobs", "cancel", id}).exit == 0);
  CHECK(api.wait_for_end(id)["state"] == "cancelled");
}

TEST_CASE("a build that a service is asked for waits while another builds", "[alone]") {
  const Place place;
  place.import(kOne);
  place.build();
  const std::string admin = token_of(place, "admin");
  const int held = ::open((place.data() / "index/build.lock").c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(held >= 0);
  REQUIRE(::flock(held, LOCK_EX) == 0);
  Service service(place);
  Api api(service, admin);
  const std::string id = api.ask()["id"];
  CHECK(wait_until([&] { return service.log().find("a build waits: held by queqiao index build (pid ") != std::string::npos; }, std::chrono::seconds(20)));
  CHECK(api.show(id)["state"] == "waiting");
  ::close(held);
  CHECK(api.wait_for_end(id)["state"] == "done");
  CHECK(service.stop() == 0);
}

TEST_CASE("a build in the foreground obeys a cancel") {
  const Place place;
  import_many(place);
  const auto build = place.start("build", {"index", "build", "--threads", "1", "--json"});
  REQUIRE(wait_until([&] { return job(place, "J-000002") != nullptr; }, std::chrono::seconds(60)));
  CHECK(place.run({"jobs", "cancel", "J-000002"}).exit == 0);
  CHECK(build->wait() == 2);
  const std::string said = content_of(place.path() / "build.err");
  INFO(said);
  CHECK(said.find("\"code\":\"stopped\",\"message\":\"the build was cancelled\"") != std::string::npos);
  CHECK(job(place, "J-000002")["state"] == "cancelled");
  CHECK(job(place, "J-000002")["message"] == "no generation is in force");
  CHECK(place.run({"jobs", "show", "J-000002"}).out.find("  cancelled: no generation is in force\n") != std::string::npos);
}

TEST_CASE("a build that a signal stops says stopped, as its job does, and soon") {
  const Place place;
  import_many(place);
  const auto build = place.start("build", {"index", "build", "--threads", "1", "--json"});
  const auto reads = [&] {
    const json one = job(place, "J-000002");
    return one != nullptr && one["phase"] == "read" && one["done"] > 0;
  };
  REQUIRE(wait_until(reads, std::chrono::seconds(60)));
  build->send(SIGTERM);
  CHECK(build->wait() == 2);
  const std::string said = content_of(place.path() / "build.err");
  INFO(said);
  CHECK(said.find("the build was stopped\"") != std::string::npos);
  CHECK(said.find("\"code\":\"stopped\"") != std::string::npos);
  CHECK(said.find("old generation") == std::string::npos);  // there is none
  CHECK(said.find(" of " + std::to_string(kMany) + " records\"}") != std::string::npos);  // how many are kept
  CHECK(said.find("cancelled") == std::string::npos);
  CHECK(job(place, "J-000002")["state"] == "failed");
  CHECK(job(place, "J-000002")["message"] == "stopped; go on with --resume");
  CHECK(place.run({"index", "build", "--resume", "--json"}).json()["documents"] == kMany);
  CHECK(place.run({"index", "check"}).exit == 0);
}

TEST_CASE("where no service runs a job that is asked for waits, and whoever asks is told") {
  const Place place;
  place.import(kOne);
  const Said said = place.run({"jobs", "start", "build", "--shards", "3"});
  CHECK(said.exit == 0);
  CHECK(said.err.find("no `queqiao serve` runs on this data directory") != std::string::npos);
  CHECK(job(place, "J-000002")["state"] == "waiting");
  CHECK(place.run({"jobs", "cancel", "J-000002"}).out == "J-000002: cancelled\n");
  CHECK(place.run({"jobs", "cancel", "J-000002"}).exit == 2);
  CHECK(place.run({"jobs", "cancel", "J-000099"}).exit == 1);
  CHECK(place.run({"jobs", "show", "J-000099"}).exit == 1);
  CHECK(place.run({"jobs", "start", "import"}).exit == 2);
  CHECK(place.run({"jobs", "start", "build", "--shards", "0"}).exit == 2);
}

TEST_CASE("a job is named by its id or by its number") {
  const Place place;
  place.import(kOne);
  REQUIRE(place.run({"jobs", "start", "build"}).exit == 0);
  const std::string shown = place.run({"jobs", "show", "J-000001"}).out;
  CHECK(shown.starts_with("id         J-000001\n"));
  for (const char* form : {"1", "J-1", "j-000001", "#1", "000001", "0000001"}) {
    INFO(form);
    const Said said = place.run({"jobs", "show", form});
    CHECK(said.exit == 0);
    CHECK(said.out == shown);
  }
  for (const char* form : {"0", "7", "J-", "J-x", "1x", "one"}) {
    INFO(form);
    CHECK(place.run({"jobs", "show", form}).exit == 1);
  }
  CHECK(place.run({"jobs", "cancel", "2"}).out == "J-000002: cancelled\n");
}

TEST_CASE("a job whose options no worker of ours wrote fails and says so") {
  const Place place;
  place.import_sample();
  const std::string admin = token_of(place, "admin");
  REQUIRE(place.run({"jobs", "start", "build"}).exit == 0);
  const std::string options = GENERATE("", "[1]", "nonsense", "{\"shards\":1000}", "{\"resume\":1}", "{\"speed\":1}");
  execute(place, "update job_work set options = '" + options + "'");
  Service service(place);
  const json ended = Api(service, admin).wait_for_end("J-000002");
  CHECK(ended["state"] == "failed");
  CHECK(ended["message"].get<std::string>().find("cannot be read") != std::string::npos);
}

TEST_CASE("an import names its files, and why one failed") {
  const Place place;
  const std::string good = place.file("good.jsonl", kOne).string(), more = place.file("more.jsonl", kOne).string();
  const std::string missing = (place.path() / "missing.jsonl").string();
  REQUIRE(place.run({"import", good}).exit == 0);
  REQUIRE(place.run({"import", good, more}).exit == 0);
  const Said failed = place.run({"import", good, missing});
  REQUIRE(failed.exit == 2);
  CHECK(job(place, "J-000001")["message"] == "good.jsonl: 1 row: 1 added, 0 changed, 0 rejected");
  CHECK(job(place, "J-000002")["message"] == "good.jsonl and 1 more: 2 rows: 0 added, 0 changed, 0 rejected");
  CHECK(job(place, "J-000003")["state"] == "failed");
  CHECK(failed.err.find("error: " + job(place, "J-000003")["message"].get<std::string>() + "\n") != std::string::npos);
}

TEST_CASE("a job that is asked to end and runs on is cancelling") {
  const Place place;
  place.import(kOne);
  leave_job(place, "J-000101", job(place, "J-000001")["started_at"], "process " + std::to_string(::getpid()));
  execute(place, "insert into job_work (id, options, asked_by, cancel_asked, phase_ms, phase_base, reported_ms) values ('J-000101', '', '', 0, 0, 0, 0)");
  CHECK(place.run({"jobs"}).out.find("  running  ") != std::string::npos);
  CHECK(place.run({"jobs", "cancel", "J-000101"}).out == "J-000101: asked to end; see queqiao jobs show J-000101\n");
  CHECK(place.run({"jobs"}).out.find("  cancelling  ") != std::string::npos);
  CHECK(place.run({"jobs", "show", "J-000101"}).out.find("state      cancelling\n") != std::string::npos);
  CHECK(job(place, "J-000101")["state"] == "running");
  CHECK(job(place, "J-000101")["cancel_asked"] == true);
}

TEST_CASE("the status of the index names a build that runs, how far it is, who does it and since when") {
  const Place place;
  place.import(kOne);
  CHECK(place.run({"index", "status"}).out.find("building") == std::string::npos);
  CHECK_FALSE(place.run({"index", "status", "--json"}).json().contains("building"));
  const std::string now = job(place, "J-000001")["started_at"], process = "process " + std::to_string(::getpid());
  leave_job(place, "J-000101", now, process);
  const Said said = place.run({"index", "status"});
  INFO(said.out);
  CHECK(said.out.find("building   J-000101: read 50 %; queqiao index build, " + process + "; since " + now + "\n") != std::string::npos);
  execute(place, "insert into job_work (id, options, asked_by, cancel_asked, phase_ms, phase_base, reported_ms) values ('J-000101', '', 'admin', 1, 0, 0, 0)");
  CHECK(place.run({"index", "status"}).out.find("building   J-000101: cancelling, read 50 %; asked for by admin, " + process) != std::string::npos);
  const json building = place.run({"index", "status", "--json"}).json()["building"];
  REQUIRE(building.size() == 1);
  CHECK(building[0]["id"] == "J-000101");
  CHECK(building[0]["phase"] == "read");
  CHECK(building[0]["started_at"] == now);
  CHECK(building[0]["asked_by"] == "admin");
  CHECK(building[0]["message"] == process);
}

TEST_CASE("a table that goes to a file is not cut") {
  const Place place;
  place.import(kOne);
  const std::string message = "ended: " + std::string(300, 'x') + " to the last word";
  leave_job(place, "J-000101", job(place, "J-000001")["started_at"], message);
  const Said said = place.run({"jobs"});
  CHECK(said.exit == 0);
  CHECK(said.out.find(message + "\n") != std::string::npos);
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
  const std::string ended =
      "ended without a word: process 999999999: 成果.xlsx; queqiao index build --resume, or queqiao jobs start build --resume, goes on with what it made durable; "
      "queqiao index generations says whether it did";
  const std::string ours = std::to_string(::getpid()), now = json(job(place, "J-000001"))["started_at"];
  leave_job(place, "J-000101", now, "process 999999999: 成果.xlsx");
  leave_job(place, "J-000102", "2001-02-03T04:05:06Z", "process " + ours);  // a number in use again since
  leave_job(place, "J-000103", now, "process " + ours);
  execute(place, "insert into job_work (id, options, asked_by, cancel_asked, phase_ms, phase_base, reported_ms) values ('J-000101', '', '', 0, 0, 0, 1000000000000)");
  const char* const last_heard = "2001-09-09T01:46:40Z";
  CHECK(job(place, "J-000101")["state"] == "failed");
  CHECK(job(place, "J-000101")["message"] == ended);
  CHECK(job(place, "J-000101")["finished_at"] == last_heard);
  CHECK(job(place, "J-000102")["finished_at"] == "2001-02-03T04:05:06Z");  // has never been heard of since it began
  CHECK(job(place, "J-000102")["state"] == "failed");
  CHECK(job(place, "J-000103")["state"] == "running");

  place.build();  // the next job writes it down
  CHECK(job(place, "J-000101")["finished_at"] == last_heard);
  CHECK(job(place, "J-000101")["message"] == ended);
  execute(place, "update job_work set reported_ms = 0 where id = 'J-000101'");
  CHECK(job(place, "J-000101")["finished_at"] == last_heard);  // it is in the row
  CHECK(job(place, "J-000103")["finished_at"] == "");
}

}  // namespace jobs_test
