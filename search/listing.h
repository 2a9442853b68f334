// SPDX-License-Identifier: GPL-3.0-or-later
// The list by relevance holds the records that are counted and no others (docs/decisions/0004), ranked by all words of the question.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "search/deadline.h"
#include "search/frequencies.h"
#include "search/plan.h"
#include "search/share.h"
#include "search/walk.h"

namespace search {

// Finds what holds at least `least` of `parts`, by nothing but AND and OR: nullopt where the parts do not weigh one each, or are so many that it would be long.
// Requires: parts is not empty, 0 < least ≤ the sum of their weights.
std::optional<Xapian::Query> holding(const std::vector<CountedPart>& parts, double least);

class Listing {
 public:
  // What `plan` finds behind `filter`, with that share of its words. Plan and frequencies outlive it.
  Listing(const Plan& plan, Share share, Xapian::Query filter, const Frequencies& frequencies);

  // Sets query, weighting and cut-off of `enquire`, so that it finds exactly what holds the share behind another filter. May throw Xapian::Error.
  void ask_for_counted(Xapian::Enquire& enquire, const Xapian::Query& filter) const;

  // Asks `enquire`, to which match spies may have been added, for all that is counted. May throw Xapian::Error.
  Xapian::MSet count(Xapian::Enquire& enquire);

  // The ranking over what was counted, to be asked with ranking_weight(); its `wanted` best at least are those of the whole list. Costs nothing where the
  // words are few or no more than kKnownById records were counted, otherwise a ranking and a count of what that finds. Requires: count() was asked. May throw
  // Xapian::Error, and TimeUp by `watch`.
  Xapian::Query ranked(std::size_t wanted, Watch& watch) const;

  // So many records are told by their ids. Looking them up in a list of ids costs some 5 µs each.
  static constexpr std::size_t kKnownById = 1000;

 private:
  bool by_share() const { return !plan_.share.empty() || !plan_.likeness.terms.empty(); }
  Xapian::Query best_that_count(std::size_t wanted, Watch& watch) const;

  const Plan& plan_;
  Xapian::Query filter_;
  const Frequencies& frequencies_;
  std::vector<CountedPart> parts_;
  double least_ = 0;
  std::optional<Xapian::Query> holds_;           // what is counted, where a query can say it
  std::optional<std::vector<std::string>> ids_;  // of what was counted, where it cannot and they are few
  std::size_t counted_ = 0;
};

}  // namespace search
