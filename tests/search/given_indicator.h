// SPDX-License-Identifier: GPL-3.0-or-later
// An indicator of a list, as a form gives it.
#pragma once

#include <string_view>
#include <vector>

#include "corpus/corpus_world.h"
#include "indexer/indicators.h"

namespace given {

struct Given {
  std::string_view name, op, value, unit, condition = {};
};

// What is read of it in a record of that kind; a – b in `value` is a range.
template <class Record>
std::vector<indexer::RecordIndicator> listed(const Given& given) {
  Record record;
  auto& one = record.indicators.emplace_back();
  one.name = given.name, one.op = given.op, one.value = given.value, one.unit = given.unit, one.condition = given.condition;
  return indexer::indicators_of(corpus::Record(record), corpus_world::vocabularies());
}

}  // namespace given
