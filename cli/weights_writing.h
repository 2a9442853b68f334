// SPDX-License-Identifier: GPL-3.0-or-later
// Writes versions of the weights and which is in force. Each file is whole or as it was before, also after a power cut; one rename puts a version in force.
#pragma once

#include <string>
#include <vector>

#include "search/weights.h"

namespace cli {

// learned-N: one more than the highest that is there.
std::string next_learned_name(const search::WeightsDirectory& directory);

// conflict where the name is taken: a version that ranked once stays what it was.
corpus::Result<void> write_version(const search::WeightsDirectory& directory, const search::WeightsVersion& version);

// `stack`: the name in force, then those before it; the latest hundred are kept. Requires: not empty.
corpus::Result<void> write_stack(const search::WeightsDirectory& directory, const std::vector<std::string>& stack);

}  // namespace cli
