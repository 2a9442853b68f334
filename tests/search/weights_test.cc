// SPDX-License-Identifier: GPL-3.0-or-later
// Files of weights: what is written reads back, what is damaged is named, and what is in force changes without a restart.
#include "search/weights.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <thread>

#include "search/weights_in_force.h"
#include "world.h"

namespace weights_test {

using namespace search;

namespace {

const std::string kHint = "\n  hint: mend the file, or rank without it: queqiao weights use default";

// A sound file, but for one key of the outermost object.
std::string file_with(const std::string& key, const std::string& value) {
  auto object = nlohmann::ordered_json::parse(R"({"format":1,"version":"w","weights":{"text":0.8,"region":0.1}})");
  object[key] = nlohmann::ordered_json::parse(value);
  return object.dump();
}

std::string problem_of(const std::string& text) {
  const auto read = read_weights(text, "w", "w.json");
  return read ? "" : corpus::to_text(read.error());
}

class Shelf {
 public:
  Shelf() { std::filesystem::create_directories(directory.root()); }
  void write(const std::filesystem::path& file, const std::string& text) const { std::ofstream(file, std::ios::binary) << text; }
  void add(const std::string& name, double region) const {
    write(directory.file(name), to_text({{name, {{"text", 0.8}, {"region", region}}}, "2026-03-05T08:00:00Z", std::nullopt}));
  }

 private:
  world::Directory place_;

 public:
  const std::filesystem::path data = place_.path();
  const WeightsDirectory directory{data};
};

}  // namespace

TEST_CASE("a version of the weights reads back as it was written", "[weights]") {
  const WeightsVersion version{
      {"learned-1", {{"text", 0.8}, {"region", 0.123456}}}, "2026-03-05T08:00:00Z", LearnedFrom{7, 90, 30, 5, "default-5", 0.7, 0.81234}};
  const std::string text = to_text(version);
  CHECK(text == R"({
  "format": 1,
  "version": "learned-1",
  "made_at": "2026-03-05T08:00:00Z",
  "weights": {
    "region": 0.1235,
    "text": 0.8
  },
  "learned": {
    "decisions": 90,
    "held_back": 30,
    "needs_held_back": 5,
    "seed": 7,
    "before": "default-5",
    "ndcg10_before": 0.7,
    "ndcg10_after": 0.8123
  }
}
)");
  const auto read = read_weights(text, "learned-1", "f");
  REQUIRE(read.has_value());
  CHECK(to_text(*read) == text);
  CHECK(read->weights.of.at("region") == 0.1235);
  CHECK(read->learned->held_back == 30);
  CHECK(problem_of(to_text({default_weights(), "", std::nullopt})) == "w.json: \"version\" is \"default-5\", but the file is named w" + kHint);
}

TEST_CASE("a damaged file of weights is refused with what is wrong and how to mend it", "[weights]") {
  CHECK(problem_of(file_with("made_at", "\"2026\"")) == "");
  CHECK(problem_of(file_with("weights", R"({"text":0.6,"region":0.4,"evidence":0.7})")) == "");  // counted beside the others
  const std::pair<std::string, std::string> rows[] = {
      {file_with("weights", R"({"text":0.8,"colour":0.1})"),
       "there is no signal \"colour\"; there are: budget, completeness, cooperation, deadline, enterprise, evidence, field, "
       "freshness, indicators, industry, integrity, maturity, region, text"},
      {file_with("weights", R"({"text":0.8,"region":-0.1})"), "\"weights.region\" is -0.1, not a number from 0 to 1"},
      {file_with("weights", R"({"text":0.8,"region":1.5})"), "\"weights.region\" is 1.5, not a number from 0 to 1"},
      {file_with("weights", R"({"text":0.8,"region":"0.1"})"), "\"weights.region\" is string, not a number from 0 to 1"},
      {file_with("weights", R"({"text":0.8,"region":null})"), "\"weights.region\" is null, not a number from 0 to 1"},
      {file_with("weights", R"({"text":0.8,"region":0.4})"), "the weights sum to 1.2000, more than 1"},
      {file_with("weights", R"({"text":0.3,"region":0.4})"), "\"weights.region\" is larger than \"weights.text\", which has to lead"},
      {file_with("weights", R"({"region":0.4})"), "\"weights.text\" is missing or 0"},
      {file_with("weights", R"({"text":0})"), "\"weights.text\" is missing or 0"},
      {file_with("weights", "[]"), "\"weights\" is not an object of signals"},
      {R"({"format":1,"version":"w"})", "\"weights\" is not an object of signals"},
      {file_with("wieghts", "{}"), "there is no key \"wieghts\""},
      {file_with("version", "\"other\""), "\"version\" is \"other\", but the file is named w"},
      {file_with("version", "7"), "\"version\" is not a text"},
      {file_with("format", "\"1\""), "\"format\" is not a whole number"},
      {file_with("format", "-1"), "\"format\" is not a whole number"},
      {R"({"version":"w","weights":{"text":1}})", "\"format\" is missing"},
      {file_with("learned", "3"), "\"learned\" is not an object"},
      {file_with("learned", R"({"seed":1})"), "\"learned.decisions\" is missing"},
      {R"({"format":1,"version":"w","weights":{"text":0.8,"text":0.7}})", "the key \"text\" stands twice"},
      {"[]", "this is not a JSON object"},
      {std::string(70'000, ' '), "the file is longer than 65536 bytes"},
  };
  for (const auto& [text, problem] : rows) CHECK(problem_of(text) == "w.json: " + problem + kHint);
  for (const char* text : {"", "{", "NaN", R"({"format":1,"version":"w","weights":{"text":NaN}})", R"({"weights":{"text":1e999}})"})
    CHECK(problem_of(text).starts_with("w.json: not JSON: "));
  CHECK(problem_of("\xff") == "w.json: the byte 0xFF is not UTF-8" + kHint);
  CHECK(problem_of(file_with("format", "4294967297")) ==
        "w.json: the form of the file is 4294967297, this program reads 1\n"
        "  hint: use the program that wrote it, or rank without it: queqiao weights use default");
}

TEST_CASE("names of weights stay in their directory", "[weights]") {
  for (const char* name : {"learned-1", "a", "2026.spring_b"}) CHECK(is_weights_name(name));
  for (const char* name : {"", ".", "..", "../x", "a/b", "a b", "-x", ".x", "default", "default-5", "default-9", "CURRENT", "权重", "a\n"})
    CHECK_FALSE(is_weights_name(name));
  CHECK_FALSE(is_weights_name(std::string(65, 'a')));
  Shelf shelf;
  const auto read = shelf.directory.read("../secret");
  REQUIRE_FALSE(read.has_value());
  CHECK(corpus::to_text(read.error()) == "../secret: this is no name of a version of the weights\n  hint: there are: default");
}

TEST_CASE("without CURRENT the default is in force, with it the version of its first line", "[weights]") {
  Shelf shelf;
  const auto in_force = [&] {
    const auto weights = shelf.directory.in_force();
    return weights ? weights->version : corpus::to_text(weights.error());
  };
  CHECK(in_force() == "default-5");
  CHECK(WeightsDirectory(shelf.data / "nowhere").in_force()->version == "default-5");
  for (const char* name : {"learned-10", "learned-2", "spring"}) shelf.add(name, 0.1);
  shelf.write(shelf.directory.root() / "notes.txt", "x");
  CHECK(shelf.directory.names() == std::vector<std::string>{"learned-2", "learned-10", "spring"});
  shelf.write(shelf.directory.current(), "learned-2\ndefault\n");
  CHECK(in_force() == "learned-2");
  CHECK(*shelf.directory.stack() == std::vector<std::string>{"learned-2", "default"});
  shelf.write(shelf.directory.current(), "default\n");
  CHECK(in_force() == "default-5");
  shelf.write(shelf.directory.current(), "learned-3\n");
  CHECK(in_force() == shelf.directory.file("learned-3").string() +
                          ": there is no such version of the weights\n"
                          "  hint: there are: default, learned-2, learned-10, spring; choose one: queqiao weights use VERSION");
  const std::string mend = "\n  hint: put one in force anew: queqiao weights use default, or queqiao weights use VERSION";
  shelf.write(shelf.directory.current(), "");
  CHECK(in_force() == shelf.directory.current().string() + ": the file names no version of the weights" + mend);
  shelf.write(shelf.directory.current(), "learned-2\n../x\n");
  CHECK(in_force() == shelf.directory.current().string() + ":2: the line names no version of the weights" + mend);
}

TEST_CASE("a process that runs on takes up another version, and keeps what it has where that one is damaged", "[weights]") {
  Shelf shelf;
  shelf.add("learned-1", 0.1);
  std::vector<std::string> said;
  WeightsInForce weights(shelf.data, default_weights(), [&](const Weights& now) { said.push_back(now.version); },
                         [&](const corpus::Error& error) { said.push_back(std::string(corpus::to_string(error.code))); });
  const auto waits_for = [&](const auto& holds) {
    for (int i = 0; i < 500; ++i) {
      if (const auto now = weights.get(); holds(*now)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  };
  CHECK(weights.get()->version == "default-5");
  const std::shared_ptr<const Weights> held = weights.get();
  shelf.write(shelf.directory.current(), "learned-1\n");
  CHECK(waits_for([](const Weights& now) { return now.version == "learned-1"; }));
  CHECK(held->version == "default-5");  // who asked before keeps what they asked with
  shelf.write(shelf.directory.file("learned-1"), "{");
  CHECK(waits_for([&](const Weights&) { return said.size() == 2; }));
  CHECK(weights.get()->version == "learned-1");
  shelf.add("learned-1", 0.05);
  CHECK(waits_for([](const Weights& now) { return now.of.at("region") == 0.05; }));
  CHECK(said == std::vector<std::string>{"learned-1", "damaged", "learned-1"});
}

}  // namespace weights_test
