// SPDX-License-Identifier: GPL-3.0-or-later
// Which results experts stand behind, whichever side says so: the expert, who lists the result; the result, which names the expert among its members; or a
// patent that both state.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "corpus/record.h"
#include "search/deadline.h"
#include "search/indexed_records.h"

namespace search {

// Expert id → ids of results: those they list first, in their order, whether or not the index has them; then those found from the other side, by id. Each once.
// Everybody asked for has an entry. Results that are not public count too. Cost: one question to the index for all of them together, and a record read for each
// result found; they stay in `records`. Throws TimeUp after the deadline; may throw Xapian::Error.
std::map<std::string, std::vector<std::string>> made_results(std::span<const corpus::Expert* const> experts, const IndexReader& reader,
                                                             IndexedRecords& records, const Watch& watch);

}  // namespace search
