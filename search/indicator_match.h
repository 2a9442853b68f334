// SPDX-License-Identifier: GPL-3.0-or-later
// A need's indicators against what the other side states: met, not met and by how much, or not stated.
//
// Figures are compared as intervals in the base unit of their dimension, and across dimensions or periods only where that is sure (indicator_scale.h); months
// against days as people tell them (calendar_length.h). What is not stated never excludes and never counts as failed; where the direction that is better cannot
// be told (a list that says = 95% of something another states as 97%), nothing is claimed either. Nor is it where the conditions differ, in their figures
// (650 ℃, 25 ℃) or in kind (额定负载, 25 ℃), where a range could be meant to be kept within as well as to be covered (range_meaning.h), where pressures are told
// from two zeros (gauge_pressure.h), or where a life in years (of the calendar) stands against one in hours (of work). There is no fourth outcome: what is
// stated and does not answer is a remark beside "not stated" (indicator_otherwise.h). A condition that is demanded and not stated is told beside the outcome;
// where a need asks one parameter under several conditions, a figure without one answers the ordinary one at most (none, room temperature). Of several figures
// of a parameter those of the other side's list go before those of its text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/indicators.h"
#include "search/indicator_names.h"

namespace search {

enum class Outcome { met, not_met, not_stated };

std::string_view to_string(Outcome outcome);

struct Comparison {
  std::size_t asked = 0;              // index into the need's indicators
  std::optional<std::size_t> stated;  // index into the other side's; none: not stated
  Outcome outcome = Outcome::not_stated;
  double gap = 0;    // of not_met: by how much, in the need's unit; 0 where a bound that is to be passed is only reached
  double share = 0;  // of not_met: the gap as a share of the bound that is missed; may exceed 1
  bool over = false;  // of not_met: it passes what may at most be (22 W where ≤ 10 W is asked for); else it is short of what is to be reached
  bool condition_unsaid = false;  // of met and not_met: the need states a condition that the other side does not, or not wholly
};

// One per indicator of the need, in its order. Cost: the product of both numbers; no text is read.
std::vector<Comparison> compare(const std::vector<indexer::RecordIndicator>& asked, const std::vector<indexer::RecordIndicator>& stated);

}  // namespace search
