// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/indicator_otherwise.h"

#include <algorithm>

#include "indexer/indicator_agreement.h"
#include "search/indicator_names.h"

namespace search {
namespace {

using indexer::Conditions;
using indexer::RecordIndicator;

// What is said of another condition than is asked for, or says that again without it.
bool of_another_condition(const RecordIndicator& asked, const RecordIndicator& one, const std::vector<RecordIndicator>& stated) {
  const Conditions conditions = indexer::conditions_of(asked, one);
  if (conditions != Conditions::unsaid) return conditions == Conditions::apart;
  return std::ranges::any_of(stated, [&](const RecordIndicator& other) {
    return indexer::conditions_of(asked, other) == Conditions::apart && indexer::same_demand(other, one);
  });
}

}  // namespace

std::optional<StatedOtherwise> stated_otherwise(const RecordIndicator& asked, const std::vector<RecordIndicator>& stated) {
  std::optional<StatedOtherwise> found;
  for (std::size_t k = 0; k < stated.size(); ++k) {
    if (!answers(asked, stated[k]) || of_another_condition(asked, stated[k], stated)) continue;
    const bool same_unit = asked.stated.dimension == stated[k].stated.dimension && asked.stated.unit == stated[k].stated.unit;
    if (same_unit) return StatedOtherwise{k, true};
    if (!found) found = StatedOtherwise{k, false};
  }
  return found;
}

}  // namespace search
