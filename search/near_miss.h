// SPDX-License-Identifier: GPL-3.0-or-later
// What separates an offer from all that a need asks, where little does; and the one question whose answer would tell most.
//
// Both are facts of the two records: figures, levels, prices and ways that either side states. Of a pair without an achievement, where a
// need's demands are not compared, neither says anything.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "corpus/vocabulary.h"
#include "search/match_reasons.h"
#include "search/signals/signal.h"

namespace search {

// How far from a fit still counts as near.
inline constexpr double kNearIndicator = 0.25;  // of the bound that is missed
inline constexpr int kNearLevels = 2;           // of TRL
inline constexpr double kNearPrice = 0.4;       // of the price, by which the budget is below it
inline constexpr double kNearDays = 180;        // of a deadline, by which the result is there too late
inline constexpr std::size_t kNearDemands = 3;  // not met

// "fits if TRL ≥ 6 and the price ≤ 80 万元": every demand that is not met, with what is stated now, where each is near and they are few.
// Nothing where all are met, where one is far off, or where more than kNearDemands are missed; nor where the deadline has passed by `today`, which nothing
// mends. A region that the need does not accept is a condition beside others; alone it is told by its own reason. What is not stated
// is no miss, and is said to be left aside.
std::optional<Reason> near_miss(const Facts& need, const Facts& offer, const std::map<std::string, Value>& values,
                                const corpus::Vocabularies& lists, corpus::Day today);

// What to ask the supplier: of what the need demands and the offer does not state (nor states in another unit), the first of indicators, maturity, price,
// ways of cooperation; else, where the maturity that fits is only inferred from the stage, what shows it. Nothing where all that is demanded is
// stated.
std::optional<Reason> question_worth_asking(const Facts& need, const Facts& offer, const std::map<std::string, Value>& values,
                                            const corpus::Vocabularies& lists);

}  // namespace search
