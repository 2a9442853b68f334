// SPDX-License-Identifier: GPL-3.0-or-later
// One candidate of a match with its score, and what is told of it when it is shown: card, highlights, reasons. Only what is shown is parsed.
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "search/asking_side.h"
#include "search/evidence.h"
#include "search/frequencies.h"
#include "search/index_reader.h"
#include "search/integrity.h"
#include "search/match_candidates.h"
#include "search/matcher.h"
#include "search/signals/region_policy.h"
#include "search/signals/signal.h"

namespace search {

struct MatchRow {
  Match match;
  Xapian::Document document;
  Facts facts;
  std::vector<Testimony> evidence;  // of an expert, the best first
};

// Of an expert, else empty.
const std::string& integrity_of(const corpus::Record& record);

// Whether the row is of an expert on the black list, who is not proposed.
bool is_withheld(const MatchRow& row, const MatchRequest& request, const AskingSide& asking);

// One question; what it is made of outlives the telling.
struct ToldQuestion {
  const IndexReader& reader;
  const Frequencies& frequencies;
  const corpus::Vocabularies& vocabularies;
  const RegionPolicy& policy;
  double policy_weight;  // what a favoured pair gains
  const MatchRequest& request;
  const AskingSide& asking;
  const MatchCandidates& found;
};

class RowTelling {
 public:
  explicit RowTelling(const ToldQuestion& question) : of_(question) {}

  // Fills in the row's match. False for who is not to be proposed. May throw Xapian::Error.
  bool tell(MatchRow& row) const;

 private:
  bool is_telling(const std::string& term) const;

  ToldQuestion of_;
};

}  // namespace search
