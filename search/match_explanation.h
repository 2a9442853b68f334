// SPDX-License-Identifier: GPL-3.0-or-later
// What each signal says of one pair or two, beside each other. Of searches: explanation.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/store.h"
#include "search/matcher.h"

namespace search {

struct MatchesExplained {
  // In the order of the ids, without reasons and fragments. Without values and with score 0 where the record is no candidate: it shares no word with the one
  // that asks. An expert whom lists withhold is explained like any other; to who may see what is hidden a note says that they are withheld.
  std::vector<Match> records;
  std::map<std::string, double> weights;  // of all records alike, since they are of one kind
  std::string weights_version;
  Notes notes;          // of each match, said once
  corpus::Seq seq = 0;  // the lowest, where commits came between the matches and again between those asked once more
  std::string generation;
};

// `request` says who asks (id), what they may see and how long it may take in all; the rest of it plays no part. Thread-safe. Cost: a match of one
// candidate for each id, asked once more where a commit or other weights came between them. Errors: not_found with the id that is not in the index, or not
// for this reader; invalid_argument where there is no match from one to the other, they are the same, or the ids are of two kinds, whose scores have
// different scales; timeout, unavailable.
corpus::Result<MatchesExplained> explain_matches(ReaderPool& pool, const Matcher& matcher, const MatchRequest& request, const std::vector<std::string>& ids);

}  // namespace search
