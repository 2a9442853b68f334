// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/text_model.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "indexer/model/decision.h"
#include "indexer/model/feature_counter.h"
#include "indexer/model/record_texts.h"
#include "indexer/model/word_index.h"
#include "world.h"

namespace model_test {

using namespace indexer::model;

namespace {

std::string names(const Features& features, const FeatureTable& table) {
  std::string out;
  for (const Feature& one : features) out += (out.empty() ? "" : " ") + std::string(table.term(one.row));
  return out;
}

Features features_of(const std::string& text, const FeatureTable& table) {
  FeatureCollector collector(table);
  collector.add(text);
  return collector.finish();
}

}  // namespace

TEST_CASE("terms that three records hold become features, figures and edges do not") {
  FeatureCounter counter;
  for (int i = 0; i < 3; ++i) counter.add({"TiO2 光催化 2026", "光催化"});
  counter.add({"只此一次", ""});
  const FeatureTable table = counter.table(100);
  CHECK(table.records() == 4);
  CHECK(table.row_of("tio2"));
  CHECK(table.row_of("光催"));
  CHECK(table.row_of("催化"));
  CHECK_FALSE(table.row_of("2026"));
  CHECK_FALSE(table.row_of("只此"));
  CHECK(table.holders(*table.row_of("光催")) == 3);  // records, not occurrences
}

TEST_CASE("of too many features the most held stay, equal ones by their bytes") {
  FeatureCounter counter;
  for (int i = 0; i < 4; ++i) counter.add({"bb cc", i < 3 ? "dd aa" : ""});
  const FeatureTable table = counter.table(3);
  REQUIRE(table.size() == 3);
  CHECK(table.term(0) == "aa");
  CHECK(table.term(1) == "bb");
  CHECK(table.term(2) == "cc");
}

TEST_CASE("a counter with too many terms forgets those seen once, and nothing else") {
  FeatureCounter counter(10);
  for (int i = 0; i < 50; ++i) counter.add({"steady", "once" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i) + "x"});
  CHECK(counter.table(100).row_of("steadi"));
  CHECK(counter.table(100).size() == 1);
}

TEST_CASE("features are weighed by rarity and count, to unit length") {
  const FeatureTable table({"aa", "bb"}, {1, 8}, 10);
  const Features both = features_of("bb aa", table);
  CHECK(names(both, table) == "aa bb");
  CHECK(both[0].weight > both[1].weight);
  CHECK(std::hypot(both[0].weight, both[1].weight) == Approx(1));
  const Features more = features_of("bb bb bb aa", table);
  CHECK(more[1].weight > both[1].weight);
  CHECK(features_of("cc", table).empty());
  CHECK(features_of("", table).empty());
}

TEST_CASE("texts are near where their rows are") {
  const TextModel model(FeatureTable({"aa", "bb", "cc"}, {2, 2, 2}, 6), 3, {127, 0, 0, 120, 10, 0, 0, 0, 127}, {1, 1, 1}, {});
  CHECK(cosine(model.encode("aa"), model.encode("bb")) > 0.9f);
  CHECK(cosine(model.encode("aa"), model.encode("cc")) == 0.0f);
  CHECK(cosine(model.encode("aa"), model.encode("aa")) == Approx(1).margin(1e-6));
  CHECK(model.encode("dd") == "");
}

TEST_CASE("a cosine of places that cannot be compared is nothing") {
  CHECK(cosine("", "") == 0);
  CHECK(cosine("\x7f", "") == 0);
  CHECK(cosine("\x7f\x01", "\x7f") == 0);
  CHECK(cosine(std::string(2, '\0'), "\x7f\x01") == 0);
  CHECK(cosine("\x80\x80", "\x7f\x7f") == Approx(-1).margin(0.01));  // −128 is no value we write, and read all the same
}

TEST_CASE("what is no number has no place") {
  CHECK(quantised({}) == "");
  CHECK(quantised({0, 0}) == "");
  CHECK(quantised({1, std::numeric_limits<float>::quiet_NaN()}) == "");
  CHECK(quantised({1, std::numeric_limits<float>::infinity()}) == "");
  CHECK(quantised({-0.5f, 0.25f}) == std::string("\x81\x40", 2));
}

TEST_CASE("a text falls into sentences and clauses, points within numbers and names stay") {
  // Even draws choose among sentences, odd ones among clauses.
  const auto pieces = [](const std::string& text, std::uint64_t first) {
    std::set<std::string> all;
    for (std::uint64_t draw = first; draw < 20; draw += 2)
      if (const auto part = one_part(text, draw)) all.insert(part->piece);
    return all;
  };
  CHECK(pieces("采用 1.2 mm 的石英玻璃管。研究了 Fe3O4 的磁性能变化！结果表明性能提高了百分之二十", 0) ==
        std::set<std::string>{"采用 1.2 mm 的石英玻璃管。", "研究了 Fe3O4 的磁性能变化！", "结果表明性能提高了百分之二十"});
  const std::set<std::string> clauses{"针对某地水体的富营养化问题，", "提出一种新的治理方法"};
  CHECK(pieces("针对某地水体的富营养化问题，提出一种新的治理方法", 1) == clauses);
  CHECK(pieces("针对某地水体的富营养化问题，提出一种新的治理方法", 0) == clauses);  // there is one sentence
  CHECK(pieces("只有一句话而已没有别的", 0).empty());
  CHECK(pieces("", 1).empty());
  CHECK_FALSE(one_part("短，句", 1));
  for (std::uint64_t draw = 0; draw < 20; ++draw) {
    const auto part = one_part("针对某地水体的富营养化问题，提出一种新的治理方法。实验结果表明效果很好", draw);
    REQUIRE(part);
    CHECK(part->piece.size() >= 18);
    CHECK(part->rest.find(part->piece) == std::string::npos);
  }
}

TEST_CASE("who made a record is no text to learn from") {
  const RecordTexts texts = texts_of(world::record(
      R"({"kind":"achievement","id":"a1","title":"锂电池","summary":"提高安全","keywords":["热失控","隔膜"],"owner_org":"江岚理工大学","application_scenarios":"储能"})"));
  CHECK(texts.title == "锂电池");
  CHECK(texts.joined_keywords() == "热失控；隔膜");
  CHECK(texts.body == "提高安全\n储能");
  const RecordTexts person =
      texts_of(world::record(R"({"kind":"expert","id":"x1","name":"某某","research":"光催化","keywords":["TiO2"]})"));
  CHECK(person.title == "");
  CHECK(person.body == "光催化");
}

TEST_CASE("words rank records by how rare and how frequent they are") {
  const auto question = terms_of("光催化 水", Wording::few_words);
  WordIndex words(question);
  words.add(std::vector<CountedText>{{"光催化降解", 1}});
  words.add(std::vector<CountedText>{{"水处理", 1}});
  words.add(std::vector<CountedText>{{"光催化降解水中的染料", 1}, {"光催化", 3}});
  words.add(std::vector<CountedText>{{"别的", 1}});
  const auto found = words.best(question, 10);
  REQUIRE(found.size() >= 2);
  CHECK(found[0].record == 2);
  CHECK(found[1].record == 0);
  CHECK(words.best(question, 1).size() == 1);
  CHECK(words.best(question, 10, 2).front().record == 0);
}

TEST_CASE("gain falls with the place, and what is deeper than asked counts nothing") {
  CHECK(ndcg({0}, 1, 10) == 1);
  CHECK(ndcg({1}, 1, 10) == Approx(1 / std::log2(3)));
  CHECK(ndcg({10}, 1, 10) == 0);
  CHECK(ndcg({0, 1}, 2, 10) == 1);
  CHECK(ndcg({}, 3, 10) == 0);
}

TEST_CASE("the bootstrap tells a gain from noise") {
  std::vector<double> gain(100, 0.01), noise;
  for (int i = 0; i < 100; ++i) noise.push_back(i % 2 == 0 ? 0.3 : -0.3);
  CHECK(bootstrap_p(gain) < 0.001);
  CHECK(bootstrap_p(noise) > 0.1);
  CHECK(bootstrap_p(std::vector<double>(50, 0.0)) == 1);
  CHECK(bootstrap_p({}) == 1);
}

}  // namespace model_test
