// SPDX-License-Identifier: GPL-3.0-or-later
// The matches of a whole portfolio as a table for a spreadsheet, out of the lines that match_all writes.
#pragma once

#include <filesystem>

#include "corpus/list_file.h"

namespace cli {

// A row is one match: whom it is for, its rank, record and score, a column for each signal that weighs something (its part of the score; empty where it does
// not apply), what who ran it decided on the pair and for what reason (empty where nothing), the reasons in Chinese and in English, the near-duplicates that it
// stands for (empty for none), and by which weights, over which generation and for which day it was ranked. Scores and parts have four decimals: the lines have
// them in full. What could not be matched is a row with the error among the reasons. `part`: a heading, then a line a record.
corpus::List table_of_matches(const std::filesystem::path& part);

}  // namespace cli
