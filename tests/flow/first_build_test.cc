// SPDX-License-Identifier: GPL-3.0-or-later
// Asking while the very first index is being built.
#include <catch2/catch.hpp>

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
  build->send(SIGKILL);
  build->send(SIGCONT);
  build->wait();
  CHECK(place.run({"search", "轴承"}).err == began + "\n  hint: build it: queqiao index build\n");
}

}  // namespace first_build_test
