// SPDX-License-Identifier: GPL-3.0-or-later
// Lists by score that are the same however records lie in shards: equal scores fall by record id.
#pragma once

#include <xapian.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "indexer/model/ranking_weights.h"
#include "search/frequencies.h"
#include "search/plan.h"

namespace search {

struct Ranked {
  Xapian::docid number = 0;
  double score = 0;
  std::string id;
  std::string group;                          // of near-duplicates, where the list folds them
  std::optional<Xapian::Document> document;  // where it had to be read for the order
  double words = 0;                          // the part of the score that comes from words, where the list was made by best()
  std::string place = {};                    // in the model, where the list was asked for with places
  indexer::model::Standing added = {};        // the parts of the score that come from how the words stand, where it was read for the order
};

// Which part of a list.
struct Wanted {
  std::size_t from = 0, size = 0;
  bool exact = false;                    // scores are whole numbers, whose sums are not rounded
  bool fold = false;                     // of near-duplicates the best one only
  bool places = false;                   // with each document's place in the model; requires that the index has them
  std::set<std::string>* seen = nullptr; // groups that stood before, and are left out; those that stand here are added, to the end of what was asked for
};

// The documents wanted, best first. Requires: query and weighting of `enquire` are set. May throw Xapian::Error. Costs what the first from + size + 20 do;
// where many scores are equal or many near-duplicates are folded, the question is asked again for more.
std::vector<Ranked> best(Xapian::Enquire& enquire, const Wanted& wanted);

// Leaves out what is of a group in `seen`, and of those of one group all but the first. Adds their groups.
void fold(std::vector<Ranked>& list, std::set<std::string>& seen);

// About the most that a document can score for these terms under ranking_weight(). Not MSet::get_max_possible, which is what a document of one of the
// shards could score.
double most_possible(const std::vector<WeightedTerm>& terms, const Frequencies& frequencies);

}  // namespace search
