// SPDX-License-Identifier: GPL-3.0-or-later
// What a request narrows to, facet by facet, as Xapian queries.
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "search/searcher.h"

namespace search {

// All of them together; everything() where none is set.
Xapian::Query filters_of(const Filters& filters);

// The codes chosen of a facet; empty for trl and year, which are narrowed to a range.
const std::vector<std::string>& selected(const Filters& filters, std::string_view facet);

// Whether any facet is narrowed.
bool narrows(const Filters& filters);

// Whether the facet is narrowed, and the same filters without it.
bool narrows(const Filters& filters, std::string_view facet);
Filters without(Filters filters, std::string_view facet);

}  // namespace search
