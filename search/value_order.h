// SPDX-License-Identifier: GPL-3.0-or-later
// A list by value (newest first, most mature first), then score, then record id, the same however records lie in shards.
#pragma once

#include <xapian.h>

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "search/index_reader.h"
#include "search/ranking.h"

namespace search {

// How many of the documents found have a value in a slot.
struct ValueGroup {
  std::string value;  // empty: none
  std::size_t documents = 0;
};
// One entry a value, the greatest first, last those without any. `spy` has seen all that was found, `all` documents.
std::vector<ValueGroup> value_groups(const Xapian::ValueCountMatchSpy& spy, std::size_t all);

class ValueOrder {
 public:
  // Sets query and weighting for what was found and is among these documents; true where the scores are whole numbers.
  using Weigh = std::function<bool(Xapian::Enquire&, const Xapian::Query& among)>;

  // `fold`: of near-duplicates the first one only.
  ValueOrder(const IndexReader& reader, std::chrono::steady_clock::time_point deadline, Weigh weigh, Xapian::valueno slot, std::vector<ValueGroup> groups,
             bool fold)
      : reader_(reader), deadline_(deadline), weigh_(std::move(weigh)), slot_(slot), groups_(std::move(groups)), fold_(fold) {}

  // Throws TimeUp after the deadline; may throw Xapian::Error. A question for each end of the page and one for what is between; with near-duplicates also
  // a few that count, as many as halvings of the list of values.
  std::vector<Ranked> page(std::size_t from, std::size_t size) const;

 private:
  Xapian::Query among(std::size_t first, std::size_t end) const;
  std::size_t places_before(std::size_t group, std::set<std::string>& folded) const;
  std::vector<Ranked> by_score(const Xapian::Query& among, const Wanted& wanted) const;
  std::vector<Ranked> whole(std::size_t first, std::size_t end, std::size_t size, std::set<std::string>& seen) const;

  const IndexReader& reader_;
  std::chrono::steady_clock::time_point deadline_;
  Weigh weigh_;
  Xapian::valueno slot_;
  std::vector<ValueGroup> groups_;
  bool fold_;
};

}  // namespace search
