// SPDX-License-Identifier: GPL-3.0-or-later
// A need's indicators against what the other side states: met, not met and by how much, or not stated.
//
// Figures are compared as intervals in the base unit of their dimension, and never across dimensions. What is not stated never excludes and never counts as
// failed; where the direction that is better cannot be told (a need that says 达到 95% of something another states as 97%), nothing is claimed either.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/indicators.h"

namespace search {

enum class Outcome { met, not_met, not_stated };

std::string_view to_string(Outcome outcome);

struct Comparison {
  std::size_t asked = 0;              // index into the need's indicators
  std::optional<std::size_t> stated;  // index into the other side's; none: not stated
  Outcome outcome = Outcome::not_stated;
  double gap = 0;    // of not_met: by how much, in the need's unit; 0 where a bound that is to be passed is only reached
  double share = 0;  // of not_met: the gap as a share of the bound that is missed; may exceed 1
};

// One per indicator of the need, in its order. Cost: the product of both numbers; no text is read.
std::vector<Comparison> compare(const std::vector<indexer::RecordIndicator>& asked, const std::vector<indexer::RecordIndicator>& stated);

// Whether what is stated speaks of the parameter that is asked: the same entry of the vocabulary and at least as much said of what it is about (COD去除率
// answers for 去除率, but neither 去除率 nor 氨氮去除率 for COD去除率), or nearly the same words.
bool answers(const indexer::RecordIndicator& asked, const indexer::RecordIndicator& stated);

// Whether a parameter's name, or another short text, holds one of the words.
bool holds_any(std::string_view text, std::span<const std::string_view> words);

}  // namespace search
