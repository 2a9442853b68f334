// SPDX-License-Identifier: GPL-3.0-or-later
// Whether two names, of one need and with the same bound, name the same thing. Thread-safe; cost: the square of the names' lengths.
#pragma once

#include <optional>

#include "indexer/indicators.h"

namespace indexer {

// One name holds the other, or they share words besides their last, or they say one thing in two ways. False where the vocabulary knows them apart.
bool names_meet(const RecordIndicator& a, const RecordIndicator& b);

// One share or change that is told in two ways, and so may be in two dimensions: 节电率 and 省电, 膨胀 and 厚度增加. These last only where a figure of their
// conditions is the same too.
bool one_share(const RecordIndicator& a, const RecordIndicator& b);

// By how much a figure of `a` is divided, in base units, to be one of `b`, whose unit says what `a` says in its name: 吨水电耗 ≤ 3 度 and ≤ 3 kWh/t by 1000 (kg),
// 每平方米成本 ≤ 2 元 and 清洗成本 ≤ 2 元/m² by 1. nullopt where `a` names nothing that the unit of `b` divides by.
std::optional<double> per_in_name(const RecordIndicator& a, const RecordIndicator& b);

}  // namespace indexer
