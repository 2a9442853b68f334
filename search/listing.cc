// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian has no operator for "so many of these". Where the words are few, a query of ANDs says it; where few records were counted, their ids do; otherwise the
// best of the ranking are held against the share, until enough of them hold it.
#include "search/listing.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "indexer/schema.h"
#include "search/likeness.h"
#include "search/ranking.h"

namespace search {
namespace {

constexpr std::size_t kMostWays = 20;  // of choosing the words to hold, each an AND: 4 of 6 words have 15

std::size_t ways(std::size_t of, std::size_t choose) {
  std::size_t ways = 1;
  for (std::size_t i = 1; i <= choose && ways <= kMostWays; ++i) ways = ways * (of - choose + i) / i;
  return ways;
}

// At least `needed` of the parts from `first` on: one of them, and the rest of those behind it.
Xapian::Query holds_of(const std::vector<CountedPart>& parts, std::size_t first, std::size_t needed) {
  std::vector<Xapian::Query> any;
  for (std::size_t i = first; i + needed <= parts.size(); ++i)
    any.push_back(needed == 1 ? parts[i].query : Xapian::Query(Xapian::Query::OP_AND, parts[i].query, holds_of(parts, i + 1, needed - 1)));
  return Xapian::Query(Xapian::Query::OP_OR, any.begin(), any.end());
}

Xapian::Query with_ids(const std::vector<std::string>& ids) {
  std::vector<Xapian::Query> terms;
  for (const std::string& id : ids) terms.emplace_back(indexer::prefixed(indexer::prefix::kId, id));
  return Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end());
}

std::vector<std::string> ids_in(const Xapian::MSet& set) {
  std::vector<std::string> ids;
  for (auto it = set.begin(); it != set.end(); ++it) ids.push_back(it.get_sort_key());
  return ids;
}

}  // namespace

std::optional<Xapian::Query> holding(const std::vector<CountedPart>& parts, double least) {
  if (std::ranges::any_of(parts, [](const CountedPart& part) { return part.weight != 1; })) return std::nullopt;
  const auto needed = static_cast<std::size_t>(std::ceil(least - 1e-9));
  if (ways(parts.size(), needed) > kMostWays) return std::nullopt;
  return holds_of(parts, 0, needed);
}

Listing::Listing(const Plan& plan, Share share, Xapian::Query filter, const Frequencies& frequencies)
    : plan_(plan), filter_(std::move(filter)), frequencies_(frequencies) {
  if (!by_share()) return;
  parts_ = counted(plan);
  least_ = least_counted(plan, share);
  holds_ = holding(parts_, least_);
}

void Listing::ask_for_counted(Xapian::Enquire& enquire, const Xapian::Query& filter) const {
  if (by_share()) return ask_for_least(enquire, parts_, least_, filter, frequencies_);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(filter);
}

Xapian::MSet Listing::count(Xapian::Enquire& enquire) {
  ask_for_counted(enquire, filter_);
  const bool by_id = by_share() && !holds_;
  if (by_id) enquire.set_sort_by_relevance_then_value(indexer::slot(indexer::Slot::id), false);
  Xapian::MSet set = enquire.get_mset(0, by_id ? kKnownById + 1 : 0, frequencies_.database().get_doccount());
  counted_ = set.get_matches_estimated();
  if (by_id && set.size() <= kKnownById) ids_ = ids_in(set);
  return set;
}

Xapian::Query Listing::ranked(std::size_t wanted, Watch& watch) const {
  if (!by_share()) return plan_.scored ? walked(plan_.ranking, plan_.leading, filter_, counted_, frequencies_.database(), &watch) : filter_;
  const Xapian::Query those = holds_ ? *holds_ : ids_ ? with_ids(*ids_) : best_that_count(wanted, watch);
  return and_also(led_by(plan_.ranking, those), filter_);
}

// Each round asks for twice as many; what is deep in a long list costs as much as all before it.
Xapian::Query Listing::best_that_count(std::size_t wanted, Watch& watch) const {
  const std::vector<Xapian::Query> leads = rarest(parts_, least_, frequencies_);  // nothing that is counted is without one of these
  const Xapian::Query leading(Xapian::Query::OP_OR, leads.begin(), leads.end());
  const std::size_t enough = std::min(wanted, counted_);
  for (std::size_t depth = enough + enough / 4 + 50;; depth *= 2) {
    Xapian::Enquire ranking(frequencies_.database());
    ranking.set_weighting_scheme(ranking_weight());
    ranking.set_query(and_also(led_by(plan_.ranking, leading), filter_));
    ranking.add_matchspy(&watch);
    std::vector<std::string> ids;
    for (Ranked& one : best(ranking, {.size = depth})) ids.push_back(std::move(one.id));
    watch.check();
    Xapian::Enquire holders(frequencies_.database());
    ask_for_counted(holders, and_also(filter_, with_ids(ids)));
    holders.add_matchspy(&watch);
    holders.set_sort_by_relevance_then_value(indexer::slot(indexer::Slot::id), false);
    const Xapian::MSet found = holders.get_mset(0, static_cast<Xapian::doccount>(ids.size()));
    watch.check();
    if (found.size() >= enough || ids.size() < depth) return with_ids(ids_in(found));
  }
}

}  // namespace search
