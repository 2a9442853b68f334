// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison and a figure say together: op, lower and upper bound of an indicator.
#pragma once

#include <string_view>

#include "indexer/text/comparison.h"
#include "indexer/text/indicator.h"
#include "indexer/text/quantity.h"

namespace indexer::text {

// One comparison out of what stands before and behind; contradictory where they do not go together.
Op together(Op before, const Behind& behind);

// Sets op, low and high; false where figure and comparison contradict each other (≤5~8). `share`: a share of half and more, of which more is better whatever
// the name says (识别精度优于98%).
bool set_bounds(const Figure& figure, Op op, std::u32string_view name, bool share, StatedIndicator& out);

}  // namespace indexer::text
