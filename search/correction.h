// SPDX-License-Identifier: GPL-3.0-or-later
// "Did you mean": what a person may have meant where the corpus does not know what was typed. Never applied by itself; the answer carries it beside the
// results for what was typed.
//
// Chinese: another character of the same sound (n/l, z/zh, c/ch, s/sh, an/ang, en/eng, in/ing count as one), or one that looks alike, where the pairs it
// makes with its neighbours are frequent and those typed are absent or far rarer; a whole word of the same sound among keywords, titles and names.
// Latin: a word at most two letters away (one in short words), or a keyword whose pinyin or its initials (ldc) were typed, where the corpus lacks the word
// typed. It is offered as most places of the first records that hold it write it. Numbers, acronyms in capitals, terms of the thesaurus and of the index's lexicon, and what the query leaves out are never touched.
#pragma once

#include <xapian.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/expansion.h"
#include "search/index_reader.h"
#include "search/query.h"

namespace search {

struct Change {
  std::size_t start = 0, length = 0;  // in bytes of the query
  std::string from, to;
};

struct Correction {
  std::string text;  // the query with the changes
  std::vector<Change> changes;
};

// Longer queries are texts, not something mistyped: nothing is looked up for them.
inline constexpr std::size_t kLongestCorrected = 300;  // bytes
// Terms looked up for one query, each about a microsecond on this machine. On another machine a batch of them is a message.
inline constexpr std::size_t kMostLookUps = 4000;

// Requires: `root` is what parse_query made of `query`. `among`: the records that the asker may see; each change occurs in one of them.
// `thesaurus`: may be null. Cost: some tens of microseconds where all is known to the corpus, about a millisecond for a sentence that is not. May throw
// Xapian::Error.
std::optional<Correction> correct(std::string_view query, const Node& root, const IndexReader& reader, const Xapian::Query& among,
                                  const Expander* thesaurus = nullptr);

}  // namespace search
