// SPDX-License-Identifier: GPL-3.0-or-later
// Panels on a real index: who is kept out and in which words, windows at their edges, the same panel from the same seed, and panels that cannot be filled.
#include "search/panel.h"

#include <catch2/catch.hpp>

#include <set>

#include "search/panel_world.h"

namespace panel_test {

using namespace search;
using corpus::ErrorCode;
using corpus::PanelRole;
using panel_world::ids;
using panel_world::Panels;
using panel_world::why;

namespace {

struct Row {
  const char *id, *more, *why;
};

std::string reviews(int number) {
  std::string list;
  for (int i = 0; i < number; ++i) list += (i == 0 ? "" : ",") + fmt::format(R"({{"date":"2026-01-{:02}","task":"某项"}})", i + 1);
  return R"({"review_history":[)" + list + "]}";
}
const std::string kTwelve = reviews(12), kEleven = reviews(11);

const Row kRows[] = {
    {"free", "{}", "eligible"},
    // where they work, and until when that counts
    {"now", R"({"org_id":"c1"})", "同一单位（结束后 1 年内）：现任职于需求单位“甲公司”，仍在持续"},
    {"alias", R"({"org_id":null,"org_name":"甲 司"})", "同一单位（结束后 1 年内）：现任职于需求单位“甲公司”，仍在持续"},
    {"edge", R"({"work_history":[{"from":"2020","to":"2025-06-30","org":"甲公司"}]})",
     "同一单位（结束后 1 年内）：曾任职于需求单位“甲公司”（2020 至 2025-06-30），回避至 2026-06-30"},
    {"past", R"({"work_history":[{"from":"2020","to":"2025-06-29","org":"甲公司"}]})", "eligible"},
    {"month", R"({"work_history":[{"to":"2025-06","org":"c1"}]})", "同一单位（结束后 1 年内）：曾任职于需求单位“甲公司”（至 2025-06），回避至 2026-06-30"},
    {"year", R"({"work_history":[{"to":"2024","org":"c1"}]})", "eligible"},
    {"undated", R"({"work_history":["甲公司"]})", "同一单位（结束后 1 年内）：曾任职于需求单位“甲公司”（未注明日期），仍在持续"},
    {"later", R"({"work_history":[{"from":"2026-07","org":"c1"}]})", "eligible"},
    {"studied", R"({"education_history":[{"from":"2022","to":"2026-06","org":"甲公司"}]})",
     "同一单位（结束后 1 年内）：就读于需求单位“甲公司”（2022 至 2026-06），回避至 2027-06-30"},
    // related organisations
    {"owner", R"({"org_id":"c3"})", "关联单位（结束后 1 年内）：现任职于“母公司”，与需求单位“甲公司”有关联，仍在持续"},
    {"owned", R"({"org_id":"c4"})", "关联单位（结束后 1 年内）：现任职于“子公司”，与需求单位“甲公司”有关联，仍在持续"},
    {"sister", R"({"org_id":"c5"})", "关联单位（结束后 1 年内）：现任职于“姊妹公司”，与需求单位“甲公司”有关联（经“母公司”），仍在持续"},
    {"partner", R"({"org_name":"合作所"})", "关联单位（结束后 1 年内）：现任职于“合作所”，与需求单位“甲公司”有关联，仍在持续"},
    // what they or the need avoid
    {"avoids", R"({"avoid_orgs":["甲司"]})", "回避单位（终身）：专家声明回避“甲公司”，不限期回避"},
    {"unwanted", R"({"org_name":"丙所"})", "回避单位（终身）：需求方排除“丙所”，不限期回避"},
    {"shy", R"({"avoid_persons":["s1"]})", "回避人员（终身）：专家声明回避专家s1，不限期回避"},
    {"shunned", "{}", "回避人员（终身）：专家s1声明回避该专家，不限期回避"},
    // persons
    {"cousin", R"({"relations":[{"expert_id":"s1","kind":"kin"}]})", "亲属关系（终身）：与专家s1有亲属关系（未注明日期），不限期回避"},
    {"told", "{}", "亲属关系（终身）：与专家s1有亲属关系（2001 起），不限期回避"},
    {"pupil", R"({"education_history":[{"from":"1990","to":"1993","advisor_id":"s1"}]})", "师生关系（终身）：与专家s1有师生关系（1990 至 1993），不限期回避"},
    {"mate", R"({"relations":[{"expert_id":"s1","kind":"合作","to":"2022-06-30"}]})",
     "合作关系（结束后 4 年内）：与专家s1有合作关系（至 2022-06-30），回避至 2026-06-30"},
    {"oldmate", R"({"relations":[{"expert_id":"s1","kind":"合作","to":"2022-06-29"}]})", "eligible"},
    {"stranger", R"({"relations":[{"expert_id":"free","kind":"kin"}]})", "eligible"},
    // results and shares
    {"maker", R"({"linked_results":["a1"]})", "合作关系（结束后 4 年内）：与甲公司共同完成成果“阀门”（a1）（2021 至 2023-01），回避至 2027-01-31"},
    {"oldmaker", R"({"linked_results":["a2"]})", "eligible"},
    {"member", "{}", "合作关系（结束后 4 年内）：与专家s1共同完成成果“泵”（a3）（2025），回避至 2029-12-31"},
    {"holder", R"({"enterprise_interests":[{"org_id":"c1","kind":"持股","from":"2010","to":"2012"}]})",
     "任职或持股（终身）：在需求单位“甲公司”任职或持股（2010 至 2012），不限期回避"},
    // integrity
    {"black", R"({"integrity":"黑名单"})", "黑名单（终身）：专家在黑名单上，不限期回避"},
    {"blackhouse", R"({"org_id":"c6"})", "黑名单（终身）：所在单位“失信公司”在黑名单上，不限期回避"},
    {"watched", R"({"integrity":"关注"})", "eligible"},
    // rotation and workload
    {"again", R"({"review_history":[{"date":"2025-06-30","task":"n2"}]})", "轮换（结束后 1 年内）：评审过同一方的“n2”（2025-06-30），回避至 2026-06-30"},
    {"rested", R"({"review_history":[{"date":"2025-06-29","task":"n2"}]})", "eligible"},
    {"others", R"({"review_history":[{"date":"2026-06-01","task":"n3"}]})", "eligible"},
    {"busy", kTwelve.c_str(), "评审工作量：近 1 年已评审 12 次，上限 12 次"},
    {"lively", kEleven.c_str(), "eligible"},
    // role and topic
    {"solver", R"({"roles":["solver"]})", "角色：不是评审专家"},
    {"off", R"({"research":"管道除尘","keywords":["除尘"]})", "主题：不涉及任何一个主题，也没有相同的领域"},
    // more than one reason: all are told
    {"both", R"({"org_id":"c1","integrity":"黑名单"})",
     "黑名单（终身）：专家在黑名单上，不限期回避\n同一单位（结束后 1 年内）：现任职于需求单位“甲公司”，仍在持续"},
};

// The need n1 of c1, whose expert is s1.
class Needed : public Panels {
 public:
  Needed() {
    const std::string about = R"("problem":"管道防腐涂层脱落","keywords":["涂层"])";
    put(R"({"kind":"enterprise","id":"c1","name":"甲公司","aliases":["甲司"],"shareholders":["c3"]})");
    put(R"({"kind":"enterprise","id":"c3","name":"母公司"})");
    put(R"({"kind":"enterprise","id":"c4","name":"子公司","shareholders":["甲公司"]})");
    put(R"({"kind":"enterprise","id":"c5","name":"姊妹公司","shareholders":["c3"]})");
    put(R"({"kind":"enterprise","id":"c6","name":"失信公司","integrity":"黑名单"})");
    put(R"({"kind":"need","id":"n1","title":"管道防腐","enterprise_id":"c1","region":"420100","preferred_partners":["合作所"],)"
        R"("excluded_orgs":["丙所"],)" + about + "}");
    put(R"({"kind":"need","id":"n2","title":"别的事","problem":"防尘","enterprise_id":"c1"})");
    put(R"({"kind":"need","id":"n3","title":"别家的事","problem":"防尘","enterprise_id":"c4"})");
    put(R"({"kind":"need","id":"silent","title":"zzqx"})");
    put(R"({"kind":"achievement","id":"a1","title":"阀门","owner_org_id":"c1","start_date":"2021","end_date":"2023-01"})");
    put(R"({"kind":"achievement","id":"a2","title":"阀座","owner_org_id":"c1","end_date":"2021-12"})");
    put(R"({"kind":"achievement","id":"a3","title":"泵","owner_org":"某所","start_date":"2025","end_date":"2025","members":[{"name":"专家member","expert_id":"member"}]})");
    expert("s1", R"({"org_id":"c1","linked_results":["a3"],"avoid_persons":["专家shunned"],"relations":[{"expert_id":"told","kind":"亲属","from":"2001"}]})");
    for (const Row& row : kRows) expert(row.id, row.more);
    build();
  }
};

}  // namespace

TEST_CASE("everybody who fits a need is eligible or excluded, with each reason, its dates and until when", "[panel]") {
  Needed needed;
  const Panel panel = needed.draw(Panels::request("n1"));
  for (const Row& row : kRows) {
    CAPTURE(row.id);
    CHECK(why(panel, row.id) == row.why);
  }
  CHECK(panel.eligible.size() + panel.excluded.size() == std::size(kRows) + 1);  // s1 too
  for (const Excluded& one : panel.excluded)
    for (const Exclusion& reason : one.why) CHECK_FALSE(reason.message_en.empty());
  CHECK(panel.complete());
  CHECK(panel.relaxations.empty());
  CHECK(panel.seq > 0);
  CHECK_FALSE(panel.generation.empty());
  CHECK(panel.rules_edition == panel_world::rules().edition);
}

TEST_CASE("a reason is told in English too", "[panel]") {
  Needed needed;
  const Panel panel = needed.draw(Panels::request("n1"));
  const auto at = std::ranges::find(panel.excluded, std::string("edge"), [](const Excluded& one) { return one.expert.id; });
  REQUIRE(at != panel.excluded.end());
  CHECK(at->why[0].message_en == "Same organisation (until 1 year after): worked at 甲公司, of the need's side (2020 to 2025-06-30), excluded until 2026-06-30");
  CHECK(at->why[0].from == "2020");
  CHECK(at->why[0].to == "2025-06-30");
  CHECK(at->why[0].until == "2026-06-30");
}

TEST_CASE("a day later a window is over, and a day earlier it is not", "[panel]") {
  Needed needed;
  PanelRequest asked = Panels::request("n1");
  asked.on = corpus::first_day("2026-07-01");
  const Panel later = needed.draw(asked);
  for (const char* id : {"edge", "month", "mate", "again"}) CHECK(why(later, id) == "eligible");
  CHECK(why(later, "later") == "同一单位（结束后 1 年内）：曾任职于需求单位“甲公司”（2026-07 起），仍在持续");
  asked.on = corpus::first_day("2026-06-29");
  const Panel earlier = needed.draw(asked);
  for (const char* id : {"past", "oldmate", "rested"}) {
    CAPTURE(id);
    CHECK(why(earlier, id) != "eligible");
  }
}

TEST_CASE("whatever the seed, nobody with a conflict is drawn, and everybody eligible is some time", "[panel]") {
  Needed needed;
  std::set<std::string> may, drawn;
  for (const Row& row : kRows)
    if (std::string_view(row.why) == "eligible") may.insert(row.id);
  std::set<std::string> panels;
  for (int seed = 0; seed < 75; ++seed) {
    const Panel panel = needed.draw(Panels::request("n1", std::to_string(seed)));
    std::set<std::string> seats;
    for (const auto* list : {&panel.judges, &panel.reserves})
      for (const PanelExpert& one : *list) CHECK(seats.insert(one.id).second);  // nobody twice
    CHECK(seats.size() == 5);
    drawn.insert(seats.begin(), seats.end());
    panels.insert(ids(panel.judges));
  }
  CHECK(drawn == may);
  CHECK(panels.size() > 50);
}

TEST_CASE("the same seed gives the same panel, also on an index that was built anew", "[panel]") {
  Needed one, other;
  const Panel first = one.draw(Panels::request("n1", "鹊桥 2026")), again = one.draw(Panels::request("n1", "鹊桥 2026"));
  const Panel elsewhere = other.draw(Panels::request("n1", "鹊桥 2026"));
  CHECK(ids(first.judges) == ids(again.judges));
  CHECK(ids(first.reserves) == ids(again.reserves));
  CHECK(ids(first.judges) == ids(elsewhere.judges));
  CHECK(ids(first.reserves) == ids(elsewhere.reserves));
}

TEST_CASE("a panel that cannot be filled has whom there is, and says which rule to relax and by how much", "[panel]") {
  Needed needed;
  PanelRequest asked = Panels::request("n1");
  asked.judges = 60;
  const Panel panel = needed.draw(asked);
  CHECK_FALSE(panel.complete());
  CHECK(panel.judges.size() == panel.eligible.size());
  CHECK(panel.reserves.empty());
  std::string said;
  for (const Relaxation& one : panel.relaxations) said += one.message + "\n";
  CHECK(said ==
        "另有 1 人符合其他条件，只缺评审专家角色\n"
        "“同一单位”由1 年放宽为0 年，可增 2 人\n"
        "“同一单位”由1 年放宽为停用，可增 7 人\n"
        "“关联单位”由1 年放宽为停用，可增 4 人\n"
        "“回避单位”由终身放宽为停用，可增 2 人\n"
        "“回避人员”由终身放宽为停用，可增 2 人\n"
        "“合作关系”由4 年放宽为3 年，可增 2 人\n"
        "“合作关系”由4 年放宽为0 年，可增 3 人\n"
        "“师生关系”由终身放宽为32 年，可增 1 人\n"
        "“亲属关系”由终身放宽为停用，可增 2 人\n"
        "“任职或持股”由终身放宽为13 年，可增 1 人\n"
        "“轮换”由1 年放宽为0 年，可增 1 人\n"
        "“评审工作量”由12 次放宽为13 次，可增 1 人\n");
  CHECK(panel.relaxations[1].message_en == "Same organisation from 1 year to 0 years would admit 2");
}

TEST_CASE("a need that shares no word with anybody has an empty panel, and nothing to relax", "[panel]") {
  Needed needed;
  const Panel panel = needed.draw(Panels::request("silent"));
  CHECK_FALSE(panel.complete());
  CHECK(panel.judges.empty());
  CHECK(panel.eligible.empty());
  CHECK(panel.relaxations.empty());
}

TEST_CASE("what no panel can be drawn for is refused with the reason", "[panel]") {
  Needed needed;
  const auto refused = [&](const PanelRequest& asked) {
    const auto panel = needed.try_draw(asked);
    REQUIRE_FALSE(panel);
    return fmt::format("{} {}", corpus::to_string(panel.error().code), panel.error().where);
  };
  CHECK(refused(Panels::request("nowhere")) == "not_found nowhere");
  CHECK(refused(Panels::request("")) == "invalid_argument id");
  CHECK(refused(Panels::request("s1")) == "invalid_argument id");
  CHECK(refused(Panels::request("c1")) == "invalid_argument id");
  for (const std::string& seed : {std::string(), std::string(65, 'x'), std::string("a\nb"), std::string("\xFF")})
    CHECK(refused(Panels::request("n1", seed)) == "invalid_argument seed");
  PanelRequest nobody = Panels::request("n1");
  nobody.judges = 0;
  CHECK(refused(nobody) == "invalid_argument judges");
}

TEST_CASE("of a result, whoever made it, has a member's name or worked with one does not judge", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"achievement","id":"a1","title":"防腐涂层","keywords":["涂层"],"owner_org":"某大学","partner_orgs":["某厂"],
      "members":[{"name":"专家m1","expert_id":"m1"},{"name":"专家m2","expert_id":"m2"},{"name":"专家namesake"}]})");
  panels.put(R"({"kind":"achievement","id":"a2","title":"旧涂层","end_date":"2024-05-06","members":[{"name":"专家m2","expert_id":"m2"}]})");
  panels.expert("m1", "{}");
  panels.expert("m2", "{}");
  panels.expert("linked", R"({"linked_results":["a1"]})");
  panels.expert("namesake", "{}");
  panels.expert("mate", R"({"linked_results":["a2"]})");
  panels.expert("colleague", R"({"org_name":"某大学"})");
  panels.expert("supplier", R"({"org_name":"某厂"})");
  panels.expert("free", "{}");
  panels.build();
  const Panel panel = panels.draw(Panels::request("a1"));
  for (const char* id : {"m1", "m2", "linked"}) CHECK(why(panel, id) == "成果完成人（终身）：该成果的完成人，不限期回避");
  CHECK(why(panel, "namesake") == "成果完成人（终身）：与一位未注明编号的完成人同名，不限期回避");
  CHECK(why(panel, "mate") == "合作关系（结束后 4 年内）：与专家m2共同完成成果“旧涂层”（a2）（至 2024-05-06），回避至 2028-05-06");
  CHECK(why(panel, "colleague") == "同一单位（结束后 1 年内）：现任职于成果单位“某大学”，仍在持续");
  CHECK(why(panel, "supplier") == "同一单位（结束后 1 年内）：现任职于成果单位“某厂”，仍在持续");
  CHECK(ids(panel.eligible) == "free");
}

TEST_CASE("who worked with whom goes by the person and not by the name, and each is told of the other", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"c1","name":"甲公司"})");
  panels.put(R"({"kind":"need","id":"n1","title":"防腐涂层","keywords":["涂层"],"enterprise_id":"c1"})");
  panels.put(R"({"kind":"achievement","id":"a8","title":"阀","owner_org":"某所","end_date":"2025","members":[{"name":"专家s1","expert_id":"twin"}]})");
  panels.put(R"({"kind":"achievement","id":"a9","title":"泵","owner_org":"某所","end_date":"2025"})");
  panels.expert("s1", R"({"org_id":"c1","linked_results":["a8","a9"]})");
  panels.expert("s2", R"({"org_id":"c1","linked_results":["a9"]})");
  panels.expert("twin", R"({"name":"专家s1"})");  // another person of that name
  panels.expert("free", "{}");
  panels.build();
  const Panel panel = panels.draw(Panels::request("n1"));
  CHECK(why(panel, "s1").find("与专家s2共同完成成果“泵”（a9）") != std::string::npos);
  CHECK(why(panel, "s2").find("与专家s1共同完成成果“泵”（a9）") != std::string::npos);
  CHECK(why(panel, "s1").find("阀") == std::string::npos);  // nobody else of the need's side has part in it
  CHECK(why(panel, "twin").find("与专家s1（s1）共同完成成果“阀”（a8）") != std::string::npos);
  CHECK(ids(panel.eligible) == "free");
}

TEST_CASE("solvers have rules of their own: role, region served and capacity, and no rule about past work together", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"c1","name":"甲公司"})");
  panels.put(R"({"kind":"need","id":"n1","title":"防腐涂层","keywords":["涂层"],"enterprise_id":"c1","region":"420100"})");
  panels.put(R"({"kind":"achievement","id":"a1","title":"阀","owner_org_id":"c1","end_date":"2025"})");
  panels.expert("envoy", R"({"roles":["envoy"],"service_regions":["420000"],"capacity":2,"review_history":[{"date":"2026-02","task":"x","type":"服务"}]})");
  panels.expert("full", R"({"roles":["envoy"],"capacity":1,"review_history":[{"date":"2026-02","task":"x","type":"服务"}]})");
  panels.expert("idle", R"({"roles":["envoy"],"capacity":1,"review_history":[{"date":"2026-02","task":"x","type":"评审"},)"
                         R"({"date":"2025-06-30","task":"y","type":"服务"}]})");
  panels.expert("far", R"({"roles":["solver"],"service_regions":["430000","440100"]})");
  panels.expert("mate", R"({"roles":["solver"],"linked_results":["a1"]})");
  panels.expert("inside", R"({"roles":["solver"],"org_id":"c1"})");
  panels.expert("left", R"({"roles":["solver"],"work_history":[{"to":"2026-06-29","org":"c1"}]})");
  panels.expert("judge", "{}");
  panels.build();
  PanelRequest asked = Panels::request("n1");
  asked.role = PanelRole::solver;
  const Panel panel = panels.draw(asked);
  CHECK(ids(panel.eligible) == "envoy idle left mate");
  CHECK(why(panel, "full") == "年可服务数：已服务 1 项，每年可服务 1 项");
  CHECK(why(panel, "far") == "服务区域：服务于湖南省、广州市，不含武汉市");
  CHECK(why(panel, "inside") == "同一单位（存续期间）：现任职于需求单位“甲公司”，仍在持续");
  CHECK(why(panel, "judge") == "角色：不是揭榜人或科技特派员");
  std::string said;
  for (const Relaxation& one : panel.relaxations) said += one.message + "\n" + one.message_en + "\n";
  CHECK(said ==
        "另有 1 人符合其他条件，只缺揭榜人或科技特派员角色\n1 more fits all else, but lacks the role solver or envoy\n"
        "“同一单位”由0 年放宽为停用，可增 1 人\nSame organisation from 0 years to off would admit 1\n"
        "停用“年可服务数”（不再看专家自报的每年可服务数），可增 1 人\nCapacity switched off (how many a year they say they can serve no longer counts) would admit 1\n"
        "停用“服务区域”（不再要求所服务的区域包含所在地），可增 1 人\nService region switched off (the regions served need not hold the place) would admit 1\n");
}

TEST_CASE("whoever states no organisation may be drawn, and it is said that conflicts by it were not looked for", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"need","id":"n1","title":"防腐涂层","keywords":["涂层"]})");
  const std::string nowhere = R"("org_id":null,"org_name":null)";
  panels.expert("e1", "{" + nowhere + "}");
  panels.expert("e2", "{" + nowhere + R"(,"work_history":[{"from":"2020","org":"某所"}]})");
  panels.expert("e3", "{" + nowhere + R"(,"work_history":[{"from":"2020","to":"2021","org":"某所"}]})");
  panels.expert("e4", "{}");
  panels.build();
  const Panel panel = panels.draw(Panels::request("n1"));
  REQUIRE(ids(panel.eligible) == "e1 e2 e3 e4");
  std::string unstated;
  for (const PanelExpert& one : panel.eligible) unstated += one.organisation_stated ? "" : one.id + " ";
  CHECK(unstated == "e1 e3 ");
  const auto note = std::ranges::find(panel.notes, "organisation_unknown", &Note::code);
  REQUIRE(note != panel.notes.end());
  CHECK(note->message == "可选专家中有 2 人未注明单位，无法按现任单位核对回避：专家e1（e1）、专家e3（e3）");
  CHECK(note->message_en == "2 of the eligible state no organisation, so conflicts by where they work could not be looked for: 专家e1 (e1), 专家e3 (e3)");
}

TEST_CASE("whoever has the role and states nothing to judge by is excluded for that, and not passed over", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"need","id":"n1","title":"防腐涂层","keywords":["涂层"]})");
  const std::string silent = R"("research":null,"keywords":null)";
  panels.expert("quiet", "{" + silent + R"(,"integrity":"黑名单"})");
  panels.expert("linked", "{" + silent + R"(,"linked_patents":["ZL1"]})");
  panels.expert("solver", "{" + silent + R"(,"roles":["solver"]})");
  panels.expert("talks", "{}");
  panels.build();
  const Panel panel = panels.draw(Panels::request("n1"));
  CHECK(ids(panel.eligible) == "talks");
  CHECK(why(panel, "quiet") ==
        "黑名单（终身）：专家在黑名单上，不限期回避\n依据：档案中没有研究方向、技能、业绩或关键词，也没有关联成果，无法判断是否合适");
  CHECK(why(panel, "linked") == "not looked at");
  CHECK(why(panel, "solver") == "not looked at");
  for (const Relaxation& one : panel.relaxations) CHECK(one.rule != corpus::PanelRule::evidence);
}

TEST_CASE("topics are keywords, and who covers them is told, and other names count where the thesaurus is asked", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"need","id":"n1","title":"防腐","keywords":["涂层","3D打印","没有人懂的"],"tech_field":["materials"]})");
  panels.expert("e1", R"({"tech_field":["materials"]})");
  panels.expert("e2", R"({"research":"增材制造工艺","keywords":["涂层"]})");
  panels.build();
  const Panel panel = panels.draw(Panels::request("n1"));
  REQUIRE(panel.topics.size() == 3);  // and not the field beside them
  CHECK(panel.uncovered == std::set<std::size_t>{1, 2});
  const auto topics = [](const Panel& drawn, std::size_t place) { return drawn.eligible[place].topics; };
  CHECK(topics(panel, 0) == std::set<std::size_t>{0});
  CHECK(topics(panel, 1) == std::set<std::size_t>{0});
  const auto thesaurus = corpus::read_thesaurus(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/thesaurus/thesaurus.tsv");
  REQUIRE(thesaurus);
  const Expander expander(*thesaurus);
  const auto wider = draw_panel(panels.pool(), panels.matcher(), world::vocabularies(), &expander, panel_world::rules(), Panels::request("n1"));
  REQUIRE(wider);
  CHECK(topics(*wider, 1) == std::set<std::size_t>{0, 1});
}

}  // namespace panel_test
