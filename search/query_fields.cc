// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/query_fields.h"

#include <algorithm>

#include "corpus/diagnostic.h"
#include "corpus/vocabulary.h"

namespace search::syntax {

const Field* field_written(std::string_view word) {
  if (word.empty() || word.size() > kMaxFieldName) return nullptr;
  const std::string folded = corpus::fold_word(word);
  for (const Field& field : kFields)
    if (!folded.empty() && std::ranges::find(field.words, folded) != field.words.end()) return &field;
  return nullptr;
}

const Field& field_named(std::string_view name) { return *std::ranges::find(kFields, name, &Field::name); }

}  // namespace search::syntax
