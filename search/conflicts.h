// SPDX-License-Identifier: GPL-3.0-or-later
// Conflicts between an expert and the sides of a matter: organisations, persons, shares, integrity. Each with the fact it rests on.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "corpus/record.h"
#include "search/deadline.h"
#include "search/exclusion.h"
#include "search/indexed_records.h"
#include "search/party.h"

namespace search {

// All of them, not the first alone. Reads what both sides state: a relation that only the other side declares counts too. `made` are the results that the
// expert stands behind, of made_results(). What no record states is not known; organisations that are named without an id are compared by name. Throws TimeUp
// after the deadline; may throw Xapian::Error.
std::vector<Exclusion> conflicts_of(const corpus::Expert& expert, const Party& party, std::span<const std::string> made, const PanelTerms& terms,
                                    IndexedRecords& records, const Watch& watch);

}  // namespace search
