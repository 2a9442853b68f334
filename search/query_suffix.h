// SPDX-License-Identifier: GPL-3.0-or-later
// What may stand behind a phrase or the value of a field: ~5, how many other words may stand between, and ^3, how many times it counts.
#pragma once

#include <unicode/umachine.h>

#include <cstddef>
#include <string_view>

#include "search/query_notebook.h"

namespace search::syntax {

inline constexpr int kMostNear = 50;  // words between; more is a paragraph
inline constexpr double kLeastBoost = 0.1, kMostBoost = 10;

struct Suffix {
  std::size_t end = 0;  // in the query; where it began where there is none
  int near = 0;
  double boost = 1;
};

bool is_caret(UChar32 c);

// ~N (only where `phrase`) and ^N, in this order, at `i`; full-width forms alike. Numbers as written, at most four digits.
Suffix suffix_at(std::string_view text, std::size_t i, bool phrase);

// The same with its numbers in their range, which a note says where they were not. Requires: it began at `start`.
Suffix in_range(Suffix suffix, std::size_t start, Notebook& notes);

}  // namespace search::syntax
