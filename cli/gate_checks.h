// SPDX-License-Identifier: GPL-3.0-or-later
// The checks of a build's gate that ask questions: golden queries answer, and quality is not below that of the generation in force nor below the best.
#pragma once

#include <functional>
#include <vector>

#include "cli/config.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "indexer/gate.h"

namespace cli {

// What the check of quality compares with beyond the generation in force.
struct QualityMemory {
  indexer::IndexLayout layout;  // of the index whose manifest in force remembers the best
  bool accept = false;          // BuildWishes::accept_quality
};

// `learned`: what searches use of what a generation learned. `cancelled` is asked before each question; may be empty. Everything that is passed by reference
// must outlive the checks.
std::vector<indexer::GateCheck> gate_checks(const GateConfig& config, const corpus::Store& store, const corpus::Vocabularies& vocabularies,
                                            const LearnConfig& learned, QualityMemory memory, const std::function<bool()>& cancelled = {});

}  // namespace cli
