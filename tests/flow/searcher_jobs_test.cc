// SPDX-License-Identifier: GPL-3.0-or-later
// Who does the builds that are asked for where several data directories have one store: the machine that builds, never one that only searches.
#include "job_service.h"
#include "postgres/server.h"

namespace searcher_jobs_test {

using namespace program;
using nlohmann::json;

namespace {

const char* const kBearing = R"({"kind":"achievement","id":"A1","title":"轴承钢","summary":"一段文字","visibility":"公开"})";

void make_searcher(const Place& searcher, const Place& writer) {
  searcher.file("queqiao.toml", "[search]\nshards = [\"" + (writer.data() / "index/live/shard-00").string() + "\"]\n");
}

// The searcher runs alone first, then beside the writer. Requires: one store, with a record and an index of it.
void check_that_only_the_writer_builds(const Place& writer, const Place& searcher) {
  make_searcher(searcher, writer);
  const std::string admin = token_of(writer, "admin");
  Service alone(searcher);
  CHECK(alone.log().find("this service has no worker") != std::string::npos);
  Api api(alone, admin);
  const json over_the_api = api.ask();
  CHECK(says(over_the_api, "no worker runs on this machine"));
  const Said said = searcher.run({"jobs", "start", "build", "--json"});
  REQUIRE(said.exit == 0);
  CHECK(said.err.find("no worker runs on this machine") != std::string::npos);
  const std::string first = over_the_api["id"], second = said.json()["id"];
  // Changes are the writer's as well.
  writer.import(R"({"kind":"achievement","id":"A2","title":"轴承套圈","summary":"一段文字","visibility":"公开"})");
  std::this_thread::sleep_for(std::chrono::seconds(2));  // four times what a worker waits between two looks
  CHECK(api.show(first)["state"] == "waiting");
  CHECK(api.show(second)["state"] == "waiting");
  CHECK_FALSE(fs::exists(searcher.data() / "index"));

  const Service builds(writer);
  CHECK(writer.run({"jobs", "start", "build"}).err.find("worker") == std::string::npos);
  CHECK(api.wait_for_end(first)["state"] == "done");
  CHECK(api.wait_for_end(second)["state"] == "done");
  CHECK(generation_in_force(writer) >= "gen-000003");
  CHECK_FALSE(fs::exists(searcher.data() / "index"));
}

}  // namespace

TEST_CASE("a service of search.shards takes no build of a store that it shares with the writer, and says who does", "[alone]") {
  const Place writer, searcher;
  writer.import(kBearing);
  writer.build();
  fs::create_directories(searcher.data());
  fs::create_symlink(writer.data() / "queqiao.db", searcher.data() / "queqiao.db");
  check_that_only_the_writer_builds(writer, searcher);
}

TEST_CASE("a service of search.shards takes no build of the store it shares, and says who does, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  Place writer, searcher;
  writer.environment = searcher.environment = {"QUEQIAO_STORE_URL=" + database.url()};
  writer.import(kBearing);
  writer.build();
  check_that_only_the_writer_builds(writer, searcher);
}

TEST_CASE("who asks for a build where services run without a worker is told, and not where one has it", "[alone]") {
  const Place place;
  place.import(kBearing);
  const std::string admin = token_of(place, "admin");
  {
    const Service service(place, {"--no-worker"});
    CHECK(place.run({"jobs", "start", "build"}).err.find("`queqiao serve` runs there without one") != std::string::npos);
    CHECK(says(Api(service, admin).ask(), "`queqiao serve` runs there without one"));
  }
  const Service service(place);
  const Said said = place.run({"jobs", "start", "build", "--json"});
  CHECK(said.err == "");
  Api api(service, admin);
  CHECK(api.ask()["log"].size() == 1);  // who asked
  CHECK(api.wait_for_end(said.json()["id"])["state"] == "done");
}

}  // namespace searcher_jobs_test
