// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around a figure: its clause, the brackets in it, the comparison on either side, and where a name may stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "indexer/text/comparison.h"
#include "indexer/text/quantity.h"
#include "indexer/text/signs.h"

namespace indexer::text {

// Signs from begin to end, exclusive.
struct Range {
  std::size_t begin = 0, end = 0;
  bool empty() const { return begin >= end; }
};

// A figure in its clause.
struct Place {
  std::size_t from = 0;  // where its clause, or what is left of it behind another figure, begins
  Before before;
  Behind behind;
  Range bracket;             // content of brackets between name and comparison
  std::size_t name_end = 0;  // from `from` to here may be the name
};

inline constexpr std::size_t kLongBracket = 80;  // what is longer sets off more than a remark

bool ends_clause(char32_t c);

class Clauses {
 public:
  // Both must outlive it. Cost: linear.
  Clauses(const Signs& signs, const std::vector<Figure>& figures);

  // Of the figure with this index. Nothing before `stop` belongs to it where `stop` is before it. Looks some sixty signs back.
  Place place_of(std::size_t index, std::size_t stop) const;

  // Whether a clause ends between two places.
  bool ends_between(std::size_t from, std::size_t to) const;

  // The name in a range (parameter_name.h, name_in).
  Range named(std::size_t from, std::size_t to) const;

  // What the sentence before `from` says it is about: 就玻璃化转变温度而言，…，希望做到≥220 ℃. Empty where it does not say.
  Range topic(std::size_t from) const;

  // A range with the bracket that another one in it closes, （80 ℃湿热）后, and without one that it opens only.
  Range balanced(Range range) const;

  // The other bracket of a pair that is at most kLongBracket signs apart.
  std::optional<std::size_t> partner(std::size_t at) const;

 private:
  bool is_number_of_a_list(std::size_t open, std::size_t close) const;

  const Signs& signs_;
  std::u32string_view text_;
  const std::vector<Figure>& figures_;
  std::vector<std::uint32_t> partner_;  // plus one; 0: none
};

}  // namespace indexer::text
