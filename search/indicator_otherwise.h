// SPDX-License-Identifier: GPL-3.0-or-later
// What is stated of a parameter in a way that answers nothing: 产水量 600 m³/d against 1000 吨/天, a life at 25 ℃ against one under 额定负载. The outcome is "not
// stated" (indicator_match.h); this is the remark beside it, since a reader of both texts sees a figure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "indexer/indicators.h"

namespace search {

enum class NoAnswer : std::uint8_t {
  unit,       // in a unit that does not surely convert
  period,     // of another period: 班产, 年产
  condition,  // under a condition of another kind
  unsettled,  // a level, a range or an upper claim (最高可达) from which nothing follows
};

// A word for machines (unit, period, condition, unsettled), and what follows the stated figure in a sentence.
std::string_view to_string(NoAnswer why);
std::string_view message_of(NoAnswer why);
std::string_view message_en_of(NoAnswer why);

struct StatedOtherwise {
  std::size_t stated = 0;  // index into the other side's
  NoAnswer why = NoAnswer::unit;
  bool worth_asking = false;  // to ask may still help: a level or a range in the unit that is asked for, another condition or period
};

// The first of what answers `asked` by name, under conditions that do not part them by their figures or words; one that is worth asking about before others.
// Requires: compare() finds `asked` not stated. nullopt: it is not stated at all. Thread-safe. Cost: linear in what is stated; no text is read.
std::optional<StatedOtherwise> stated_otherwise(const indexer::RecordIndicator& asked, const std::vector<indexer::RecordIndicator>& stated);

}  // namespace search
