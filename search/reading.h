// SPDX-License-Identifier: GPL-3.0-or-later
// A look into the best of what words (and meaning) have found: how the question's words stand in each text decides the order of the first 30, as far as the
// corpus's own keywords showed that it helps (indexer/model/ranking_trial.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "indexer/model/standing.h"
#include "search/index_reader.h"
#include "search/meaning.h"
#include "search/plan.h"
#include "search/query.h"
#include "search/ranking.h"

namespace search {

class TextReading {
 public:
  // Nothing is read where the reader has no weights; where the index has some that cannot be read, a note says so. The reader outlives this.
  TextReading(const IndexReader& reader, Notes& notes);

  // What is asked for in words. Nothing is read where it is not scored, or asks for records like another. May throw Xapian::Error.
  void ask(const Plan& plan);

  bool used() const { return asked_.has_value(); }

  // meaning.best() of `wanted`, the first kRead of the whole list in their new order, with their new scores, what each trait added, and their documents; what
  // stands behind them keeps order and score. Costs the documents of kRead, some 2 ms; of shards on other machines a message for each. May throw Xapian::Error.
  std::vector<Ranked> best(Xapian::Enquire& enquire, const Wanted& wanted, const Meaning& meaning) const;

 private:
  void read(std::vector<Ranked>& list, double top) const;

  const IndexReader& reader_;
  const indexer::model::RankingWeights* weights_ = nullptr;
  std::optional<indexer::model::AskedWords> asked_;
};

}  // namespace search
