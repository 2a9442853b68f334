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

// All of one or two where `most`, otherwise the share of them, rounded up. `some` is never a single one, which `any` is.
inline std::size_t needed_of(std::size_t terms, Share share = Share::most) {
  const auto part = [&](double of_them, std::size_t least) {
    return std::min(terms, std::max(least, static_cast<std::size_t>(std::ceil(of_them * static_cast<double>(terms)))));
  };
  switch (share) {
    case Share::most: return part(kMostShare, 2);
    case Share::some: return part(kSomeShare, 2);
    case Share::any: break;
  }
  return std::min<std::size_t>(terms, 1);
}

}  // namespace search
