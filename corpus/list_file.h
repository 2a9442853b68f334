// SPDX-License-Identifier: GPL-3.0-or-later
// A list for people, as a file for a spreadsheet: CSV or XLSX. What programs read back is export's business, not this.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "corpus/error.h"

namespace corpus {

struct List {
  using Cell = std::variant<std::string, double>;
  std::vector<std::string> headings;
  std::vector<std::vector<Cell>> rows;  // as long as the headings, or shorter
};

// One cell as RFC 4180 has it: in quotes where it holds a comma, a quote or a line end.
std::string csv_cell(std::string_view text);

// UTF-8 with byte order mark, lines end in CR LF. Text that a spreadsheet would run as a formula (it begins with = + - @, a tab or CR) gets an apostrophe before it:
// the text comes from strangers.
std::string csv_of(const List& list);

// One sheet of that name (at most 31 characters, none of []:*?/\), the first row fixed. Text over 32,000 bytes is cut off with "…", which is less than Excel takes. Errors: io
// where no temporary file can be written.
Result<std::string> xlsx_of(const List& list, const std::string& sheet);

}  // namespace corpus
