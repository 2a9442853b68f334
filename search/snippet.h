// SPDX-License-Identifier: GPL-3.0-or-later
// Highlighted fragments from the original text: what matched is found by analysing the text again, so highlights are exact to the original
// characters even where Traditional or full-width ones were folded.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/record.h"

namespace search {

struct Part {
  std::string text;
  bool match = false;
};

struct Fragment {
  std::string field;
  std::size_t start = 0;  // byte offset in that field's text
  std::vector<Part> parts;
};

// The whole text in parts, runs of `terms` marked. Overlapping bigrams join into one run.
std::vector<Part> highlight(std::string_view text, const std::set<std::string>& terms);

// The best fragments of a record: windows of about `characters` that hold most distinct terms, begun at a clause where one is near, from fields other
// than the title; at most `count`. Where nothing matches, the beginning of the first field of running text, else of the first with any.
std::vector<Fragment> fragments(const corpus::Record& record, const std::set<std::string>& terms, std::size_t count = 2, std::size_t characters = 90);

// Terms of a query text as a set, for the two above: without those too common to show (one-character words).
std::set<std::string> highlight_terms(const std::vector<std::string>& terms);

}  // namespace search
