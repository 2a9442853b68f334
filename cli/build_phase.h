// SPDX-License-Identifier: GPL-3.0-or-later
// The phases of a build (indexer/build.h) and what each took, in words for people. Pure.
#pragma once

#include <string>

#include "indexer/manifest.h"

namespace cli {

// "learn: train", "catch up"; one that is not known is called as it is.
std::string phase_text(const std::string& phase);

// What it counts: "records", "epochs", "checks", "shards", "changes" or "steps".
std::string unit_of_phase(const std::string& phase);

// How long the building of this generation took in all its runs, and on what: "96.0 s (learning 64.2, reading and writing 20.1, merging 3.0, grouping 2.1, gate
// 6.4)"; parts of less than a twentieth of a second are left out.
std::string time_text(const indexer::Manifest& manifest);

}  // namespace cli
