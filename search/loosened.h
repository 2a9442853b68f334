// SPDX-License-Identifier: GPL-3.0-or-later
// What is answered instead where nothing matches a question: the question loosened, or why that would not help.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "corpus/vocabulary.h"
#include "search/expansion.h"
#include "search/index_reader.h"
#include "search/query.h"
#include "search/query_parser.h"
#include "search/relax.h"
#include "search/searcher.h"

namespace search {

struct Instead {
  std::optional<Relaxed> relaxed;    // where the request says so and something is found that way
  Notes notes;                       // what contradicts itself
  std::int64_t beyond_filters = 0;  // records that match the question as it stands without the filters beside it
};

// Requires: nothing matches the request. Filters outside the query are no reason to loosen it: where they are why nothing is found, the list stays empty and
// its facets show what else can be chosen. May throw TimeUp and Xapian::Error.
Instead instead_of(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request,
                   const ParsedQuery& parsed, std::chrono::steady_clock::time_point deadline);

// How many records beyond the filters of the request match `root` with that share; 0 where it has none.
std::int64_t beyond_filters(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request,
                            const Node& root, Share share, std::chrono::steady_clock::time_point deadline);

}  // namespace search
