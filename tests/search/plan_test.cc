// SPDX-License-Identifier: GPL-3.0-or-later
// Plans on a database of a few records: which records a query's filter and ranking hold, which terms are kept and what they weigh.
#include "search/plan.h"

#include <unicode/unistr.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <set>

#include "indexer/build_database.h"
#include "indexer/schema.h"
#include "search/query_parser.h"
#include "world.h"

namespace plan_test {

using namespace search;

namespace {

constexpr const char* kRecords[] = {
    R"({"kind":"achievement","id":"a","title":"水肥一体化灌溉","summary":"棉田节水","keywords":["滴灌"],"owner_org":"楚江农业大学",
        "members":[{"name":"甘霖"}],"region":"420100","tech_field":["agriculture"],"stage":"mid","trl":5,"registration_date":"2020-01-01"})",
    R"({"kind":"achievement","id":"b","title":"灌溉水泵","summary":"一体化泵站，滴灌配套，水肥","owner_org":"青竹机电研究所",
        "region":"430000","industry":["C381"],"cooperation_modes":["license_sole"],"trl":8,"registration_date":"2024-01-01"})",
    R"({"kind":"achievement","id":"c","title":"镁合金 deep machine learning","summary":"用 TiO2 涂层；machine tools for learning"})",
    R"({"kind":"achievement","id":"d","title":"machine learning","summary":"大棚"})",
};

const Xapian::Database& database() {
  static const auto made = [] {
    struct Made {
      world::Directory directory;
      Xapian::Database database;
    };
    auto out = std::make_unique<Made>();
    std::size_t i = 0;
    const auto next = [&]() -> std::optional<corpus::Record> {
      return i == std::size(kRecords) ? std::nullopt : std::optional(world::record(kRecords[i++]));
    };
    const auto path = out->directory.path() / "db";
    const auto bytes = indexer::build_database(next, world::vocabularies(), path, indexer::manifest_of_today(world::vocabularies(), "test"));
    if (!bytes) throw std::runtime_error(corpus::to_text(bytes.error()));
    out->database = Xapian::Database(path.string());
    return out;
  }();
  return made->database;
}

Plan plan_of(const std::string& query, const PlanOptions& options = {}) {
  return make_plan(parse_query(query, world::vocabularies()).root, database(), options);
}

std::string held(const Xapian::Query& query) {
  Xapian::Enquire enquire(database());
  enquire.set_weighting_scheme(ranking_weight());
  enquire.set_query(query);
  std::set<std::string> ids;
  const Xapian::MSet set = enquire.get_mset(0, 100);
  for (auto it = set.begin(); it != set.end(); ++it) ids.insert(it.get_document().get_value(indexer::slot(indexer::Slot::id)));
  return fmt::format("{}", fmt::join(ids, ""));
}

std::string held_by_all(const Plan& plan) { return held(Xapian::Query(Xapian::Query::OP_FILTER, plan.ranking, plan.filter)); }

std::vector<std::string> terms(const std::vector<WeightedTerm>& list) {
  std::vector<std::string> out;
  for (const WeightedTerm& one : list) out.push_back(one.term);
  return out;
}

double weight(const std::vector<WeightedTerm>& list, const std::string& term) {
  const auto at = std::ranges::find(list, term, &WeightedTerm::term);
  return at == list.end() ? 0 : at->weight;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("the filter holds what must hold, the ranking whatever shares a word") {
  struct Row {
    const char* query;
    const char* filter;
    const char* found;  // by both
  };
  const Row rows[] = {
      {"", "abcd", "abcd"},
      {"水肥一体化", "abcd", "ab"},  // words alone must not hold
      {"水肥 大棚", "abcd", "abd"},
      {"量子", "abcd", ""},
      {"\"水肥一体化\"", "a", "a"},  // b has 水肥 and 一体化 apart
      {"\"灌溉水泵\"", "b", "b"},
      {"\"一体化水肥\"", "", ""},
      {"\"machine learning\"", "cd", "cd"},   // side by side in the title of each
      {"\"learning machine\"", "", ""},
      {"\"deep machine\"", "c", "c"},
      {"\"deep learning\"", "", ""},          // not side by side
      {"\"tools learning\"", "", ""},
      {"\"machine\"", "cd", "cd"},
      {"\"TiO2 涂层\"", "c", "c"},
      {"标题:水肥", "a", "a"},
      {"标题:\"灌溉水\"", "b", "b"},
      {"关键词:滴灌", "a", "a"},
      {"单位:青竹", "b", "b"},
      {"完成人:甘霖", "a", "a"},
      {"完成人:楚江", "", ""},
      {"镁", "abcd", "c"},  // a character alone: what begins with it
      {"\"镁\"", "c", "c"},
      {"标题:镁", "c", "c"},
      {"标题:棚", "", ""},
      {"单位:所", "b", "b"},  // and the last of a run
      {"mach*", "abcd", "cd"},       // any word that begins so
      {"Mach* 大棚", "abcd", "cd"},
      {"标题:mach*", "cd", "cd"},
      {"标题:tool*", "", ""},
      {"tio*", "abcd", "c"},
      {"-mach*", "ab", "ab"},
      {"tool* OR 泵站", "bc", "bc"},
      {"\"machine learning\"~3", "cd", "cd"},
      {"\"learning machine\"~3", "cd", "cd"},  // in any order
      {"\"deep learning\"~1", "c", "c"},       // one word between
      {"\"tools learning\"~1", "c", "c"},
      {"\"deep tools\"~50", "", ""},           // of two fields
      {"\"machine tools for learning\"~0", "c", "c"},
      {"\"learning for tools\"~0", "", ""},    // no word between is a phrase
      {"标题:\"deep learning\"~1", "c", "c"},
      {"\"learning learning\"~2", "cd", "cd"}, // one place does for both
      {"\"水肥 滴灌\"~3", "ab", "ab"},          // somewhere in the record
      {"标题:水肥^3", "a", "a"},
      {"水肥 -大棚", "abc", "ab"},
      {"-水肥", "cd", "cd"},
      {"-\"水肥一体化\"", "bcd", "bcd"},
      {"大棚 OR 涂层", "cd", "cd"},
      {"(水肥 滴灌) OR 大棚", "abd", "abd"},
      {"(水肥 、 滴灌) OR 大棚", "abd", "abd"},  // marks between the words ask for nothing
      {"(水肥 涂层) OR 大棚", "d", "d"},         // all words of an alternative
      {"水肥 (滴灌 OR 大棚)", "abd", "ab"},
      {"-(水肥 OR 大棚)", "c", "c"},
      {"(大棚 -地区:湖北) OR 地区:湖南", "bd", "bd"},
      {"地区:湖北", "a", "a"},
      {"地区:武汉,湖南", "ab", "ab"},
      {"行业:C38", "b", "b"},
      {"领域:农业", "a", "a"},
      {"阶段:中试", "a", "a"},
      {"合作:技术许可", "b", "b"},
      {"成熟度:5", "a", "a"},
      {"成熟度:>5", "b", "b"},
      {"年份:2020-2024", "ab", "ab"},
      {"-年份:2020", "bcd", "bcd"},
      {"水肥 地区:湖南 成熟度:8", "b", "b"},
  };
  for (const Row& row : rows) {
    INFO(row.query);
    const Plan plan = plan_of(row.query);
    CHECK(held(plan.filter) == row.filter);
    CHECK(held_by_all(plan) == row.found);
  }
}

TEST_CASE("a weight moves what holds the word up or down") {
  const auto first = [](const std::string& query) {
    const Plan plan = plan_of(query);
    Xapian::Enquire enquire(database());
    enquire.set_weighting_scheme(ranking_weight());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, plan.ranking, plan.filter));
    return enquire.get_mset(0, 1).begin().get_document().get_value(indexer::slot(indexer::Slot::id));
  };
  CHECK(first("(\"一体化\" OR \"泵站\") \"滴灌\"") == "b");
  CHECK(first("\"滴灌\" 棉田^1 泵站") == "b");
  CHECK(first("\"滴灌\"^0.1 棉田 节水") == "a");
  const Plan light = plan_of("标题:灌溉"), heavy = plan_of("标题:灌溉^10");
  const auto score = [](const Plan& plan) {
    Xapian::Enquire enquire(database());
    enquire.set_weighting_scheme(ranking_weight());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, plan.ranking, plan.filter));
    return enquire.get_mset(0, 1).begin().get_weight();
  };
  CHECK(score(heavy) == Approx(10 * score(light)));
}

TEST_CASE("a star stands for the 200 most frequent words that begin so, and for no more than eight stars") {
  std::string words;
  for (int i = 0; i < 300; ++i) words += fmt::format(" poly{}{}", static_cast<char>('a' + i % 26), static_cast<char>('a' + i / 26));
  world::Directory directory;
  const std::vector<std::string> records = {R"({"kind":"achievement","id":"a","title":"甲","summary":")" + words + "\"}",
                                            R"({"kind":"achievement","id":"b","title":"乙","summary":"polynl"})"};
  std::size_t next = 0;
  const auto read = [&]() -> std::optional<corpus::Record> {
    return next == records.size() ? std::nullopt : std::optional(world::record(records[next++]));
  };
  const auto path = directory.path() / "db";
  REQUIRE(indexer::build_database(read, world::vocabularies(), path, indexer::manifest_of_today(world::vocabularies(), "test")));
  const Xapian::Database many(path.string());
  const ParsedQuery query = parse_query("poly*", world::vocabularies());
  const Plan plan = make_plan(query.root, many);
  REQUIRE(plan.cut_prefixes.size() == 1);
  CHECK(plan.cut_prefixes.front() == &query.root.children.front());
  CHECK(plan.terms.size() == 200);
  CHECK_FALSE(plan.cut);
  CHECK(std::ranges::count(plan.terms, "polynl") == 1);  // two records hold it
  CHECK(make_plan(parse_query("polyz*", world::vocabularies()).root, many).cut_prefixes.empty());
  std::string stars;
  for (char c = 'a'; c < 'a' + 9; ++c) stars += fmt::format("poly{}* ", c);
  CHECK(make_plan(parse_query(stars, world::vocabularies()).root, many).cut);
}

TEST_CASE("a plan is scored where words or phrases are asked for, not by filters, exclusions and marks") {
  for (const char* query : {"水肥", "\"水肥\"", "标题:水肥", "大棚 OR 水肥", "镁", "量子"}) {
    INFO(query);
    CHECK(plan_of(query).scored);
  }
  for (const char* query : {"", "地区:湖北", "-水肥", "成熟度:5 OR 年份:2020", "！", "—— 。"}) {
    INFO(query);
    const Plan plan = plan_of(query);
    CHECK_FALSE(plan.scored);
    CHECK(held(plan.ranking) == "abcd");
  }
}

TEST_CASE("the share counts each distinct term of the free text once, without the words that bigrams make up") {
  struct Row {
    const char* query;
    std::size_t share;
  };
  const Row rows[] = {{"水肥一体化", 4},   {"水肥 水肥 水肥", 1}, {"machine learning", 2}, {"machines machine", 1},
                      {"镁", 1},           {"镁 水肥", 2},        {"\"水肥\"", 0},         {"标题:水肥", 0},
                      {"水肥 OR 大棚", 0}, {"-水肥", 0},          {"地区:湖北", 0},        {"", 0},
                      {"量子", 1},  // not in the index, yet asked for
                      {"(水肥 灌溉) 滴灌", 3}};
  for (const Row& row : rows) {
    INFO(row.query);
    CHECK(plan_of(row.query).share.size() == row.share);
  }
}

TEST_CASE("terms for highlights are those that are asked for, not those that are excluded") {
  CHECK(plan_of("水肥 \"大棚\" 标题:灌溉 -棉田 地区:湖北").terms == Words{"水肥", "大棚", "灌溉"});
  const auto list = plan_of("一体化").terms;
  CHECK(std::set<std::string>(list.begin(), list.end()) == std::set<std::string>{"一体", "体化", "一体化"});
}

TEST_CASE("the terms kept of a long text are the rarest and heaviest that the index holds") {
  const auto all = select_terms({{"灌溉 大棚 量子 棉田", 1}}, database(), 10);
  // 灌溉 is in two of four records, the others in one; 量子 in none.
  CHECK(std::set<std::string>{terms(all)[0], terms(all)[1]} == std::set<std::string>{"大棚", "棉田"});
  CHECK(terms(all).back() == "灌溉");
  CHECK(all.size() == 3);
  const auto best = select_terms({{"灌溉 大棚 量子 棉田", 1}}, database(), 2);
  CHECK(terms(best) == Words{terms(all)[0], terms(all)[1]});
  CHECK(select_terms({{"灌溉", 1}}, database(), 0).empty());
  CHECK(select_terms({}, database(), 10).empty());
  CHECK(select_terms({{"！", 1}}, database(), 10).empty());
}

TEST_CASE("a term weighs by its kind, and its count says more but less and less") {
  const TermWeights weights{.latin = 7, .number = 3, .word = 0.5, .bigram = 2};
  const auto list = select_terms({{"大棚 machine 一体化", 1}}, database(), 10, weights);
  CHECK(weight(list, "machin") == 7);
  CHECK(weight(list, "大棚") == 2.5);  // a bigram that is also a word
  CHECK(weight(list, "体化") == 2);
  CHECK(weight(list, "一体化") == 0.5);
  CHECK(weight(select_terms({{"体化", 2}}, database(), 10), "体化") == Approx(weight(select_terms({{"体化", 1}}, database(), 10), "体化") * (1 + std::log(2))));
  CHECK(weight(select_terms({{"大棚大棚", 1}, {"大棚", 2}}, database(), 10, weights), "大棚") == Approx(2.5 * (1 + std::log(4))));
}

TEST_CASE("at most as many terms as allowed rank") {
  PlanOptions options;
  options.max_terms = 1;
  CHECK(held(plan_of("大棚 灌溉", options).ranking) == "d");  // the rarer one
  options.max_terms = 2;
  CHECK(held(plan_of("大棚 灌溉", options).ranking) == "abd");
}

TEST_CASE("any of no terms is nothing") {
  CHECK(any_of({}).empty());
  CHECK(held(any_of({{"大棚", 1}, {"镁合", 1}})) == "cd");
}

TEST_CASE("a code filter holds any of the codes with what is below them, and nothing for an unknown list or no codes") {
  CHECK(held(code_filter("region", {"420000"})) == "a");
  CHECK(held(code_filter("region", {"420100", "430000"})) == "ab");
  CHECK(held(code_filter("industry", {"C"})) == "b");
  CHECK(held(code_filter("cooperation", {"license"})) == "b");
  CHECK(held(code_filter("kind", {"achievement"})) == "abcd");
  CHECK(held(code_filter("region", {"110000"})).empty());
  CHECK(held(code_filter("region", {})).empty());
  CHECK(held(code_filter("colour", {"red"})).empty());
}

TEST_CASE("the id of a record asks for that record first") {
  const Plan plan = plan_of("b");
  CHECK(held(plan.ranking) == "b");
  REQUIRE(plan.share.size() == 1);
  CHECK(held(plan.share.front()) == "b");
  CHECK(held_by_all(plan_of("d region:湖北")) == "");
  CHECK(held(plan_of("nobody").ranking) == "");
}

TEST_CASE("a question asks for no more than can be answered, however it repeats itself") {
  const auto repeated = [](std::string_view piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
  };
  const Plan same = plan_of(repeated("水 ", 16'000));
  CHECK(same.share.size() == 1);
  CHECK_FALSE(same.cut);
  CHECK(same.ranking.get_length() < 10);
  CHECK(plan_of(repeated("水 OR ", 8'000) + "水").filter.get_length() < 10);
  CHECK(plan_of(repeated("\"水\" ", 10'000)).filter.get_length() < 4'000);

  // Twenty thousand terms, each another.
  std::string many, either;
  for (int i = 0; i < 6'000; ++i) {
    many += fmt::format("w{} ", i);
    either += fmt::format("{}w{}", i == 0 ? "" : " OR ", i);
  }
  const Plan cut = plan_of(many);
  CHECK(cut.of_long_text());
  CHECK(cut.share.size() == 150);
  CHECK(plan_of(either).cut);
  CHECK(plan_of(either).filter.get_length() < 1'200);
  CHECK_FALSE(plan_of("水肥 一体化 -大棚 region:湖北").cut);

  // Each character alone, whose beginnings could be two hundred terms.
  std::string characters;
  for (char32_t c = 0x4E00; c < 0x4E00 + 2'000; ++c) {
    icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(characters);
    characters += ' ';
  }
  const Plan lone = plan_of(characters);
  CHECK_FALSE(lone.share.empty());
  CHECK(lone.share.size() <= 150);
}

TEST_CASE("of a long text the terms that rank are counted and marked, each by what it tells") {
  const std::string text = "大棚 灌溉 棉田 水肥 滴灌";
  PlanOptions options;
  options.max_terms = 5;
  CHECK_FALSE(plan_of(text, options).of_long_text());
  CHECK(plan_of(text, options).share.size() == 5);
  options.max_terms = 3;
  const Plan plan = plan_of(text, options);
  REQUIRE(plan.of_long_text());
  REQUIRE(plan.share.size() == 3);
  REQUIRE(plan.share_weights.size() == 3);
  CHECK(std::accumulate(plan.share_weights.begin(), plan.share_weights.end(), 0.0) == Approx(kWholeShare));
  CHECK(plan.terms.size() == 3);
  CHECK(held(plan.share[0]) == "d");
  const auto least = std::ranges::min_element(plan.share_weights) - plan.share_weights.begin();
  CHECK(held(plan.share[static_cast<std::size_t>(least)]) == "ab");  // 大棚 and 棉田 are in one record, the others in two
  CHECK_FALSE(plan.cut);
}

}  // namespace plan_test
