// SPDX-License-Identifier: GPL-3.0-or-later
// Equal scores fall by record id, so that pages do not overlap and an answer does not depend on how records lie in shards.
//
// A score is a sum of parts, and the same parts added in another order differ in the last bits; which order Xapian adds in depends on the shard. So
// scores within kSame of each other are equal. Scores that really differ do so by far more (a BM25 part changes by 1e-4 and above).
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace search {

inline constexpr double kSame = 1e-9;  // relative

inline bool same_score(double a, double b) { return std::abs(a - b) <= kSame * std::max({std::abs(a), std::abs(b), 1e-300}); }

// Sorts by descending score, equal ones by ascending id. `score_of` and `id_of` take an element.
template <class Item, class ScoreOf, class IdOf>
void sort_by_score(std::vector<Item>& items, const ScoreOf& score_of, const IdOf& id_of) {
  std::ranges::stable_sort(items, [&](const Item& a, const Item& b) { return score_of(a) > score_of(b); });
  for (auto from = items.begin(); from != items.end();) {
    auto to = from + 1;
    while (to != items.end() && same_score(score_of(*(to - 1)), score_of(*to))) ++to;
    std::sort(from, to, [&](const Item& a, const Item& b) { return id_of(a) < id_of(b); });
    from = to;
  }
}

}  // namespace search
