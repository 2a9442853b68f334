// SPDX-License-Identifier: GPL-3.0-or-later
// A service under a low limit of open files: every question is answered.
#include <httplib.h>

#include <atomic>

#include "program.h"

namespace open_files_test {

using namespace program;

namespace {

// An index of eight shards: sixteen questions at once would open more than five hundred files.
void build_eight_shards(const Place& place) {
  place.import_sample();
  const Said said = place.run({"index", "build", "--shards", "8"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
}

Words under_limit(const std::string& ulimit) { return {"/bin/sh", "-c", ulimit + " && exec \"$0\" \"$@\""}; }

// From 16 clients at once, two questions each, which no queue of theirs makes wait five seconds. Returns what was answered other than with 200.
std::string refusals(const Service& service) {
  std::mutex mutex;
  std::string said;
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < 16; ++i)
      clients.emplace_back([&, i] {
        httplib::Client client(service.address());
        client.set_read_timeout(60);
        for (int asked = 0; asked < 2; ++asked) {
          const auto answer = client.Get("/api/v1/search?q=%E6%B0%B4+%E7%94%B5+" + std::to_string(i) + "&size=20");
          if (answer && answer->status == 200) continue;
          const std::lock_guard lock(mutex);
          said += answer ? answer->body + "\n" : "no answer\n";
        }
      });
  }
  return said;
}

}  // namespace

TEST_CASE("a service raises its own limit of open files as far as it may", "[alone]") {
  Place place;
  build_eight_shards(place);
  place.through = under_limit("ulimit -S -n 100");
  Service service(place);
  CHECK(refusals(service) == "");
  CHECK(service.stop() == 0);
}

TEST_CASE("a service that may not open more files answers all the same, with fewer readers", "[alone]") {
  Place place;
  build_eight_shards(place);
  place.through = under_limit("ulimit -n 384");
  Service service(place);
  CHECK(refusals(service) == "");
  CHECK(service.log().find("damaged") == std::string::npos);
  CHECK(service.stop() == 0);
}

}  // namespace open_files_test
