// SPDX-License-Identifier: GPL-3.0-or-later
// The whole program over a store on PostgreSQL, chosen by configuration or environment.
#include <httplib.h>

#include "postgres/server.h"
#include "program.h"

namespace postgresql_test {

using namespace program;
using nlohmann::json;

namespace {

constexpr const char* kTwo =
    R"({"kind":"achievement","id":"A1","title":"高温合金叶片热障涂层","summary":"一段文字","visibility":"公开"}
{"kind":"need","id":"N1","title":"叶片涂层寿命","problem":"涂层早期剥落","visibility":"公开"}
)";

std::string first_hit(const Place& place, const std::string& words, const std::string& kind = "achievement") {
  const json hits = place.run({"search", words, "--kind", kind, "--json"}).json()["hits"];
  return hits.empty() ? "" : hits[0]["id"].get<std::string>();
}

}  // namespace

TEST_CASE("import, build, search, backup and serve work with a store on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  Place place;
  place.environment = {"QUEQIAO_STORE_URL=" + database.url()};
  place.import(kTwo);
  CHECK_FALSE(fs::exists(place.data() / "queqiao.db"));
  place.build();
  CHECK(first_hit(place, "热障涂层") == "A1");
  const Said check = place.run({"index", "check"});
  CHECK(check.exit == 0);
  CHECK(check.out.find("2 published records in the store (seq 2), 2 documents in the index (seq 2), 0 problems") != std::string::npos);
  CHECK(place.run({"jobs", "--json"}).json()["jobs"].size() == 2);

  const std::string token = place.run({"token", "new", "reader", "--scope", "broker"}).out;
  Service service(place);
  httplib::Client client(service.address());
  const auto handed_in =
      client.Post("/api/v1/records", R"({"kind":"need","title":"轴承早期失效","problem":"寿命不足","visibility":"公开"})", "application/json");
  REQUIRE(handed_in);
  CHECK(handed_in->status == 202);
  const std::string id = json::parse(handed_in->body)["id"];
  CHECK(place.run({"review", "publish", id}).exit == 0);
  CHECK(wait_until([&] { return first_hit(place, "轴承早期失效", "need") == id; }, std::chrono::seconds(30)));
  const auto searched = client.Get("/api/v1/search?q=%E8%BD%B4%E6%89%BF");
  REQUIRE(searched);
  CHECK(searched->status == 200);

  const std::string backup = (place.path() / "b.db").string();
  CHECK(place.run({"backup", backup}).exit == 0);
  place.import(R"({"kind":"achievement","id":"A1","title":"另一个标题","summary":"一段文字","visibility":"公开"})");
  const Said restored = place.run({"restore", backup});
  CHECK(restored.exit == 0);
  CHECK(restored.out == "restored " + backup + " while serving: 1 record put back, 0 withdrawn, seq 6\n");
  CHECK(service.stop() == 0);
  CHECK(service.log().find(postgres::Server::shared().password()) == std::string::npos);
}

TEST_CASE("a store moves from SQLite to PostgreSQL and back by backup and restore, on PostgreSQL") {
  if (!postgres::available()) return;
  Place place;
  place.import(kTwo);
  const std::string token = place.run({"token", "new", "portal", "--scope", "admin"}).out;
  const std::string there = (place.path() / "there.db").string(), back = (place.path() / "back.db").string();
  REQUIRE(place.run({"backup", there}).exit == 0);

  const postgres::Database database;
  place.environment = {"QUEQIAO_STORE_URL=" + database.url()};
  const Said moved = place.run({"restore", there});
  CHECK(moved.exit == 0);
  CHECK(moved.out.starts_with("restored " + there + " whole: 2 records, seq 2\n"));
  CHECK(first_hit(place, "热障涂层") == "A1");
  CHECK(place.run({"token", "list"}).out.find("portal") != std::string::npos);
  place.import(R"({"kind":"achievement","id":"A2","title":"轴承钢","summary":"一段文字","visibility":"公开"})");
  const Said again = place.run({"restore", there, "--no-build"});
  CHECK(again.exit == 0);
  CHECK(again.out == "restored " + there + " by new changes: 0 records put back, 1 withdrawn, seq 4\n");

  REQUIRE(place.run({"backup", back}).exit == 0);
  place.environment.clear();
  CHECK(place.run({"restore", back}).exit == 0);
  CHECK(place.run({"index", "check"}).out.find("2 published records in the store (seq 4)") != std::string::npos);
}

TEST_CASE("an address in the configuration is used, and its password never said, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  const Place place;
  const auto config = [&](const std::string& line) { return place.file("q.toml", "data = 'data'\n[store]\n" + line + "\n").string(); };
  const std::string given = place.file("two.jsonl", kTwo).string();
  CHECK(place.run_bare({"--config", config("url = '" + database.url() + "'"), "import", given}).exit == 0);
  CHECK(database.run("select count(*) from record") == "2");

  const std::string password = postgres::Server::shared().password();
  const std::string wrong = database.url();
  for (const std::string& line : {"url = '" + wrong.substr(0, wrong.rfind('/')) + "/none'", "url = " + wrong, "url = ['" + wrong + "']",
                                  "uri = '" + wrong + "'", "url = 'mysql" + wrong.substr(10) + "'"}) {
    const Said said = place.run_bare({"--config", config(line), "--verbose", "import", given});
    CHECK(said.exit == 2);
    CHECK_FALSE(said.err.empty());
    CHECK((said.out + said.err).find(password) == std::string::npos);
  }
}

TEST_CASE("a service outlives a restart of its database server, on PostgreSQL") {
  if (!postgres::available()) return;
  postgres::Server server;
  const postgres::Database database(server);
  Place place;
  place.environment = {"QUEQIAO_STORE_URL=" + database.url()};
  place.import(kTwo);
  place.build();
  Service service(place);
  httplib::Client client(service.address());
  const auto status_of = [&] {
    const auto answer = client.Get("/api/v1/records/A1");
    return answer ? answer->status : -1;
  };
  CHECK(status_of() == 200);
  server.halt();
  CHECK(status_of() == 503);
  CHECK(client.Get("/api/v1/records/A1")->body.find("postgresql://") == std::string::npos);
  CHECK(service.log().find("postgresql://") != std::string::npos);  // where it is, for whoever keeps it
  const auto searched = client.Get("/api/v1/search?q=%E6%B6%82%E5%B1%82");
  REQUIRE(searched);
  CHECK(searched->status == 200);  // the index answers all the same
  server.resume();
  CHECK(status_of() == 200);
  place.import(R"({"kind":"achievement","id":"A2","title":"轴承钢","summary":"一段文字","visibility":"公开"})");
  CHECK(wait_until([&] { return first_hit(place, "轴承钢") == "A2"; }, std::chrono::seconds(30)));
  CHECK(service.stop() == 0);
}

}  // namespace postgresql_test
