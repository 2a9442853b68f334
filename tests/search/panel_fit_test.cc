// SPDX-License-Identifier: GPL-3.0-or-later
// Who fits well enough to judge, topics that nobody covers, and seats that no lot decides.
#include "search/panel_fit.h"

#include <catch2/catch.hpp>

#include "search/panel_world.h"

namespace panel_fit_test {

using namespace search;
using corpus::PanelRule;
using panel_world::ids;
using panel_world::Panels;
using panel_world::why;

namespace {

// A need about clogged drip lines. `knows` works on it, `stray` shares one of its words, `farmer` its field and a word, `busy` knows it and works for the
// enterprise.
class Clogged : public Panels {
 public:
  Clogged() {
    put(R"({"kind":"enterprise","id":"c1","name":"甲公司"})");
    put(R"({"kind":"need","id":"n1","title":"棉田滴头堵塞","problem":"棉田滴灌带的滴头被水垢和泥沙堵塞，过滤器反冲洗无效","enterprise_id":"c1",)"
        R"("keywords":["滴头","堵塞"],"tech_field":["agriculture"]})");
    const std::string about = R"("research":"棉田滴灌带滴头堵塞机理，水垢与泥沙的过滤，过滤器反冲洗","keywords":["滴头","堵塞"],"tech_field":["agriculture"])";
    expert("knows", "{" + about + "}");
    expert("also", R"({"research":"滴灌带滴头被水垢和泥沙堵塞的防治，棉田过滤器反冲洗","keywords":["滴头","堵塞"],"tech_field":["agriculture"]})");
    expert("stray", R"({"research":"纺织品数码印花墨水、活性染料与喷头的堵塞","keywords":["印花","堵塞"],"tech_field":["materials"]})");
    expert("farmer", R"({"research":"棉田杂草防除、大豆育种与品种区域试验","keywords":["育种"],"tech_field":["agriculture"]})");
    build();
  }
};

PanelRequest asked(int floor = kFitFloor) {
  PanelRequest request = Panels::request("n1");
  request.floor = floor, request.judges = 2, request.reserves = 0;
  return request;
}

std::string note_of(const Panel& panel, const std::string& code) {
  const auto at = std::ranges::find(panel.notes, code, &Note::code);
  return at == panel.notes.end() ? "" : at->message;
}

Excluded out_for_fit(const std::string& id, int share, int floor) {
  Excluded one;
  one.expert.id = id;
  one.why.push_back(*too_little_fit(share, floor));
  return one;
}

}  // namespace

TEST_CASE("a share is of what the best reaches, in whole per cent, and too little of it is told with what would be enough") {
  CHECK(share_of_best(0.2, 0.3) == 66);
  CHECK(share_of_best(0.3, 0.3) == 100);
  CHECK(share_of_best(0, 0.3) == 0);
  CHECK(share_of_best(0, 0) == 0);
  CHECK_FALSE(too_little_fit(67, 67));
  CHECK_FALSE(too_little_fit(0, 0));
  const auto close = too_little_fit(66, 67);
  REQUIRE(close);
  CHECK(close->rule == PanelRule::fit);
  CHECK(close->message == "适合度：只及最合适者的 66%，要求不低于 67%");
  CHECK(close->message_en == "fit: 66% of what the best expert for this reaches, at least 67% are asked for");
  CHECK(close->admits_at == 65);
  CHECK(too_little_fit(49, 67)->admits_at == 45);
  CHECK(too_little_fit(4, 67)->admits_at == 0);
  CHECK(share_of_best(0.3, 0.2) == 150);  // of who is no measure
}

TEST_CASE("who shares but a stray word or the field with a need does not judge it, whatever the seed", "[panel]") {
  Clogged clogged;
  const Panel panel = clogged.draw(asked());
  CHECK(ids(panel.eligible) == "also knows");
  CHECK(why(panel, "stray").starts_with("适合度：只及最合适者的 "));
  CHECK(why(panel, "farmer").starts_with("适合度：只及最合适者的 "));
  CHECK(panel.complete());
  CHECK(panel.floor == kFitFloor);
  const Panel anybody = clogged.draw(asked(0));
  CHECK(ids(anybody.eligible) == "also farmer knows stray");
  REQUIRE(anybody.topics.size() == 2);  // the field stands beside keywords: it is none
  for (const Topic& topic : anybody.topics) CHECK(topic.kind == "keyword");
  CHECK_FALSE(clogged.try_draw(asked(101)));
  CHECK_FALSE(clogged.try_draw(asked(-1)));
}

TEST_CASE("a field is a topic where a record has nothing else to tell", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"need","id":"n1","title":"管","problem":"涂层","tech_field":["materials"]})");
  panels.expert("e1", R"({"tech_field":["materials"]})");
  panels.build();
  const Panel panel = panels.draw(Panels::request("n1"));
  REQUIRE(panel.topics.size() == 1);
  CHECK(panel.topics[0].kind == "field");
}

TEST_CASE("a topic that nobody eligible covers leaves the panel unfilled, says which rule to relax, and may be accepted", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"c1","name":"甲公司"})");
  panels.put(R"({"kind":"need","id":"n1","title":"管道防腐","enterprise_id":"c1","keywords":["涂层","阴极保护","无人知晓的"]})");
  for (const char* id : {"e1", "e2", "e3"}) panels.expert(id, "{}");
  panels.expert("inside", R"({"org_id":"c1","research":"防腐涂层与阴极保护"})");
  panels.build();
  PanelRequest request = Panels::request("n1");
  request.judges = 2, request.reserves = 0;
  const Panel panel = panels.draw(request);
  CHECK(panel.judges.size() == 2);
  CHECK(panel.missing() == 0);
  CHECK(panel.uncovered == std::set<std::size_t>{1, 2});
  CHECK(panel.covered_by_nobody == std::set<std::size_t>{2});
  CHECK(panel.lacking() == 1);
  CHECK_FALSE(panel.complete());
  CHECK(note_of(panel, "topics_covered_by_nobody") == "索引中没有任何评审专家涉及的主题：无人知晓的；不因此算未满");
  CHECK(note_of(panel, "topics_uncovered") == "可选专家中无人涉及的主题：阴极保护；按规则名额算未满，接受未覆盖的主题请用 --uncovered（接口：uncovered=true）");
  REQUIRE(panel.relaxations.size() == 1);
  CHECK(panel.relaxations[0].topic == "阴极保护");
  CHECK(panel.relaxations[0].message == "主题“阴极保护”：“同一单位”由1 年放宽为停用，可增 1 人");
  request.uncovered = true;
  const Panel accepted = panels.draw(request);
  CHECK(accepted.complete());
  CHECK(accepted.relaxations.empty());
  CHECK(note_of(accepted, "topics_uncovered") == "可选专家中无人涉及的主题：阴极保护；已按要求接受");
}

TEST_CASE("a topic that nobody in the index who may judge covers is named, and does not keep a panel from being complete", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"need","id":"n1","title":"管道防腐","keywords":["涂层","老师傅经验"]})");
  for (const char* id : {"e1", "e2"}) panels.expert(id, "{}");
  panels.expert("engineer", R"({"roles":["solver"],"research":"防腐涂层，老师傅经验"})");  // covers it, and is no judge
  panels.build();
  PanelRequest request = Panels::request("n1");
  request.judges = 2, request.reserves = 0;
  const Panel panel = panels.draw(request);
  CHECK(panel.uncovered == std::set<std::size_t>{1});
  CHECK(panel.covered_by_nobody == std::set<std::size_t>{1});
  CHECK(panel.complete());
  CHECK(panel.relaxations.empty());
  CHECK(note_of(panel, "topics_uncovered").empty());
  request.role = corpus::PanelRole::solver, request.judges = 1;
  const Panel solvers = panels.draw(request);
  CHECK(solvers.complete());
  CHECK(solvers.uncovered.empty());
}

TEST_CASE("a panel that covers none of the topics is not complete, whoever else could, unless that is accepted", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"need","id":"n1","title":"管道防腐涂层","problem":"防腐涂层脱落","keywords":["老师傅经验"],"tech_field":["materials"]})");
  panels.expert("e1", R"({"tech_field":["materials"]})");
  panels.build();
  PanelRequest request = Panels::request("n1");
  request.judges = 1, request.reserves = 0;
  const Panel panel = panels.draw(request);
  CHECK(panel.missing() == 0);
  CHECK(panel.lacking() == 1);
  CHECK_FALSE(panel.complete());
  CHECK(note_of(panel, "topics_covered_by_nobody") ==
        "索引中没有任何评审专家涉及的主题：老师傅经验；所抽的人不涉及任何一个主题，只是领域相同、文字相近；按规则名额算未满，接受未覆盖的主题请用 --uncovered（接口：uncovered=true）");
  request.uncovered = true;
  const Panel accepted = panels.draw(request);
  CHECK(accepted.complete());
  CHECK(note_of(accepted, "topics_covered_by_nobody").ends_with("；所抽的人不涉及任何一个主题，只是领域相同、文字相近；已按要求接受"));
}

TEST_CASE("whoever covers a topic somewhere in the index is found, outside of the pool, hidden, or by a result", "[panel]") {
  const auto drawn = [](const std::string& more, const std::string& result = "") {
    Panels panels;
    panels.put(R"({"kind":"need","id":"n1","title":"防腐涂层","problem":"防腐涂层脱落，涂层附着差，老化后起泡开裂","keywords":["涂层","阴极保护"]})");
    for (const char* id : {"e1", "e2"}) panels.expert(id, R"({"research":"防腐涂层脱落，涂层附着差，老化后起泡开裂的机理"})");
    if (!result.empty()) panels.put(result);
    panels.expert("knowing", more);
    panels.build();
    PanelRequest request = Panels::request("n1");
    request.judges = 1, request.reserves = 0, request.pool = 2;
    return panels.draw(request);
  };
  const std::string far = R"("keywords":["船舶"],)";
  const Panel outside = drawn("{" + far + R"("research":"海洋船舶的阴极保护"})");
  CHECK(why(outside, "knowing") == "not looked at");
  CHECK(outside.uncovered == std::set<std::size_t>{1});
  CHECK(outside.covered_by_nobody.empty());
  CHECK_FALSE(outside.complete());
  CHECK(drawn("{" + far + R"("research":"海洋船舶的阴极保护","visibility":"login"})").covered_by_nobody.empty());
  const std::string made = R"({"kind":"achievement","id":"a1","title":"船体阴极保护装置","keywords":["船体"]})";
  CHECK(drawn("{" + far + R"("research":"海洋船舶","linked_results":["a1"]})", made).covered_by_nobody.empty());
  CHECK(drawn("{" + far + R"("research":"海洋船舶"})", made).covered_by_nobody == std::set<std::size_t>{1});  // a result judges nothing
  CHECK(drawn("{" + far + R"("research":"海洋船舶的阴极"})").complete());  // not all of the topic
}

TEST_CASE("a panel that lacks people says how far the floor of fit would have to go down") {
  const std::vector<Excluded> excluded = {out_for_fit("a", 66, 67), out_for_fit("b", 57, 67), out_for_fit("c", 42, 67), out_for_fit("d", 37, 67),
                                          out_for_fit("e", 3, 67)};
  const auto said = [&](std::size_t missing) {
    std::string all;
    for (const Relaxation& one : relaxations_of(excluded, panel_world::rules(), corpus::PanelRole::judge, 67, missing))
      all += one.message + "\n" + one.message_en + "\n";
    return all;
  };
  const std::string near =
      "“适合度”由 67% 放宽为 65%，可增 1 人\nFit from 67% to 65% of the best would admit 1\n"
      "“适合度”由 67% 放宽为 55%，可增 2 人\nFit from 67% to 55% of the best would admit 2\n";
  CHECK(said(1) == near);
  CHECK(said(2) == near);
  CHECK(said(4) == near +
                       "“适合度”由 67% 放宽为 35%，可增 4 人（注意：低于 50%，所增的人远不如最合适者适合）\n"
                       "Fit from 67% to 35% of the best would admit 4 (beware: below 50% people fit much less than the best)\n");
  const std::string anybody =
      near +
      "“适合度”由 67% 放宽为 0%，可增 5 人（注意：低于 50%，所增的人远不如最合适者适合）\n"
      "Fit from 67% to 0% of the best would admit 5 (beware: below 50% people fit much less than the best)\n";
  CHECK(said(5) == anybody);
  CHECK(said(9) == anybody);  // what is possible at all
  CHECK(admitted_by_all(excluded) == 5);
}

TEST_CASE("fit is measured by the best who did not make the result, though who did fits better", "[panel]") {
  Panels panels;
  const std::string about = R"("keywords":["滴头","堵塞"],"tech_field":["agriculture"],"members":[{"name":"专家author","expert_id":"author"}])";
  panels.put(R"({"kind":"achievement","id":"a1","title":"棉田滴头防堵塞","summary":"棉田滴灌带的滴头被水垢和泥沙堵塞，过滤器反冲洗",)" + about + "}");
  panels.put(R"({"kind":"achievement","id":"a2","title":"棉田滴头防堵塞装置",)"
             R"("summary":"本装置按压差定时冲洗管网，出口设旋流分离器，除去较重的颗粒，再由网式滤芯截留细小悬浮物",)" + about + "}");
  const std::string knows = R"("keywords":["滴头","堵塞"],"tech_field":["agriculture"],)";
  panels.expert("author", "{" + knows + R"("research":"棉田滴灌带滴头堵塞机理，水垢与泥沙的过滤，过滤器反冲洗","linked_results":["a1","a2"]})");
  panels.expert("knows", "{" + knows + R"("research":"棉田滴灌带滴头堵塞机理，水垢与泥沙的过滤，过滤器反冲洗"})");
  panels.expert("also", "{" + knows + R"("research":"滴灌带滴头被水垢和泥沙堵塞的防治，棉田过滤器反冲洗"})");
  panels.expert("stray", R"({"research":"纺织品数码印花墨水、活性染料与喷头的堵塞","keywords":["印花","堵塞"],"tech_field":["materials"]})");
  panels.build();
  PanelRequest request = Panels::request("a1");
  request.floor = kFitFloor, request.judges = 2, request.reserves = 0;
  const Panel panel = panels.draw(request);
  CHECK(ids(panel.eligible) == "also knows");
  CHECK(panel.complete());
  CHECK(why(panel, "stray").starts_with("适合度："));
  CHECK(panel.eligible[0].share == 100);
  const auto author = std::ranges::find(panel.excluded, std::string("author"), [](const Excluded& one) { return one.expert.id; });
  REQUIRE(author != panel.excluded.end());
  CHECK(author->expert.share > 110);
  CHECK(note_of(panel, "fit_measured") ==
        "适合度以 专家also（also）为 100%：最合适的 专家author（author）按“成果完成人”规则被排除，不作衡量的标准");
}

TEST_CASE("a conflict with a need does not change what fitting means", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"c1","name":"甲公司"})");
  panels.put(R"({"kind":"need","id":"n1","title":"棉田滴头堵塞","problem":"棉田滴灌带的滴头被水垢和泥沙堵塞，过滤器反冲洗无效","enterprise_id":"c1",)"
             R"("keywords":["滴头","堵塞"],"tech_field":["agriculture"]})");
  panels.expert("inside", R"({"org_id":"c1","research":"棉田滴灌带滴头堵塞机理，水垢与泥沙的过滤，过滤器反冲洗","keywords":["滴头","堵塞"]})");
  panels.expert("stray", R"({"research":"纺织品数码印花墨水、活性染料与喷头的堵塞","keywords":["印花","堵塞"]})");
  panels.build();
  PanelRequest request = Panels::request("n1");
  request.floor = kFitFloor, request.judges = 1, request.reserves = 0;
  const Panel panel = panels.draw(request);
  CHECK(ids(panel.eligible).empty());
  CHECK(why(panel, "stray").starts_with("适合度："));
  CHECK(note_of(panel, "fit_measured").empty());
  const auto floor = std::ranges::find(panel.relaxations, PanelRule::fit, &Relaxation::rule);  // what would fill it is named all the same
  REQUIRE(floor != panel.relaxations.end());
  CHECK(floor->admits == 1);
  CHECK(floor->message.find("注意：低于 50%") != std::string::npos);
  CHECK(note_of(panel, "relaxing_not_enough").empty());
  request.floor = std::stoi(floor->to);
  CHECK(panels.draw(request).judges.size() == 1);
}

TEST_CASE("a seat that the only coverer of a topic has is told as forced, one that was drawn is not", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"need","id":"n1","title":"管道防腐","keywords":["涂层","阴极保护"]})");
  for (const char* id : {"e1", "e2", "e3", "e4"}) panels.expert(id, "{}");
  panels.expert("only", R"({"research":"防腐涂层与阴极保护"})");
  panels.build();
  std::set<std::string> others;
  for (int seed = 0; seed < 20; ++seed) {
    PanelRequest request = Panels::request("n1", std::to_string(seed));
    request.judges = 2, request.reserves = 0;
    const Panel panel = panels.draw(request);
    REQUIRE(panel.judges.size() == 2);
    for (const PanelExpert& one : panel.judges) {
      CHECK(one.forced == (one.id == "only"));
      if (one.id != "only") others.insert(one.id);
    }
    const auto only = std::ranges::find(panel.judges, "only", &PanelExpert::id);
    REQUIRE(only != panel.judges.end());
    CHECK(only->alone == std::set<std::size_t>{1});
  }
  CHECK(others.size() == 4);
}

}  // namespace panel_fit_test
