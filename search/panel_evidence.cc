// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/panel_evidence.h"

#include <xapian.h>

#include <algorithm>

#include "indexer/schema.h"
#include "search/plan.h"

namespace search {
namespace {

using corpus::Expert;
using indexer::Slot;

constexpr Xapian::doccount kMostSilent = 1000;
constexpr Xapian::doccount kSilentSlice = 200;

bool holds_text(const std::string& text) { return text.find_first_not_of(" \t\r\n") != std::string::npos; }

}  // namespace

bool states_evidence(const Expert& expert) {
  return holds_text(expert.research) || holds_text(expert.skills) || holds_text(expert.achievements) ||
         std::ranges::any_of(expert.keywords, holds_text) || !expert.linked_results.empty() || !expert.linked_patents.empty() ||
         !expert.linked_projects.empty();
}

bool states_organisation(const Expert& expert) {
  return !expert.org_id.empty() || holds_text(expert.org_name) ||
         std::ranges::any_of(expert.work_history, [](const corpus::WorkPeriod& one) { return one.to.empty() && holds_text(one.org); });
}

std::vector<const Expert*> experts_without_evidence(const IndexReader& reader, IndexedRecords& records, bool see_hidden, const Watch& watch) {
  // Whoever has a signature has text enough for one: that leaves out nearly all before a record is read.
  const Xapian::Query with_text(Xapian::Query::OP_VALUE_GE, indexer::slot(Slot::signature), std::string(1, '\0'));
  Xapian::Enquire enquire(reader.database());
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(Xapian::Query(Xapian::Query::OP_AND_NOT, visible(corpus::Kind::expert, see_hidden), with_text));
  enquire.set_sort_by_value(indexer::slot(Slot::id), false);  // by id, so that the same are read however records lie in shards
  std::vector<const Expert*> silent;
  for (Xapian::doccount from = 0; from < kMostSilent; from += kSilentSlice) {
    watch.check();
    const Xapian::MSet found = enquire.get_mset(from, kSilentSlice);
    for (const std::string& id : records.fetch(found)) {
      const auto* expert = records.find_as<Expert>(id);
      if (expert != nullptr && !states_evidence(*expert)) silent.push_back(expert);
    }
    if (found.size() < kSilentSlice) break;
  }
  return silent;
}

}  // namespace search
