// SPDX-License-Identifier: GPL-3.0-or-later
// Corrections of a run of Han characters; correction.h says by which rules.
#pragma once

#include <string>
#include <vector>

#include "search/look_ups.h"

namespace search {

// A run with characters replaced, one for one, and the terms that must stand in a record for it to be offered. Empty where nothing is offered.
struct RunCorrection {
  std::u16string run;
  std::vector<std::string> terms;
};

// Requires: `run` is folded, all Han.
RunCorrection correct_run(const std::u16string& run, LookUps& look_ups);

}  // namespace search
