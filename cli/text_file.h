// SPDX-License-Identifier: GPL-3.0-or-later
// A file of plain text given on the command line.
#pragma once

#include <string>

namespace cli {

// The text of a file (- for standard input) in whatever encoding the reader of files knows, GB18030 among them. Stops where it cannot be read or is no text.
std::string read_text_file(const std::string& file);

}  // namespace cli
