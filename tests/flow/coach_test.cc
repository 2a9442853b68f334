// SPDX-License-Identifier: GPL-3.0-or-later
// queqiao coach from outside: stored records, drafts in every form the import reads, and all needs in a table.
#include <algorithm>

#include "program.h"

namespace coach_test {

using namespace program;
using nlohmann::json;

namespace {

const char* const kVague = R"({"kind":"need","title":"新材料技术","problem":"寻求新材料技术","indicators":[{"name":"板宽","op":"区间","low":"30","high":"10","unit":"mm"}]})";

bool has(const json& coaching, const std::string& code) {
  return std::ranges::any_of(coaching["advice"], [&](const json& one) { return one["code"] == code; });
}

std::vector<json> lines_of(const std::string& text) {
  std::vector<json> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(json::parse(line));
  return all;
}

}  // namespace

TEST_CASE("drafts are advised on before there is a store or an index") {
  const Place place;
  const Said said = place.run({"coach", "--file", place.file("draft.jsonl", std::string(kVague) + "\n").string(), "--json"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  const json coaching = said.json();
  CHECK(coaching["required"] == 16);
  CHECK(coaching["given"] == 2);
  CHECK(has(coaching, "title_is_field"));
  CHECK(has(coaching, "indicator_reversed"));
  CHECK(coaching["distinction"].is_null());
  CHECK(coaching["notes"][0]["code"] == "index_not_asked");
  const Said printed = place.run({"coach", "--file", (place.path() / "draft.jsonl").string()});
  CHECK(printed.exit == 0);
  CHECK(printed.out.find("名称只写了领域或行业“新材料技术”") != std::string::npos);
  CHECK(printed.out.find("[indicators[0] 0–") != std::string::npos);
  CHECK(printed.out.find("未填：") != std::string::npos);
}

TEST_CASE("a table of drafts is read as an import reads it, and what is none is named") {
  const Place place;
  const std::string table = "技术需求名称,主要问题,技术领域\n电子信息,寻求合作,电子信息\n炼丹炉控温,温度不准,炼丹\n";
  const Said csv = place.run({"coach", "--file", place.file("needs.csv", table).string(), "--kind", "need", "--json"});
  INFO(csv.err);
  REQUIRE(csv.exit == 0);
  const auto rows = lines_of(csv.out);
  REQUIRE(rows.size() == 2);
  CHECK(has(rows[0], "title_is_field"));
  CHECK(has(rows[1], "unknown_value"));

  const std::string lines = std::string(kVague) + "\n{broken\n{\"kind\":\"expert\",\"name\":\"安北辰\"}\n";
  const Said mixed = place.run({"coach", "--file", place.file("mixed.jsonl", lines).string(), "--json"});
  CHECK(mixed.exit == 1);
  CHECK(lines_of(mixed.out).size() == 1);
  CHECK(mixed.err.find("mixed.jsonl") != std::string::npos);
  CHECK(mixed.err.find("there is no advice on records of kind expert") != std::string::npos);
}

TEST_CASE("what cannot be coached is refused with the reason") {
  const Place place;
  place.import(R"({"kind":"need","id":"N1","title":"板材","goal":"薄"}
{"kind":"expert","id":"E1","name":"安北辰","research":"板材"}
)");
  const struct {
    Words asked;
    int exit;
    std::string says;
  } rows[] = {
      {{"coach"}, 2, "one of ID, --file and --all is needed"},
      {{"coach", "N1", "--all"}, 2, "one of ID, --file and --all is needed"},
      {{"coach", "N1", "--kind", "need"}, 2, "--kind belongs to --file"},
      {{"coach", "N9"}, 1, "there is no record with this id"},
      {{"coach", "E1"}, 2, "there is no advice on records of kind expert"},
      {{"coach", "--file", "no-such.jsonl"}, 2, "no-such.jsonl"},
      {{"coach", "--file", place.file("empty.jsonl", "\n").string()}, 2, "empty.jsonl"},
  };
  for (const auto& row : rows) {
    const Said said = place.run(row.asked);
    INFO(said.err);
    CHECK(said.exit == row.exit);
    CHECK(said.err.find(row.says) != std::string::npos);
  }
  CHECK(place.run({"coach", "N1"}).exit == 0);  // without an index
}

TEST_CASE("stored needs are coached one by one and in a table, with copies and what they tell apart", "[slow]") {
  const Place place;
  place.import_third_of_needs();
  place.build();
  const json one = place.run({"coach", "XQ-A-001", "--json"}).json();
  CHECK(one["id"] == "XQ-A-001");
  CHECK(one["distinction"]["groups"].get<int>() > 0);
  CHECK(one["generation"] == "gen-000001");

  json copy = json::parse(content_of(Place::sample("needs")).substr(0, content_of(Place::sample("needs")).find('\n')));
  copy["id"] = "XQ-NEW";
  const json again = place.run({"coach", "--file", place.file("copy.jsonl", copy.dump() + "\n").string(), "--json"}).json();
  REQUIRE(again["copies"].size() == 1);
  CHECK(again["copies"][0]["id"] == "XQ-A-001");

  const Said table = place.run({"coach", "--all"});
  INFO(table.err);
  REQUIRE(table.exit == 0);
  CHECK(std::ranges::count(table.out, '\n') == 38);  // the needs that are public, and a heading
  CHECK(table.out.find("XQ-A-001") != std::string::npos);
  const auto all = lines_of(place.run({"coach", "--all", "--json", "--quiet"}).out);
  CHECK(static_cast<std::ptrdiff_t>(all.size()) == std::ranges::count(table.out, '\n') - 1);  // a heading
  // What is not public is left out unless asked for.
  CHECK(lines_of(place.run({"coach", "--all", "--json", "--quiet", "--hidden"}).out).size() == 44);
}

}  // namespace coach_test
