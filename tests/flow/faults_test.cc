// SPDX-License-Identifier: GPL-3.0-or-later
// A build, follow, rollback and gc that are killed, that lose their power or that find the disk full at any call that changes a file. Afterwards the
// index answers, at most one automatic recovery makes `index check` clean, and nothing that was accepted is lost.
//
// The first call of each operation is always tried: there it is certain what comes of it. Where else a disk is full or a process ends, chance decides whether
// the operation comes to that call, or needs no more room; so that a share of the instants must hit is asked for only where there are many of them.
//
// QUEQIAO_FAULT_INSTANTS says how many instants of each kind are tried (8; `make test-deep` tries 50), QUEQIAO_FAULT_SEED repeats a run.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <random>

#include "flow/program.h"
#include "indexer/generation_layout.h"
#include "search/searcher.h"

namespace faults_test {

using namespace program;
using nlohmann::json;

namespace {

// All changes together are one slice of follow, so that each shard holds all of them or none.
constexpr int kRecords = 60, kChanges = 20, kAll = kRecords + kChanges, kShards = 2;
constexpr int kBefore = 3, kNow = 4;  // versions of the records: of the generation in force, and of the store, which no index has seen

std::string id_of(int i) { return fmt::format("a{:05}", i); }
std::string title_of(int i, int version) { return fmt::format("轴承钢{}第{}版", i, version); }

std::string record_line(int i, const std::string& title) {
  return json{{"kind", "achievement"}, {"id", id_of(i)}, {"title", title}, {"summary", fmt::format("第{}个成果的说明", i)}, {"visibility", "公开"}}.dump() + "\n";
}

std::string lines_of_version(int version) {
  std::string lines;
  for (int i = 0; i < (version == kNow ? kAll : kRecords); ++i) lines += record_line(i, title_of(i, version));
  return lines;
}

int number_from(const char* name, int otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::atoi(value);
}

std::uint32_t seed() {
  static const std::uint32_t one = static_cast<std::uint32_t>(number_from("QUEQIAO_FAULT_SEED", static_cast<int>(std::random_device{}() & 0x7fffffff)));
  return one;
}

// A store with three generations, each of another version of its records, the newest in force, and changes of all records that no index has seen.
const Place& prepared() {
  static const Place place;
  static const bool ready = [] {
    for (int version = 1; version <= kBefore; ++version) {
      place.import(lines_of_version(version));
      const std::string keep = place.file("keep.toml", "[index]\nkeep_generations = 9\n").string();
      REQUIRE(place.run({"index", "build", "--shards", std::to_string(kShards), "--config", keep}).exit == 0);
    }
    place.import(lines_of_version(kNow));
    return true;
  }();
  (void)ready;
  return place;
}

struct Operation {
  const char* name;
  bool needs_room;  // gc only makes some; the words in its lock may be missing
  Words words, recovery;
  std::vector<std::string> answers;  // the generations that may answer while it runs, and after it ended early
  bool follows = false;              // gen-000003 is changed by it
};

const Operation kOperations[] = {
    {"build", true, {"index", "build", "--shards", "2", "--threads", "2"}, {"index", "build", "--shards", "2", "--resume"}, {"gen-000003", "gen-000004"}},
    {"follow", true, {"index", "follow", "--once"}, {"index", "follow", "--once"}, {"gen-000003"}, true},
    {"rollback", true, {"index", "rollback"}, {"index", "rollback", "--to", "gen-000002"}, {"gen-000003", "gen-000002"}},
    {"gc", false, {"index", "gc", "--keep", "1"}, {"index", "gc", "--keep", "1"}, {"gen-000003"}},
};

// What is wrong with an answer to a question for all records, as id → title; empty where nothing is. One generation answers with its own version of all records,
// as many as there were of it: gen-000003 with that of before, any other with the store's, also the one that a rollback goes back to. Shards do not commit
// together, so that while gen-000003 is followed each may hold the one or the other.
std::string fault_in(const Operation& operation, const std::string& generation, const std::map<std::string, std::string>& shown) {
  if (std::ranges::find(operation.answers, generation) == operation.answers.end()) return generation + " answers";
  const bool old = generation == "gen-000003";
  std::size_t expected = 0;
  for (int shard = 0; shard < kShards; ++shard) {
    std::vector<int> of_shard;
    for (int i = 0; i < kAll; ++i)
      if (indexer::shard_of(id_of(i), kShards) == static_cast<std::size_t>(shard)) of_shard.push_back(i);
    const auto first = shown.find(id_of(of_shard.front()));
    const bool changed = first != shown.end() && first->second == title_of(of_shard.front(), kNow);
    if (changed == old && !(changed && operation.follows)) return fmt::format("{} shows another version in shard {}", generation, shard);
    for (const int i : of_shard) {
      if (!changed && i >= kRecords) continue;
      ++expected;
      const auto found = shown.find(id_of(i));
      if (found == shown.end()) return fmt::format("{} lacks {}", generation, id_of(i));
      if (found->second != title_of(i, changed ? kNow : kBefore)) return fmt::format("{} shows {} as {}", generation, id_of(i), found->second);
    }
  }
  return shown.size() == expected ? "" : fmt::format("{} shows {} records, not {}", generation, shown.size(), expected);
}

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

// Asks for all records again and again, as a service would, and looks whether each answer is of one generation and lacks nothing.
class Asking {
 public:
  // `dark`: what is answered once this file is there does not count, since the machine has no power.
  Asking(const fs::path& data, const Operation& operation, fs::path dark = {})
      : operation_(operation), dark_(std::move(dark)), readers_(data), searcher_(readers_, world::vocabularies()) {
    ask();
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
    request.size = 2 * kAll;
    corpus::Result<search::SearchResult> answer = corpus::fail(corpus::ErrorCode::io, "", "no answer", "");
    try {
      answer = searcher_.search(request);
    } catch (const std::exception& error) {  // of files that are taken back while they are read, which is no more than dark
      answer = corpus::fail(corpus::ErrorCode::io, "", error.what(), "");
    }
    if (!dark_.empty() && fs::exists(dark_)) {
      stop_ = true;
      return;
    }
    ++asked_;
    if (!answer) {
      faults_ = to_text(answer.error());
      return;
    }
    std::map<std::string, std::string> shown;
    for (const search::Hit& hit : answer->hits) shown[hit.card.id] = hit.card.title;
    std::string fault = fault_in(operation_, answer->generation, shown);
    if (fault.empty() && static_cast<std::size_t>(answer->total) != shown.size()) fault = fmt::format("{} of {} records", shown.size(), answer->total);
    if (!fault.empty()) faults_ = fault;
  }
  const Operation& operation_;
  fs::path dark_;
  search::ReaderPool readers_;
  search::Searcher searcher_;
  std::atomic<bool> stop_ = false;
  int asked_ = 0;
  std::string faults_;
  std::thread thread_;
};

std::map<std::string, std::string> shown_by(const json& answer) {
  std::map<std::string, std::string> shown;
  for (const json& hit : answer["hits"]) shown[hit["id"]] = hit["title"];
  return shown;
}

void must_be_sound(const Place& place, const Operation& operation) {
  const Words everything{"search", "轴承", "--size", std::to_string(2 * kAll), "--json"};
  const Said found = place.run(everything);
  INFO(found.err);
  REQUIRE(found.exit == 0);
  CHECK(fault_in(operation, found.json()["generation"], shown_by(found.json())) == "");
  const Said recovered = place.run(operation.recovery);
  INFO("recovery: " << recovered.err);
  CHECK(recovered.exit == 0);
  CHECK(place.run({"index", "follow", "--once"}).exit == 0);
  const Said checked = place.run({"index", "check", "--json"});
  INFO(checked.out << checked.err);
  CHECK(checked.exit == 0);
  CHECK(checked.json()["documents"] == kAll);
  const json after = place.run(everything).json();
  CHECK(after["seq"] == kBefore * kRecords + kAll);
  std::map<std::string, std::string> all;
  for (int i = 0; i < kAll; ++i) all[id_of(i)] = title_of(i, kNow);
  CHECK(shown_by(after) == all);
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
      const Asking asking(place.data(), *operation);
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

TEST_CASE("a build killed between the rename of its generation and that of CURRENT is published by the next one, not built again") {
  const Operation& build = kOperations[0];
  const long calls = calls_of(build, true);
  int found = 0;
  for (long at = calls; at > 0 && found < 4; --at) {
    Place place;
    copy_prepared(place);
    {
      const Asking asking(place.data(), build);
      place.environment = shim(place, "kill", at, true);
      place.run(build.words);
      place.environment.clear();
    }
    const fs::path index = place.data() / "index";
    if (!fs::exists(index / "gen-000004") || content_of(index / "CURRENT") != "gen-000003\n") {
      if (fs::exists(index / "gen-000004.building")) break;  // from here on it was killed before
      continue;
    }
    INFO("killed at step " << at << " of " << calls);
    ++found;
    const json row = place.run({"index", "generations", "--json"}).json()["generations"].back();
    CHECK(row["generation"] == "gen-000004");
    CHECK(row["unpublished"] == true);
    CHECK(row["left"] == false);
    CHECK(place.run({"index", "generations"}).out.find("whole, not published") != std::string::npos);
    Words next{"index", "build", "--shards", std::to_string(kShards), "--json"};
    if (found % 2 == 1) next.push_back("--resume");
    const Said said = place.run(next);
    INFO(said.err);
    REQUIRE(said.exit == 0);
    CHECK(said.json()["generation"] == "gen-000004");
    CHECK(said.json()["resumed_documents"] == kAll);
    CHECK(content_of(index / "CURRENT") == "gen-000004\n");
    CHECK_FALSE(fs::exists(index / "gen-000004/progress.json"));
    CHECK(place.run({"index", "check"}).exit == 0);
  }
  CHECK(found >= 2);
}

TEST_CASE("after a power cut at any call the index answers and recovers by itself") {
  int cut = 0;
  const auto chosen = instants(how_many());
  for (const auto& [operation, steps, at] : chosen) {
    INFO(operation->name << " cut at " << (steps ? "step " : "call ") << at << ", seed " << seed());
    Place place;
    copy_prepared(place);
    {
      const Asking asking(place.data(), *operation, place.path() / "calls.cut");
      place.environment = shim(place, "cut", at, steps);
      const Said said = place.run(operation->words);
      place.environment.clear();
      CHECK((said.exit == 128 + SIGKILL || (said.exit == 0 && at > 1)));
      cut += said.exit != 0;
    }
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
      const Asking asking(place.data(), *operation);
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
  run({"import", "--quiet", place.file("late.jsonl", record_line(1, "轴承座1")).string()});
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
