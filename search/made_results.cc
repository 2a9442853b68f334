// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/made_results.h"

#include <xapian.h>

#include <algorithm>
#include <set>

#include "indexer/schema.h"

namespace search {
namespace {

using corpus::Achievement;
using corpus::Expert;
namespace prefix = indexer::prefix;

constexpr Xapian::doccount kResultSlice = 500;  // results that are read at a time

// Results that name one of these people or state a patent of theirs. By id, so that the same are read however records lie in shards.
Xapian::Query naming(const std::set<std::string>& terms) {
  return {Xapian::Query::OP_FILTER, Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()),
          Xapian::Query(indexer::prefixed(prefix::kKind, corpus::to_string(corpus::Kind::achievement)))};
}

}  // namespace

std::map<std::string, std::vector<std::string>> made_results(std::span<const Expert* const> experts, const IndexReader& reader, IndexedRecords& records,
                                                             const Watch& watch) {
  std::map<std::string, std::vector<std::string>> made;
  std::map<std::string, std::set<std::string>> by_patent;  // key → who lists it
  std::set<std::string> terms;
  const auto add = [&](const std::string& expert, const std::string& result) {
    std::vector<std::string>& list = made[expert];
    if (std::ranges::find(list, result) == list.end()) list.push_back(result);
  };
  for (const Expert* expert : experts) {
    made[expert->id.value];
    for (const std::string& id : expert->linked_results) add(expert->id.value, id);
    terms.insert(indexer::prefixed(prefix::kMember, expert->id.value));
    for (const std::string& number : expert->linked_patents) {
      const std::string key = indexer::patent_key(number);
      if (key.empty()) continue;
      by_patent[key].insert(expert->id.value);
      terms.insert(indexer::prefixed(prefix::kLinkedPatent, key));
    }
  }
  if (terms.empty()) return made;
  Xapian::Enquire enquire(reader.database());
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(naming(terms));
  enquire.set_sort_by_value(indexer::slot(indexer::Slot::id), false);
  for (Xapian::doccount from = 0;; from += kResultSlice) {
    watch.check();
    const Xapian::MSet found = enquire.get_mset(from, kResultSlice);
    for (const std::string& id : records.fetch(found)) {
      const auto* result = records.find_as<Achievement>(id);
      if (result == nullptr) continue;
      for (const corpus::Member& member : result->members)
        if (made.contains(member.expert_id.value)) add(member.expert_id.value, id);
      for (const corpus::IpRight& right : result->ip_rights)
        if (const auto at = by_patent.find(indexer::patent_key(right.no)); at != by_patent.end())
          for (const std::string& expert : at->second) add(expert, id);
    }
    if (found.size() < kResultSlice) break;
  }
  return made;
}

}  // namespace search
