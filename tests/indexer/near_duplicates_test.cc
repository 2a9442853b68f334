// SPDX-License-Identifier: GPL-3.0-or-later
// Which records say nearly the same: the estimate against the true share of terms, groups under decisions, and the index that build and follow make of them.
#include "indexer/near_duplicates.h"

#include <catch2/catch.hpp>
#include <algorithm>
#include <random>

#include "indexer/build.h"
#include "indexer/check.h"
#include "indexer/follow.h"
#include "indexer/schema.h"
#include "search/searcher.h"
#include "world.h"

namespace near_duplicates_test {

using namespace indexer;

namespace {

// Characters that a seed picks; texts of different seeds share next to nothing.
std::string text_of_seed(unsigned seed, std::size_t characters = 120) {
  std::mt19937 random(seed);
  std::string text;
  for (std::size_t i = 0; i < characters; ++i) {
    const unsigned c = 0x4e00 + random() % 3000;
    text += {static_cast<char>(0xe0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3f)), static_cast<char>(0x80 | (c & 0x3f))};
  }
  return text;
}

Signature signed_text(const std::string& text) {
  SignatureMaker maker;
  maker.add(text::analyze(text));
  return maker.finish().value();
}

std::string achievement(const std::string& id, const std::string& title, const std::string& summary, const std::string& more = "") {
  return fmt::format(R"({{"kind":"achievement","id":"{}","title":"{}","summary":"{}"{}}})", id, title, summary, more);
}

std::string decision(const std::string& id, const std::string& a, const std::string& b, const std::string& verdict, const std::string& more = "",
                     const std::string& by = "测试") {
  return fmt::format(R"({{"kind":"decision","id":"{}","subject_id":"{}","object_id":"{}","verdict":"{}","by":"{}"{}}})", id, a, b, verdict, by, more);
}

// Group of each record in the index in force: "a1=a1 a2=a1 a3=".
std::string groups_in(const world::World& world) {
  const IndexLayout layout(world.path());
  std::vector<std::string> all;
  for (const auto& path : databases(layout, read_manifest(layout, read_current(layout).value()).value())) {
    const Xapian::Database database(path.string());
    for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at) {
      const Xapian::Document document = database.get_document(*at);
      const std::string group = document.get_value(slot(Slot::group));
      all.push_back(document.get_value(slot(Slot::id)) + "=" + group);
      if (!group.empty()) CHECK(database.get_termfreq(std::string(prefix::kGroup) + group) > 0);
    }
  }
  std::ranges::sort(all);
  return fmt::format("{}", fmt::join(all, " "));
}

void follow_to_the_end(world::World& world) {
  while (follow_once(world.store(), world::vocabularies(), world.path()).value().applied > 0) {
  }
}

std::string titles(const search::SearchResult& result) {
  std::string out;
  for (const auto& hit : result.hits) out += fmt::format("{}{}{}", out.empty() ? "" : " ", hit.card.id, hit.more > 0 ? fmt::format("+{}", hit.more) : "");
  return out;
}

search::SearchResult found(const world::World& world, const std::string& query, bool see_hidden = false) {
  search::ReaderPool pool(world.path());
  search::SearchRequest request;
  request.query = query;
  request.see_hidden = see_hidden;
  return search::Searcher(pool, world::vocabularies()).search(request).value();
}

}  // namespace

TEST_CASE("the estimated similarity is the share of common terms, within its standard error") {
  const std::string text = text_of_seed(1, 400);
  for (const std::size_t kept : {400u, 300u, 200u, 100u, 0u}) {
    const std::string other = text.substr(0, kept * 3) + text_of_seed(2, 400 - kept);
    const double shared = kept == 0 ? 0 : static_cast<double>(kept) - 1;  // bigrams
    const double truth = shared / (2 * 399 - shared);
    CAPTURE(kept);
    CHECK(similarity(signed_text(text), signed_text(other)) == Approx(truth).margin(0.12));  // under three standard errors of .044
    CHECK(similarity(signed_text(text), signed_text(other)) == similarity(signed_text(other), signed_text(text)));
  }
  CHECK(similarity(signed_text(text), signed_text(text)) == 1);
}

TEST_CASE("a text too short to judge has no signature") {
  SignatureMaker maker;
  maker.add(text::analyze("锂电池负极材料"));
  CHECK_FALSE(maker.finish().has_value());
  CHECK_FALSE(SignatureMaker().finish().has_value());
}

TEST_CASE("titles agree by the shorter one's terms") {
  CHECK(title_similarity("谐波减速器柔轮长寿命设计与强化技术", "谐波减速器长寿命柔轮") > kTitlesAgree);
  CHECK(title_similarity("山东蒙阴方言声调声学研究", "河南光山方言声调声学研究") > title_similarity("酵母硒", "方言"));
  CHECK(title_similarity("", "方言") == 0);
  CHECK(title_similarity("，。！", "，。！") == 0);
}

TEST_CASE("links are found among many and only within one kind") {
  std::vector<SignedRecord> records;
  for (unsigned i = 0; i < 500; ++i) records.push_back({fmt::format("a{:03}", i), corpus::Kind::achievement, signed_text(text_of_seed(100 + i))});
  const std::string copied = text_of_seed(7);
  records.push_back({"b1", corpus::Kind::achievement, signed_text(copied)});
  records.push_back({"b2", corpus::Kind::achievement, signed_text(copied + text_of_seed(8, 20))});
  records.push_back({"b3", corpus::Kind::need, signed_text(copied)});
  records.push_back({"b4", corpus::Kind::achievement, std::nullopt});
  const auto links = find_links(records);
  REQUIRE(links.size() == 1);
  CHECK(records[links[0].a].id == "b1");
  CHECK(records[links[0].b].id == "b2");
  CHECK(compare_all(records).size() == 1);
}

TEST_CASE("the search for links ends when it is told to, on all threads") {
  std::vector<SignedRecord> records;
  const auto copied = signed_text(text_of_seed(7));
  for (unsigned i = 0; i < 300; ++i) records.push_back({fmt::format("a{:03}", i), corpus::Kind::achievement, copied});
  CHECK(find_links(records, 1, [] { return true; }).empty());
  int asked = 0;
  CHECK_FALSE(find_links(records, 2, [&] { return ++asked > 1'000'000; }).empty());
  CHECK(asked > 0);
}

TEST_CASE("decisions outrank links, whatever the order of the records") {
  std::vector<SignedRecord> records;
  for (const char* id : {"a", "b", "c", "d"}) records.push_back({id, corpus::Kind::achievement, std::nullopt});
  const std::vector<Link> links{{0, 1, .9}, {1, 2, .8}};
  const auto groups = [&](const SameDecisions& decisions) { return fmt::format("{}", fmt::join(groups_of(records, links, decisions), ",")); };
  CHECK(groups({}) == "a,a,a,");
  CHECK(groups({{{"a", "b"}, false}}) == ",b,b,");
  CHECK(groups({{{"a", "c"}, false}}) == "a,a,,");            // the more alike pair stays together
  CHECK(groups({{{"c", "d"}, true}}) == "a,a,a,a");
  CHECK(groups({{{"a", "c"}, false}, {{"c", "d"}, true}}) == "a,a,c,c");
  CHECK(groups({{{"a", "b"}, false}, {{"a", "c"}, true}}) == "a,,a,");
  CHECK(groups({{{"x", "y"}, true}}) == "a,a,a,");            // records that are not there
}

TEST_CASE("a decision that two records are the same and is not followed is told, with what it failed at") {
  std::vector<SignedRecord> records;
  for (const char* id : {"a", "b", "c", "d"}) records.push_back({id, corpus::Kind::need, {}});
  records.push_back({"e", corpus::Kind::expert, {}});
  const auto told = [&](const SameDecisions& decisions) {
    return lines_of(unfollowed_same(records, groups_of(records, {}, decisions), decisions));
  };
  using Lines = std::vector<std::string>;
  CHECK(told({}).empty());
  CHECK(told({{{"a", "b"}, true}, {{"c", "d"}, false}, {{"a", "x"}, false}}).empty());
  CHECK(told({{{"a", "x"}, true}}) == Lines{"1 decision `same` was not followed: a and x, because x is not in the index"});
  CHECK(told({{{"0", "a"}, true}}) == Lines{"1 decision `same` was not followed: 0 and a, because 0 is not in the index"});
  CHECK(told({{{"x", "y"}, true}}) == Lines{"1 decision `same` was not followed: x and y, because neither is in the index"});
  CHECK(told({{{"a", "e"}, true}}) == Lines{"1 decision `same` was not followed: a and e, because they are of different kinds"});
  // Through others: d is the same as b, b as a, and a is not c.
  CHECK(told({{{"a", "b"}, true}, {{"a", "c"}, false}, {{"b", "d"}, true}, {{"c", "d"}, true}}) ==
        Lines{"1 decision `same` was not followed: c and d, because a and c were decided to be not the same"});
  SameDecisions many;
  for (int i = 0; i < 12; ++i) many[{"a", fmt::format("x{:02}", i)}] = true;
  const Lines lines = told(many);
  REQUIRE(lines.size() == 12);
  CHECK(lines.front() == "12 decisions `same` were not followed:");
  CHECK(lines[10] == "  a and x09, because x09 is not in the index");
  CHECK(lines.back() == "  and 2 more");
}

TEST_CASE("a build tells which decisions it does not follow, and nothing once they can be") {
  world::World world;
  world.put(achievement("a1", "低温电解液配方", text_of_seed(1)));
  world.put(achievement("a2", "全不相同的成果", text_of_seed(2)));
  world.put(decision("d1", "a1", "a2", "same"));
  CHECK(world.build().groups.unfollowed.empty());
  REQUIRE(world.store().set_status("a2", "withdrawn", "", "test").has_value());
  const auto report = world.build();
  REQUIRE(report.groups.unfollowed.size() == 1);
  CHECK(to_text(report.groups.unfollowed[0]) == "a1 and a2, because a2 is not in the index");
}

TEST_CASE("follow tells of a decision same that it cannot follow, and of nothing once it can") {
  world::World world;
  for (const auto& [id, seed] : {std::pair("a1", 1), std::pair("a2", 2), std::pair("a3", 3)})
    world.put(achievement(id, fmt::format("成果{}", id), text_of_seed(seed)));
  world.build();
  const auto step = [&] {
    auto done = follow_once(world.store(), world::vocabularies(), world.path());
    REQUIRE(done);
    return std::move(done->regrouped);
  };
  world.put(decision("d1", "a1", "a2", "same"));
  Regrouped all = step();
  CHECK(all.unfollowed.empty());
  world.put(decision("d2", "a2", "a3", "not_same"));
  world.put(decision("d3", "a1", "a3", "same"));
  all.take(step());
  REQUIRE(all.unfollowed.size() == 1);
  CHECK(to_text(all.unfollowed[0]) == "a1 and a3, because a2 and a3 were decided to be not the same");
  world.put(achievement("b1", "与此无关", text_of_seed(9)));
  all.take(step());
  CHECK(all.unfollowed.size() == 1);
  world.put(decision("d4", "a2", "a3", "same"));
  all.take(step());
  CHECK(all.unfollowed.empty());
}

TEST_CASE("a build groups copies, search shows one and says how many more") {
  world::World world;
  const std::string text = text_of_seed(1);
  world.put(achievement("a1", "低温电解液配方", text));
  world.put(achievement("a2", "低温电解液的配方", text + "。另一平台发布。"));
  world.put(achievement("a3", "低温电解液配方及应用", text.substr(0, 3 * 100), R"(,"visibility":"restricted")"));
  world.put(achievement("a4", "高温合金叶片", text_of_seed(2)));
  CHECK(world.build().groups.records == 3);
  CHECK(groups_in(world) == "a1=a1 a2=a1 a3=a1 a4=");
  const auto open = found(world, "低温电解液配方");
  CHECK(open.hits.size() == 1);
  CHECK(open.total == 1);
  CHECK(open.hits[0].more == 1);  // not the hidden one
  CHECK(found(world, "低温电解液配方", true).hits[0].more == 2);
  CHECK(found(world, "same:a2").total == 2);
  CHECK(titles(found(world, "同一:a4")) == "a4");
  CHECK(found(world, "same:nothing").total == 0);
  CHECK(found(world, "same:a3").total == 0);  // of a record that is not for the asker nothing is told, not even its copies
  CHECK(found(world, "same:a3", true).total == 3);
  CHECK(check_index(world.store(), world::vocabularies(), world.path()).value().problems.empty());
}

TEST_CASE("a person's word outranks the detector, in follow and in every later build, until taken back") {
  world::World world;
  const std::string text = text_of_seed(1);
  world.put(achievement("a1", "低温电解液配方", text));
  world.put(achievement("a2", "低温电解液配方", text));
  world.put(achievement("a3", "全不相同的成果", text_of_seed(2)));
  world.build();
  CHECK(groups_in(world) == "a1=a1 a2=a1 a3=");
  const auto then = [&](const std::string& expected) {
    follow_to_the_end(world);
    CHECK(groups_in(world) == expected);
    world.build();
    CHECK(groups_in(world) == expected);
  };
  world.put(decision("d1", "a2", "a1", "not_same"));
  then("a1= a2= a3=");
  world.put(decision("d2", "a1", "a3", "same"));
  then("a1=a1 a2= a3=a1");
  world.put(decision("d3", "a1", "a2", "withdrawn"));
  then("a1=a1 a2=a1 a3=a1");
  world.put(decision("d4", "a3", "a1", "not_same"), "submitted");  // not yet anyone's decision
  then("a1=a1 a2=a1 a3=a1");
  world.put(decision("d2", "a1", "a3", "same"), "withdrawn");
  then("a1=a1 a2=a1 a3=");
  // Who dismisses a pair and takes that back says nothing of its being the same.
  world.put(decision("d5", "a1", "a2", "not_same"));
  world.put(decision("d6", "a2", "a1", "dismissed", R"(,"reason":"wrong_topic")", "甲"));
  world.put(decision("d7", "a1", "a2", "withdrawn", "", "甲"));
  then("a1= a2= a3=");
  world.put(decision("d8", "a1", "a2", "withdrawn", "", "甲"));  // nothing of their own is left
  then("a1=a1 a2=a1 a3=");
  // Of one's own words the one spoken last is taken back, then the other.
  world.put(decision("e1", "a1", "a2", "dismissed", R"(,"reason":"wrong_topic")", "甲"));
  world.put(decision("e2", "a1", "a2", "not_same", "", "甲"));
  then("a1= a2= a3=");
  world.put(decision("e3", "a1", "a2", "withdrawn", "", "甲"));
  then("a1=a1 a2=a1 a3=");
  world.put(decision("e4", "a1", "a2", "not_same", "", "乙"));
  world.put(decision("e5", "a1", "a2", "withdrawn", "", "甲"));  // their dismissal
  then("a1= a2= a3=");
  // What is named is taken back, whatever was spoken last.
  world.put(decision("f1", "a1", "a2", "not_same", "", "甲"));
  world.put(decision("f2", "a1", "a2", "withdrawn", R"(,"undoes":"match")", "甲"));
  then("a1= a2= a3=");
  world.put(decision("f3", "a1", "a2", "dismissed", R"(,"reason":"wrong_topic")", "甲"));
  world.put(decision("f4", "a1", "a2", "withdrawn", R"(,"undoes":"sameness")", "甲"));
  then("a1=a1 a2=a1 a3=");
}

TEST_CASE("follow groups as a build does: records that come, change, and go") {
  world::World world;
  const std::string one = text_of_seed(1), two = text_of_seed(2);
  world.put(achievement("a5", "低温电解液配方", one));
  world.put(achievement("a7", "高温合金叶片", two));
  world.build();
  const auto same_as_a_build = [&](const std::string& expected) {
    follow_to_the_end(world);
    CHECK(groups_in(world) == expected);
    world.build();
    CHECK(groups_in(world) == expected);
  };
  world.put(achievement("a6", "低温电解液的配方", one));
  same_as_a_build("a5=a5 a6=a5 a7=");
  world.put(achievement("a1", "低温电解液配方", one));  // the smallest id names the group
  same_as_a_build("a1=a1 a5=a1 a6=a1 a7=");
  world.put(achievement("a6", "高温合金叶片", two));
  same_as_a_build("a1=a1 a5=a1 a6=a6 a7=a6");
  REQUIRE(world.store().set_status("a1", "withdrawn", "", "test").has_value());
  same_as_a_build("a5= a6=a6 a7=a6");
  CHECK(check_index(world.store(), world::vocabularies(), world.path()).value().problems.empty());
}

TEST_CASE("the sample corpus: ten of its twelve planted pairs are grouped, and nothing else is") {
  world::World world;
  world.import_sample();
  const auto report = world.build();
  CHECK(report.groups.groups == 10);
  CHECK(report.groups.records == 20);
  const std::string groups = groups_in(world);
  for (const char* pair : {"CG-A-011=CG-A-006", "CG-R-011=CG-R-006", "CG-M-011=CG-M-010", "CG-S-016=CG-S-015", "CG-N-008=CG-N-007", "CG-H-007=CG-H-006",
                           "CG-O-007=CG-O-006", "CG-Y-007=CG-Y-006", "CG-B-013=CG-B-012", "CG-P-003=CG-P-002"})
    CHECK(groups.find(pair) != std::string::npos);
}

}  // namespace near_duplicates_test
