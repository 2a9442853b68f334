// SPDX-License-Identifier: GPL-3.0-or-later
// Questions that are walked from their rarest words, so that the answer loses nothing on the way and common words cost little.
//
// Xapian turns an OR into an AND or AND_MAYBE while it walks, once a document needs more than one side can give. In 1.4.22 that passes over documents that the
// new form would have found, by the cut-off when a list ends and by the best ten when they rise. Counted by the cut-off alone, 8 of 275 keyword questions
// came out too low at 24,729 records, and 13 of 275 at 3,000 in three shards; of 1,000 titles the best thirty differed 4 times there, once at 3,000
// records in one shard, and never at 24,729. So another list leads the walk, of documents one of which is asked about after the other; with that none of 6,000
// random and 2,673 real questions came out wrong (2026-11-27; tests/search/walk_test.cc holds some against a count without either).
//
// What leads need not be every word: a record without any of the rarest cannot be among the best, nearly. docs/decisions/0014 has what that gives.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "search/deadline.h"
#include "search/frequencies.h"

namespace search {

// A term of the first stage with its weight (kind of token × saturated count in the query).
struct WeightedTerm {
  std::string term;
  double weight = 1;
};

struct CountedPart {
  Xapian::Query query;
  double weight = 1;  // under Xapian::CoordWeight, above 0
};

// Sets weighting, query and cut-off, so that `enquire` finds exactly what `filter` lets through and whose parts weigh at least `least` together. Led by the
// rarest parts without which nothing comes to `least`: the others together are too light. Costs a half more than the cut-off alone (p50 .30 → .44 ms for
// titles at 24,729 records), and a sixth of weighing all. Requires: parts is not empty, 0 < least ≤ the sum of their weights. May throw Xapian::Error.
void ask_for_least(Xapian::Enquire& enquire, const std::vector<CountedPart>& parts, double least, const Xapian::Query& filter, const Frequencies& frequencies);

// Scores as ever what `leading` finds, one document after another: also what no word of `ranking` finds, with nothing.
Xapian::Query led_by(const Xapian::Query& ranking, const Xapian::Query& leading);

// The rarest of `parts`, without which the others do not come to `least` together; then further ones, as long as all that lead stand in no more than `entries`
// documents, a document counted for each. Ties fall by the order of `parts`. May throw Xapian::Error.
std::vector<Xapian::Query> rarest(const std::vector<CountedPart>& parts, double least, const Frequencies& frequencies, double entries = 0);

// About the most that words give to a score: a term, and any of several as if they were one.
CountedPart counted_part(const WeightedTerm& term, const Frequencies& frequencies);
CountedPart counted_part(const Xapian::Query& any, const Frequencies& frequencies);

// What a ranking by these leads with: the rarest, without which no record comes to half of what all give, and as many more as stand in kLeadingEntries
// documents.
inline constexpr double kLedHalf = 0.5;
inline constexpr double kLeadingEntries = 10'000;
std::vector<Xapian::Query> leading(const std::vector<CountedPart>& parts, const Frequencies& frequencies);

// `ranking` behind `filter` as it is to be asked for its `wanted` best: scored as ever, over those of its documents that one of `leading` finds; over all of
// them where that are fewer than wanted, which is counted first, or where `leading` is empty. The same for every page where `wanted` is the length of the
// list. `watch`, where given, looks on while it counts: may throw TimeUp then, and Xapian::Error.
Xapian::Query walked(const Xapian::Query& ranking, const std::vector<Xapian::Query>& leading, const Xapian::Query& filter, std::size_t wanted,
                     const Xapian::Database& database, Watch* watch = nullptr);

}  // namespace search
