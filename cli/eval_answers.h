// SPDX-License-Identifier: GPL-3.0-or-later
// Which records of a further corpus would give away what a collection asks.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "cli/collection.h"

namespace cli {

struct LeftOut {
  std::size_t titles = 0, keywords = 0, texts = 0;
};

// "2 whose title is a query, 1 with a keyword that is one, 0 whose text holds one or is in one"
std::string words_of(const LeftOut& left_out);

inline constexpr std::size_t kWholeThought = 36;  // bytes; a shorter text may stand in another by chance

class Answers {
 public:
  explicit Answers(const Collection& collection);

  // Where the title or a keyword is a query, where the text holds a query of at least kWholeThought bytes, or where a query holds the text. Counts it.
  bool given_by(const corpus::Achievement& record, LeftOut& left_out) const;

 private:
  std::vector<std::string> queries_;
  std::set<std::string> whole_;
};

}  // namespace cli
