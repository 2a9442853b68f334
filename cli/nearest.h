// SPDX-License-Identifier: GPL-3.0-or-later
// What a person may have meant by a word that is not known here: the known words a few keystrokes away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

// At most three of `known`, the nearest first: a word of at most two edits (a third of a longer word), or one that holds `word` whole.
std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

// "did you mean a, b or c?", or an empty text where nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace cli
