// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/walk.h"

#include <algorithm>
#include <string>
#include <utility>

#include "search/plan.h"

namespace search {
namespace {

constexpr double kHair = 0.001;  // below the least, for rounding

// Xapian lets the side lead that it takes for the shorter. This one is as long as the collection, and weighs what it weighed.
Xapian::Query never_leading(const Xapian::Query& query) {
  return Xapian::Query(Xapian::Query::OP_OR, query, Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, everything(), 0));
}

Xapian::Query weightless(const Xapian::Query& query) { return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, 0); }

// How many documents hold a part, at most.
double holders_of(const Xapian::Query& part, const Frequencies& frequencies) {
  double holders = 0;
  for (auto term = part.get_terms_begin(); term != part.get_terms_end(); ++term) holders += frequencies.of(*term);
  return holders;
}

}  // namespace

void ask_for_least(Xapian::Enquire& enquire, const std::vector<CountedPart>& parts, double least, const Xapian::Query& filter, const Frequencies& frequencies) {
  std::vector<std::string> terms;
  for (const CountedPart& part : parts)
    for (auto term = part.query.get_terms_begin(); term != part.query.get_terms_end(); ++term) terms.push_back(*term);
  frequencies.fetch(terms);
  std::vector<std::pair<double, std::size_t>> rarest;
  double rest = 0;
  std::vector<Xapian::Query> weighed, leading;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    rarest.emplace_back(holders_of(parts[i].query, frequencies), i);
    rest += parts[i].weight;
    weighed.push_back(parts[i].weight == 1 ? parts[i].query : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, parts[i].query, parts[i].weight));
  }
  std::ranges::sort(rarest);
  for (const auto& [holders, i] : rarest) {
    if (rest < least - kHair) break;
    leading.push_back(parts[i].query);
    rest -= parts[i].weight;
  }
  const Xapian::Query any(Xapian::Query::OP_OR, weighed.begin(), weighed.end());
  const Xapian::Query led_by(Xapian::Query::OP_OR, leading.begin(), leading.end());
  enquire.set_weighting_scheme(Xapian::CoordWeight());
  enquire.set_query(and_also(never_leading(any), and_also(led_by, filter)));
  enquire.set_cutoff(0, least - kHair);
}

Xapian::Query walked_whole(const Xapian::Query& ranking, const Xapian::Database& database) {
  if (database.get_doccount() > kSmallWalk) return ranking;
  return and_also(never_leading(ranking), weightless(ranking));
}

}  // namespace search
