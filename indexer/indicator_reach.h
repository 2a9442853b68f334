// SPDX-License-Identifier: GPL-3.0-or-later
// What a need's text wants reached: 识别准确率达到95% asks for 95% or more, 能耗降至10 kWh/t for that or less.
//
// Thread-safe. Cost: the length of the name and of what stands before the figure.
#pragma once

#include <string_view>

#include "indexer/indicators.h"

namespace indexer {

// Makes the level of `one` a bound where its text leads to it by such a word (达到, 提高到, 降至, 控制在) and where it is known whether more or less of the parameter is
// better; otherwise leaves it. Of needs only: a result that reaches 95% is at 95%. Requires: `one` was read from `text`, its parameter known.
void bound_what_is_to_be_reached(RecordIndicator& one, std::string_view text);

}  // namespace indexer
