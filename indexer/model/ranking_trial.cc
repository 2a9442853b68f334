// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/ranking_trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

#include "indexer/model/held_out.h"
#include "indexer/model/standing.h"
#include "indexer/model/word_index.h"

namespace indexer::model {
namespace {

constexpr std::size_t kFewestThatCarry = 2, kMostThatCarry = 100, kShortestKeyword = 4;  // bytes: one Han character says little
constexpr std::size_t kMostWantedOf = 20;  // pairs of a question: so many wanted records, each beside all others that are read
constexpr std::size_t kFolds = 10;
constexpr std::size_t kEpochs = 6;
constexpr std::size_t kAskedEvery = 100;  // records
constexpr double kStep = 0.05, kShrink = 1e-4;

// Words, then the traits: what a record is judged by.
using Inputs = std::array<double, 1 + kTraits.size()>;

// What words found for a question, as far as it is read.
struct Readings {
  std::vector<WordIndex::Found> found;
  std::vector<Inputs> inputs;  // of the first kRead
  std::vector<bool> wanted;    // of all
  std::size_t wanted_in_all = 0;
};

Readings readings_of(const TrialQuestion& question, const std::vector<AskedTerm>& terms, const WordIndex& words,
                     std::span<const TrialRecord> records) {
  Readings readings;
  readings.found = words.best(terms, 100, question.itself);
  readings.wanted_in_all = question.wanted.size();
  const AskedWords asked({question.text}, [&](const std::string& term) { return words.rarity_of(term); });
  for (const WordIndex::Found& one : readings.found) {
    readings.wanted.push_back(std::ranges::binary_search(question.wanted, one.record));
    if (readings.inputs.size() == kRead) continue;
    const Standing standing = asked.in(records[one.record].title, records[one.record].body);
    Inputs inputs{one.score / readings.found.front().score};
    std::ranges::copy(standing, inputs.begin() + 1);
    readings.inputs.push_back(inputs);
  }
  return readings;
}

struct JudgedPair {
  Inputs ahead;  // wanted − other
  double weight = 0;
};

double discount(std::size_t place) { return 1 / std::log2(static_cast<double>(place) + 2); }

// A pair weighs what it would change to exchange the two, and a question with many wanted records little more than one with few.
void add_pairs_of(const Readings& readings, std::vector<JudgedPair>& pairs) {
  std::vector<std::size_t> wanted, others;
  for (std::size_t i = 0; i < readings.inputs.size(); ++i) (readings.wanted[i] ? wanted : others).push_back(i);
  if (wanted.empty() || others.empty()) return;
  const double of_question = 1 / std::sqrt(static_cast<double>(wanted.size()));
  if (wanted.size() > kMostWantedOf) wanted.resize(kMostWantedOf);
  for (const std::size_t one : wanted)
    for (const std::size_t other : others) {
      JudgedPair pair{{}, of_question * std::abs(discount(one) - discount(other))};
      for (std::size_t i = 0; i < pair.ahead.size(); ++i) pair.ahead[i] = readings.inputs[one][i] - readings.inputs[other][i];
      pairs.push_back(pair);
    }
}

// How far each input spreads: steps are then of like size for all.
Inputs spreads_of(const std::vector<JudgedPair>& pairs) {
  Inputs spreads{};
  for (const JudgedPair& pair : pairs)
    for (std::size_t i = 0; i < spreads.size(); ++i) spreads[i] += pair.ahead[i] * pair.ahead[i];
  for (double& spread : spreads) spread = std::max(1e-6, std::sqrt(spread / static_cast<double>(pairs.size())));
  return spreads;
}

// The weights of the traits where words weigh one. None is negative: a record never loses by what it is read for, so those behind keep their places.
RankingWeights taught(std::vector<JudgedPair> pairs, std::uint64_t seed) {
  if (pairs.empty()) return {};
  std::mt19937_64 random(seed);
  const Inputs spreads = spreads_of(pairs);
  double mean = 0;
  for (JudgedPair& pair : pairs) {
    mean += pair.weight / static_cast<double>(pairs.size());
    for (std::size_t i = 0; i < spreads.size(); ++i) pair.ahead[i] /= spreads[i];
  }
  Inputs weights{}, sums{};
  std::size_t step = 0;
  for (std::size_t epoch = 0; epoch < kEpochs; ++epoch) {
    for (std::size_t i = pairs.size(); i > 1; --i) std::swap(pairs[i - 1], pairs[random() % i]);
    for (const JudgedPair& pair : pairs) {
      const double margin = std::inner_product(weights.begin(), weights.end(), pair.ahead.begin(), 0.0);
      const double pull = pair.weight / mean / (1 + std::exp(std::min(30.0, margin)));
      const double rate = kStep / (1 + 6 * static_cast<double>(step++) / static_cast<double>(kEpochs * pairs.size()));
      for (std::size_t i = 0; i < weights.size(); ++i)
        weights[i] = std::max(0.0, weights[i] + rate * (pull * pair.ahead[i] - kShrink * weights[i]));
      if (epoch >= kEpochs / 2)
        for (std::size_t i = 0; i < weights.size(); ++i) sums[i] += weights[i];
    }
  }
  RankingWeights out;
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] /= spreads[i];
  const double words = std::max({sums[0], *std::max_element(sums.begin() + 1, sums.end()) / kHeaviest, 1e-9});
  for (std::size_t i = 0; i < kTraits.size(); ++i) out.of[i] = std::round(sums[1 + i] / words * 1e6) / 1e6;  // as it is written
  return out;
}

double ndcg_of(const Readings& readings, const RankingWeights& weights, std::size_t depth) {
  std::vector<double> scores;
  for (std::size_t i = 0; i < readings.inputs.size(); ++i) {
    const Inputs& inputs = readings.inputs[i];
    scores.push_back(inputs[0]);
    for (std::size_t trait = 0; trait < kTraits.size(); ++trait) scores.back() += weights.of[trait] * inputs[1 + trait];
  }
  std::vector<std::size_t> order(readings.found.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(scores.size()),
                           [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < order.size(); ++place)
    if (readings.wanted[order[place]]) places.push_back(place);
  return ndcg(places, readings.wanted_in_all, depth);
}

// `without`: the weights that all taught but a tenth, which confirms them.
void confirm(const std::vector<Readings>& readings, const std::array<RankingWeights, kFolds>& without, RankingDecision& decision) {
  std::vector<double> differences;
  const auto all = static_cast<double>(readings.size());
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const RankingWeights& weights = without[i % kFolds];
    const double before = ndcg_of(readings[i], {}, 10), after = ndcg_of(readings[i], weights, 10);
    differences.push_back(after - before);
    decision.before10 += before / all;
    decision.after10 += after / all;
    decision.before += ndcg_of(readings[i], {}, 100) / all;
    decision.after += ndcg_of(readings[i], weights, 100) / all;
  }
  decision.p = bootstrap_p(differences);
  const bool higher = decision.after10 > decision.before10 && decision.p < kShownBelow;
  decision.on = higher && decision.after >= decision.before;
  decision.why = decision.on                            ? "the gain is shown"
                 : higher                               ? "the first hundred get worse"
                 : decision.after10 > decision.before10 ? "the gain is not shown"
                                                        : "there is no gain";
}

}  // namespace

RankingDecision decide_ranking(std::span<const TrialRecord> records, std::span<const TrialQuestion> questions, std::uint64_t seed,
                               const std::function<bool()>& cancelled) {
  RankingDecision decision;
  decision.asked = questions.size();
  if (questions.size() < kFewestQuestions) {
    decision.why = fmt::format("{} keywords that several records carry are too few to decide on, {} are needed", questions.size(), kFewestQuestions);
    return decision;
  }
  std::vector<std::vector<AskedTerm>> asked;
  std::vector<AskedTerm> all_terms;
  for (const TrialQuestion& one : questions) {
    asked.push_back(terms_of(one.text, Wording::few_words));
    all_terms.insert(all_terms.end(), asked.back().begin(), asked.back().end());
  }
  WordIndex words(all_terms);
  const auto ends = [&] { return cancelled && cancelled(); };
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i % kAskedEvery == 0 && ends()) return decision;
    words.add(std::vector<CountedText>{{records[i].title, 3}, {records[i].body, 1}});
  }
  std::vector<Readings> readings;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (ends()) return decision;
    readings.push_back(readings_of(questions[i], asked[i], words, records));
  }

  // Of all questions but those of one fold; kFolds leaves out none.
  const auto pairs_without = [&](std::size_t fold) {
    std::vector<JudgedPair> pairs;
    for (std::size_t i = 0; i < readings.size(); ++i)
      if (i % kFolds != fold) add_pairs_of(readings[i], pairs);
    return pairs;
  };
  std::vector<JudgedPair> pairs = pairs_without(kFolds);
  decision.pairs = pairs.size();
  if (pairs.empty()) {
    decision.why = "words find no record that is wanted beside one that is not";
    return decision;
  }
  decision.weights = taught(std::move(pairs), seed);
  std::array<RankingWeights, kFolds> without;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    if (ends()) return decision;
    without[fold] = taught(pairs_without(fold), seed);
  }
  confirm(readings, without, decision);
  return decision;
}

void RankingTrial::add(const RecordTexts& texts) {
  if (texts.kind != corpus::Kind::achievement && texts.kind != corpus::Kind::need) return;
  if (texts.keywords.empty() || share_of(seed_, "ranking", texts.id) >= share_) return;
  const auto number = static_cast<std::uint32_t>(records_.size());
  for (const std::string& keyword : texts.keywords) {
    std::vector<std::uint32_t>& carriers = carriers_[HeldOut::key_of(keyword)];
    if (carriers.empty() || carriers.back() != number) carriers.push_back(number);
  }
  records_.push_back({texts.title, "", texts.body});
}

std::vector<TrialQuestion> RankingTrial::questions() const {
  std::vector<std::pair<std::uint64_t, TrialQuestion>> drawn;
  for (const auto& [key, carriers] : carriers_)
    if (carriers.size() >= kFewestThatCarry && carriers.size() <= kMostThatCarry && key.size() >= kShortestKeyword)
      drawn.emplace_back(draw_of(seed_, "ranking", key), TrialQuestion{key, carriers});
  std::ranges::sort(drawn, [](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : a.second.text < b.second.text; });
  if (drawn.size() > most_) drawn.resize(most_);
  std::vector<TrialQuestion> questions;
  for (auto& [draw, question] : drawn) questions.push_back(std::move(question));
  return questions;
}

}  // namespace indexer::model
