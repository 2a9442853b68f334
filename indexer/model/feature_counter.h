// SPDX-License-Identifier: GPL-3.0-or-later
// Which terms of a corpus become features: those that at least three records hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/model/features.h"

namespace indexer::model {

inline constexpr std::uint32_t kFewestHolders = 3;

// Memory: about 60 bytes for each different term, of which at most `most_counted` are kept: beyond that, terms that one record held so far
// are forgotten. The order of the records then matters, and nothing else.
class FeatureCounter {
 public:
  explicit FeatureCounter(std::size_t most_counted = 4'000'000) : most_counted_(most_counted) {}

  // The texts of one record.
  void add(const std::vector<std::string_view>& texts);
  std::uint64_t records() const { return records_; }
  // Of more than `most` features those that the most records hold, among equals the first by bytes.
  FeatureTable table(std::size_t most) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::size_t most_counted_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> holders_;
  std::uint64_t records_ = 0;
};

}  // namespace indexer::model
