// SPDX-License-Identifier: GPL-3.0-or-later
// What is stated of a parameter in a way that cannot be held against what is asked for: 产水量 600 m³/d against 1000 吨/天, a life in hours against one in
// years. It is no outcome of a comparison (indicator_match.h), but to call it "not stated" would be untrue.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "indexer/indicators.h"

namespace search {

struct StatedOtherwise {
  std::size_t stated = 0;  // index into the other side's
  bool same_unit = false;  // a level or a range from which nothing follows: to ask may still help
};

// The first of what answers `asked` by name, under conditions that do not part them; one in its own unit before others. Requires: compare() finds `asked`
// not stated. nullopt: it is not stated at all. Thread-safe. Cost: linear in what is stated; no text is read.
std::optional<StatedOtherwise> stated_otherwise(const indexer::RecordIndicator& asked, const std::vector<indexer::RecordIndicator>& stated);

}  // namespace search
