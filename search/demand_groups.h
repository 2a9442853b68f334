// SPDX-License-Identifier: GPL-3.0-or-later
// Which of a need's demands may be of one thing, so that it does not count for two merits. Where same_demand() says what is the same for certain, this errs
// the other way: what cannot be told apart is taken for one. Thread-safe; no text is read anew.
#pragma once

#include <cstddef>
#include <vector>

#include "indexer/indicators.h"

namespace search {

// Two figures of one dimension (all shares are taken for one) whose names are akin, whatever their bounds and conditions are (保持率 at 25 ℃ and at −40 ℃,
// 水深误差 and 积水深度误差), or which share a Han character before a common end and have one bound (节电率 ≥ 15%, 综合省电 15%). Never where the vocabulary
// knows them as two parameters. `asked` is a demand; `other` is one as well, or what a result states.
bool may_be_of_one_thing(const indexer::RecordIndicator& asked, const indexer::RecordIndicator& other);

// For each of `asked` the index of the first one of its group: those that may be of one thing, also by way of others. Cost: the square of their number.
std::vector<std::size_t> demand_groups(const std::vector<indexer::RecordIndicator>& asked);

}  // namespace search
