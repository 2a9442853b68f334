// SPDX-License-Identifier: GPL-3.0-or-later
// A build, follow, rollback and gc that are killed, that lose their power or that find the disk full at any call that changes a file. Afterwards the
// index answers, at most one automatic recovery makes `index check` clean, and nothing that was accepted is lost.
//
// The first call of each operation is always tried: there it is certain what comes of it. Where else a disk is full or a process ends, chance decides whether
// the operation comes to that call, or needs no more room; so that a share of the instants must hit is asked for only where there are many of them.
//
// QUEQIAO_FAULT_INSTANTS says how many instants of each kind are tried (8; `make test-deep` tries 50), QUEQIAO_FAULT_SEED repeats a run.
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "flow/program.h"
#include "search/searcher.h"

namespace faults_test {

using namespace program;
using nlohmann::json;

namespace {

constexpr int kRecords = 120, kChanges = 30;

std::string record_line(int i, const std::string& title) {
  return json{{"kind", "achievement"}, {"id", fmt::format("a{:05}", i)}, {"title", fmt::format("{}{}", title, i)}, {"summary", fmt::format("第{}个成果的说明", i)},
              {"visibility", "公开"}}
             .dump() +
         "\n";
}

int number_from(const char* name, int otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::atoi(value);
}

std::uint32_t seed() {
  static const std::uint32_t one = static_cast<std::uint32_t>(number_from("QUEQIAO_FAULT_SEED", static_cast<int>(std::random_device{}() & 0x7fffffff)));
  return one;
}

// A store with three generations, the newest in force, and changes that no index has seen.
const Place& prepared() {
  static const Place place;
  static const bool ready = [] {
    std::string lines;
    for (int i = 0; i < kRecords; ++i) lines += record_line(i, "轴承钢");
    place.import(lines);
    for (int i = 0; i < 3; ++i) REQUIRE(place.run({"index", "build", "--shards", "2", "--config", place.file("keep.toml", "[index]\nkeep_generations = 9\n").string()}).exit == 0);
    lines.clear();
    for (int i = kRecords - 10; i < kRecords + kChanges; ++i) lines += record_line(i, "轴承套圈");
    place.import(lines);
    return true;
  }();
  (void)ready;
  return place;
}

struct Operation {
  const char* name;
  bool needs_room;  // gc only makes some; the words in its lock may be missing
  Words words, recovery;
};

const Operation kOperations[] = {
    {"build", true, {"index", "build", "--shards", "2", "--threads", "2"}, {"index", "build", "--shards", "2", "--resume"}},
    {"follow", true, {"index", "follow", "--once"}, {"index", "follow", "--once"}},
    {"rollback", true, {"index", "rollback"}, {"index", "rollback", "--to", "gen-000002"}},
    {"gc", false, {"index", "gc", "--keep", "1"}, {"index", "gc", "--keep", "1"}},
};

void copy_prepared(const Place& place) {
  const auto& from = prepared().data();
  fs::copy(from, place.data(), fs::copy_options::recursive);
}

Words shim(const Place& place, const std::string& what, long at, bool steps) {
  return {std::string("QUEQIAO_FAULT_ON=") + (steps ? "steps" : "all"),
          std::string("LD_PRELOAD=") + QUEQIAO_FAULT_SHIM, "QUEQIAO_FAULT_DIR=" + (place.data() / "index").string(), "QUEQIAO_FAULT=" + what,
          "QUEQIAO_FAULT_AT=" + std::to_string(at), "QUEQIAO_FAULT_REPORT=" + (place.path() / "calls").string()};
}

long calls_of(const Operation& operation, bool steps) {
  Place place;
  copy_prepared(place);
  place.environment = shim(place, "count", 0, steps);
  const Said said = place.run(operation.words);
  INFO(operation.name << ": " << said.err);
  REQUIRE(said.exit == 0);
  return std::atol(content_of(place.path() / "calls").c_str());
}

// Asks one question again and again, as a service would.
class Asking {
 public:
  explicit Asking(const fs::path& data) : readers_(data), searcher_(readers_, world::vocabularies()) {
    thread_ = std::thread([this] {
      while (!stop_) ask();
    });
  }
  ~Asking() {
    stop_ = true;
    thread_.join();
    CHECK(faults_ == "");
    CHECK(asked_ > 0);
  }

 private:
  void ask() {
    search::SearchRequest request;
    request.query = "轴承";
    const auto answer = searcher_.search(request);
    ++asked_;
    if (!answer) faults_ = to_text(answer.error());
    else if (answer->total < kRecords || answer->total > kRecords + kChanges || answer->hits.size() != 10)
      faults_ = fmt::format("{} hits in {}", answer->total, answer->generation);
  }
  search::ReaderPool readers_;
  search::Searcher searcher_;
  std::atomic<bool> stop_ = false;
  int asked_ = 0;
  std::string faults_;
  std::thread thread_;
};

void must_be_sound(const Place& place, const Operation& operation) {
  const Said found = place.run({"search", "轴承", "--json"});
  INFO(found.err);
  CHECK(found.exit == 0);
  CHECK(found.json()["hits"].size() == 10);
  const Said recovered = place.run(operation.recovery);
  INFO("recovery: " << recovered.err);
  CHECK(recovered.exit == 0);
  CHECK(place.run({"index", "follow", "--once"}).exit == 0);
  const Said checked = place.run({"index", "check", "--json"});
  INFO(checked.out << checked.err);
  CHECK(checked.exit == 0);
  CHECK(checked.json()["documents"] == kRecords + kChanges);
  CHECK(place.run({"search", "轴承套圈", "--json"}).json()["seq"] == kRecords + kChanges + 10);
}

struct Instant {
  const Operation* operation;
  bool steps;  // counted over the calls outside the databases only
  long at;
};

// The first call of each operation. Then as many instants of each and of each way of counting, one at a random place in each of as many equal parts of its
// calls, so that no step is left out.
std::vector<Instant> instants(int how_many) {
  std::vector<Instant> chosen;
  std::mt19937 random(seed());
  const long each = std::max<long>(1, how_many / static_cast<long>(2 * std::size(kOperations)));
  long all = 0;
  for (const Operation& operation : kOperations) {
    chosen.push_back({&operation, false, 1});
    for (const bool steps : {false, true}) {
      const long calls = calls_of(operation, steps);
      if (!steps) all += calls;
      for (long part = 0; part < std::min(each, calls); ++part) {
        const long from = calls * part / each, to = calls * (part + 1) / each;
        chosen.push_back({&operation, steps, 1 + std::uniform_int_distribution<long>(from, std::max(from, to - 1))(random)});
      }
    }
  }
  std::printf("faults: seed %u, %zu instants of %ld calls\n", seed(), chosen.size(), all);
  return chosen;
}

int how_many() { return number_from("QUEQIAO_FAULT_INSTANTS", 8); }

// So many that a share of them cannot be missed by chance.
bool are_many() { return how_many() >= 50; }

}  // namespace

TEST_CASE("killed at any call that changes a file, the index answers on and recovers by itself") {
  int killed = 0;
  const auto chosen = instants(how_many());
  for (const auto& [operation, steps, at] : chosen) {
    INFO(operation->name << " killed at " << (steps ? "step " : "call ") << at << ", seed " << seed());
    Place place;
    copy_prepared(place);
    {
      const Asking asking(place.data());
      place.environment = shim(place, "kill", at, steps);
      const Said said = place.run(operation->words);
      place.environment.clear();
      CHECK((said.exit == 128 + SIGKILL || (said.exit == 0 && at > 1)));  // threads write in another order each time: there may be a call less
      killed += said.exit != 0;
    }
    must_be_sound(place, *operation);
  }
  if (are_many()) CHECK(killed > static_cast<int>(chosen.size()) / 2);
}

TEST_CASE("after a power cut at any call the index answers and recovers by itself") {
  int cut = 0;
  const auto chosen = instants(how_many());
  for (const auto& [operation, steps, at] : chosen) {
    INFO(operation->name << " cut at " << (steps ? "step " : "call ") << at << ", seed " << seed());
    Place place;
    copy_prepared(place);
    place.environment = shim(place, "cut", at, steps);
    const Said said = place.run(operation->words);
    place.environment.clear();
    CHECK((said.exit == 128 + SIGKILL || (said.exit == 0 && at > 1)));
    cut += said.exit != 0;
    must_be_sound(place, *operation);
  }
  if (are_many()) CHECK(cut > static_cast<int>(chosen.size()) / 2);
}

TEST_CASE("a full disk stops a build, follow or rollback with a message, and what was in force stays") {
  int stopped = 0;
  const auto chosen = instants(how_many());
  for (const auto& [operation, steps, at] : chosen) {
    INFO(operation->name << " full at " << (steps ? "step " : "call ") << at << ", seed " << seed());
    Place place;
    copy_prepared(place);
    {
      const Asking asking(place.data());
      place.environment = shim(place, "full", at, steps);
      const Said said = place.run(operation->words);
      place.environment.clear();
      INFO(said.err);
      if (at == 1)
        CHECK(said.exit == (operation->needs_room ? 2 : 0));
      else
        CHECK((said.exit == 0 || said.exit == 2));  // what needs no more writing may still end well
      if (said.exit == 2) CHECK(said.err.find("error: ") != std::string::npos);
      CHECK(said.err.find("damaged") == std::string::npos);  // a full disk is not a broken index
      stopped += said.exit == 2;
    }
    must_be_sound(place, *operation);
  }
  if (are_many()) CHECK(stopped > static_cast<int>(chosen.size()) / 3);
}

TEST_CASE("a build that ends because the whole disk is full says so in its job, with the path and what is free") {
  constexpr int kParts = 4;  // the job's first and last words are at the ends
  long calls = 0;
  for (int part = 0; part < kParts; ++part) {
    Place place;
    copy_prepared(place);
    REQUIRE(fs::exists(place.data() / "queqiao.reserve"));
    const auto whole_disk = [&](const std::string& what, long at) {
      Words words = shim(place, what, at, false);
      std::erase_if(words, [](const std::string& word) { return word.starts_with("QUEQIAO_FAULT_DIR="); });
      words.push_back("QUEQIAO_FAULT_DIR=" + place.data().string());
      words.push_back("QUEQIAO_FAULT_FREED_BY=queqiao.reserve");
      return words;
    };
    const Words build{"index", "build", "--shards", "2", "--threads", "2"};
    place.environment = whole_disk(part == 0 ? "count" : "full", calls * part / kParts);
    const Said said = place.run(build);
    place.environment.clear();
    INFO(said.err);
    if (part == 0) {
      REQUIRE(said.exit == 0);
      calls = std::atol(content_of(place.path() / "calls").c_str());
      continue;
    }
    INFO("full at call " << calls * part / kParts << " of " << calls);
    CHECK(said.exit == 2);
    const json job = place.run({"jobs", "--json"}).json()["jobs"][0];
    const auto message = job["message"].get<std::string>();
    INFO(message);
    CHECK(job["kind"] == "build");
    CHECK(job["state"] == "failed");
    CHECK(job["finished_at"] != "");
    CHECK(message.starts_with("the disk is full: " + place.data().string()));
    CHECK(message.find(" are free") != std::string::npos);
    CHECK_FALSE(fs::exists(place.data() / "queqiao.reserve"));
    must_be_sound(place, kOperations[0]);
    CHECK(fs::exists(place.data() / "queqiao.reserve"));
  }
}

TEST_CASE("a clock that goes backwards confuses neither store nor index") {
  Place place;
  copy_prepared(place);
  const Words backwards = shim(place, "clock", 0, false);
  const auto run = [&](const Words& words) {
    place.environment = backwards;
    Said said = place.run(words);
    place.environment.clear();
    INFO(said.err);
    CHECK(said.exit == 0);
    return said;
  };
  const std::string first = run({"index", "build", "--shards", "2", "--json"}).json()["built_at"], second = run({"index", "build", "--json"}).json()["built_at"];
  CHECK(first.substr(0, 2) == "20");
  CHECK(second.substr(0, 2) == "20");
  run({"import", "--quiet", place.file("late.jsonl", record_line(1, "轴承座")).string()});
  run({"index", "follow", "--once"});
  CHECK(run({"search", "轴承座1", "--json"}).json()["hits"][0]["id"] == "a00001");
  run({"index", "rollback"});
  run({"index", "follow", "--once"});
  CHECK(run({"search", "轴承座1", "--json"}).json()["hits"][0]["id"] == "a00001");
  run({"index", "gc", "--keep", "1"});
  CHECK(run({"index", "check", "--json"}).json()["problems"].empty());
  CHECK(run({"jobs", "--json"}).exit == 0);
}

}  // namespace faults_test
