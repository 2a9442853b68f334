// SPDX-License-Identifier: GPL-3.0-or-later
// Counted and ranked by Xapian's shortcuts, held against the same without any: what is weighed whole, one document after another.
#include "search/walk.h"

#include <stdlib.h>
#include <xapian.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "search/plan.h"

using namespace search;

namespace walk_test {
namespace {

constexpr int kTerms = 300, kDocuments = 1500, kQuestions = 1000;

std::string term(int i) { return "t" + std::to_string(i); }

// Terms from everywhere to nearly nowhere, alike in all shards. On disk as ever: other kinds of database walk in other ways.
class Collection {
 public:
  explicit Collection(std::size_t shards) {
    std::string name = (std::filesystem::temp_directory_path() / "queqiao-walk-XXXXXX").string();
    place_ = ::mkdtemp(name.data());
    std::vector<Xapian::WritableDatabase> parts;
    for (std::size_t s = 0; s < shards; ++s) parts.emplace_back((place_ / std::to_string(s)).string(), Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
    std::mt19937 random(11);
    for (int d = 0; d < kDocuments; ++d) {
      Xapian::Document document;
      for (int i = 0; i < 60; ++i) {
        const double share = static_cast<double>(random()) / 4294967296.0;
        document.add_term(term(static_cast<int>(share * share * kTerms)));
      }
      parts[static_cast<std::size_t>(d) % shards].add_document(document);
    }
    for (auto& part : parts) part.commit();
    for (std::size_t s = 0; s < shards; ++s) all_.add_database(Xapian::Database((place_ / std::to_string(s)).string()));
  }
  ~Collection() {
    std::error_code ignored;
    std::filesystem::remove_all(place_, ignored);
  }
  Collection(const Collection&) = delete;
  Collection& operator=(const Collection&) = delete;
  const Xapian::Database& database() const { return all_; }

 private:
  std::filesystem::path place_;
  Xapian::Database all_;
};

struct Question {
  std::vector<CountedPart> parts;
  Xapian::Query any;
  double least = 0;
};

Question question(std::mt19937& random, bool weighed) {
  Question out;
  std::vector<Xapian::Query> all;
  const std::size_t size = 2 + random() % 7;
  double whole = 0;
  while (out.parts.size() < size) {
    const Xapian::Query one(term(static_cast<int>(random() % kTerms)));
    const double weight = weighed ? 0.25 + static_cast<double>(random() % 8) / 4 : 1;
    out.parts.push_back({one, weight});
    all.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, one, weight);
    whole += weight;
  }
  out.any = Xapian::Query(Xapian::Query::OP_OR, all.begin(), all.end());
  out.least = weighed ? whole * static_cast<double>(1 + random() % 9) / 10 : static_cast<double>(1 + random() % size);
  return out;
}

std::int64_t weighed_whole(const Xapian::Database& database, const Question& asked) {
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::CoordWeight());
  enquire.set_query(asked.any);
  const Xapian::MSet all = enquire.get_mset(0, database.get_doccount(), database.get_doccount());
  std::int64_t count = 0;
  for (auto it = all.begin(); it != all.end(); ++it) count += it.get_weight() > asked.least - 0.001;
  return count;
}

}  // namespace

TEST_CASE("what reaches the least is counted to the last document, in one shard and in three") {
  for (const std::size_t shards : {1, 3}) {
    const Collection collection(shards);
    const Xapian::Database& database = collection.database();
    std::mt19937 random(5);
    int wrong = 0, found = 0, by_cut_off_alone = 0;
    for (int i = 0; i < kQuestions; ++i) {
      const Question asked = question(random, i % 2 == 0);
      const std::int64_t whole = weighed_whole(database, asked);
      Xapian::Enquire enquire(database);
      ask_for_least(enquire, asked.parts, asked.least, everything(), database);
      wrong += enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated() != whole;
      enquire.set_query(asked.any);
      by_cut_off_alone += enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated() != whole;
      found += whole > 0;
    }
    CAPTURE(shards, by_cut_off_alone);
    CHECK(wrong == 0);
    CHECK(found > kQuestions / 10);
  }
}

TEST_CASE("only what the filter lets through is counted") {
  const Collection collection(3);
  const Xapian::Database& database = collection.database();
  Xapian::Enquire enquire(database);
  const std::vector<CountedPart> parts{{Xapian::Query(term(0))}, {Xapian::Query(term(1))}, {Xapian::Query(term(2))}};
  ask_for_least(enquire, parts, 1, Xapian::Query(term(1)), database);
  CHECK(enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated() == static_cast<Xapian::doccount>(database.get_termfreq(term(1))));
  ask_for_least(enquire, parts, 3, Xapian::Query::MatchNothing, database);
  CHECK(enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated() == 0);
}

TEST_CASE("the best of what the leading words find are those that weighing all of it finds, in one shard and in three") {
  for (const std::size_t shards : {1, 3}) {
    const Collection collection(shards);
    const Xapian::Database& database = collection.database();
    std::mt19937 random(3);
    int wrong = 0, plainly_wrong = 0, narrowed = 0;
    for (int i = 0; i < kQuestions; ++i) {
      const Question question = walk_test::question(random, true);
      const std::vector<Xapian::Query> leads = rarest(question.parts, question.least, database);
      const Xapian::Query found(Xapian::Query::OP_OR, leads.begin(), leads.end());
      Xapian::Enquire enquire(database);
      enquire.set_weighting_scheme(ranking_weight());
      const auto weights = [&](const Xapian::Query& query, Xapian::doccount at_least) {
        enquire.set_query(query);
        const Xapian::MSet set = enquire.get_mset(0, 10, at_least);
        std::vector<double> out;
        for (auto it = set.begin(); it != set.end(); ++it) out.push_back(it.get_weight());
        return out;
      };
      const auto differ = [](const std::vector<double>& a, const std::vector<double>& b) {
        return !std::ranges::equal(a, b, [](double x, double y) { return std::abs(x - y) <= 1e-9 * x; });
      };
      const auto whole = weights(and_also(question.any, found), database.get_doccount());
      const auto led = weights(walked(question.any, leads, everything(), 1, database), 0);
      wrong += differ(led, whole);
      narrowed += leads.size() < question.parts.size();
      plainly_wrong += differ(weights(question.any, 0), weights(question.any, database.get_doccount()));
    }
    CAPTURE(shards, plainly_wrong);
    CHECK(wrong == 0);
    CHECK(narrowed > kQuestions / 4);
  }
}

TEST_CASE("where the leading words find fewer than the list is long, every word leads") {
  const Collection collection(3);
  const Xapian::Database& database = collection.database();
  const Xapian::Query rare(term(kTerms - 1)), common(term(0));
  const Xapian::Query any(Xapian::Query::OP_OR, rare, common);
  const auto found = [&](const std::vector<Xapian::Query>& leads, std::size_t wanted) {
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(ranking_weight());
    enquire.set_query(walked(any, leads, everything(), wanted, database));
    return enquire.get_mset(0, database.get_doccount()).size();
  };
  const Xapian::doccount holders = database.get_termfreq(term(kTerms - 1));
  REQUIRE(holders > 0);
  REQUIRE(holders < database.get_termfreq(term(0)));
  CHECK(found({rare}, holders) == holders);
  CHECK(found({rare}, holders + 1) > holders);
  CHECK(found({}, 1) == found({rare}, holders + 1));
}

TEST_CASE("the rarest lead until the others come to less than the least, and on within the entries allowed") {
  const Collection collection(1);
  const Xapian::Database& database = collection.database();
  const std::vector<CountedPart> parts{{Xapian::Query(term(0))}, {Xapian::Query(term(200))}, {Xapian::Query(term(100))}};
  const auto holders = [&](int i) { return static_cast<double>(database.get_termfreq(term(i))); };
  REQUIRE(holders(200) < holders(100));
  CHECK(rarest(parts, 3, database).size() == 1);
  CHECK(rarest(parts, 3, database).front().get_description() == Xapian::Query(term(200)).get_description());
  CHECK(rarest(parts, 2, database).size() == 2);
  CHECK(rarest(parts, 1, database).size() == 3);
  CHECK(rarest(parts, 3, database, holders(200) + holders(100)).size() == 2);
  CHECK(rarest(parts, 3, database, holders(200) + holders(100) - 1).size() == 1);
  CHECK(rarest(parts, 3, database, holders(0) + holders(100) + holders(200)).size() == 3);
}

TEST_CASE("a ranking is led by the words without which nothing comes to half of it") {
  const Collection collection(1);
  const Frequencies frequencies(collection.database());
  CHECK(leading({}, frequencies).empty());
  CHECK(leading({counted_part(WeightedTerm{term(0), 1}, frequencies)}, frequencies).size() == 1);
  const double once = counted_part(WeightedTerm{term(150), 1}, frequencies).weight;
  CHECK(counted_part(WeightedTerm{term(150), 2}, frequencies).weight == Approx(2 * once));
  // Any of several is as common as all of them together.
  const Xapian::Query any(Xapian::Query::OP_SYNONYM, Xapian::Query(term(150)), Xapian::Query(term(151)));
  CHECK(counted_part(any, frequencies).weight < once);
  CHECK(counted_part(any, frequencies).weight > 0);
}

}  // namespace walk_test
