// SPDX-License-Identifier: GPL-3.0-or-later
// An indicator that a form gives in parts (name, comparison, value, unit) rather than in a sentence.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "corpus/units.h"
#include "indexer/text/indicator.h"

namespace indexer::text {

struct GivenIndicator {
  std::string name, op;          // op: code of the vocabulary indicator_op, or empty
  std::string value, low, high;  // as written: ０．８, ≥85, 10~20; low and high for a range
  std::string unit, condition;
};

// Chinese and English, for people.
std::string_view message_of(UnreadWhy why);
std::string_view message_en_of(UnreadWhy why);

// begin and end are left 0. Thread-safe; cost: the length of its texts.
std::expected<StatedIndicator, UnreadWhy> read_given(const GivenIndicator& given, const corpus::Units& units);

}  // namespace indexer::text
