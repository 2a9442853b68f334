// SPDX-License-Identifier: GPL-3.0-or-later
// What a role asks of a person beside the absence of conflicts. Of a judge: the role, rotation and workload; of a solver: the role, the region served
// and the capacity left.
#pragma once

#include <string>
#include <vector>

#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "search/exclusion.h"
#include "search/indexed_records.h"
#include "search/party.h"

namespace search {

// What the expert was given lately: tasks of the role's kind in the year that ends with the day of the panel.
struct Duty {
  int lately = 0;
  std::string last;  // date of the last one before the panel; empty: none is recorded
};
Duty duty_of(const corpus::Expert& expert, const PanelTerms& terms);

bool has_role(const corpus::Expert& expert, corpus::PanelRole role);

// May throw Xapian::Error.
std::vector<Exclusion> duties_against(const corpus::Expert& expert, const Party& party, const PanelTerms& terms, IndexedRecords& records,
                                      const corpus::Vocabulary& regions);

}  // namespace search
