// SPDX-License-Identifier: GPL-3.0-or-later
// What only the index can tell of a draft: copies that are there already, and how many results it tells apart.
#include "search/coach.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "indexer/document.h"
#include "indexer/near_duplicates.h"
#include "indexer/schema.h"
#include "search/found.h"

namespace coach_test {

using namespace search;
using nlohmann::json;

namespace {

Coaching coach(found::Library& library, const json& object, bool stored = false, bool see_hidden = false) {
  CoachRequest request;
  request.record = corpus::record_from_json(object, request.reading);
  request.stored = stored;
  request.see_hidden = see_hidden;
  return Coach(library.pool(), world::vocabularies(), library.matcher()).coach(request);
}

std::string copies_in(const Coaching& coaching) {
  std::vector<std::string> ids;
  for (const Copy& one : coaching.copies) ids.push_back(one.id);
  return found::joined(ids);
}

bool has(const Coaching& coaching, std::string_view code) { return std::ranges::find(coaching.advice, code, &Advice::code) != coaching.advice.end(); }

constexpr const char* kText = "现有滴灌凭经验开阀，水肥浪费严重，希望按土壤水势与叶片氮素自动决定开阀时长，并与泵站联动，减少看水工人的数量";

std::string need(const std::string& id, const std::string& title, const std::string& problem, const std::string& more = "") {
  return fmt::format(R"({{"kind":"need","id":"{}","title":"{}","problem":"{}"{}}})", id, title, problem, more);
}

}  // namespace

TEST_CASE("the signature of a draft is the one that the index would hold") {
  for (const char* name : {"needs", "achievements"}) {
    std::ifstream in(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/" + name + ".jsonl");
    std::string line;
    REQUIRE(std::getline(in, line));
    const corpus::Record record = world::record(line);
    const auto indexed = indexer::make_document(record, world::vocabularies()).get_value(indexer::slot(indexer::Slot::signature));
    REQUIRE(indexer::signature_from(indexed));
    CHECK(indexer::signature_of(record) == indexer::signature_from(indexed));
  }
  CHECK_FALSE(indexer::signature_from(""));
  CHECK_FALSE(indexer::signature_from("short"));
}

TEST_CASE("a draft that says nearly what is there is told so, and one that says something else is not") {
  found::Library library;
  library.put(need("N1", "葡萄园水肥一体化自动控制", kText));
  library.put(need("N2", "污水厂曝气节能", "曝气电耗占全厂一半以上，希望按进水负荷前馈控制鼓风机风量，吨水电耗下降一成，出水稳定达标"));
  library.put(need("NL", "棉田水肥一体化自动控制", std::string(kText) + "，本条仅登录可见", R"(,"visibility":"login")"));
  library.build();
  const json draft = json::parse(need("draft", "葡萄园水肥一体化自动控制系统", std::string(kText) + "。"));
  const Coaching open = coach(library, draft);
  CHECK(copies_in(open) == "N1");
  REQUIRE(has(open, "near_duplicate"));
  const Advice& advice = *std::ranges::find(open.advice, "near_duplicate", &Advice::code);
  CHECK(advice.message == "库中已有几乎相同的记录：N1《葡萄园水肥一体化自动控制》");
  CHECK(advice.message_en == "nearly the same is there already: N1 葡萄园水肥一体化自动控制");
  CHECK(open.copies.front().similarity.value() > indexer::kSameFrom);
  // A copy that is not public is told only to those who may read it, and shows in nothing else.
  const Coaching reading = coach(library, draft, false, true);
  CHECK(reading.copies.size() == 2);
  for (const Advice& one : open.advice) CHECK((one.message + one.message_en).find("NL") == std::string::npos);

  CHECK(copies_in(coach(library, json::parse(need("draft", "果园无线阀门", "山地果园没有电源，阀门要靠太阳能供电并能无线组网，冬季不冻裂，维护一年不超过一次，控制距离不小于两公里")))) == "");
  // Little text: the same title is all there is to go by.
  CHECK(copies_in(coach(library, json::parse(need("draft", "污水厂 曝气节能", "电耗高")))) == "N2");
  CHECK(copies_in(coach(library, json::parse(need("draft", "污水厂除臭", "臭味大")))) == "");
  // Whoever edits a record is not told that it is there.
  CHECK(copies_in(coach(library, json::parse(need("N1", "葡萄园水肥一体化自动控制", kText)))) == "");
}

TEST_CASE("of a stored record the index knows the group, and what people decided about it") {
  found::Library library;
  const std::string other = std::string(kText) + "，另由合作社牵头";
  library.put(need("N1", "葡萄园水肥一体化自动控制", kText));
  library.put(need("N2", "葡萄园水肥一体化自动控制", other));
  library.put(need("N3", "葡萄园水肥一体化自动控制", other + "实施", R"(,"visibility":"login")"));
  library.build();
  const json first = json::parse(need("N1", "葡萄园水肥一体化自动控制", kText));
  CHECK(copies_in(coach(library, first, true)) == "N2");
  CHECK(copies_in(coach(library, first, true, true)) == "N2 N3");
  for (const char* id : {"N2", "N3"})
    library.put(fmt::format(R"({{"kind":"decision","id":"D{0}","subject_id":"N1","object_id":"{0}","verdict":"not_same","by":"测试"}})", id));
  library.build();
  CHECK(copies_in(coach(library, first, true, true)) == "");
  // As a draft it has no decisions, and what waits for review is in no index yet.
  CHECK(copies_in(coach(library, json::parse(need("N9", "葡萄园水肥一体化自动控制", kText)), true)) == "N1 N2");
}

TEST_CASE("of a large group the first by id are told, as at least so many, and within the time limit") {
  found::Library library;
  const auto result = [](int number) {
    return fmt::format(R"({{"kind":"achievement","id":"A{:02}","title":"葡萄园水肥一体化自动控制","summary":"{}（第{}稿）"}})", number, kText, number);
  };
  for (int number = 30; number > 10; --number) library.put(result(number));
  library.build();
  const json last = json::parse(result(30));
  const Coaching given = coach(library, last, true);
  CHECK(copies_in(given) == "A11 A12 A13 A14 A15 A16 A17 A18 A19 A20");
  REQUIRE(has(given, "near_duplicate"));
  const Advice& advice = *std::ranges::find(given.advice, "near_duplicate", &Advice::code);
  CHECK(advice.message == "库中已有几乎相同的记录：A11《葡萄园水肥一体化自动控制》等 10 条以上");
  CHECK(advice.message_en == "nearly the same is there already: A11 葡萄园水肥一体化自动控制 and at least 9 more");
  CHECK(given.notes.empty());

  CoachRequest request;
  request.record = corpus::record_from_json(last, request.reading);
  request.stored = true;
  request.time_limit = std::chrono::milliseconds(0);
  const Coaching late = Coach(library.pool(), world::vocabularies(), library.matcher()).coach(request);
  CHECK(late.copies.empty());
  REQUIRE(late.notes.size() == 1);
  CHECK(late.notes[0].code == "index_not_asked");
}

TEST_CASE("a need that says more tells more results apart") {
  found::Library library;
  for (int i = 0; i < 20; ++i)
    library.put(fmt::format(R"({{"kind":"achievement","id":"A{:02}","title":"智能滴灌阀门","summary":"滴灌阀门，节水率{}%。","trl":{},"price_min":{}}})", i,
                            10 + i, 3 + i % 3, 40 + 10 * (i % 5)));
  // Twenty results alike in their words, which are near-duplicates of nothing: their texts are too short.
  library.build();
  const Coaching vague = coach(library, json::parse(need("draft", "智能滴灌阀门", "滴灌阀门")));
  REQUIRE(vague.distinction);
  CHECK(vague.distinction->candidates == 20);
  CHECK(vague.distinction->groups == 1);
  CHECK(vague.distinction->largest == 20);
  CHECK(vague.distinction->message == "文字同样相近的 20 项成果，按所写的条件只能分成 1 组，最大一组 20 项分不出高下");
  REQUIRE(has(vague, "tells_little_apart"));
  const Advice& advice = *std::ranges::find(vague.advice, "tells_little_apart", &Advice::code);
  CHECK(advice.field == "indicators");
  CHECK(advice.hint.starts_with("补充指标、期望成熟度、拟投入资金、"));
  CHECK(advice.hint_en.starts_with("give indicators, the maturity wanted, the budget, "));

  const Coaching mature = coach(library, json::parse(need("draft", "智能滴灌阀门", "滴灌阀门", R"(,"min_trl":5)")));
  CHECK(mature.distinction->groups == 3);
  CHECK(mature.distinction->by.at("maturity") == 3);
  CHECK(mature.distinction->by.at("text") == 1);
  const Coaching exact = coach(library, json::parse(need("draft", "智能滴灌阀门", "滴灌阀门", R"(,"min_trl":5,"budget":50,"goal":"节水率≥25%")")));
  CHECK(exact.distinction->groups > mature.distinction->groups);
  CHECK_FALSE(has(exact, "tells_little_apart"));
  const Coaching nothing = coach(library, json::parse(need("draft", "喷漆异味", "扰民")));
  CHECK(nothing.distinction->candidates == 0);
  CHECK(nothing.distinction->message == "库中没有与此需求文字相近的成果");
  CHECK_FALSE(has(nothing, "tells_little_apart"));
  // A result has no results to tell apart.
  CHECK_FALSE(coach(library, json::parse(R"({"kind":"achievement","id":"draft","title":"智能滴灌阀门","summary":"滴灌阀门"})")).distinction);
}

TEST_CASE("results that are not public are told apart only for those who may read them") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"A1","title":"智能滴灌阀门","summary":"滴灌阀门"})");
  library.put(R"({"kind":"achievement","id":"AL","title":"智能滴灌阀门","summary":"滴灌阀门","visibility":"login"})");
  library.build();
  const json draft = json::parse(need("draft", "智能滴灌阀门", "滴灌阀门"));
  CHECK(coach(library, draft).distinction->candidates == 1);
  CHECK(coach(library, draft, false, true).distinction->candidates == 2);
}

TEST_CASE("without an index the record is advised on all the same, with a note") {
  found::Library library;
  const Coaching given = coach(library, json::parse(need("draft", "新材料", "x")));
  CHECK(has(given, "title_is_field"));
  CHECK_FALSE(given.distinction);
  REQUIRE(given.notes.size() == 1);
  CHECK(given.notes[0].code == "index_not_asked");
  CHECK(given.seq == 0);
}

TEST_CASE("what would be refused is not looked for in the index") {
  const Coaching given = coach(found::sample(), {{"kind", "need"}, {"id", "draft"}, {"title", "电池"}, {"problem", "鼓包"}, {"tech_field", {"炼丹"}}});
  CHECK(has(given, "unknown_value"));
  REQUIRE(given.notes.size() == 1);
  CHECK(given.notes[0].code == "index_not_asked");
  CHECK(given.seq == 0);
}

TEST_CASE("a text of a megabyte is coached within its limit", "[sample]") {
  std::string text;
  while (text.size() < (1u << 20)) text += "锂电池高温循环鼓包，厚度≥5 mm。";
  const Coaching given = coach(found::sample(), {{"kind", "need"}, {"id", "draft"}, {"title", "电池"}, {"problem", text}, {"goal", text}});
  CHECK(has(given, "too_long"));
  REQUIRE(given.distinction);
  CHECK(given.distinction->candidates <= kMostCandidates);
}

TEST_CASE("the sample's needs tell results apart where vague ones do not", "[sample]") {
  std::size_t vague = 0, all = 0, asked = 0;
  std::ifstream in(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/needs.jsonl");
  for (std::string line; std::getline(in, line); ++all) {
    if (all % 6 != 0) continue;  // a third of a second each under a sanitizer
    ++asked;
    const Coaching given = coach(found::sample(), json::parse(line), true);
    REQUIRE(given.distinction);
    const Distinction& d = *given.distinction;
    CHECK(d.groups <= d.candidates);
    CHECK(d.largest <= d.candidates);
    CHECK((d.candidates == 0) == (d.groups == 0));
    vague += has(given, "tells_little_apart");
  }
  REQUIRE(all == 132);
  CAPTURE(vague);
  CHECK(vague * 10 < asked);
  for (const char* title : {"水处理", "新能源电池", "智能装备", "农业机械"}) {
    CAPTURE(title);
    const Coaching given = coach(found::sample(), {{"kind", "need"}, {"id", "draft"}, {"title", title}, {"problem", std::string("寻求") + title + "技术"}});
    CHECK(has(given, "tells_little_apart"));
  }
}

}  // namespace coach_test
