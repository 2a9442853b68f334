// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a slot, counted by Xapian, as a facet: codes joined in one value are taken apart, and stand under their parents.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "corpus/vocabulary.h"
#include "indexer/schema.h"
#include "search/searcher.h"

namespace search {

// Most frequent first; trl and year from the highest down. `chosen`: codes that the request narrows to.
std::vector<FacetValue> facet_values(const indexer::FacetInfo& info, const Xapian::ValueCountMatchSpy& spy, const corpus::Vocabularies& vocabularies,
                                     const std::vector<std::string>& chosen);

}  // namespace search
