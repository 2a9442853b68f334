// SPDX-License-Identifier: GPL-3.0-or-later
// Amounts of money as people write them.
#pragma once

#include <optional>
#include <string_view>

namespace corpus {

// The amount in 万元 (10,000 CNY): 100万元, 一百万, 1,200,000 元, 1.5亿元, 壹佰万元整; a number alone is in 万元 already. Width and white space do
// not matter. nullopt for all that leaves a doubt: a range, 面议, 约100万, 一百 (元 or 万元?), another currency, less than 0. Safe to call
// from several threads.
std::optional<double> amount_of(std::string_view text);

}  // namespace corpus
