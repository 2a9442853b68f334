// SPDX-License-Identifier: GPL-3.0-or-later
// How much it counts how words stand (standing.h), learned from the corpus's own keywords, and whether it helps: a linear order learned from pairs, two by two.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "indexer/model/decision.h"
#include "indexer/model/ranking_weights.h"
#include "indexer/model/record_texts.h"

namespace indexer::model {

// Of a kind of question `search`, the only one that it is learned for.
struct RankingDecision {
  bool on = false;
  RankingWeights weights;             // those tried where it is off
  std::size_t asked = 0;              // questions
  std::size_t pairs = 0;              // that were learned from
  double before10 = 0, after10 = 0;   // nDCG@10 over the questions, by words alone and with the weights that the other folds taught
  double before = 0, after = 0;       // nDCG@100 likewise
  double p = 1;                       // of the difference in nDCG@10, two-sided
  std::string why;
};

// Ranks the records for each question by words (word_index.h), without their keywords, and reads the best kRead. Nine tenths of the questions
// teach: of two records of which one is wanted, that one shall stand before the other, the more the further apart they stand (logistic loss by stochastic
// gradient, in an order drawn from `seed`, the mean over the second half of the way). The last tenth confirms what these taught, and each tenth in turn, so that
// every question is asked of weights it has not taught: on where nDCG@10 rises with p < kShownBelow and nDCG@100 does not fall. What is used then is what all of
// them teach. Off with fewer than kFewestQuestions. The same input and seed give the same weights.
// `cancelled` is asked between records, questions and folds; once it says so, what is returned means nothing.
RankingDecision decide_ranking(std::span<const TrialRecord> records, std::span<const TrialQuestion> questions, std::uint64_t seed,
                               const std::function<bool()>& cancelled = {});

// Collects the achievements and needs that carry keywords, one by one. One without may be about any of them, so it is no answer and no mistake.
class RankingTrial {
 public:
  // `share`: of the records, which are chosen by their ids. At most `most` questions.
  RankingTrial(std::uint64_t seed, double share, std::size_t most) : seed_(seed), share_(share), most_(most) {}
  void add(const RecordTexts& texts);
  // Keywords that 2 to 100 of the records carry → those records, in an order that does not depend on their spelling.
  std::vector<TrialQuestion> questions() const;
  RankingDecision decide(const std::function<bool()>& cancelled = {}) const { return decide_ranking(records_, questions(), seed_, cancelled); }

 private:
  std::uint64_t seed_;
  double share_;
  std::size_t most_;
  std::vector<TrialRecord> records_;
  std::map<std::string, std::vector<std::uint32_t>> carriers_;  // folded keyword → records
};

}  // namespace indexer::model
