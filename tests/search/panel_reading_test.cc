// SPDX-License-Identifier: GPL-3.0-or-later
// What is read for a panel: within the time limit, at once where that is possible, and all of it.
#include <catch2/catch.hpp>

#include "search/conflicts.h"
#include "search/made_results.h"
#include "search/panel_world.h"
#include "search/party.h"

namespace panel_reading_test {

using namespace search;
using panel_world::Panels;
using panel_world::why;

namespace {

// A need of c1, a result with one member, and an expert who made it.
class Small : public Panels {
 public:
  Small() {
    put(R"({"kind":"enterprise","id":"c1","name":"甲公司"})");
    put(R"({"kind":"need","id":"n1","title":"防腐涂层","keywords":["涂层"],"enterprise_id":"c1"})");
    put(R"({"kind":"achievement","id":"a1","title":"阀门","owner_org_id":"c1","end_date":"2025","members":[{"name":"专家member","expert_id":"member"}]})");
    expert("member", "{}");
    expert("staff", R"({"org_id":"c1"})");
    expert("maker", R"({"linked_results":["a1"]})");
    build();
  }
};

}  // namespace

TEST_CASE("the time limit holds for the whole drawing of a panel", "[panel]") {
  Small small;
  PanelRequest asked = Panels::request("n1");
  asked.time_limit = std::chrono::milliseconds(-1);
  const auto late = small.try_draw(asked);
  REQUIRE_FALSE(late);
  CHECK(late.error().code == corpus::ErrorCode::timeout);
  CHECK(corpus::to_text(late.error()) == "time_limit: the panel took more than -1 ms\n  hint: ask with a smaller pool");
}

TEST_CASE("staff, the ties of members and results made together are read until the time is up", "[panel]") {
  Small small;
  const auto looked = small.pool().with([](const IndexReader& reader) -> corpus::Result<void> {
    IndexedRecords records(reader);
    const Watch open(Watch::Clock::now() + std::chrono::hours(1)), over(Watch::Clock::now() - std::chrono::hours(1));
    const PanelTerms terms{panel_world::rules(), corpus::PanelRole::judge, corpus::first_day("2026-06-30")};
    const corpus::Record* need = records.find("n1");
    const corpus::Record* result = records.find("a1");
    const auto* maker = records.find_as<corpus::Expert>("maker");
    REQUIRE(need != nullptr);
    REQUIRE(result != nullptr);
    REQUIRE(maker != nullptr);
    const Party party = party_of(*need, reader, records, open);
    CHECK(party.member_ids == std::set<std::string>{"staff"});
    const auto made = made_results(std::vector{maker}, reader, records, open);
    CHECK_FALSE(conflicts_of(*maker, party, made.at("maker"), terms, records, open).empty());
    CHECK_THROWS_AS(party_of(*need, reader, records, over), TimeUp);
    CHECK_THROWS_AS(party_of(*result, reader, records, over), TimeUp);  // no staff is read of a result
    CHECK_THROWS_AS(conflicts_of(*maker, party, made.at("maker"), terms, records, over), TimeUp);
    return {};
  });
  CHECK(looked.has_value());
}

TEST_CASE("records that are read at once are the same as those read one by one", "[panel]") {
  Small small;
  const auto looked = small.pool().with([](const IndexReader& reader) -> corpus::Result<void> {
    IndexedRecords together(reader), single(reader);
    together.fetch(std::vector<std::string>{"maker", "nowhere", "", std::string(65, 'x'), "n1", "maker"});
    for (const char* id : {"maker", "n1", "c1"}) {
      CAPTURE(id);
      REQUIRE(together.find(id) != nullptr);
      REQUIRE(single.find(id) != nullptr);
      CHECK(corpus::to_json_text(*together.find(id)) == corpus::to_json_text(*single.find(id)));
    }
    CHECK(together.find("nowhere") == nullptr);
    return {};
  });
  CHECK(looked.has_value());
}

TEST_CASE("all experts of the need's enterprise are looked at, however many work there", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"c1","name":"甲公司"})");
  panels.put(R"({"kind":"need","id":"n1","title":"防腐涂层","keywords":["涂层"],"enterprise_id":"c1"})");
  constexpr int kStaff = 510;  // more than are read at a time
  for (int i = 0; i < kStaff; ++i) {
    const std::string tied = i == 0 ? "first" : i == kStaff - 1 ? "last" : "";
    const std::string relations = tied.empty() ? "" : R"(,"relations":[{"expert_id":")" + tied + R"(","kind":"kin"}])";
    panels.expert(fmt::format("s{:03}", i), R"({"org_id":"c1","research":"除尘","keywords":["除尘"])" + relations + "}");
  }
  for (const char* id : {"first", "last", "free"}) panels.expert(id, "{}");
  panels.build();
  const Panel panel = panels.draw(Panels::request("n1"));
  CHECK(why(panel, "first") == "亲属关系（终身）：与专家s000有亲属关系（未注明日期），不限期回避");
  CHECK(why(panel, "last") == "亲属关系（终身）：与专家s509有亲属关系（未注明日期），不限期回避");
  CHECK(why(panel, "free") == "eligible");
}

}  // namespace panel_reading_test
