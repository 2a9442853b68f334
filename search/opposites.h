// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a query that no record can meet together: two regions, two ranges of years apart, what is asked for and left out at once.
#pragma once

#include "corpus/vocabulary.h"
#include "search/query.h"

namespace search {

inline constexpr std::size_t kMostOpposites = 3;  // that are told of

// Adds notes `contradictory`, at the place of the later part. To be told where nothing is found: of many words a record need not hold one that is left
// out. Requires: `root` comes from parse_query. Cost: of a long query only the first parts are compared.
void note_opposites(const Node& root, const corpus::Vocabularies& vocabularies, Notes& notes);

}  // namespace search
