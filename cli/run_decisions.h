// SPDX-License-Identifier: GPL-3.0-or-later
// What who runs a command decided, as it stood when the run began: one state for all records of it.
#pragma once

#include <map>
#include <string>

#include "cli/session.h"
#include "corpus/decision_book.h"

namespace cli {

struct RunDecisions {
  std::string by;
  std::map<std::string, corpus::DecisionBook::Pairs> pairs;  // by either record of a pair, as DecisionBook::with gives them
  std::string hash;  // of all that is told of them; empty where there are none. Another one: another file comes of the same question

  // Empty where nothing was decided on a pair that `id` is in.
  const corpus::DecisionBook::Pairs& with(const std::string& id) const;
};

// Stops where the store cannot be read, or the token is not valid. Cost: every decision of the store is parsed once.
RunDecisions read_decisions(Session& session);

}  // namespace cli
