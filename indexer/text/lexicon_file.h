// SPDX-License-Identifier: GPL-3.0-or-later
// A lexicon as a file: the operator's own (lexicon.file), and model/lexicon.txt of a generation. indexer/FORMAT.md has the page.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/error.h"
#include "indexer/text/lexicon.h"

namespace indexer::text {

// Below the directory of a generation, beside the model.
inline constexpr std::string_view kLexiconFile = "model/lexicon.txt";

inline constexpr std::size_t kMostLexiconWords = 500'000, kMostLexiconBytes = 32u << 20;

// The file's bytes; the same lexicon gives the same bytes, and reading them gives the same lexicon.
std::string to_text(const Lexicon& lexicon);

// One word a line; lines that are empty or begin with # say nothing, nor do spaces at the ends of a line; a word may stand there again. The first
// line that is no word is answered with file:line, what is wrong with it and how to mend it: damaged; too_large over the limits above.
corpus::Result<Lexicon> lexicon_from_text(std::string_view content, const std::string& file);

// io where the file cannot be read, otherwise as lexicon_from_text. Costs about 2 µs a word.
corpus::Result<Lexicon> read_lexicon(const std::filesystem::path& file);

// The lexicon of a generation, whose directory this is; null for an empty edition. version_mismatch where the file holds other words than those the
// index was made with, otherwise as read_lexicon; all say that a build mends it.
corpus::Result<std::shared_ptr<const Lexicon>> open_lexicon(const std::filesystem::path& generation, const std::string& edition);

}  // namespace indexer::text
