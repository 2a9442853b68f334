// SPDX-License-Identifier: GPL-3.0-or-later
// A whole portfolio at once: who fits each published record of a kind.
#pragma once

#include <cstddef>
#include <string>

#include "cli/commands.h"
#include "search/matcher.h"

namespace cli {

struct MatchAll {
  corpus::Kind kind = corpus::Kind::need;
  search::MatchTarget to = search::MatchTarget::achievement;
  std::size_t top = 20;
  std::size_t threads = 0;  // 0: as many as the machine has
  bool hidden = false;
  bool past = false;  // of needs, also those whose deadline has passed
  bool dismissed = false;  // also what who runs it dismissed
  std::string output;  // .jsonl, .csv or .xlsx
};

// Needs whose deadline lies before the day that deadlines are counted to are not open: they are left out, which is told with their number, unless `past`.
//
// Writes OUTPUT.part.jsonl as it goes, a line a record by ascending id, and OUTPUT when all are done. A line of .jsonl is the API's MatchResult without
// `took_ms`, with `id` before and `date`, the day that ages and deadlines are counted to, behind: each says by which weights and over which generation it
// was ranked, and one cut out of the file says it still. A row of .csv and .xlsx is a match (match_table.h). What who runs it decided stands beside the
// match; what they dismissed is left out unless `dismissed`, of each record as one match leaves it out. Decisions are read once, as the run begins. Asked
// again for the same over the same generation, weights, policy of regions, decisions and number of changes, it goes on after the last whole line; otherwise
// it begins anew and says why. Ages and deadlines of all records are counted to one day, on which the part was begun: who goes on with it later goes on with
// that day and is told so. Memory: one record's matches a thread; .csv and .xlsx are made in memory at the end. Exit::partly where some records could not be
// matched: their lines say why.
Exit match_all(const MatchAll& wanted, Session& session);

}  // namespace cli
