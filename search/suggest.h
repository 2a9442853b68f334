// SPDX-License-Identifier: GPL-3.0-or-later
// Completions while typing: whole titles, keywords, organisations and names that begin with what was typed, most used first.
#pragma once

#include <string>
#include <vector>

#include "corpus/error.h"
#include "search/index_reader.h"

namespace search {

struct Suggestion {
  std::string text;    // as written in a record
  std::string source;  // title, keyword, organisation, person
  std::int64_t count = 0;
};

// At most `size`, best first. Nothing for an empty beginning. Reads at most 2,000 entries of the index's list, so a one-letter beginning is answered
// from a part of it.
corpus::Result<std::vector<Suggestion>> suggest(ReaderPool& pool, const std::string& beginning, std::size_t size, bool see_hidden, corpus::Seq& seq);

}  // namespace search
