// SPDX-License-Identifier: GPL-3.0-or-later
// Of near-duplicates the list of a match shows the best one, with how many more there are. Two models of one product line are near-duplicates by their text,
// and one may reach a figure that the other misses: what answers the need's figures differently is no copy for whoever asks, and stands by itself.
#pragma once

#include <vector>

#include "search/asking_side.h"
#include "search/match_row.h"
#include "search/matcher.h"

namespace search {

// Requires: rows best first, and so they stay. A row goes where one before it is of its group and every figure that the need asks for comes out the same for
// both: met, not met or not stated. The first of those counts and names it. Asked from a result, two needs are the same where what it meets and misses of
// either is; what it does not state tells them not apart. Where figures are not compared, the first of a group takes all others. Pure, thread-safe. Cost: one
// look at a slot for a row; figures are compared only within groups that have several rows.
void fold_copies(std::vector<MatchRow>& rows, const MatchRequest& request, const AskingSide& asking);

}  // namespace search
