// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/ranking.h"

#include <algorithm>

#include "indexer/schema.h"
#include "search/ties.h"

namespace search {
namespace {

constexpr std::size_t kMore = 20;  // beyond what is wanted, to see where a run of equal scores ends
constexpr std::size_t kGrowth = 8;
constexpr Xapian::doccount kAllOfAGroup = 1'000'000;  // a collapse that leaves nothing out, so that the key comes with the hit
constexpr double kShortestK = kRankingK1 * (1 - 0.6 + 0.6 * 0.1);  // of ranking_weight(): b .6, least normalised length .1

// Takes the place off a value of Slot::place, which leaves the id.
std::string cut_place(std::string& value) {
  const std::size_t end = value.find('\0');
  if (end == std::string::npos) return {};
  std::string place = value.substr(end + 1);
  value.resize(end);
  return place;
}

// The last run of equal scores may go on beyond what was asked for.
void drop_last_run(std::vector<Ranked>& list) {
  std::size_t end = list.size();
  while (end > 0) {
    --end;
    if (end > 0 && !same_score(list[end - 1].score, list[end].score)) break;
  }
  list.resize(end);
}

}  // namespace

std::vector<Ranked> best(Xapian::Enquire& enquire, const Wanted& wanted) {
  enquire.set_sort_by_relevance_then_value(indexer::slot(wanted.places ? indexer::Slot::place : indexer::Slot::id), false);
  if (wanted.fold) enquire.set_collapse_key(indexer::slot(indexer::Slot::group), kAllOfAGroup);
  const std::size_t end = wanted.from + wanted.size;
  for (std::size_t more = wanted.exact && !wanted.fold ? 0 : kMore;; more *= kGrowth) {
    const Xapian::MSet set = enquire.get_mset(0, static_cast<Xapian::doccount>(end + more));
    std::vector<Ranked> list;
    for (auto it = set.begin(); it != set.end(); ++it) {
      std::string id = it.get_sort_key(), place;
      if (wanted.places) place = cut_place(id);
      list.push_back({*it, it.get_weight(), std::move(id), wanted.fold ? it.get_collapse_key() : std::string(), std::nullopt, it.get_weight(),
                      std::move(place), {}});
    }
    const bool all = list.size() < end + more;
    if (!wanted.exact) {
      if (!all) drop_last_run(list);
      sort_by_score(list, [](const Ranked& r) { return r.score; }, [](const Ranked& r) -> const std::string& { return r.id; });
    }
    std::set<std::string> seen;
    if (wanted.seen != nullptr) seen = *wanted.seen;
    if (wanted.fold) fold(list, seen);
    if (!all && list.size() < end) continue;
    if (wanted.seen != nullptr) *wanted.seen = std::move(seen);
    list.resize(std::min(list.size(), end));
    list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(std::min(wanted.from, list.size())));
    return list;
  }
}

void fold(std::vector<Ranked>& list, std::set<std::string>& seen) {
  std::erase_if(list, [&](const Ranked& one) { return !one.group.empty() && !seen.insert(one.group).second; });
}

// BM25 of the shortest document: (k1 + 1) × rarity × wdf / (wdf + K). How often a document says a term at most is known to each shard for itself only; as
// many times as there are documents that hold it is the least it can be over all of them, and near enough.
double most_possible(const std::vector<WeightedTerm>& terms, const Frequencies& frequencies) {
  const double all = frequencies.database().get_doccount();
  double most = 0;
  for (const WeightedTerm& term : terms) {
    const double holders = frequencies.of(term.term);
    most += term.weight * rarity(holders, all) * (kRankingK1 + 1) * holders / (holders + kShortestK);
  }
  return most;
}

}  // namespace search
