// SPDX-License-Identifier: GPL-3.0-or-later
// Completions while typing: whole titles, keywords, organisations and names that begin with what was typed, by characters, by full pinyin, by its first
// letters or by a mixture of them (锂dianchi, 锂dc), most used first; where these are few, titles that hold it further on.
#pragma once

#include <string>
#include <vector>

#include "corpus/error.h"
#include "search/query.h"
#include "search/reader_pool.h"

namespace search {

struct Suggestion {
  std::string text;    // as written in a record
  std::string source;  // title, keyword, organisation, person
  std::int64_t count = 0;
};

struct Suggestions {
  std::vector<Suggestion> list;
  Notes notes;
  corpus::Seq seq = 0;
};

// At most `size`, best first; what was typed whole is the first. Nothing for an empty beginning. Reads at most 2,000 entries of the index's list, and as
// many by sound, so a one-letter beginning is answered from a part of them. A shard on another machine sends every entry with that beginning.
// Titles that hold it further on are the first 16 that the index comes to, not the first by anything: which they are depends on how it is divided into shards.
corpus::Result<Suggestions> suggest(ReaderPool& pool, const std::string& beginning, std::size_t size, bool see_hidden);

}  // namespace search
