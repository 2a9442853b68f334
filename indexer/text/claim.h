// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a figure with a name claims something that can be measured, or tells a fact: 固含量52% claims, 附工具1套 and 成立于2015年 do not.
#pragma once

#include <optional>
#include <string_view>

#include "indexer/text/clause.h"
#include "indexer/text/quantity.h"
#include "indexer/text/signs.h"

namespace indexer::text {

// Of a figure at `place` in the text, with a name that is not empty, measured in `dimension` (meaning_of). By words that end in a parameter or tell a change, by what
// compares and bounds, and by what is measured; a number without any of these is a fact.
bool is_claim(const Signs& signs, const Figure& figure, const Place& place, Range name, std::string_view dimension);

// What its unit means beside this name: a share of a change is a change, a plain number beside pH is one. nullopt where the unit cannot be meant, or 降低固化温度20 ℃
// may be by so much or to it.
std::optional<Meaning> meaning_of(const Signs& signs, const Figure& figure, Range name);

}  // namespace indexer::text
