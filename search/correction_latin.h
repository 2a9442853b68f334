// SPDX-License-Identifier: GPL-3.0-or-later
// Corrections of a Latin word; correction.h says by which rules.
#pragma once

#include <string>
#include <string_view>

#include "search/look_ups.h"

namespace search {

// Letters added, left out, replaced, or swapped with their neighbour, to get from one to the other; anything above `most` is most + 1.
std::size_t letters_apart(std::string_view one, std::string_view other, std::size_t most);

// The stem, as the index has it, of the word that may have been meant by the word that was typed; empty where none is frequent enough. Requires: `word` is
// of lower-case ASCII letters. `far`: whether a part of the index is on another machine, where the list of words that begin alike is not walked.
std::string correct_word(const std::string& word, LookUps& look_ups, bool far);

// As the analyzer stems.
std::string stem_of(const std::string& word);

}  // namespace search
