// SPDX-License-Identifier: GPL-3.0-or-later
// The edition of a data file that people keep by hand (thesaurus, rules of conflict): the number that a line of it states, and a piece of its hash, so that a file
// that was changed and kept its number is still told apart.
#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "corpus/hash.h"

namespace corpus {

inline constexpr std::string_view kEditionMark = "# edition:";  // what the line begins with

// "3-0a1b2c3d" for the number 3; `content` is the whole file.
inline std::string edition_name(int number, std::string_view content) { return fmt::format("{}-{}", number, content_hash(content).substr(0, 8)); }

}  // namespace corpus
