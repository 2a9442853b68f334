// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/decision.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

#include "indexer/model/word_index.h"

namespace indexer::model {
namespace {

constexpr std::size_t kTried = std::size(kSharesTried);
constexpr std::size_t kAskAfter = 100;  // records
constexpr std::size_t kTellAfter = 100;
constexpr double kPartOfGain = 2.0 / 3;

struct Gain {
  double at100 = 0, at10 = 0;
};
// Of one question: by words alone, then with each share.
using Gains = std::array<Gain, kTried + 1>;

Gain gain_of(const std::vector<std::uint32_t>& order, const std::vector<std::uint32_t>& wanted) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < order.size(); ++i)
    if (std::ranges::binary_search(wanted, order[i])) places.push_back(i);
  return {ndcg(places, wanted.size(), 100), ndcg(places, wanted.size(), 10)};
}

Gains gains_of(const TrialQuestion& question, const std::vector<WordIndex::Found>& found, const std::string& place,
               const std::vector<std::string>& places) {
  Gains gains;
  const double top = found.empty() ? 0 : found.front().score;
  std::vector<float> cosines;
  for (const WordIndex::Found& one : found) cosines.push_back(cosine(place, places[one.record]));
  std::vector<std::size_t> order(found.size());
  std::vector<double> scores(found.size());
  for (std::size_t tried = 0; tried <= kTried; ++tried) {
    const float share = tried == 0 ? 0 : kSharesTried[tried - 1];
    for (std::size_t i = 0; i < found.size(); ++i) scores[i] = mixed(found[i].score, top, cosines[i], share);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    std::vector<std::uint32_t> ranked;
    for (std::size_t i = 0; i < std::min<std::size_t>(100, order.size()); ++i) ranked.push_back(found[order[i]].record);
    gains[tried] = gain_of(ranked, question.wanted);
  }
  return gains;
}

std::vector<CountedText> counted(const TrialRecord& record, bool keywords) {
  return {{record.title, 3}, {keywords ? record.keywords : std::string(), 2}, {record.body, 1}};
}

std::string place_of(const TrialRecord& record, bool keywords, const TextModel& model) {
  FeatureCollector features(model.features());
  for (const CountedText& one : counted(record, keywords)) features.add(one.text);
  return model.encode(features.finish());
}

// How many of kSharesTried, from the least: of `similar` those up to kMostForSimilar.
std::ptrdiff_t shares_for(Question question) {
  if (question != Question::similar) return static_cast<std::ptrdiff_t>(kTried);
  return std::ranges::upper_bound(kSharesTried, kMostForSimilar) - std::begin(kSharesTried);
}

// The share, by its place in Gains, over every `step`-th question from `first`: the least that has kPartOfGain of the highest gain in nDCG@100. What a corpus
// asks of itself is not quite what people will ask it, and the less the words are overruled the less that matters.
std::size_t best_share(const std::vector<Gains>& gains, Question question, std::size_t first, std::size_t step) {
  std::array<double, kTried + 1> gained{};
  for (std::size_t i = first; i < gains.size(); i += step)
    for (std::size_t tried = 1; tried <= kTried; ++tried) gained[tried] += gains[i][tried].at100 - gains[i][0].at100;
  const auto highest = std::max_element(gained.begin() + 1, gained.begin() + 1 + shares_for(question));
  if (*highest <= 0) return 1;
  return static_cast<std::size_t>(std::find_if(gained.begin() + 1, highest, [&](double one) { return one >= kPartOfGain * *highest; }) - gained.begin());
}

}  // namespace

double ndcg(const std::vector<std::size_t>& places, std::size_t wanted, std::size_t depth) {
  double gained = 0, best = 0;
  for (const std::size_t place : places)
    if (place < depth) gained += 1 / std::log2(static_cast<double>(place) + 2);
  for (std::size_t i = 0; i < std::min(wanted, depth); ++i) best += 1 / std::log2(static_cast<double>(i) + 2);
  return best > 0 ? gained / best : 0;
}

double bootstrap_p(const std::vector<double>& differences) {
  constexpr std::size_t kResamples = 10'000;
  if (differences.empty()) return 1;
  std::mt19937_64 random(20261126);  // the standard says which numbers it gives
  std::size_t not_above = 0, not_below = 0;
  for (std::size_t i = 0; i < kResamples; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < differences.size(); ++j) sum += differences[random() % differences.size()];
    not_above += sum <= 0;
    not_below += sum >= 0;
  }
  return std::min(1.0, 2.0 * static_cast<double>(std::min(not_above, not_below) + 1) / (kResamples + 1));
}

std::size_t steps_to_decide(std::span<const TrialRecord> records, std::span<const TrialQuestion> questions) {
  return questions.size() < kFewestQuestions ? 0 : records.size() + questions.size();
}

Decision decide(Question question, std::span<const TrialRecord> records, std::span<const TrialQuestion> questions, bool keywords,
                const TextModel& model, const std::function<bool()>& cancelled, const std::function<void(std::size_t)>& told) {
  Decision decision;
  decision.question = question;
  decision.asked = questions.size();
  if (questions.size() < kFewestQuestions) {
    decision.why = fmt::format("{} held-out questions are too few to decide on, {} are needed", questions.size(), kFewestQuestions);
    return decision;
  }
  const Wording wording = question == Question::search ? Wording::few_words : Wording::long_text;
  std::vector<std::vector<AskedTerm>> asked;
  std::vector<AskedTerm> all_terms;
  for (const TrialQuestion& one : questions) {
    asked.push_back(terms_of(one.text, wording));
    all_terms.insert(all_terms.end(), asked.back().begin(), asked.back().end());
  }
  WordIndex words(all_terms);
  std::vector<std::string> places;
  const auto ends = [&] { return cancelled && cancelled(); };
  const auto tell = [&](std::size_t done) {
    if (told && done % kTellAfter == 0) told(done);
  };
  for (const TrialRecord& record : records) {
    if (places.size() % kAskAfter == 0 && ends()) return decision;
    tell(places.size());
    words.add(counted(record, keywords));
    places.push_back(place_of(record, keywords, model));
  }
  std::vector<Gains> gains;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (ends()) return decision;
    tell(records.size() + i);
    gains.push_back(gains_of(questions[i], words.best(asked[i], kReordered, questions[i].itself), model.encode(questions[i].text), places));
  }

  const std::array<std::size_t, 2> chosen_for{best_share(gains, question, 1, 2), best_share(gains, question, 0, 2)};  // the questions of even and of odd place
  std::vector<double> differences;
  const auto count = static_cast<double>(gains.size());
  for (std::size_t i = 0; i < gains.size(); ++i) {
    const Gain &by_words = gains[i][0], &model_too = gains[i][chosen_for[i % 2]];
    differences.push_back(model_too.at100 - by_words.at100);
    decision.before += by_words.at100 / count;
    decision.after += model_too.at100 / count;
    decision.before10 += by_words.at10 / count;
    decision.after10 += model_too.at10 / count;
  }
  decision.share = kSharesTried[best_share(gains, question, 0, 1) - 1];
  decision.p = bootstrap_p(differences);
  const bool higher = decision.after > decision.before && decision.p < kShownBelow;
  decision.on = higher && decision.after10 >= decision.before10;
  decision.why = decision.on                        ? "the gain is shown"
                 : higher                           ? "the first ten get worse"
                 : decision.after > decision.before ? "the gain is not shown"
                                                    : "there is no gain";
  return decision;
}

}  // namespace indexer::model
