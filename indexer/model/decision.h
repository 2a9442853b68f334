// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a model helps, decided on the corpus's own held-out titles, sentences and keywords: for each kind of
// question by itself, never by belief.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "indexer/model/text_model.h"

namespace indexer::model {

// A record as it can be found in the trial: without what asks for it.
struct TrialRecord {
  std::string title, keywords, body;
};

struct TrialQuestion {
  std::string text;
  std::vector<std::uint32_t> wanted;  // places in the records, ascending, at least one
  std::int64_t itself = -1;           // the place of the record that asks, which is no answer
};

struct Decision {
  Question question = Question::search;
  bool on = false;
  float share = 0;        // of the cosine; the one tried where it is off
  std::size_t asked = 0;  // questions
  double before = 0, after = 0;      // nDCG@100 over the questions, by words alone and with the model, each half with the share that the other chose
  double before10 = 0, after10 = 0;  // nDCG@10 likewise
  double p = 1;                      // of the difference in nDCG@100, two-sided
  std::string why;
};

inline constexpr std::size_t kFewestQuestions = 200;
inline constexpr double kShownBelow = 0.005;
inline constexpr float kSharesTried[] = {0.1f, 0.2f, 0.3f, 0.5f, 0.8f};
// Records that share keywords are nearer by meaning than those that cite each other: what they choose is too much for whoever looks for the like.
inline constexpr float kMostForSimilar = 0.3f;

// Ranks the records for each question by words (word_index.h) and orders the best 1,000 anew with every share of kSharesTried, for `similar` with those up to
// kMostForSimilar. Every second question, from the first, chooses a share for the others, the least that has two thirds of the highest gain in nDCG@100, and
// these choose for them, so that every question is asked with a share it has not chosen: on where nDCG@100 rises with p < kShownBelow (paired bootstrap,
// 10,000 resamples from a fixed seed) and nDCG@10 does not fall. What is used then is the share that all of them choose. Off with fewer than
// kFewestQuestions. Where `keywords` is false the records' keywords are not read.
// `cancelled` is asked between records and between questions; once it says so, what is returned means nothing. `told` hears now and then how many of
// steps_to_decide() are done, never all of them.
Decision decide(Question question, std::span<const TrialRecord> records, std::span<const TrialQuestion> questions, bool keywords,
                const TextModel& model, const std::function<bool()>& cancelled = {}, const std::function<void(std::size_t)>& told = {});

// One for each record and each question; none where the questions are too few to decide on.
std::size_t steps_to_decide(std::span<const TrialRecord> records, std::span<const TrialQuestion> questions);

// Normalised discounted cumulative gain: `places` are where wanted records stand, from 0; `wanted` is how many there are.
double ndcg(const std::vector<std::size_t>& places, std::size_t wanted, std::size_t depth);

// Two-sided p of the mean of paired differences being 0, and no smaller than 1 / (resamples + 1).
double bootstrap_p(const std::vector<double>& differences);

}  // namespace indexer::model
