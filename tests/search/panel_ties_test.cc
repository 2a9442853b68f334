// SPDX-License-Identifier: GPL-3.0-or-later
// People who worked together, where one side alone says so: the result that names both, the expert who lists it, a patent that both have.
#include <catch2/catch.hpp>

#include "search/conflicts.h"
#include "search/made_results.h"
#include "search/panel_world.h"

namespace panel_ties_test {

using namespace search;
using panel_world::ids;
using panel_world::Panels;
using panel_world::why;

namespace {

const std::string kMatter = R"("title":"防腐涂层","keywords":["涂层"])";

std::string members(const std::string& first, const std::string& second) {
  return R"("members":[{"name":"专家)" + first + R"(","expert_id":")" + first + R"("},{"name":"专家)" + second + R"(","expert_id":")" + second + R"("}])";
}

}  // namespace

TEST_CASE("a result that names both ties them within its window, though neither expert lists it", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"achievement","id":"a1",)" + kMatter + R"(,"members":[{"name":"专家m1","expert_id":"m1"}]})");
  panels.put(R"({"kind":"achievement","id":"a2","title":"泵","start_date":"2023-01","end_date":"2025-01",)" + members("m1", "mate") + "}");
  panels.put(R"({"kind":"achievement","id":"a3","title":"阀","end_date":"2022-06-29",)" + members("m1", "oldmate") + "}");
  panels.put(R"({"kind":"achievement","id":"a4","title":"管","end_date":"2025",)" + members("free", "other") + "}");
  panels.put(R"({"kind":"achievement","id":"a5","title":"罐","end_date":"2025","visibility":"受限",)" + members("m1", "hidden") + "}");
  for (const char* id : {"m1", "mate", "oldmate", "free", "other", "hidden"}) panels.expert(id, "{}");
  panels.build();
  const Panel panel = panels.draw(Panels::request("a1"));
  CHECK(why(panel, "m1") == "成果完成人（终身）：该成果的完成人，不限期回避");
  CHECK(why(panel, "mate") == "合作关系（结束后 4 年内）：与专家m1共同完成成果“泵”（a2）（2023-01 至 2025-01），回避至 2029-01-31");
  CHECK(why(panel, "hidden") == "合作关系（结束后 4 年内）：与专家m1共同完成成果“罐”（a5）（至 2025），回避至 2029-12-31");
  CHECK(ids(panel.eligible) == "free oldmate other");
}

TEST_CASE("of a need its own experts are tied in the same way, and whoever a result of the enterprise names", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"enterprise","id":"c1","name":"甲公司"})");
  panels.put(R"({"kind":"need","id":"n1","enterprise_id":"c1",)" + kMatter + "}");
  panels.put(R"({"kind":"achievement","id":"a2","title":"泵","owner_org":"某所","end_date":"2025",)" + members("s1", "mate") + "}");
  panels.put(R"({"kind":"achievement","id":"a3","title":"阀","owner_org_id":"c1","end_date":"2025","members":[{"name":"某人","expert_id":"maker"}]})");
  panels.expert("s1", R"({"org_id":"c1"})");
  for (const char* id : {"mate", "maker", "free"}) panels.expert(id, "{}");
  panels.build();
  const Panel panel = panels.draw(Panels::request("n1"));
  CHECK(why(panel, "mate") == "合作关系（结束后 4 年内）：与专家s1共同完成成果“泵”（a2）（至 2025），回避至 2029-12-31");
  CHECK(why(panel, "maker") == "合作关系（结束后 4 年内）：与甲公司共同完成成果“阀”（a3）（至 2025），回避至 2029-12-31");
  CHECK(ids(panel.eligible) == "free");
}

TEST_CASE("a patent that both list ties them, by the year it was applied for, however its number is written", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"achievement","id":"a1",)" + kMatter +
             R"(,"members":[{"name":"专家m1","expert_id":"m1"}],"ip_rights":[{"no":"ZL202310000001.X"}]})");
  panels.expert("m1", R"({"linked_patents":["ZL202410123456.7","ZL202110000002.1","CN113456789A","201510123456"]})");
  panels.expert("shares", R"({"linked_patents":["ZL 2024 1 0123456.7"]})");
  panels.expert("before", R"({"linked_patents":["202110000002"]})");  // applied for in 2021: over at the end of 2025
  panels.expert("longago", R"({"linked_patents":["ZL201510123456.3"]})");
  panels.expert("undated", R"({"linked_patents":["CN113456789B"]})");  // a published document's number tells no year
  panels.expert("owns", R"({"linked_patents":["202310000001"]})");
  panels.expert("free", R"({"linked_patents":["ZL202410999999.7","待定"]})");
  panels.build();
  const Panel panel = panels.draw(Panels::request("a1"));
  CHECK(why(panel, "shares") == "合作关系（结束后 4 年内）：与专家m1共有专利“ZL 2024 1 0123456.7”（2024），回避至 2028-12-31");
  CHECK(why(panel, "undated") == "合作关系（结束后 4 年内）：与专家m1共有专利“CN113456789B”（未注明日期），仍在持续");
  CHECK(why(panel, "owns") == "成果完成人（终身）：该成果的专利“202310000001”也是其专利，不限期回避");
  CHECK(ids(panel.eligible) == "before free longago");
}

TEST_CASE("a result that names the one and has a patent of the other ties them too", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"achievement","id":"a1",)" + kMatter + R"(,"members":[{"name":"专家m1","expert_id":"m1"}]})");
  panels.put(R"({"kind":"achievement","id":"a2","title":"泵","end_date":"2025-01","members":[{"name":"某","expert_id":"mate"}],"ip_rights":[{"no":"CN112345678A"}]})");
  panels.put(R"({"kind":"achievement","id":"a3","title":"阀","end_date":"2025-01","members":[{"name":"专家m1","expert_id":"m1"}],"ip_rights":[{"no":"CN118765432A"}]})");
  panels.expert("m1", R"({"linked_patents":["CN112345678B"]})");
  panels.expert("mate", "{}");
  panels.expert("holder", R"({"linked_patents":["CN118765432B"]})");
  panels.expert("free", "{}");
  panels.build();
  const Panel panel = panels.draw(Panels::request("a1"));
  CHECK(why(panel, "mate") == "合作关系（结束后 4 年内）：与专家m1共同完成成果“泵”（a2）（至 2025-01），回避至 2029-01-31");
  CHECK(why(panel, "holder") == "合作关系（结束后 4 年内）：与专家m1共同完成成果“阀”（a3）（至 2025-01），回避至 2029-01-31");
  CHECK(ids(panel.eligible) == "free");
}

TEST_CASE("results that experts stand behind are those they list, then those that name them, each once", "[panel]") {
  Panels panels;
  panels.put(R"({"kind":"achievement","id":"a1","title":"泵",)" + members("e1", "e2") + "}");
  panels.put(R"({"kind":"achievement","id":"a2","title":"阀",)" + members("e1", "nobody") + "}");
  panels.expert("e1", R"({"linked_results":["a9","a2"]})");
  panels.expert("e2", "{}");
  panels.expert("e3", "{}");
  panels.build();
  const auto looked = panels.pool().with([](const IndexReader& reader) -> corpus::Result<void> {
    IndexedRecords records(reader);
    const Watch open(Watch::Clock::now() + std::chrono::hours(1)), over(Watch::Clock::now() - std::chrono::hours(1));
    std::vector<const corpus::Expert*> experts;
    for (const char* id : {"e1", "e2", "e3"}) experts.push_back(records.find_as<corpus::Expert>(id));
    const std::map<std::string, std::vector<std::string>> expected = {{"e1", {"a9", "a2", "a1"}}, {"e2", {"a1"}}, {"e3", {}}};
    CHECK(made_results(experts, reader, records, open) == expected);
    CHECK_THROWS_AS(made_results(experts, reader, records, over), TimeUp);
    CHECK(made_results({}, reader, records, open).empty());
    return {};
  });
  CHECK(looked.has_value());
}

}  // namespace panel_ties_test
