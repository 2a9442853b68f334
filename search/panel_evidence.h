// SPDX-License-Identifier: GPL-3.0-or-later
// Experts of whom the index holds nothing but who they are: no question finds them by their words, so a panel has to look for them.
#pragma once

#include <vector>

#include "corpus/record.h"
#include "search/deadline.h"
#include "search/indexed_records.h"

namespace search {

// Whether the profile says or links anything that tells what the person knows: research, skills, achievements, keywords; results, patents, projects.
bool states_evidence(const corpus::Expert& expert);

// Whether it is stated where the person works now, by an organisation or by a post that goes on.
bool states_organisation(const corpus::Expert& expert);

// Those without evidence that the asker may see, by id; they live as long as `records`. Of experts with little text at most a thousand are read, those
// with the lowest ids. Throws TimeUp after the deadline; may throw Xapian::Error.
std::vector<const corpus::Expert*> experts_without_evidence(const IndexReader& reader, IndexedRecords& records, bool see_hidden, const Watch& watch);

}  // namespace search
