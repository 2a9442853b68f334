// SPDX-License-Identifier: GPL-3.0-or-later
// The lenient parser of the search box: it never says "syntax error". Whatever is typed gives a query and notes that say what was made of it.
#pragma once

#include <string_view>

#include "corpus/vocabulary.h"
#include "search/query.h"

namespace search {

inline constexpr std::size_t kMaxQueryBytes = 64u << 10;  // what is beyond is left out, with a note
inline constexpr int kMaxDepth = 16;                      // of brackets; deeper ones are read as white space

// words "phrases" -not OR field:value, brackets, full-width punctuation alike. Thread-safe, linear in the length of the query.
ParsedQuery parse_query(std::string_view query, const corpus::Vocabularies& vocabularies);

}  // namespace search
