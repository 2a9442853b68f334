// SPDX-License-Identifier: GPL-3.0-or-later
// Organisations behind a panel: how they are told to be one where ids and names do not agree, how far shares are followed, and what is said of a panel
// that cannot be filled however many rules are relaxed.
#include <catch2/catch.hpp>

#include "search/panel_world.h"

namespace panel_ownership_test {

using namespace search;
using panel_world::ids;
using panel_world::Panels;
using panel_world::why;

namespace {

const std::string kAbout = R"("title":"管道防腐","problem":"管道防腐涂层脱落","keywords":["涂层"])";

std::string note_of(const Panel& panel, const std::string& code) {
  const auto at = std::ranges::find(panel.notes, code, &Note::code);
  return at == panel.notes.end() ? "" : at->message;
}

// e0 owns e9, and e9 owns e1 and e8: below e1 stand e2, e3, e4 and e5, below e8 e6 and e7, each owned by the one before.
class Holding : public Panels {
 public:
  Holding() {
    put(R"({"kind":"enterprise","id":"e9","name":"集团公司","shareholders":["e0"]})");
    put(R"({"kind":"enterprise","id":"e0","name":"国资公司"})");
    put(R"({"kind":"enterprise","id":"e1","name":"甲公司","aliases":["甲司"],"shareholders":["集团公司"]})");
    put(R"({"kind":"enterprise","id":"e2","name":"二级公司","shareholders":["e1"]})");
    put(R"({"kind":"enterprise","id":"e3","name":"三级公司","shareholders":["e2"]})");
    put(R"({"kind":"enterprise","id":"e4","name":"四级公司","shareholders":["e3"]})");
    put(R"({"kind":"enterprise","id":"e5","name":"五级公司","shareholders":["e4"]})");
    put(R"({"kind":"enterprise","id":"e8","name":"姊妹公司","shareholders":["e9"]})");
    put(R"({"kind":"enterprise","id":"e6","name":"姊妹子公司","shareholders":["e8"]})");
    put(R"({"kind":"enterprise","id":"e7","name":"姊妹孙公司","shareholders":["e6"]})");
    put(R"({"kind":"need","id":"n1","enterprise_id":"e1",)" + kAbout + "}");
  }
};

}  // namespace

TEST_CASE("who works for the enterprise of the need is known by its name where an id has no record", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"e1","name":"荆江涂料有限公司","aliases":["荆江涂料"],"shareholders":["e9"]})");
  panels.put(R"({"kind":"enterprise","id":"e2","name":"江汉涂料有限公司","aliases":["荆江涂料"]})");
  panels.put(R"({"kind":"enterprise","id":"e9","name":"荆江集团"})");
  panels.put(R"({"kind":"need","id":"n1","enterprise_id":"e1","enterprise_name":"荆江涂料有限公司",)" + kAbout + "}");
  panels.put(R"({"kind":"need","id":"n2","enterprise_id":"x-unknown","enterprise_name":"荆江涂料有限公司",)" + kAbout + "}");
  panels.put(R"({"kind":"need","id":"n3","enterprise_id":"x-unknown","enterprise_name":"无名公司",)" + kAbout + "}");
  panels.expert("by_id", R"({"org_id":"e1"})");
  panels.expert("by_name", R"({"org_id":"x-88","org_name":"荆江涂料有限公司"})");
  panels.expert("by_alias", R"({"org_id":"x-89","org_name":"荆江涂料"})");
  panels.expert("by_unknown", R"({"org_id":"x-unknown"})");
  panels.expert("kin", R"({"relations":[{"expert_id":"by_name","kind":"kin"}]})");
  panels.expert("owner", R"({"org_id":"e9"})");
  panels.expert("namesake", R"({"org_id":"e2"})");  // another firm with a record of its own, which shares an alias
  panels.expert("free", "{}");
  panels.build();

  const Panel known = panels.draw(Panels::request("n1"));
  CHECK(ids(known.eligible) == "by_unknown free namesake");
  CHECK(why(known, "by_name") == "同一单位（结束后 1 年内）：现任职于需求单位“荆江涂料有限公司”，仍在持续");
  CHECK(why(known, "kin").starts_with("亲属关系（终身）：与专家by_name有亲属关系"));
  CHECK(note_of(known, "side_unknown").empty());

  const Panel unknown = panels.draw(Panels::request("n2"));
  CHECK(ids(unknown.eligible) == "free namesake");
  CHECK(why(unknown, "by_id") == "同一单位（结束后 1 年内）：现任职于需求单位“荆江涂料有限公司”，仍在持续");
  CHECK(why(unknown, "owner").starts_with("关联单位（结束后 1 年内）：现任职于“荆江集团”"));
  CHECK(note_of(unknown, "side_unknown") == "“荆江涂料有限公司”的单位编号 x-unknown 在索引中没有企业记录：按名称当作 e1 核对回避");

  CHECK(note_of(panels.draw(Panels::request("n3")), "side_unknown") ==
        "“无名公司”的单位编号 x-unknown 在索引中没有企业记录：别名、股东无从得知，只能按此编号和名称核对回避");
}

TEST_CASE("two records of one enterprise under two ids are one side", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"a-1","name":"荆江涂料有限公司"})");
  panels.put(R"({"kind":"enterprise","id":"b-1","name":"荆江涂料 有限公司"})");
  panels.put(R"({"kind":"need","id":"n1","enterprise_id":"a-1",)" + kAbout + "}");
  panels.expert("inside", R"({"org_id":"b-1"})");
  panels.expert("free", "{}");
  panels.build();
  CHECK(ids(panels.draw(Panels::request("n1")).eligible) == "free");
}

TEST_CASE("shares are followed three steps, up and down together, and no further", "[panel]") {
  Holding holding;
  const auto works = [](const std::string& org) { return R"({"org_id":")" + org + R"("})"; };
  for (const char* org : {"e0", "e9", "e2", "e3", "e4", "e5", "e8", "e6", "e7"}) holding.expert(std::string("at-") + org, works(org));
  holding.expert("named", R"({"org_id":null,"org_name":"三级公司"})");
  holding.build();
  const Panel panel = holding.draw(Panels::request("n1"));
  const auto tied = [](const std::string& org, const std::string& by) {
    return "关联单位（结束后 1 年内）：现任职于“" + org + "”，与需求单位“甲公司”有关联" + by + "，仍在持续";
  };
  CHECK(why(panel, "at-e9") == tied("集团公司", ""));
  CHECK(why(panel, "at-e0") == tied("国资公司", "（经“集团公司”）"));
  CHECK(why(panel, "at-e2") == tied("二级公司", ""));
  CHECK(why(panel, "at-e3") == tied("三级公司", "（经“二级公司”）"));
  CHECK(why(panel, "named") == tied("三级公司", "（经“二级公司”）"));
  CHECK(why(panel, "at-e4") == tied("四级公司", "（经“三级公司”、“二级公司”）"));
  CHECK(why(panel, "at-e8") == tied("姊妹公司", "（经“集团公司”）"));
  CHECK(why(panel, "at-e6") == tied("姊妹子公司", "（经“姊妹公司”、“集团公司”）"));
  CHECK(ids(panel.eligible) == "at-e5 at-e7");
}

TEST_CASE("a post or shares in an organisation that is related to the side is an interest in it", "[panel]") {
  Holding holding;
  const auto holds = [](const std::string& org) { return R"({"enterprise_interests":[{"org_id":")" + org + R"(","kind":"持股"}]})"; };
  for (const char* org : {"e1", "e9", "e3", "e5"}) holding.expert(std::string("in-") + org, holds(org));
  holding.build();
  const Panel panel = holding.draw(Panels::request("n1"));
  CHECK(why(panel, "in-e1").starts_with("任职或持股（终身）：在需求单位“甲公司”任职或持股"));
  CHECK(why(panel, "in-e9").starts_with("任职或持股（终身）：在“集团公司”任职或持股，与需求单位“甲公司”有关联"));
  CHECK(why(panel, "in-e3").starts_with("任职或持股（终身）：在“三级公司”任职或持股，与需求单位“甲公司”有关联（经“二级公司”）"));
  CHECK(ids(panel.eligible) == "in-e5");
}

TEST_CASE("owners that own each other are followed once", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"c1","name":"甲公司","shareholders":["c2"]})");
  panels.put(R"({"kind":"enterprise","id":"c2","name":"乙公司","shareholders":["c1"]})");
  panels.put(R"({"kind":"need","id":"n1","enterprise_id":"c1",)" + kAbout + "}");
  panels.expert("tied", R"({"org_id":"c2"})");
  panels.expert("free", "{}");
  panels.build();
  CHECK(ids(panels.draw(Panels::request("n1")).eligible) == "free");
}

TEST_CASE("a panel that no relaxed rule fills says how many are missing with all of them", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"c1","name":"甲公司"})");
  panels.put(R"({"kind":"need","id":"n1","enterprise_id":"c1",)" + kAbout + "}");
  panels.expert("free", "{}");
  panels.expert("inside", R"({"org_id":"c1"})");
  panels.expert("solver", R"({"roles":["solver"]})");
  panels.expert("both", R"({"org_id":"c1","roles":["solver"]})");  // no rule relaxed alone lets them in
  panels.expert("black", R"({"integrity":"黑名单"})");
  panels.build();
  const auto said = [&](std::size_t judges, std::size_t pool = 200) {
    PanelRequest asked = Panels::request("n1");
    asked.judges = judges, asked.reserves = 0, asked.pool = pool;
    return note_of(panels.draw(asked), "relaxing_not_enough");
  };
  CHECK(said(1).empty());
  CHECK(said(2).empty());  // either rule is enough
  CHECK(said(3) == "缺 2 人，放宽任何一条规则都不够；可放宽的规则（连同适合度下限）全部停用，最多可增 3 人");
  CHECK(said(10) == "可放宽的规则（连同适合度下限）全部停用，最多可增 3 人，仍缺 6 人；文字相近的专家已全部看过，只能少要人或补充专家档案");
  CHECK(said(10, 5).ends_with("；可扩大人选范围（pool），或少要人"));
  CHECK(note_on_relaxing({}, 0, 4, true)->message == "没有可放宽的规则能增加人选，仍缺 4 人；文字相近的专家已全部看过，只能少要人或补充专家档案");
  CHECK_FALSE(note_on_relaxing({}, 0, 0, true));
}

}  // namespace panel_ownership_test
