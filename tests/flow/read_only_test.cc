// SPDX-License-Identifier: GPL-3.0-or-later
// A data directory in which the program may write nothing, as on a read-only mount or in another user's hands.
#include <httplib.h>

#include <algorithm>

#include "program.h"

namespace read_only_test {

using namespace program;
using nlohmann::json;

namespace {

constexpr auto kWrite = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
constexpr auto kRead = fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
constexpr auto kEnter = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;

void for_each_below(const fs::path& top, const std::function<void(const fs::path&)>& act) {
  std::vector<fs::path> all{top};
  for (const auto& entry : fs::recursive_directory_iterator(top)) all.push_back(entry.path());
  std::ranges::for_each(all, act);
}

// Takes the right to write in the data directory from the program. Rights do not stop root: where the test runs as root, the program runs as nobody.
class Closed {
 public:
  explicit Closed(Place& place) : place_(place) {
    if (!root_) {
      for_each_below(place.data(), [](const fs::path& path) { fs::permissions(path, kWrite, fs::perm_options::remove); });
      return;
    }
    fs::permissions(place.path(), kRead | kEnter, fs::perm_options::add);
    for_each_below(place.data(), [](const fs::path& path) {
      fs::permissions(path, fs::is_directory(path) ? kRead | kEnter : kRead, fs::perm_options::add);
    });
    place.through = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
  }
  ~Closed() { open(); }
  Closed(const Closed&) = delete;
  Closed& operator=(const Closed&) = delete;

  // For those who come from now on.
  void open() {
    place_.through.clear();
    if (root_) return;
    for_each_below(place_.data(), [](const fs::path& path) { fs::permissions(path, fs::perms::owner_write, fs::perm_options::add); });
  }

  // Whether the program runs and reads under these rights: setpriv may be missing, and the directories above may be closed to nobody.
  bool holds() const {
    try {
      return place_.run({"index", "check"}).exit == 0;
    } catch (const std::runtime_error&) {
      return false;
    }
  }

 private:
  Place& place_;
  const bool root_ = ::geteuid() == 0;
};

const char* const kRecord = R"({"kind":"achievement","id":"A1","title":"轴承钢","summary":"一段文字","visibility":"公开"})";
const char* const kAnother = R"({"kind":"achievement","id":"A2","title":"轴承套圈","summary":"一段文字","visibility":"公开"})";

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++count;
  return count;
}

}  // namespace

TEST_CASE("a data directory that can only be read is served, and what would write is refused") {
  Place place;
  place.import(kRecord);
  place.build();
  const std::string admin = place.run({"token", "new", "admin", "--scope", "admin", "--json"}).json()["token"];
  const bool worker = GENERATE(true, false);
  Closed closed(place);
  if (!closed.holds()) {
    WARN("skipped: the program cannot be run as a user who may not write (setpriv, or the rights of the directories above)");
    return;
  }
  Service service(place, worker ? Words{} : Words{"--no-worker"});
  httplib::Client client(service.address());
  client.set_read_timeout(60);
  const httplib::Headers headers{{"Authorization", "Bearer " + admin}};
  const auto get = [&](const std::string& target) {
    const auto answer = client.Get(target, headers);
    REQUIRE(answer);
    INFO(answer->body);
    REQUIRE(answer->status == 200);
    return json::parse(answer->body);
  };
  CHECK(get("/api/v1/search?q=%E8%BD%B4%E6%89%BF")["hits"].size() == 1);
  CHECK(get("/api/v1/records/A1")["record"]["id"] == "A1");
  CHECK(get("/api/v1/status")["read_only"] == true);
  CHECK(get("/readyz")["status"] == "ready");
  for (const auto& [target, body] : std::vector<std::pair<std::string, std::string>>{{"/api/v1/records", R"({"kind":"need","title":"轴承","problem":"磨损"})"},
                                                                                     {"/api/v1/jobs", R"({"kind":"build"})"},
                                                                                     {"/api/v1/jobs/J-000001/cancel", ""}}) {
    const auto answer = client.Post(target, headers, body, "application/json");
    REQUIRE(answer);
    INFO(target << ": " << answer->body);
    CHECK(answer->status == 503);
    const json error = json::parse(answer->body)["error"];
    CHECK(error["code"] == "unavailable");
    CHECK(error["message"].get<std::string>().find("read only") != std::string::npos);
    CHECK(error["hint"].get<std::string>().find("writable") != std::string::npos);
  }

  // Somebody who may write does so: the service reads what is there now.
  closed.open();
  place.import(kAnother);
  CHECK(wait_until(
      [&] {
        const auto answer = client.Get("/api/v1/records/A2", headers);
        return answer && answer->status == 200;
      },
      std::chrono::seconds(20)));
  CHECK(get("/api/v1/status")["store"]["seq"] == 2);
  CHECK(service.stop() == 0);
  CHECK(count_of(service.log(), "read only: nothing can be submitted") == 1);
  CHECK(place.run({"index", "check"}).exit == 0);
}

TEST_CASE("check names the structure of files as not seen where it may not write to a shard that follow has changed") {
  Place place;
  place.import(kRecord);
  place.build();
  place.import(kAnother);
  REQUIRE(place.run({"index", "follow", "--once"}).exit == 0);
  const std::string left_out = "not seen: shard-00: Xapian's own check of the structure of the files was left out";
  CHECK(place.run({"index", "check"}).out.find(left_out) == std::string::npos);
  Closed closed(place);
  if (!closed.holds()) {
    WARN("skipped: the program cannot be run as a user who may not write (setpriv, or the rights of the directories above)");
    return;
  }
  const Said said = place.run({"index", "check"});
  INFO(said.out << said.err);
  CHECK(said.exit == 0);
  CHECK(said.out.find(left_out) != std::string::npos);
  CHECK(said.err.find("its documents and postings were compared only") != std::string::npos);
  CHECK(said.err.find("its bytes") == std::string::npos);
}

TEST_CASE("what a closed gate left is not called a running build where nothing may be written, and what would write says why it may not") {
  Place place;
  place.import(kRecord);
  place.build();
  place.file("golden.tsv", "水肥\tA1\n");
  const std::string given = place.file("another.jsonl", kAnother).string();
  const std::string config = place.file("gate.toml", "[gate]\ngolden = \"golden.tsv\"\n").string();
  REQUIRE(place.run({"index", "build", "--config", config}).exit == 2);
  Closed closed(place);
  if (!closed.holds()) {
    WARN("skipped: the program cannot be run as a user who may not write (setpriv, or the rights of the directories above)");
    return;
  }
  const Said listed = place.run({"index", "generations"});
  CHECK(listed.out.find("failed gate: golden (") != std::string::npos);
  CHECK(listed.out.find("building") == std::string::npos);
  for (const Words& words : {Words{"index", "gc"}, Words{"index", "rollback"}, Words{"index", "build"}, Words{"index", "follow", "--once"}, Words{"import", given}}) {
    INFO(words.front() << ' ' << words.back());
    const Said refused = place.run(words);
    CHECK(refused.exit == 2);
    CHECK(refused.out.empty());
    CHECK(refused.err.find("read only: this user may not write here\n  hint: check owner and rights of the directory") != std::string::npos);
  }
}

}  // namespace read_only_test
