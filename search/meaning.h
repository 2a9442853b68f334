// SPDX-License-Identifier: GPL-3.0-or-later
// The second look at what words have found: the best 1,000 in the order of words and meaning together, where the index has a model that
// showed a gain for this kind of question (indexer/model/decision.h).
#pragma once

#include <string>
#include <vector>

#include "indexer/model/text_model.h"
#include "search/index_reader.h"
#include "search/query.h"
#include "search/ranking.h"

namespace search {

class Meaning {
 public:
  // Nothing is looked at again where the reader has no model, or it is not used for this kind of question; where the index has one that is
  // not at hand, a note says so.
  Meaning(const IndexReader& reader, indexer::model::Question question, Notes& notes);

  // What is asked. Without it, or where the model knows nothing of it, the words decide.
  void ask(const std::vector<std::string>& texts);

  bool used() const { return !place_.empty(); }
  float share() const { return share_; }

  // best() of `wanted`, the first kReordered of the whole list in their new order and with their new scores; what stands behind them keeps
  // order and score. `top` is what the best of all scores by words, where the list is only a part of what the question finds; 0: the best of the list does.
  std::vector<Ranked> best(Xapian::Enquire& enquire, const Wanted& wanted, double top = 0) const;

  // Of one document and what is asked, in [−1, 1].
  float cosine(const Ranked& one) const { return indexer::model::cosine(place_, one.place); }

 private:
  const indexer::model::TextModel* model_ = nullptr;
  float share_ = 0;
  std::string place_;
};

}  // namespace search
