// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian orders by value, then score, then document number, and the number says where a record lies, not which it is; a sort key of our own making
// does not work over remote shards. So the list is asked for value by value: how many documents each has is known from counting, the values that stand
// on a page whole are asked for at once and ordered here, and those at its ends are asked for alone, by score, then id.
#include "search/value_order.h"

#include <algorithm>
#include <iterator>

#include "indexer/schema.h"
#include "search/deadline.h"

namespace search {

std::vector<ValueGroup> value_groups(const Xapian::ValueCountMatchSpy& spy, std::size_t all) {
  std::vector<ValueGroup> groups;
  std::size_t with_value = 0;
  for (auto value = spy.values_begin(); value != spy.values_end(); ++value) {
    if ((*value).empty()) continue;
    groups.push_back({*value, value.get_termfreq()});
    with_value += value.get_termfreq();
  }
  std::ranges::reverse(groups);
  if (with_value < all) groups.push_back({"", all - with_value});
  return groups;
}

std::vector<Ranked> ValueOrder::page(std::size_t from, std::size_t size) const {
  std::size_t low = 0, high = groups_.size();  // the page begins in [low, high)
  std::set<std::string> seen;
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    std::set<std::string> ignored;
    (places_before(middle, ignored) <= from ? low : high) = middle;
  }
  std::vector<Ranked> list;
  std::size_t skip = from - places_before(low, seen);
  for (std::size_t at = low; at < groups_.size() && list.size() < size;) {
    std::size_t end = at, documents = 0;
    while (skip == 0 && end < groups_.size() && !groups_[end].value.empty() && documents + groups_[end].documents <= size - list.size())
      documents += groups_[end++].documents;
    const bool several = end > at;
    auto part = several ? whole(at, end, documents, seen)
                        : by_score(among(at, at + 1), {.from = skip, .size = size - list.size(), .exact = false, .fold = fold_, .seen = &seen});
    std::ranges::move(part, std::back_inserter(list));
    at = several ? end : at + 1;
    skip = 0;
  }
  return list;
}

// The documents of the groups [first, end). Requires: first < end, and those without a value stand alone.
Xapian::Query ValueOrder::among(std::size_t first, std::size_t end) const {
  if (!groups_[first].value.empty()) return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot_, groups_[end - 1].value, groups_[first].value);
  return Xapian::Query(Xapian::Query::OP_AND_NOT, everything(), Xapian::Query(Xapian::Query::OP_VALUE_GE, slot_, std::string(1, '\0')));
}

// How many places of the list the groups [0, group) take; `folded` are the groups of near-duplicates that stand on them.
std::size_t ValueOrder::places_before(std::size_t group, std::set<std::string>& folded) const {
  std::size_t places = 0;
  for (std::size_t i = 0; i < group; ++i) places += groups_[i].documents;
  if (!fold_ || group == 0) return places;
  Xapian::Enquire enquire(reader_.database());
  Watch watch(deadline_);
  Xapian::ValueCountMatchSpy copies(indexer::slot(indexer::Slot::group));
  enquire.add_matchspy(&watch);
  enquire.add_matchspy(&copies);
  weigh_(enquire, among(0, group));
  enquire.get_mset(0, 0, reader_.database().get_doccount());
  watch.check();
  for (auto it = copies.values_begin(); it != copies.values_end(); ++it) {
    if ((*it).empty()) continue;
    folded.insert(*it);
    places -= it.get_termfreq() - 1;
  }
  return places;
}

std::vector<Ranked> ValueOrder::by_score(const Xapian::Query& among, const Wanted& wanted) const {
  Xapian::Enquire enquire(reader_.database());
  Watch watch(deadline_);
  enquire.add_matchspy(&watch);
  Wanted with_exactness = wanted;
  with_exactness.exact = weigh_(enquire, among);
  auto list = best(enquire, with_exactness);
  watch.check();
  return list;
}

// All of several values: their documents stand on the page, so that they are read anyway.
std::vector<Ranked> ValueOrder::whole(std::size_t first, std::size_t end, std::size_t size, std::set<std::string>& seen) const {
  std::vector<Ranked> list = by_score(among(first, end), {.size = size, .fold = false});
  std::vector<Xapian::docid> numbers;
  for (const Ranked& one : list) numbers.push_back(one.number);
  auto documents = reader_.fetch(numbers);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (fold_) list[i].group = documents[i].get_value(indexer::slot(indexer::Slot::group));
    list[i].document = std::move(documents[i]);
  }
  std::ranges::stable_sort(list, [&](const Ranked& a, const Ranked& b) { return a.document->get_value(slot_) > b.document->get_value(slot_); });
  if (fold_) fold(list, seen);
  return list;
}

}  // namespace search
