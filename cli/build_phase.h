// SPDX-License-Identifier: GPL-3.0-or-later
// The phases of a build (indexer/build.h) in words for people. Pure.
#pragma once

#include <string>

namespace cli {

// "learn: train", "catch up"; one that is not known is called as it is.
std::string phase_text(const std::string& phase);

// What it counts: "records", "epochs", "checks", "shards", "changes" or "steps".
std::string unit_of_phase(const std::string& phase);

}  // namespace cli
