// SPDX-License-Identifier: GPL-3.0-or-later
// Results that stand beside the experts of a collection, so that what they made speaks for them as it does in a real index.
#pragma once

#include <string>
#include <vector>

#include "cli/collection.h"

namespace cli {

struct ResultsOfExperts {
  std::vector<corpus::Record> records;  // achievements
  std::string words;                    // how many there are, are linked, and were left out
};

// The records of `file`, which is of the form of docs.jsonl, without those that would give an answer away (eval_answers.h). One whose title stands in an
// expert's research as a piece of its own, between semicolons or on a line, has that expert for a member. Stops (exit.h) where the file cannot be read.
ResultsOfExperts results_of_experts(const Collection& collection, const std::string& file);

}  // namespace cli
