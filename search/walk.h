// SPDX-License-Identifier: GPL-3.0-or-later
// Questions whose answer loses nothing on the way.
//
// Xapian turns an OR into an AND or AND_MAYBE while it walks, once a document needs more than one side can give. In 1.4.22 that passes over documents that the
// new form would have found, by the cut-off when a list ends and by the best ten when they rise. Counted by the cut-off alone, 8 of 275 keyword questions
// came out too low at 24,729 records, and 13 of 275 at 3,000 in three shards; of 1,000 titles the best thirty differed 4 times there, once at 3,000
// records in one shard, and never at 24,729. So another list leads the walk, of documents one of which is asked about after the other; with that none of 6,000
// random and 2,673 real questions came out wrong (2026-11-27; tests/search/walk_test.cc holds some against a count without either).
#pragma once

#include <xapian.h>

#include <vector>

#include "search/frequencies.h"

namespace search {

struct CountedPart {
  Xapian::Query query;
  double weight = 1;  // under Xapian::CoordWeight, above 0
};

// Sets weighting, query and cut-off, so that `enquire` finds exactly what `filter` lets through and whose parts weigh at least `least` together. Led by the
// rarest parts without which nothing comes to `least`: the others together are too light. Costs a half more than the cut-off alone (p50 .30 → .44 ms for titles at 24,729 records), and a sixth
// of weighing all. Requires: parts is not empty, 0 < least ≤ the sum of their weights. May throw Xapian::Error.
void ask_for_least(Xapian::Enquire& enquire, const std::vector<CountedPart>& parts, double least, const Xapian::Query& filter, const Frequencies& frequencies);

// `ranking` as it is to be asked, so that none of the best is passed over: in a small collection, where that was seen, led by what it matches, at twice the time (p50 .5 → .9 ms
// at 3,000 records). Above kSmallWalk documents it comes back as it is.
inline constexpr Xapian::doccount kSmallWalk = 20'000;
Xapian::Query walked_whole(const Xapian::Query& ranking, const Xapian::Database& database);

}  // namespace search
