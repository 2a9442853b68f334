// SPDX-License-Identifier: GPL-3.0-or-later
// Records → a model and the decisions about it: count features, make pairs, train, try on what was held out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/record.h"
#include "indexer/model/decision.h"
#include "indexer/model/ranking_trial.h"

namespace indexer::model {

// Hands every record to `take`, in the same order each time, until it returns false.
using RecordScan = std::function<corpus::Result<void>(const std::function<bool(const corpus::Record&)>& take)>;

struct LearnOptions {
  bool model = true, ranking = true;  // what is learned: which words mean the like, and how much it counts how they stand
  std::int64_t min_records = 5000;  // below it nothing is learned: a model from few records does harm
  std::uint64_t seed = 1;
  std::size_t epochs = 8;
  double share_that_asks = 0.05;  // of achievements and needs; twice that for `need`, eight times for `similar` (held_out.h)
  std::size_t most_features = 200'000, most_counted = 200'000, most_pairs = 60'000, most_questions = 1000, most_tried = 30'000;
  std::function<void(const std::string& phase, std::int64_t done, std::int64_t total)> progress;
  std::function<bool()> cancelled;  // asked between records, batches and questions, from one thread; stays true once it was
};

struct LearnReport {
  std::string not_learned;                // why there is no model; empty where one was trained
  std::string edition;                    // of the model; empty where none is used
  std::int64_t records = 0, counted = 0;  // without decisions; of which features were counted in
  std::size_t features = 0, pairs = 0, pairs_left_out = 0;
  std::size_t held_out_records = 0, held_out_keywords = 0;
  std::uint64_t seed = 0;
  std::vector<double> losses;  // mean of each epoch
  std::vector<Decision> decisions;
  std::optional<RankingDecision> ranking;  // nullopt where it was not to be learned
  double count_seconds = 0, train_seconds = 0, decide_seconds = 0, rank_seconds = 0;
};

struct Learned {
  std::string bytes;    // of the model, for model_file.h; empty where there is none or no kind of question uses it
  std::string ranking;  // of ranking_weights.h; empty where they are not used
  LearnReport report;
};

// Scans the records four times, twice without the model. timeout where it was cancelled, and whatever the scan says. Memory: about 1.2 GB at most (200,000
// features, 60,000 pairs), whatever the number of records. One thread.
corpus::Result<Learned> learn(const RecordScan& scan, const LearnOptions& options);

// What is said where there are fewer than it takes.
LearnReport too_few(std::int64_t records, const LearnOptions& options);

// model/report.json of a generation.
std::string to_text(const LearnReport& report);
// One line: what is used, and on what figures. "search +0.8 × (nDCG@100 .41 → .44, p .0002), need off (…)".
std::string summary_of(const LearnReport& report);

}  // namespace indexer::model
