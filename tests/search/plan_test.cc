// SPDX-License-Identifier: GPL-3.0-or-later
// How a question becomes terms: which are chosen with which weights, what a plan ranks, demands, counts and highlights. Plans are judged by what they
// match in a small database, not by how Xapian prints them.
#include "search/plan.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "indexer/document.h"
#include "indexer/schema.h"
#include "search/query_parser.h"
#include "world.h"

using namespace search;

namespace {

// A database in memory, of records with the ids a, b, c …
class Shelf {
 public:
  explicit Shelf(const std::vector<std::string>& records) {
    char id = 'a';
    for (const std::string& fields : records)
      database_.add_document(indexer::make_document(
          world::record(fmt::format(R"({{"kind":"achievement","id":"{}",{}}})", id++, fields)), world::vocabularies()));
  }

  const Xapian::Database& database() const { return database_; }

  // Ids of what a query matches, in the order of the alphabet.
  std::string matched(const Xapian::Query& query) const {
    Xapian::Enquire enquire(database_);
    enquire.set_query(query);
    std::string ids;
    const Xapian::MSet set = enquire.get_mset(0, database_.get_doccount());
    for (auto it = set.begin(); it != set.end(); ++it) ids += it.get_document().get_value(indexer::slot(indexer::Slot::id));
    std::ranges::sort(ids);
    return ids;
  }

  // ranks abc; holds ab; 3 shares; 水肥 肥一
  std::string plan(const std::string& query, const PlanOptions& options = {}) const {
    const ParsedQuery parsed = parse_query(query, world::vocabularies());
    const Plan made = make_plan(parsed.root, database_, options);
    std::string out = fmt::format("{} {}; holds {}; {} shares;", made.scored ? "ranks" : "lists", matched(made.ranking), matched(made.filter), made.share.size());
    for (const std::string& term : made.terms) out += " " + term;
    return out;
  }

  // 水肥 1.5, 肥一 1
  std::string chosen(const std::vector<WeightedText>& texts, std::size_t limit = 100, const TermWeights& weights = {}) const {
    std::string out;
    for (const WeightedTerm& one : select_terms(texts, database_, limit, weights)) out += fmt::format("{}{} {:.4g}", out.empty() ? "" : ", ", one.term, one.weight);
    return out;
  }

 private:
  Xapian::WritableDatabase database_{"", Xapian::DB_BACKEND_INMEMORY};
};

}  // namespace

TEST_CASE("terms are weighed by their kind, best first") {
  const Shelf shelf({R"("title":"传感器 电池 graphene 80 TiO2 GB/T 镁")"});
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {"，。", ""},
      {"电池", "电池 1.5"},  // a bigram that is also a word counts as both
      {"传感器", "传感 1, 感器 1, 传感器 0.5"},
      {"graphene", "graphen 1.5"},
      {"80", "80 1.5"},
      {"TiO2", "tio2 1.5"},
      {"GB/T", "gb 1.5, gb/t 1.5"},
      {"镁", "镁 0.5"},
      {"Graphene 镁 电池", "graphen 1.5, 电池 1.5, 镁 0.5"},
      {"钢铁 电池", "电池 1.5"},  // what the database does not hold finds nothing
  };
  for (const auto& [text, terms] : rows) {
    CAPTURE(text);
    CHECK(shelf.chosen({{text, 1}}) == terms);
  }
}

TEST_CASE("a count says more, but less and less, and a text's weight is a count") {
  const Shelf shelf({R"("title":"graphene")"});
  CHECK(shelf.chosen({{"graphene", 1}}) == "graphen 1.5");
  CHECK(shelf.chosen({{"graphene graphene", 1}}) == "graphen 2.54");  // 1.5 × (1 + ln 2)
  CHECK(shelf.chosen({{"graphene graphene graphene graphene", 1}}) == "graphen 3.579");
  CHECK(shelf.chosen({{"graphene", 2}}) == "graphen 2.54");
  CHECK(shelf.chosen({{"graphene", 1}, {"Graphenes", 3}}) == "graphen 3.579");
  CHECK(shelf.chosen({{"graphene", 0.5}}) == "graphen 0.75");
  CHECK(shelf.chosen({{"graphene", 0}}).empty());
}

TEST_CASE("the weights of the kinds are the caller's") {
  const Shelf shelf({R"("title":"graphene 传感器 电池 80")"});
  const TermWeights weights{.latin = 7, .number = 0.25, .word = 3, .bigram = 2};
  CHECK(shelf.chosen({{"graphene 传感器 电池 80", 1}}, 100, weights) == "graphen 7, 电池 5, 传感器 3, 传感 2, 感器 2, 80 0.25");
  CHECK(shelf.chosen({{"graphene 80", 1}}, 100, {.latin = 1, .number = 0, .word = 1, .bigram = 1}) == "graphen 1");
}

TEST_CASE("of a long text the best terms are kept by weight and rarity together") {
  std::vector<std::string> records(9, R"("title":"common")");
  records.push_back(R"("title":"common rare 电池")");
  const Shelf shelf(records);
  const std::string text = "common 电池 rare";
  CHECK(shelf.chosen({{text, 1}}) == "rare 1.5, 电池 1.5, common 1.5");
  CHECK(shelf.chosen({{text, 1}}, 2) == "rare 1.5, 电池 1.5");
  CHECK(shelf.chosen({{text, 1}}, 1) == "rare 1.5");
  CHECK(shelf.chosen({{text, 1}}, 0).empty());
  // A rare term of little weight does not stand before a common one that is said often enough.
  CHECK(shelf.chosen({{"common", 1}, {"电池", 0.01}}, 1) == "common 1.5");
}

TEST_CASE("a long text never gives more terms than the limit, equal ones by the alphabet") {
  std::string long_text;
  for (int i = 0; i < 400; ++i) long_text += fmt::format("{}{}x ", i % 2 == 0 ? "w" : "v", i);
  const Shelf shelf({fmt::format(R"("title":"样机","summary":"{}")", long_text)});
  const auto all = select_terms({{long_text, 1}}, shelf.database(), 5000), best = select_terms({{long_text, 1}}, shelf.database(), 150);
  CHECK(all.size() >= 400);
  REQUIRE(best.size() == 150);
  CHECK(std::ranges::is_sorted(best, {}, &WeightedTerm::term));
  CHECK(best.back().term == all[149].term);
}

TEST_CASE("any of the terms matches, and of no terms nothing") {
  const Shelf shelf({R"("title":"水肥")", R"("title":"电池")", R"("title":"样机")"});
  CHECK(shelf.matched(any_of({{"水肥", 1}, {"电池", 0.5}})) == "ab");
  CHECK(shelf.matched(any_of({})).empty());
}

TEST_CASE("a query becomes what ranks, what must hold, what is counted in shares, and what is marked") {
  const Shelf shelf({
      R"("title":"棉田灌溉","region":"420100","tech_field":["agriculture"],"trl":5,"registration_date":"2024-03-01","owner_org":"楚江大学")",
      R"("title":"果园灌溉","region":"430100","tech_field":["agriculture"],"stage":"mature","registration_date":"2022-03-01","keywords":["节水"])",
      R"("title":"镁合金","region":"420500","tech_field":["materials"],"summary":"deep sea，不含棉田")",
      R"("title":"铝镁","members":[{"name":"王芳"}],"summary":"sea deep")",
  });
  struct Row {
    const char *query, *plan;
  };
  const Row rows[] = {
      {"", "lists abcd; holds abcd; 0 shares;"},
      {"灌溉", "ranks ab; holds abcd; 1 shares; 灌溉"},
      {"棉田灌溉", "ranks abc; holds abcd; 3 shares; 棉田 田灌 灌溉"},
      {"灌溉 灌溉", "ranks ab; holds abcd; 1 shares; 灌溉 灌溉"},
      {"钢铁", "ranks ; holds abcd; 1 shares; 钢铁"},  // held by nobody, still counted
      {"\"棉田灌溉\"", "ranks abc; holds a; 0 shares; 棉田 田灌 灌溉"},
      {"\"deep sea\"", "ranks cd; holds c; 0 shares; deep sea"},
      {"灌溉 -果园", "ranks ab; holds acd; 1 shares; 灌溉"},  // what must not be there is not marked
      {"-果园", "lists abcd; holds acd; 0 shares;"},
      {"-(果园 OR 地区:湖北)", "lists abcd; holds d; 0 shares;"},
      {"棉田 OR 果园", "ranks abc; holds abc; 0 shares; 棉田 果园"},
      {"灌溉 (棉田 OR 果园)", "ranks abc; holds abc; 1 shares; 灌溉 棉田 果园"},
      {"(灌溉 棉田)", "ranks abc; holds abcd; 2 shares; 灌溉 棉田"},
      {"地区:湖北", "lists abcd; holds ac; 0 shares;"},
      {"灌溉 地区:湖北", "ranks ab; holds ac; 1 shares; 灌溉"},
      {"地区:湖北,湖南 领域:农业", "lists abcd; holds ab; 0 shares;"},
      {"地区:湖北 OR 领域:农业", "lists abcd; holds abc; 0 shares;"},
      {"成熟度:5", "lists abcd; holds a; 0 shares;"},
      {"成熟度:5-9", "lists abcd; holds ab; 0 shares;"},
      {"年份:2023-2024", "lists abcd; holds a; 0 shares;"},
      {"标题:棉田", "ranks ac; holds a; 0 shares; 棉田"},
      {"关键词:节水", "ranks b; holds b; 0 shares; 节水"},
      {"单位:大学", "ranks a; holds a; 0 shares; 大学"},
      {"完成人:王芳", "ranks d; holds d; 0 shares; 王 王芳 芳"},
      {"标题:王芳", "ranks d; holds ; 0 shares; 王 王芳 芳"},
      {"镁", "ranks cd; holds abcd; 1 shares; 镁"},  // a character alone is found at the beginning, in the middle and at the end of a run
      {"标题:镁", "ranks cd; holds cd; 0 shares; 镁"},
      {"-镁", "lists abcd; holds ab; 0 shares;"},
  };
  for (const Row& row : rows) {
    INFO(row.query);
    CHECK(shelf.plan(row.query) == row.plan);
  }
}

TEST_CASE("a plan ranks by the best terms only and counts all of them") {
  std::vector<std::string> records(9, R"("title":"common")");
  records.push_back(R"("title":"rare")");
  const Shelf shelf(records);
  PlanOptions options;
  CHECK(shelf.plan("common rare", options) == "ranks abcdefghij; holds abcdefghij; 2 shares; common rare");
  options.max_terms = 1;
  CHECK(shelf.plan("common rare", options) == "ranks j; holds abcdefghij; 2 shares; common rare");
}

TEST_CASE("a share is one of the query's terms: a word made of bigrams is not counted beside them") {
  const Shelf shelf({R"("title":"样机")"});
  const auto shares = [&](const std::string& query) { return make_plan(parse_query(query, world::vocabularies()).root, shelf.database()).share.size(); };
  CHECK(shares("电池") == 1);
  CHECK(shares("传感器") == 2);  // 传感 感器, not also 传感器
  CHECK(shares("水肥一体化") == 4);
  CHECK(shares("传感器 传感") == 2);
  CHECK(shares("graphene") == 1);
  CHECK(shares("镁") == 1);
  CHECK(shares("镁 镁") == 1);
}

TEST_CASE("a filter of codes is any of them, and nothing where the facet or the codes are none") {
  const Shelf shelf({R"("title":"样机","region":"420100","stage":"mid")", R"("title":"样机","region":"430100","industry":["A013"],"cooperation_modes":["license_sole"])"});
  CHECK(shelf.matched(code_filter("region", {"420000"})) == "a");
  CHECK(shelf.matched(code_filter("region", {"420000", "430100"})) == "ab");
  CHECK(shelf.matched(code_filter("stage", {"mid"})) == "a");
  CHECK(shelf.matched(code_filter("industry", {"A"})) == "b");
  CHECK(shelf.matched(code_filter("cooperation", {"license"})) == "b");
  CHECK(shelf.matched(code_filter("kind", {"achievement"})) == "ab");
  CHECK(shelf.matched(code_filter("kind", {"need"})).empty());
  CHECK(shelf.matched(code_filter("region", {})).empty());
  CHECK(shelf.matched(code_filter("colour", {"red"})).empty());
}
