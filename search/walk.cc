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

// How many documents hold a part, at most.
double holders_of(const Xapian::Query& part, const Frequencies& frequencies) {
  double holders = 0;
  for (auto term = part.get_terms_begin(); term != part.get_terms_end(); ++term) holders += frequencies.of(*term);
  return holders;
}

}  // namespace

Xapian::Query led_by(const Xapian::Query& ranking, const Xapian::Query& leading) { return and_also(never_leading(ranking), leading); }

std::vector<Xapian::Query> rarest(const std::vector<CountedPart>& parts, double least, const Frequencies& frequencies, double entries) {
  std::vector<std::string> terms;
  for (const CountedPart& part : parts)
    for (auto term = part.query.get_terms_begin(); term != part.query.get_terms_end(); ++term) terms.push_back(*term);
  frequencies.fetch(terms);
  std::vector<std::pair<double, std::size_t>> by_holders;
  double rest = 0, held = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    by_holders.emplace_back(holders_of(parts[i].query, frequencies), i);
    rest += parts[i].weight;
  }
  std::ranges::sort(by_holders);
  std::vector<Xapian::Query> found;
  for (const auto& [holders, i] : by_holders) {
    if (rest < least - kHair && held + holders > entries) break;
    found.push_back(parts[i].query);
    rest -= parts[i].weight;
    held += holders;
  }
  return found;
}

CountedPart counted_part(const WeightedTerm& term, const Frequencies& frequencies) {
  return {Xapian::Query(term.term), term.weight * rarity(frequencies.of(term.term), frequencies.database().get_doccount())};
}

CountedPart counted_part(const Xapian::Query& any, const Frequencies& frequencies) {
  const double all = frequencies.database().get_doccount();
  return {any, rarity(std::min(all, holders_of(any, frequencies)), all)};
}

std::vector<Xapian::Query> leading(const std::vector<CountedPart>& parts, const Frequencies& frequencies) {
  double whole = 0;
  for (const CountedPart& one : parts) whole += one.weight;
  return rarest(parts, kLedHalf * whole, frequencies, kLeadingEntries);
}

Xapian::Query walked(const Xapian::Query& ranking, const std::vector<Xapian::Query>& leading, const Xapian::Query& filter, std::size_t wanted,
                     const Xapian::Database& database, Watch* watch) {
  const Xapian::Query any(Xapian::Query::OP_OR, leading.begin(), leading.end());
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(and_also(any, filter));
  if (watch != nullptr) enquire.add_matchspy(watch);
  const auto enough = static_cast<Xapian::doccount>(std::min<std::size_t>(wanted, database.get_doccount()));
  const bool leads = !leading.empty() && enquire.get_mset(0, 0, enough).get_matches_lower_bound() >= enough;
  return and_also(led_by(ranking, leads ? any : ranking), filter);
}

void ask_for_least(Xapian::Enquire& enquire, const std::vector<CountedPart>& parts, double least, const Xapian::Query& filter, const Frequencies& frequencies) {
  std::vector<Xapian::Query> weighed;
  for (const CountedPart& part : parts)
    weighed.push_back(part.weight == 1 ? part.query : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, part.query, part.weight));
  const Xapian::Query any(Xapian::Query::OP_OR, weighed.begin(), weighed.end());
  enquire.set_weighting_scheme(Xapian::CoordWeight());
  const std::vector<Xapian::Query> leads = rarest(parts, least, frequencies);
  enquire.set_query(and_also(led_by(any, Xapian::Query(Xapian::Query::OP_OR, leads.begin(), leads.end())), filter));
  enquire.set_cutoff(0, least - kHair);
}

}  // namespace search
