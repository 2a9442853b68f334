// SPDX-License-Identifier: GPL-3.0-or-later
// The order of searches is learned where keywords show that it helps, and only there.
#include "indexer/model/ranking_trial.h"

#include <catch2/catch.hpp>

#include "generated_corpus.h"
#include "indexer/model/learn.h"

namespace ranking_trial_test {

using namespace indexer::model;

namespace {

constexpr int kGroups = 420, kOfAGroup = 8, kSetOff = 3;

// A term of four characters for each group. Three of its records have it set off, in longer texts, which words put last; in five it is a part of something longer.
struct TermCorpus {
  bool shuffled = false;  // keywords then go to any three of the group

  static std::string half(int number) { return generated::word(0x3500, static_cast<unsigned>(number)); }
  static std::string term(int group) { return half(2 * group) + half(2 * group + 1); }
  static std::string noise(int number) { return generated::word(0x4100, static_cast<unsigned>(number % 300)); }

  corpus::Record record(int number) const {
    const int group = number / kOfAGroup, place = number % kOfAGroup;
    const bool set_off = (place + group) % kOfAGroup < kSetOff;
    corpus::Achievement a;
    a.id.value = fmt::format("t{:05}", number);
    a.title = noise(number * 7);
    a.summary = set_off ? noise(number) + "、" + term(group) + "、" + noise(number + 1) + "、" + noise(number + 2) + "、" + noise(number + 3) + "。"
                        : noise(number) + term(group) + noise(number + 1) + "。";
    const int drawn = static_cast<int>(draw_of(7, "shuffle", fmt::to_string(group)) % kOfAGroup);
    const bool carries = shuffled ? (place + drawn) % kOfAGroup < kSetOff : set_off;
    a.keywords = {carries ? term(group) : fmt::format("k{:05}", number)};
    a.common.visibility = "public";
    return a;
  }
};

LearnReport learned_from(bool shuffled, std::uint64_t seed = 1, std::string* ranking = nullptr) {
  const TermCorpus corpus{shuffled};
  LearnOptions options;
  options.min_records = 1000;
  options.seed = seed;
  options.model = false;
  const auto learned = learn(
      [&](const std::function<bool(const corpus::Record&)>& take) -> corpus::Result<void> {
        for (int i = 0; i < kGroups * kOfAGroup && take(corpus.record(i)); ++i) {
        }
        return {};
      },
      options);
  REQUIRE(learned);
  REQUIRE(learned->report.ranking);
  if (ranking != nullptr) *ranking = learned->ranking;
  CHECK(learned->bytes.empty());
  return learned->report;
}

}  // namespace

TEST_CASE("an order is learned where only the way a term stands tells what is wanted, and the same again from the same seed") {
  std::string once, again;
  const LearnReport report = learned_from(false, 1, &once);
  INFO(to_text(report));
  const RankingDecision& decision = *report.ranking;
  CHECK(decision.on);
  CHECK(decision.asked == kGroups);
  CHECK(decision.p < kShownBelow);
  CHECK(decision.after10 > decision.before10 + 0.2);
  CHECK(decision.weights.of[static_cast<std::size_t>(Trait::begins)] + decision.weights.of[static_cast<std::size_t>(Trait::ends)] > 0.05);
  CHECK(ranking_weights_from(once, "w").value() == decision.weights);
  CHECK(summary_of(report).find("order of searches on (together ") != std::string::npos);
  CHECK(to_text(report).find("\"ranking\"") != std::string::npos);
  learned_from(false, 1, &again);
  CHECK(again == once);
  learned_from(false, 2, &again);
  CHECK(again != once);
}

TEST_CASE("with its keywords shuffled an order is not used") {
  std::string ranking;
  const LearnReport report = learned_from(true, 1, &ranking);
  INFO(to_text(report));
  CHECK_FALSE(report.ranking->on);
  CHECK(report.ranking->asked == kGroups);
  CHECK(ranking.empty());
  CHECK(summary_of(report).find("order of searches off (") != std::string::npos);
}

TEST_CASE("too few keywords decide nothing of the order, nor do records that carry none") {
  RankingTrial trial(1, 1, 1000);
  RecordTexts texts;
  for (int i = 0; i < 10; ++i) {
    texts.id = std::to_string(i);
    texts.body = "水泵的效率";
    texts.keywords = i < 3 ? std::vector<std::string>{"水泵", "泵", "水泵"} : std::vector<std::string>{};
    trial.add(texts);
  }
  texts.kind = corpus::Kind::expert;
  texts.keywords = {"水泵"};
  trial.add(texts);
  const auto questions = trial.questions();
  REQUIRE(questions.size() == 1);  // of 泵 one character says too little
  CHECK(questions.front().text == "水泵");
  CHECK(questions.front().wanted == std::vector<std::uint32_t>{0, 1, 2});
  const RankingDecision decision = trial.decide();
  CHECK_FALSE(decision.on);
  CHECK(decision.why == "1 keywords that several records carry are too few to decide on, 200 are needed");
}

}  // namespace ranking_trial_test
