// SPDX-License-Identifier: GPL-3.0-or-later
// Where to turn when the generation in force is damaged.
#pragma once

#include <optional>
#include <string>

#include "indexer/generation_layout.h"

namespace indexer {

struct OtherGeneration {
  std::string name;
  bool before = false;  // `index rollback` alone chooses it; else it has to be named, as one that a rollback left
};

// The generation that `index rollback` would choose, else the newest other one; one whose manifest this program cannot read is passed over, and shards are
// not looked at: the rollback verifies them. nullopt where there is none.
std::optional<OtherGeneration> generation_to_go_back_to(const IndexLayout& layout, const std::string& current);

}  // namespace indexer
