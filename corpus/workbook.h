// SPDX-License-Identifier: GPL-3.0-or-later
// An .xlsx file → sheets of cells as text. Private to corpus; read_workbook() is the door behind which liborcus and libarchive stand.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/table_rows.h"

namespace corpus {

struct Sheet {
  std::string name;
  std::map<std::size_t, std::map<std::size_t, Cell>> rows;  // by row and column, both 1-based; empty cells are not there
};

// Checks that the ZIP is whole and unpacks to at most `max_unpacked` bytes, then lets liborcus read it. Errors: damaged (cut off, no
// workbook inside, protected by a password), too_large.
Result<std::vector<Sheet>> read_workbook(const std::string& path, std::uint64_t max_unpacked);

// How a number in a cell is written down: 3 for 3.0, the shortest form that reads back otherwise.
std::string number_text(double value);

// Is this the code of a format for dates or times, such as yyyy"年"m"月" or [$-804]yyyy/m/d;@?
struct DateParts {
  bool year = false, month = false, day = false, time = false;
  bool any() const { return year || month || day || time; }
};
DateParts date_parts(const std::string& format_code);

// ISO text of a day number counted from `epoch_day` (days since 1970-01-01), as exact as the format shows it: 2024, 2024-05, 2024-05-06,
// 2024-05-06 08:30:00.
std::string date_text(double value, std::int64_t epoch_day, const DateParts& parts);

}  // namespace corpus
