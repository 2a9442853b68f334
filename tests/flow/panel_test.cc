// SPDX-License-Identifier: GPL-3.0-or-later
// queqiao panel from outside, over the sample corpus: the protocol, the same panel again, panels that cannot be filled, and what is refused.
#include <algorithm>

#include "program.h"

namespace panel_test {

using namespace program;
using nlohmann::json;

namespace {

std::string rules_of(const json& panel, const std::string& id) {
  std::string rules;
  for (const json& one : panel["excluded"])
    if (one["id"] == id)
      for (const json& why : one["reasons"]) rules += (rules.empty() ? "" : " ") + why["rule"].get<std::string>();
  return rules;
}

}  // namespace

TEST_CASE("a panel over the sample corpus is drawn, explained, and drawn again from its seed") {
  const Place place;
  place.import_sample();
  place.build();
  const Words asked{"panel", "XQ-S-006", "--judges", "1", "--reserves", "1", "--date", "2026-06-30", "--uncovered", "--json"};
  const Said first = place.run(asked);
  INFO(first.err);
  REQUIRE(first.exit == 0);
  const json panel = first.json();
  CHECK(panel["complete"] == true);
  CHECK(panel["judges"].size() == 1);
  for (const json& one : panel["eligible"]) CHECK(one["share"] >= 67);
  CHECK(panel["uncovered"].size() > 0);
  for (const json& one : panel["excluded"]) CHECK(one["reasons"].size() > 0);
  Words again = asked;
  again.insert(again.end(), {"--seed", panel["seed"].get<std::string>()});
  CHECK(place.run(again).json() == panel);
  CHECK(panel["covered_by_nobody"] == panel["uncovered"]);

  // What no reviewer of the index covers is named and does not count; what one covers who has a conflict does, unless it is accepted.
  const Said nobodys = place.run({"panel", "XQ-S-006", "--judges", "1", "--reserves", "1", "--date", "2026-06-30"});
  CHECK(nobodys.exit == 0);
  CHECK(nobodys.out.find("老师傅经验：索引中没有任何评审专家涉及 no reviewer in the whole index covers it\n") != std::string::npos);
  CHECK(nobodys.err.find("topics that no reviewer in the whole index covers: 老师傅经验; the panel is not held to them") != std::string::npos);
  Words tied{"panel", "XQ-H-002", "--judges", "1", "--reserves", "1", "--date", "2026-06-30", "--fit", "0"};
  const Said not_accepted = place.run(tied);
  CHECK(not_accepted.exit == 1);
  CHECK(not_accepted.out.find("主题未覆盖 topics not covered: 2\n") != std::string::npos);
  tied.push_back("--uncovered");
  CHECK(place.run(tied).exit == 0);

  // Who knows this need made CG-A-001 with the enterprise that asks; who shares a word or the field with it does not judge it.
  const Said clogged = place.run({"panel", "XQ-A-001", "--judges", "1", "--reserves", "1", "--date", "2026-06-30", "--json"});
  CHECK(clogged.exit == 1);
  CHECK(rules_of(clogged.json(), "ZJ-A-003").find("co_work") == 0);
  CHECK(rules_of(clogged.json(), "ZJ-X-005") == "fit");
  // The floor that would fill it is named, with a warning, and does.
  const json refused = clogged.json();
  std::string floor;
  for (const json& one : refused["relaxations"])
    if (one["rule"] == "fit" && one["topic"] == "" && one["admits"] >= 2) floor = one["to"].get<std::string>();
  REQUIRE_FALSE(floor.empty());
  CHECK(std::stoi(floor) < 50);
  for (const json& note : refused["notes"]) CHECK(note["code"] != "relaxing_not_enough");
  CHECK(place.run({"panel", "XQ-A-001", "--judges", "1", "--reserves", "1", "--date", "2026-06-30", "--fit", floor, "--uncovered"}).exit == 0);
  const Said printed = place.run(
      {"panel", "XQ-A-001", "--judges", "1", "--reserves", "1", "--date", "2026-06-30", "--seed", "8817", "--fit", "0", "--uncovered"});
  CHECK(printed.exit == 0);
  for (const char* line : {"种子 seed 8817  日期 date 2026-06-30", "人选范围 pool 200", "评审专家 judges 1/1", "候补 reserves 1/1",
                           "合作关系（结束后 4 年内）：与阿克苏疆畛智慧农业有限公司共同完成成果", "Worked together (until 4 years after): made the result CG-A-001"})
    CHECK(printed.out.find(line) != std::string::npos);

  const auto at = [&](const char* text) { return printed.out.find(text); };
  CHECK(at("按规则 by rule: ") < at("合作关系 Worked together 1\n"));
  CHECK(at("合作关系 Worked together 1\n") < at("ZJ-A-003  阚若川"));
  CHECK(at("ZJ-A-003  阚若川") < at("角色、主题或适合度 role, topics or fit "));
  CHECK(at("--verbose lists them") != std::string::npos);
  CHECK(at("角色：不是评审专家") == std::string::npos);
  const Said whole = place.run({"panel", "XQ-A-001", "--judges", "1", "--reserves", "1", "--date", "2026-06-30", "--seed", "8817", "--verbose"});
  CHECK(whole.out.find("适合度：只及最合适者的 ") != std::string::npos);
  CHECK(whole.out.find("角色：不是评审专家  role: is no reviewer") != std::string::npos);

  const Said short_of = place.run({"panel", "XQ-B-007", "--judges", "9", "--reserves", "0", "--date", "2026-06-30"});
  CHECK(short_of.exit == 1);
  CHECK(short_of.out.find("人数不足 not enough") != std::string::npos);
  CHECK(short_of.out.find("“关联单位”由1 年放宽为停用") != std::string::npos);

  const struct {
    Words words;
    int exit;
    const char* says;
  } rows[] = {
      {{"panel", "XQ-X-999"}, 1, "there is no record with this id in the index"},
      {{"panel", "XQ-S-010"}, 1, "the record is not public\n  hint: add --hidden"},
      {{"panel", "ZJ-A-001"}, 2, "there is no panel for a record of kind expert"},
      {{"panel"}, 2, "ID"},
      {{"panel", "XQ-A-001", "--date", "2026-02-30"}, 2, "is not a day of the calendar"},
      {{"panel", "XQ-A-001", "--judges", "0"}, 2, "--judges"},
      {{"panel", "XQ-A-001", "--fit", "101"}, 2, "--fit"},
      {{"panel", "XQ-A-001", "--seed", ""}, 2, "a seed is text of 1 to 64 bytes"},
      {{"panel", "XQ-A-001", "--role", "guest"}, 2, "--role"},
      {{"--config", place.file("bad.toml", "[search]\nconflicts = 'rules.tsv'\n").string(), "panel", "XQ-A-001"}, 2, "cannot be opened"},
  };
  for (const auto& row : rows) {
    const Said said = place.run(row.words);
    CAPTURE(row.says, said.err);
    CHECK(said.exit == row.exit);
    CHECK(said.err.find(row.says) != std::string::npos);
  }
  place.file("rules.tsv", "# edition: 1\nrule\trole\n");
  const Said damaged = place.run({"--config", (place.path() / "bad.toml").string(), "panel", "XQ-A-001"});
  CHECK(damaged.exit == 2);
  CHECK(damaged.err.find("rules.tsv:2: this is not the heading") != std::string::npos);
}

}  // namespace panel_test
