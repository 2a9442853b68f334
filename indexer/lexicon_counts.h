// SPDX-License-Identifier: GPL-3.0-or-later
// How many words a generation's lexicon has and where they come from: one line in its manifest (kLexiconWords), numbers for programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace indexer {

struct LexiconCounts {
  std::int64_t words = 0;  // in all, each once
  std::optional<std::int64_t> of_file;  // of lexicon.file; nullopt where there was none
  struct Learned {
    std::int64_t keywords = 0, terms = 0, records = 0;  // that were learned, and from how many records
  };
  std::optional<Learned> learned;  // nullopt where none were to be
};

// "2 words: 1 of lexicon.file, 1 keywords and 0 terms learned from 3 records".
std::string to_text(const LexiconCounts& counts);
// The counts of such a line; nullopt of any other text, such as an empty one.
std::optional<LexiconCounts> lexicon_counts_from(std::string_view text);

}  // namespace indexer
