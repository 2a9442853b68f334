// SPDX-License-Identifier: GPL-3.0-or-later
// Builds that a service did not bring to their end, and jobs that go on with them.
#include "job_service.h"

namespace jobs_resume_test {

using namespace program;

namespace {

const char* const kOne = R"({"kind":"achievement","id":"A1","title":"轴承钢","summary":"一段文字","visibility":"公开"})";
const char* const kResume = R"({"kind":"build","resume":true})";

}  // namespace

TEST_CASE("a build that a service was stopped or killed in is gone on with by a job that resumes", "[alone]") {
  const Place place;
  place.file("queqiao.toml", "[index]\nthreads = 1\n");  // so that much is left to do when the first records are durable
  import_many(place);
  const std::string admin = token_of(place, "admin");
  {
    Service service(place);
    Api api(service, admin);
    api.wait(api.ask()["id"], [](const json& job) { return job["state"] == "running" && job["phase"] == "read" && job["done"] > 0; });
    CHECK(service.stop() == 0);
  }
  std::string killed;
  {
    Service service(place);
    Api api(service, admin);
    killed = api.ask(kResume)["id"].get<std::string>();
    api.wait(killed, [](const json& job) { return says(job, "goes on with gen-000001.building: "); });
  }  // SIGKILL
  const json dead = place.run({"jobs", "show", killed, "--json"}).json();
  const auto message = dead["message"].get<std::string>();
  INFO(message);
  CHECK(dead["state"] == "failed");
  CHECK(message.starts_with("ended without a word: process "));
  CHECK(message.ends_with("; queqiao index build --resume, or queqiao jobs start build --resume, goes on with what it made durable; queqiao index generations "
                         "says whether it did"));

  Service service(place);
  const std::string id = place.run({"jobs", "start", "build", "--resume", "--json"}).json()["id"];
  const json done = Api(service, admin).wait_for_end(id);
  CHECK(done["state"] == "done");
  CHECK(says(done, "goes on with gen-000001.building: "));
  CHECK(place.run({"jobs", "show", id}).out.find("{\"resume\":true}") != std::string::npos);
  CHECK(place.run({"index", "status", "--json"}).json()["index"]["documents"] == kMany);
  CHECK(service.stop() == 0);
}

TEST_CASE("a job that resumes says with what, why it began anew, and how to mend a number of shards that does not fit", "[alone]") {
  const Place place;
  place.import(kOne);
  const std::string golden = place.file("golden.tsv", "水肥\tA1\n").string();
  const std::string config = place.file("gate.toml", "[gate]\ngolden = \"golden.tsv\"\n").string();
  REQUIRE(place.run({"index", "build", "--shards", "3", "--config", config}).exit == 2);  // the gate stays shut, the work is kept
  const std::string admin = token_of(place, "admin");
  Service service(place);
  Api api(service, admin);
  const json refused = api.wait_for_end(api.ask(R"({"kind":"build","resume":true,"shards":2})")["id"]);
  CHECK(refused["state"] == "failed");
  CHECK(refused["message"] == "this build has 3 shards, not 2, and work that is done");
  CHECK(says(refused, "hint: go on with it: --resume --shards 3"));
  const json done = api.wait_for_end(api.ask(kResume)["id"]);
  CHECK(done["state"] == "done");
  CHECK(says(done, "goes on with gen-000001.building: 1 documents read, 3 of 3 shards merged"));
  const json anew = api.wait_for_end(api.ask(kResume)["id"]);
  CHECK(anew["state"] == "done");
  CHECK(says(anew, "begun anew: no build was left to go on with"));
  CHECK(service.stop() == 0);
}

}  // namespace jobs_resume_test
