// SPDX-License-Identifier: GPL-3.0-or-later
// What people called the same and the groups of near-duplicates do not say, so that who decided can be told why. Pure, no index.
#pragma once

#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "indexer/near_duplicates.h"

namespace indexer {

// A decision `same` whose two records are in no common group. `not_same` is always kept to: records that are not there, or of two kinds, are never joined.
struct UnfollowedSame {
  enum class Why { not_there, other_kind, not_same };
  std::pair<std::string, std::string> ids;  // the smaller one first
  Why why = Why::not_there;
  // not_there: the one that is not among the records, or both, else the second is empty. not_same: a pair that is called so and that joining would have brought
  // together, itself or through others. other_kind: empty.
  std::pair<std::string, std::string> because;
};

// Those of `decisions`, ordered by their ids. Requires: `groups` is groups_of(records, …, decisions). Cost: a look at each record and decision.
std::vector<UnfollowedSame> unfollowed_same(std::span<const SignedRecord> records, std::span<const std::string> groups, const SameDecisions& decisions);
// What grouping some records anew came to: of pairs with one of `ids`, those that are not followed; any other pair with one of them is.
struct Regrouped {
  std::vector<UnfollowedSame> unfollowed;
  std::set<std::string> ids;

  // Goes on to what a later one says.
  void take(Regrouped later);
};

// "a and b, because b is not in the index".
std::string to_text(const UnfollowedSame& unfollowed);

// "1 decision `same` was not followed: a and b, because …"; of several a line that counts them, one for each of the first ten, and how many more there are.
// None where there are none.
std::vector<std::string> lines_of(std::span<const UnfollowedSame> unfollowed);

}  // namespace indexer
