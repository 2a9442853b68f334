// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/frequencies.h"

#include <algorithm>
#include <iterator>

namespace search {

void Frequencies::fetch(const std::vector<std::string>& terms) const {
  if (!far_) return;
  std::vector<std::string> unknown;
  std::ranges::copy_if(terms, std::back_inserter(unknown), [&](const std::string& term) { return !known_.contains(term); });
  if (unknown.empty()) return;
  // No hits wanted: the shards only exchange what each knows of the terms.
  Xapian::Enquire enquire(database_);
  enquire.set_weighting_scheme(Xapian::BM25Weight());
  enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, unknown.begin(), unknown.end()));
  const Xapian::MSet set = enquire.get_mset(0, 0);
  for (const std::string& term : unknown) known_.emplace(term, set.get_termfreq(term));
}

Xapian::doccount Frequencies::of(const std::string& term) const {
  if (const auto known = known_.find(term); known != known_.end()) return known->second;
  return database_.get_termfreq(term);
}

}  // namespace search
