// SPDX-License-Identifier: GPL-3.0-or-later
// What a corpus taught about the order of what words have found: how much it counts how the words stand (standing.h). A line of text, which goes with the
// generation: in its manifest, and in every shard's metadata, so that a searcher on another machine has it as well.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "corpus/error.h"

namespace indexer::model {

enum class Trait : std::uint8_t { together, begins, ends };
inline constexpr std::array kTraits = {Trait::together, Trait::begins, Trait::ends};
std::string_view to_string(Trait trait);

// A number for each of kTraits, none negative.
using Standing = std::array<double, kTraits.size()>;

struct RankingWeights {
  Standing of{};
  bool operator==(const RankingWeights&) const = default;
};

// What a trait adds to a score by words, on the scale of the words: weight × trait × `top`, the best score by words of the list. BM25 has another scale for
// each question; its best score says how large a difference is.
inline double added(const RankingWeights& weights, const Standing& standing, Trait trait, double top) {
  const auto i = static_cast<std::size_t>(trait);
  return weights.of[i] * standing[i] * top;
}

// How many of the best are read and ordered anew. On 1,122 author keywords 30 gave .0162 of the .0165 nDCG@10 that 200 gave, and each costs some 60 µs.
inline constexpr std::size_t kRead = 30;

inline constexpr int kRankingVersion = 1;
inline constexpr double kHeaviest = 2;  // of a weight: beyond it words would say nothing

// "1 together 0.545000 begins 0.052000 ends 0.059000 CHECKSUM". The same weights give the same text.
std::string to_text(const RankingWeights& weights);

// version_mismatch where it is of another version, damaged where it is not such a text; both say that a build mends it. `where` names it in errors.
corpus::Result<RankingWeights> ranking_weights_from(std::string_view text, const std::string& where);

}  // namespace indexer::model
