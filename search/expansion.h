// SPDX-License-Identifier: GPL-3.0-or-later
// Which words of a question the thesaurus knows under other names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "corpus/thesaurus.h"

namespace search {

struct Expansion {
  std::size_t start = 0, end = 0;   // bytes of the text: what was written
  std::vector<std::string> others;  // the group's other terms, as the thesaurus writes them
};

class Expander {
 public:
  // Terms that differ only by what the analyzer folds are one.
  explicit Expander(const corpus::Thesaurus& thesaurus);

  // The longest terms that stand in `text`, left to right, none inside another; at most kMost. A term begins and ends where a Latin word does, and one of two Han
  // characters where a word does for ICU: 高铁 is not in 提高铁水. Thread-safe. Cost: the analysis of the text.
  static constexpr std::size_t kMost = 20;
  std::vector<Expansion> find(std::string_view text) const;

  // Whether this, whole, is a term of the thesaurus. Requires: folded. Thread-safe.
  bool knows(std::u16string_view folded) const { return terms_.contains(std::u16string(folded)); }

  const std::string& edition() const { return edition_; }

 private:
  struct Place {
    std::uint32_t group = 0, term = 0;
  };
  std::string edition_;
  std::vector<std::vector<std::string>> groups_;
  std::unordered_map<std::u16string, Place> terms_;                // folded → where
  std::unordered_map<std::uint32_t, std::uint16_t> longest_;  // first two units → length of the longest term that begins so, in units
};

}  // namespace search
