// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the index has anybody at all who could judge a topic: a panel is not held to one that nobody there knows.
#pragma once

#include <cstddef>

#include "corpus/panel_rules.h"
#include "search/deadline.h"
#include "search/index_reader.h"
#include "search/indexed_records.h"
#include "search/topics.h"

namespace search {

// Whether no expert of the index who has the role covers the topic at this place of the list that `coverage` was made of, whatever else speaks against them,
// and whether or not they are public. All of the index is asked, not a pool: whoever covers a topic holds, or links a result that holds, the rarest word of
// one of its spellings. False also where that word is held by too many to read them all (a thousand): then it is not known. Cost: two questions to the index,
// and the records found are read. Throws TimeUp after the deadline; may throw Xapian::Error.
bool nobody_covers(std::size_t topic, const Coverage& coverage, corpus::PanelRole role, const IndexReader& reader, IndexedRecords& records,
                   const Watch& watch);

}  // namespace search
