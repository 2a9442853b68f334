// SPDX-License-Identifier: GPL-3.0-or-later
// How many columns a text takes on a terminal: Han characters and full-width forms take two (Unicode East Asian Width W and F).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cli {

// Columns of a UTF-8 text without control sequences. Combining marks count nothing; a damaged byte counts as one (it prints as �).
std::size_t width_of(std::string_view text);

// The text on one line and at most `columns` wide, with … at the end where something was cut. Line breaks and tabs become spaces.
std::string fit(std::string_view text, std::size_t columns);

// The text, and spaces up to `columns`. Longer texts are left as they are.
std::string pad(std::string_view text, std::size_t columns);
std::string pad_left(std::string_view text, std::size_t columns);

}  // namespace cli
