// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/panel_rules.h"

#include <catch2/catch.hpp>

#include "corpus_world.h"

namespace panel_rules_test {

using namespace corpus;

namespace {

const std::string kHead = "# edition: 2\nrule\trole\tyears\tlimit\tlabel\tlabel_en\tsource\n";
const std::string kSolver = "kin\tsolver\tlife\t\t亲属\tKin\t\n";

Result<PanelRules> read(const std::string& content) {
  const corpus_world::Directory directory;
  auto rules = read_panel_rules(directory.file("conflicts.tsv", content));
  if (!rules) rules.error().where = directory.shorten(rules.error().where);
  return rules;
}

}  // namespace

TEST_CASE("the shipped rules of conflict are read, with the windows they were taken from", "[corpus][panel_rules]") {
  const auto rules = read_panel_rules(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/rules/conflicts.tsv");
  REQUIRE(rules);
  CHECK(rules->edition.starts_with("1-"));
  const auto window = [&](PanelRule rule, PanelRole role) {
    const PanelRuleRow* row = rules->find(rule, role);
    return row == nullptr ? std::string("none") : to_text(row->window);
  };
  CHECK(window(PanelRule::same_organisation, PanelRole::judge) == "1");
  CHECK(window(PanelRule::co_work, PanelRole::judge) == "4");
  CHECK(window(PanelRule::kin, PanelRole::judge) == "life");
  CHECK(window(PanelRule::advisor, PanelRole::judge) == "life");
  CHECK(window(PanelRule::same_organisation, PanelRole::solver) == "0");
  CHECK(window(PanelRule::co_work, PanelRole::solver) == "none");
  CHECK(rules->find(PanelRule::workload, PanelRole::judge)->limit == 12);
}

TEST_CASE("a rule that is off is not there, and another byte is another edition", "[corpus][panel_rules]") {
  const auto one = read(kHead + "kin\tjudge\tlife\t\t亲属\tKin\t\nco_work\tjudge\toff\t\t合作\tWorked together\t\r\n" + kSolver);
  REQUIRE(one);
  CHECK(one->rows.size() == 2);
  CHECK(one->find(PanelRule::co_work, PanelRole::judge) == nullptr);
  const auto other = read(kHead + "kin\tjudge\t3\t\t亲属\tKin\t\n" + kSolver);
  REQUIRE(other);
  CHECK(other->find(PanelRule::kin, PanelRole::judge)->window.years == 3);
  CHECK(one->edition.starts_with("2-"));
  CHECK(one->edition != other->edition);
}

TEST_CASE("a damaged file of rules is refused with its line and what would be right", "[corpus][panel_rules]") {
  const std::string judge = "kin\tjudge\tlife\t\t亲属\tKin\t\n";
  const struct {
    std::string content;
    int line;
    const char* says;
  } rows[] = {
      {"", 1, "there is no heading"},
      {"rule\trole\tyears\tlimit\tlabel\tlabel_en\tsource\n" + judge + kSolver, 4, "there is no edition"},
      {"# edition: none\n", 1, "this is no edition: none"},
      {"# edition: 0\n", 1, "this is no edition: 0"},
      {"# edition: 1\n# edition: 2\n", 2, "a second edition"},
      {"# edition: 1\nrule\trole\n", 2, "this is not the heading"},
      {kHead + judge, 4, "there is no rule for the role solver"},
      {kHead + "kin\tjudge\tlife\n", 3, "3 columns instead of 7"},
      {kHead + "friend\tjudge\t1\t\t友\tFriend\t\n", 3, "unknown rule friend"},
      {kHead + "role\tjudge\t1\t\t角色\tRole\t\n", 3, "unknown rule role"},
      {kHead + "kin\tguest\tlife\t\t亲属\tKin\t\n", 3, "unknown role guest"},
      {kHead + "kin\tjudge\tfour\t\t亲属\tKin\t\n", 3, "this is no window: four"},
      {kHead + "kin\tjudge\t\t\t亲属\tKin\t\n", 3, "this is no window: "},
      {kHead + "kin\tjudge\t-1\t\t亲属\tKin\t\n", 3, "this is no window: -1"},
      {kHead + "kin\tjudge\t101\t\t亲属\tKin\t\n", 3, "this is no window: 101"},
      {kHead + "kin\tjudge\t1.5\t\t亲属\tKin\t\n", 3, "this is no window: 1.5"},
      {kHead + judge + judge, 4, "the rule kin stands twice for judge"},
      {kHead + "kin\tjudge\tlife\t3\t亲属\tKin\t\n", 3, "the rule kin has no limit"},
      {kHead + "workload\tjudge\t1\t\t工作量\tWorkload\t\n", 3, "the workload needs a limit"},
      {kHead + "workload\tjudge\t1\t0\t工作量\tWorkload\t\n", 3, "the workload needs a limit"},
      {kHead + "workload\tjudge\tlife\t3\t工作量\tWorkload\t\n", 3, "the workload is counted over years"},
      {kHead + "kin\tjudge\tlife\t\t\tKin\t\n", 3, "a row lacks its label"},
      {kHead + "kin\tjudge\tlife\t\t亲\xFF\tKin\t\n", 3, "not UTF-8"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.content);
    const auto rules = read(row.content);
    REQUIRE_FALSE(rules);
    CHECK(rules.error().code == ErrorCode::damaged);
    CHECK(rules.error().where == "conflicts.tsv:" + std::to_string(row.line));
    CHECK(rules.error().message.find(row.says) != std::string::npos);
    CHECK_FALSE(rules.error().hint.empty());
  }
}

TEST_CASE("rules that are not there, or are a directory, are an error of reading", "[corpus][panel_rules]") {
  for (const char* path : {"/nonexistent/conflicts.tsv", "/"}) {
    const auto rules = read_panel_rules(path);
    REQUIRE_FALSE(rules);
    CHECK(rules.error().code == ErrorCode::io);
    CHECK(rules.error().where == path);
  }
}

}  // namespace panel_rules_test
