// SPDX-License-Identifier: GPL-3.0-or-later
// The values of all signals for the asking side and one candidate. Facts are read from value slots, so that a pass over 200 candidates parses no JSON.
#pragma once

#include <xapian.h>

#include <map>
#include <string>

#include "corpus/vocabulary.h"
#include "search/asking_side.h"
#include "search/match_candidates.h"
#include "search/matcher.h"
#include "search/owners.h"
#include "search/signals/region_policy.h"
#include "search/signals/signal.h"

namespace search {

struct PairValues {
  Facts found;                          // of the candidate
  std::map<std::string, Value> values;  // signal → value; those that do not apply are there and null
};

// What is known of the organisation behind the candidate, and the values that speak of it.
void set_owner(const OwnerFacts& owner, Facts& found, std::map<std::string, Value>& values);

// Of one question; what it is made of outlives it.
class Pairing {
 public:
  // `most` is about the highest score that the question could reach (ranking.h).
  Pairing(const corpus::Vocabularies& vocabularies, const MatchRequest& request, const RegionPolicy& policy, const AskingSide& asking,
          const MatchCandidates& candidates, double most)
      : vocabularies_(vocabularies), request_(request), policy_(policy), asking_(asking), candidates_(candidates), most_(most) {}

  // `candidate` is an index into the candidates.
  PairValues with(std::size_t candidate) const;

 private:
  const corpus::Vocabularies& vocabularies_;
  const MatchRequest& request_;
  const RegionPolicy& policy_;
  const AskingSide& asking_;
  const MatchCandidates& candidates_;
  double most_;
};

}  // namespace search
