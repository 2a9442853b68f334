// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/topic_holders.h"

#include <xapian.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "indexer/schema.h"
#include "search/panel_duty.h"
#include "search/plan.h"

namespace search {
namespace {

constexpr Xapian::doccount kMostKnowing = 1000;
constexpr std::size_t kKnowingAtOnce = 100;  // between two looks at the clock

// A term of each spelling that whoever covers the topic holds: the one that fewest records do. Of a spelling with a term that no record holds there is none.
std::set<std::string> rarest_terms(const std::vector<std::vector<std::string>>& spellings, const Frequencies& frequencies) {
  std::set<std::string> rarest;
  for (const std::vector<std::string>& terms : spellings) {
    if (terms.empty()) continue;
    frequencies.fetch(terms);
    const auto one = std::ranges::min_element(terms, {}, [&](const std::string& term) { return frequencies.of(term); });
    if (frequencies.of(*one) > 0) rarest.insert(*one);
  }
  return rarest;
}

// The ids of the records of a kind that hold one of these terms, by id; nullopt where there are too many.
std::optional<std::vector<std::string>> records_holding(const std::set<std::string>& terms, corpus::Kind kind, const IndexReader& reader,
                                                        IndexedRecords& records, const Watch& watch) {
  if (terms.empty()) return std::vector<std::string>{};
  Xapian::Enquire enquire(reader.database());
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(and_also(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()), visible(kind, true)));
  enquire.set_sort_by_value(indexer::slot(indexer::Slot::id), false);
  if (enquire.get_mset(0, 0, kMostKnowing + 1).get_matches_lower_bound() > kMostKnowing) return std::nullopt;
  std::vector<std::string> ids;
  for (Xapian::doccount from = 0;; from += kKnowingAtOnce) {
    watch.check();
    const Xapian::MSet found = enquire.get_mset(from, kKnowingAtOnce);
    std::ranges::move(records.fetch(found), std::back_inserter(ids));
    if (found.size() < kKnowingAtOnce) return ids;
    if (ids.size() > kMostKnowing) return std::nullopt;
  }
}

}  // namespace

bool nobody_covers(std::size_t topic, const Coverage& coverage, corpus::PanelRole role, const IndexReader& reader, IndexedRecords& records,
                   const Watch& watch) {
  std::set<std::string> terms;
  if (const std::string& code = coverage.field(topic); !code.empty()) {
    terms.insert(indexer::prefixed(indexer::prefix::kField, code));
  } else {
    terms = rarest_terms(coverage.spellings(topic), Frequencies(reader.database(), reader.far()));
    const auto results = records_holding(terms, corpus::Kind::achievement, reader, records, watch);
    if (!results) return false;
    for (const std::string& id : *results) terms.insert(indexer::prefixed(indexer::prefix::kLinkedResult, id));
  }
  const auto experts = records_holding(terms, corpus::Kind::expert, reader, records, watch);
  if (!experts) return false;
  return std::ranges::none_of(*experts, [&](const std::string& id) {
    watch.check();
    const auto* expert = records.find_as<corpus::Expert>(id);
    return expert != nullptr && has_role(*expert, role) && coverage.of(*expert, records).contains(topic);
  });
}

}  // namespace search
