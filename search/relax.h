// SPDX-License-Identifier: GPL-3.0-or-later
// What to do where nothing matches a query: loosen it step by step until something does, and say what was loosened.
//
//   1. phrases count as their words;
//   2. filters of the query are dropped, the one that excludes most first, so that as few as possible go;
//   3. what must hold (words in a field, alternatives) only ranks, and some of the words are enough;
//   4. one of the words is enough.
//
// Then what need not have been loosened is put back: phrases, and the filters, the last dropped first. What the query leaves out (-word), same:,
// similar:, and filters outside the query are never loosened: a query is loosened as if there were none of the latter, so that it means the same
// whichever values of a facet are chosen.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "corpus/vocabulary.h"
#include "search/query.h"
#include "search/share.h"

namespace search {

struct Relaxed {
  Node root;
  Share share = Share::most;  // of the free words, that a record needs to hold
  Notes notes;                // relaxed_phrase, relaxed_filter, relaxed_share, relaxed_terms, with the place in the query
};

// How the index is asked. Both may throw what the index throws.
struct RelaxQuestions {
  std::function<bool(const Node& root, Share share)> finds;      // whether anything matches
  std::function<std::int64_t(const Node& condition)> holders;    // how many records a condition alone holds for
  double some_part = kSomeShare;                                 // of the words, that Share::some asks for
};

inline constexpr std::size_t kMostRelaxedFilters = 16;  // more are kept: each costs two questions

// nullopt where nothing is found however loose. Requires: `root` comes from parse_query, and nothing matches it.
std::optional<Relaxed> relax(const Node& root, const corpus::Vocabularies& vocabularies, const RelaxQuestions& questions);

}  // namespace search
