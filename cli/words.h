// SPDX-License-Identifier: GPL-3.0-or-later
// Words on the command line as people write them: of closed lists (codes, labels or aliases), and days.
#pragma once

#include <string>
#include <vector>

#include "corpus/date.h"
#include "corpus/vocabulary.h"

namespace cli {

// The code that `word` means in the list. Stops where it means nothing there, naming `option`, the list and words that are near.
// Requires: the list exists.
std::string code_of(const corpus::Vocabularies& vocabularies, const std::string& list, const std::string& word, const std::string& option);

// The same for several words; each may itself hold several, separated by commas.
std::vector<std::string> codes_of(const corpus::Vocabularies& vocabularies, const std::string& list, const std::vector<std::string>& words,
                                  const std::string& option);

// The day that the text names, 2026-03-05; today where it is empty. Stops where it is none, naming `option`.
corpus::Day day_asked_for(const std::string& text, const std::string& option);

}  // namespace cli
