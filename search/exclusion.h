// SPDX-License-Identifier: GPL-3.0-or-later
// Why somebody is kept out of a panel: a rule, the fact it rests on, and until when. Windows are applied here and nowhere else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "corpus/date.h"
#include "corpus/panel_rules.h"

namespace search {

// What the question is asked under.
struct PanelTerms {
  const corpus::PanelRules& rules;
  corpus::PanelRole role = corpus::PanelRole::judge;
  corpus::Day on;  // the day the panel is drawn
};

// Something that happened or is so. Dates as records have them: an empty `to` means that it goes on, both empty that no date is stated.
struct PanelFact {
  std::string zh, en;
  std::string from, to;
  bool undated = false;  // holds now and has no dates to tell, such as where somebody works
};

struct Exclusion {
  corpus::PanelRule rule = corpus::PanelRule::role;
  std::string message, message_en;  // rule, fact, dates, until when
  std::string from, to;             // of the fact
  std::string until;                // the last day it excludes; empty: no end is known
  // The widest window in years (of workload: the lowest limit; of fit: the floor in per cent) that would let the person in; nullopt: none but off.
  std::optional<int> admits_at;
};

// Adds what follows from the fact under the rule: nothing where the rule is not in force for the role, the fact has not begun, or its window is over.
// A date that cannot be read counts as not stated.
void exclude(corpus::PanelRule rule, const PanelFact& fact, const PanelTerms& terms, std::vector<Exclusion>& out);

}  // namespace search
