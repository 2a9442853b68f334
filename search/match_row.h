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
#include "search/match_candidates.h"
#include "search/matcher.h"
#include "search/signals/signal.h"

namespace search {

struct MatchRow {
  Match match;
  Xapian::Document document;
  Facts facts;
  std::vector<Testimony> evidence;  // of an expert, the best first
};

// Code of the vocabulary integrity for who is not to be proposed.
inline constexpr std::string_view kBlacklisted = "blacklisted";

// Of an expert, else empty.
const std::string& integrity_of(const corpus::Record& record);

// Of one question; what it is made of outlives it.
class RowTelling {
 public:
  RowTelling(const IndexReader& reader, const Frequencies& frequencies, const corpus::Vocabularies& vocabularies, const MatchRequest& request,
             const AskingSide& asking, const MatchCandidates& found)
      : reader_(reader), frequencies_(frequencies), vocabularies_(vocabularies), request_(request), asking_(asking), found_(found) {}

  // Fills in the row's match. False for who is not to be proposed. May throw Xapian::Error.
  bool tell(MatchRow& row) const;

 private:
  bool is_telling(const std::string& term) const;

  const IndexReader& reader_;
  const Frequencies& frequencies_;
  const corpus::Vocabularies& vocabularies_;
  const MatchRequest& request_;
  const AskingSide& asking_;
  const MatchCandidates& found_;
};

}  // namespace search
