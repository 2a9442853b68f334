// SPDX-License-Identifier: GPL-3.0-or-later
// `similar:ID`: records that say much of what the named one says. Its best terms rank like words of the question, and a record is counted where it
// holds a stated part of them by what they tell: a rare term more than one that stands everywhere.
#pragma once

#include <xapian.h>

#include <cstddef>

#include "search/asking_text.h"
#include "search/frequencies.h"
#include "search/indexed_records.h"
#include "search/plan.h"
#include "search/query.h"
#include "search/share.h"
#include "search/walk.h"

namespace search {

// Records that one question can name; what they say is taken together.
inline constexpr std::size_t kMostAlike = 4;

// The part of what the named records say that a record must hold to be listed. Two texts of one field share a few general words, which tell little.
inline constexpr double kAlike = 0.1;

// Fills in terms and shares: the best `limit` terms of the text, without those that a single document holds, since no other is like it by them.
// May throw Xapian::Error.
void choose_terms(const AskingText& text, const Frequencies& frequencies, std::size_t limit, Likeness& likeness);

// What is counted, for ask_for_least, and the least that a counted record reaches where it must hold `share` of the free words. Without
// `similar:` each word weighs one, of a long text what it tells. With it a word weighs two and all that the named records say one, so that likeness never
// stands in for a word; beside a long text, whose terms are no whole numbers, it nearly never does. Requires: plan.share or plan.likeness.terms is not empty.
std::vector<CountedPart> counted(const Plan& plan);
double least_counted(const Plan& plan, Share share);

// How many of the free words a record must hold at least to be counted: of a long text, as many as can be enough.
std::size_t fewest_counted(const Plan& plan, Share share);

// How the question was understood: whom to be like, records that there are not (`partly`: or that lie in a shard that is away), and `similar:` where it says
// nothing.
void note_likeness(const Plan& plan, bool partly, Notes& notes);

}  // namespace search
