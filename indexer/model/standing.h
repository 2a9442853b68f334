// SPDX-License-Identifier: GPL-3.0-or-later
// How the words of a question stand in a text: side by side in one sentence, and as a term of its own or as a part of a longer one. A count of words does not
// say it. The same here for learning and for searching, and so the lower half of indexer/model.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/model/ranking_weights.h"

namespace indexer::model {

// A question, ready to be looked for in texts. Immutable, so thread-safe.
class AskedWords {
 public:
  // How rare a term of text::analyze is in what is searched; the rarer, the more.
  using Rarity = std::function<double(const std::string& term)>;

  // Of a long question the first kMostTerms terms and kMostPieces pieces (what stands between spaces) are looked for.
  static constexpr std::size_t kMostTerms = 64, kMostPieces = 8;
  AskedWords(const std::vector<std::string>& texts, const Rarity& rarity);

  bool empty() const { return terms_.empty(); }

  // together: what share of its terms the best sentence holds, weighed by rarity, from 0 to 1. begins, ends: ln(1 + n), where a piece stands n times such that
  // a mark, a particle (的, 和, 在 …) or the text's edge is right before it, or right behind; the mean over the pieces. All 0 where nothing of it stands there.
  // A title is a sentence. Cost: some 20 µs for 1,000 bytes, most of it folding.
  Standing in(std::string_view title, std::string_view body) const;

 private:
  struct Term {
    std::u16string text;  // folded
    double weight = 0;
  };
  std::vector<Term> terms_;
  std::vector<std::u16string> pieces_;
  double all_ = 0;  // sum of the weights
};

}  // namespace indexer::model
