// SPDX-License-Identifier: GPL-3.0-or-later
// What an answer says when a part of the index was not asked, or not at hand.
#pragma once

#include "search/index_reader.h"
#include "search/query.h"

namespace search {

// What to do where an answer needs them all.
inline constexpr const char* kAskWhenWhole = "ask again when all shards answer";

// Adds the note `shards` where the reader lacks some. Which they are is for operators: `queqiao index status`.
void note_missing_shards(const IndexReader& reader, Notes& notes);

// Adds the note `lexicon` where the index has one that the reader lacks.
void note_missing_lexicon(const IndexReader& reader, Notes& notes);

}  // namespace search
