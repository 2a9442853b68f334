// SPDX-License-Identifier: GPL-3.0-or-later
// What two texts say alike, for people: runs of whole words that stand, as they are, in both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace search {

// Whether a term says something about the subject, such as one that few records hold. Terms are those of indexer::text::analyze.
using IsTelling = std::function<bool(const std::string& term)>;

// Whether a term that `holders` of `all` documents hold says what a record is about, not only what field it is in: some hold it, and at most a tenth of all, or
// fewer than five.
bool is_held_by_few(double holders, double all);

// Whether a term says nothing by itself: a letter or digit alone, or nothing but characters that join words, such as 的, 是的 or 为了.
bool is_function_word(std::string_view term);

// A piece of one of several texts: which of them, and its bytes there.
struct PieceOfText {
  std::size_t text = 0;
  std::uint32_t begin = 0, end = 0;
  bool operator==(const PieceOfText&) const = default;
};

// What both sides say, as the asking side writes it, and where either side does: the other side may write it in Traditional characters or at full width.
struct SharedRun {
  std::string words;
  PieceOfText asking, offered;
  bool operator==(const SharedRun&) const = default;
};

// At most `most` runs of whole words of `asking` (any of its texts), each written as it stands there, each found within one text of `offered` after folding
// (case, width, Traditional), at its first place there, and holding at least one telling term; the longest first, among equals what comes first in `asking`;
// none lies inside another. Words that say nothing about a subject (采用, 进行) neither begin nor end a run. Any bytes will do; each text is of less than 4 GiB.
// Cost: about a millisecond for a need of 1,000 characters. Pure.
std::vector<SharedRun> shared_words(const std::vector<std::string>& asking, const std::vector<std::string>& offered, const IsTelling& is_telling,
                                    std::size_t most = 6);

}  // namespace search
