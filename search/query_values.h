// SPDX-License-Identifier: GPL-3.0-or-later
// What stands behind a field's colon: numbers and ranges, and the labels of a list that look like what was written.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "corpus/vocabulary.h"
#include "search/query_fields.h"

namespace search::syntax {

struct Range {
  int low = 0, high = 0;
  bool swapped = false;  // was written the wrong way round
};

// 6, TRL6, 6级, 6-8, 6..8, >=6, ≥6, >6, 6级以上 and their likes; nullopt for anything else and for what lies outside the field altogether.
// Requires: `value` is folded.
std::optional<Range> range_of(const Field& field, std::string_view value);

// Up to three entries of a list that look like a word, best first: by the share of both that their longest common subsequence with a label, an alias
// or the English label holds. Among equals those that begin alike come first, then the wider ones (湖背: 湖北省, 湖南省, 湖州市).
std::vector<const corpus::VocabularyEntry*> near_labels(const corpus::Vocabulary& list, std::string_view word);

}  // namespace search::syntax
