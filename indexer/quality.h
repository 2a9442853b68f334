// SPDX-License-Identifier: GPL-3.0-or-later
// The memory of the gate's check of quality: what a collection reached at best, so that a generation is not held only against the one before it, which a row of
// builds could take down by a margin each.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "indexer/manifest.h"

namespace indexer {

// One measurement, and what there is to compare it with.
struct MeasuredQuality {
  std::string collection, edition;  // whose questions: as in Quality
  std::size_t questions = 0;
  double now = 0;                   // nDCG@10 of the candidate, in [0,1]
  std::optional<double> before;     // of the generation in force, by the same program on the same questions; nullopt: there is none that it can ask
  std::string in_force;             // its name
  std::optional<Quality> known;     // what that generation's manifest remembers
  double margin = 0;                // that `now` may be below either figure, in [0,1]
  bool accept = false;              // a person takes what is lower for the new level
};

// Whether it is good enough, in words with every figure, and what the manifest is to remember. The best is that of generations in force: of the one before, and
// of what its manifest knows, where that is of the same collection and edition. It falls only where `accept` lets through what would not pass; a check that
// fails leaves it as it is, also where the generation is published all the same. Empty names of generations and people are filled in by remember_quality and
// by publishing.
GateResult judge_quality(const MeasuredQuality& measured);

// What the manifest of the generation in force remembers; nullopt where there is none, it cannot be read or it remembers nothing.
std::optional<Quality> quality_in_force(const IndexLayout& layout);

// For the manifest of `generation`: what the gate measured, else, in a build that measures nothing, what the generation in force remembers.
std::optional<Quality> remember_quality(const IndexLayout& layout, const std::vector<GateResult>& gate, const std::string& generation);

}  // namespace indexer
