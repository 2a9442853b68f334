// SPDX-License-Identifier: GPL-3.0-or-later
// How many of a question's free terms a record must hold to be listed and counted. Ranking is over any of them: docs/decisions/0004.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace search {

// From strict to loose; the last two are for a question that nothing matches (relax.h).
enum class Share { most, some, any };

inline constexpr double kMostShare = 0.6, kSomeShare = 0.3;

// Of a text so long that its best terms alone are asked for: the part of what these tell, a rare one more than a common one. They are its rarest, and no
// other text says much of what a page says. On the sample (226 achievements, needs that were taken out of it, 150 to 700 characters) .05 lists up to 11
// achievements and .02 from 3 to 130; by their number a tenth of the terms is in none of them, or in most, as the text is long or less so.
inline constexpr double kMostOfLong = 0.05, kSomeOfLong = 0.02;

// What part; 0 where any one term is enough.
inline double part_of_terms(Share share, bool long_text) {
  switch (share) {
    case Share::most: return long_text ? kMostOfLong : kMostShare;
    case Share::some: return long_text ? kSomeOfLong : kSomeShare;
    case Share::any: break;
  }
  return 0;
}

// How many of `terms`, which are all: that part of them, rounded up, and at least two where there are two. `any`: one.
inline std::size_t needed_of(std::size_t terms, Share share = Share::most) {
  const std::size_t least = share == Share::any ? 1 : 2;
  return std::min(terms, std::max(least, static_cast<std::size_t>(std::ceil(part_of_terms(share, false) * static_cast<double>(terms)))));
}

}  // namespace search
