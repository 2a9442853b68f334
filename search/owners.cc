// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/owners.h"

#include <vector>

#include "corpus/record.h"
#include "indexer/schema.h"
#include "search/plan.h"
#include "search/ranking.h"

namespace search {

Owners owners_of(const IndexReader& reader, const std::set<std::string>& ids, bool see_hidden, Watch& watch) {
  using indexer::Slot;
  Owners owners;
  if (ids.empty()) return owners;
  std::vector<Xapian::Query> wanted;
  for (const std::string& id : ids) wanted.emplace_back(indexer::prefixed(indexer::prefix::kId, id));
  Xapian::Enquire enquire(reader.database());
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(and_also(Xapian::Query(Xapian::Query::OP_OR, wanted.begin(), wanted.end()), visible(corpus::Kind::enterprise, see_hidden)));
  enquire.add_matchspy(&watch);
  std::vector<Xapian::docid> numbers;
  for (const Ranked& one : best(enquire, {.size = ids.size()})) numbers.push_back(one.number);
  for (const Xapian::Document& document : reader.fetch(numbers)) {
    const std::string innovation = document.get_value(indexer::slot(Slot::innovation));
    owners[document.get_value(indexer::slot(Slot::id))] = {document.get_value(indexer::slot(Slot::integrity)),
                                                           innovation.empty() ? std::nullopt : std::optional(Xapian::sortable_unserialise(innovation))};
  }
  watch.check();
  return owners;
}

}  // namespace search
