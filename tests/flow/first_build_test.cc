// SPDX-License-Identifier: GPL-3.0-or-later
// Asking while the very first index is being built.
#include <catch2/catch.hpp>
#include <httplib.h>

#include <algorithm>

#include "flow/program.h"

namespace first_build_test {

using namespace program;

namespace {

bool is_building(const Place& place) {
  std::error_code error;
  const fs::directory_iterator all(place.data() / "index", error);
  return std::any_of(begin(all), end(all), [](const fs::directory_entry& entry) { return entry.path().extension() == ".building"; });
}

}  // namespace

// The build stands still meanwhile, so it cannot be quicker than the questions.
TEST_CASE("who searches while the first build runs is told so, with its job, and who searches after it was killed is not") {
  const Place place;
  place.import_sample();
  const auto build = place.start("build", {"index", "build", "--threads", "1"});
  REQUIRE(wait_until([&] { return is_building(place); }, std::chrono::seconds(20), std::chrono::milliseconds(1)));
  build->send(SIGSTOP);
  REQUIRE_FALSE(fs::exists(place.data() / "index/CURRENT"));
  const std::string began = "error: " + (place.data() / "index").string() + ": no index has been built here";
  for (const Words& words : {Words{"search", "轴承"}, Words{"index", "follow", "--once"}}) {
    const Said said = place.run(words);
    INFO(said.err);
    CHECK(said.exit == 2);
    CHECK(said.err.starts_with(began + ": the first build is running, J-000002"));
    CHECK(said.err.ends_with("\n  hint: ask again when it has ended; queqiao index status says how far it is\n"));
  }
  const Service service(place, {"--no-worker"});
  httplib::Client client(service.address());
  const auto told = [&](const char* path) {
    const auto answer = client.Get(path);
    REQUIRE(answer);
    CHECK(answer->status == 503);
    return nlohmann::json::parse(answer->body)["error"];
  };
  const auto answered = told("/api/v1/search?q=x");
  CHECK(answered["message"].get<std::string>().starts_with(
      "尚未建立索引，正在首次建立 / no index has been built here: the first build is running, J-000002"));
  CHECK(answered["hint"].get<std::string>().find("ask again when it has ended") != std::string::npos);
  CHECK(told("/readyz")["message"].get<std::string>().find("the first build is running, J-000002") != std::string::npos);
  build->send(SIGKILL);
  build->send(SIGCONT);
  build->wait();
  CHECK(place.run({"search", "轴承"}).err == began + "\n  hint: build it: queqiao index build\n");
  CHECK(told("/api/v1/search?q=x")["message"] == "尚未建立索引 / no index has been built here");
}

}  // namespace first_build_test
