// SPDX-License-Identifier: GPL-3.0-or-later
// What may answer a match: candidates by the text alone (the best terms of the asking side, OR), for the signals to re-rank, and of experts what their
// results say for them.
#pragma once

#include <xapian.h>

#include <optional>
#include <string>
#include <vector>

#include "search/asking_side.h"
#include "search/deadline.h"
#include "search/evidence.h"
#include "search/expansion.h"
#include "search/frequencies.h"
#include "search/index_reader.h"
#include "search/matcher.h"
#include "search/plan.h"
#include "search/ranking.h"

namespace search {

struct MatchCandidates {
  std::vector<WeightedTerm> terms;        // what was asked for
  std::vector<std::string> other_terms;   // of other names
  bool by_meaning = false;                // whether the order is of words and meaning
  std::vector<Ranked> ranked;             // best first; experts whom results named stand last, with no score
  std::vector<Xapian::Document> documents;
  std::optional<Evidence> evidence;       // of experts, where they are asked for
  std::vector<std::vector<Testimony>> testimonies;  // of each candidate; empty where none has any, so that the signal is null for all
};

// One question of one reader; what it is made of outlives it.
struct CandidateQuestion {
  const IndexReader& reader;
  const Frequencies& frequencies;
  const Expander* expander;  // may be null
  const MatchRequest& request;
  const AskingSide& asking;
  Watch& watch;
  Notes& notes;
};

// nullopt, with a note, where the text shares no words with the index, or none that tells records apart. Throws TimeUp; may throw Xapian::Error.
std::optional<MatchCandidates> find_candidates(const CandidateQuestion& question);

}  // namespace search
