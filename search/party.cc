// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/party.h"

#include <xapian.h>

#include <algorithm>

#include "corpus/vocabulary.h"
#include "indexer/schema.h"

namespace search {
namespace {

using corpus::Achievement;
using corpus::Expert;
using corpus::Need;
namespace prefix = indexer::prefix;

constexpr Xapian::doccount kStaffSlice = 500;  // experts of one enterprise that are read at a time

void add(std::vector<Organisation>& list, Organisation one) {
  if (one.empty() || std::ranges::any_of(list, [&](const Organisation& there) { return same(there, one); })) return;
  list.push_back(std::move(one));
}

// Who works for the enterprise of a need, as experts say of themselves. Not of a result: a university's thousands are no side of it.
void add_staff(Party& party, const IndexReader& reader, IndexedRecords& records, const Watch& watch) {
  for (const Organisation& one : party.organisations) {
    std::set<std::string> terms;
    for (const std::string& id : {one.id, one.record_id})
      if (!id.empty()) terms.insert(indexer::prefixed(prefix::kOwnerId, id));
    std::set<std::string> names = one.names;
    names.insert(one.shown);
    for (const std::string& name : names)
      for (std::string& term : terms_of_organisation(reader.database(), name)) terms.insert(std::move(term));
    if (terms.empty()) continue;
    Xapian::Enquire enquire(reader.database());
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_AND, Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()),
                                    Xapian::Query(indexer::prefixed(prefix::kKind, corpus::to_string(corpus::Kind::expert)))));
    for (Xapian::doccount from = 0;; from += kStaffSlice) {
      const Xapian::MSet found = enquire.get_mset(from, kStaffSlice);
      for (const std::string& id : records.fetch(found)) {
        watch.check();
        const Expert* expert = records.find_as<Expert>(id);
        if (expert == nullptr || !same(organisation_of(expert->org_id.value, expert->org_name, records), one)) continue;
        if (party.member_ids.insert(id).second) party.members.push_back({id, expert->name});
      }
      if (found.size() < kStaffSlice) break;
    }
  }
}

void fill(Party& party, const Need& need, IndexedRecords& records) {
  party.region = need.region;
  add(party.organisations, organisation_of(need.enterprise_id.value, need.enterprise_name, records));
  for (const std::string& word : need.preferred_partners) add(party.related, organisation_of("", word, records));
  for (const std::string& word : need.excluded_orgs) add(party.excluded, organisation_of("", word, records));
}

void fill(Party& party, const Achievement& result, IndexedRecords& records) {
  party.region = result.region;
  add(party.organisations, organisation_of(result.owner_org_id.value, result.owner_org, records));
  for (const std::string& word : result.partner_orgs) add(party.organisations, organisation_of("", word, records));
  for (const corpus::Member& member : result.members) {
    if (!member.expert_id.empty() && !party.member_ids.insert(member.expert_id.value).second) continue;
    party.members.push_back({member.expert_id.value, member.name});
  }
  for (const corpus::IpRight& right : result.ip_rights)
    if (std::string key = indexer::patent_key(right.no); !key.empty()) party.own_patents.insert(std::move(key));
}

void add_ties(Party& party, IndexedRecords& records, const Watch& watch) {
  for (const PartyMember& member : party.members) {
    watch.check();
    const Expert* expert = records.find_as<Expert>(member.expert_id);
    if (expert == nullptr) continue;
    for (const corpus::Relation& one : expert->relations) party.ties.emplace(one.expert_id.value, PartyTie{one.kind, expert->name, one.from, one.to});
    for (const corpus::StudyPeriod& one : expert->education_history)
      if (!one.advisor_id.empty()) party.ties.emplace(one.advisor_id.value, PartyTie{"advisor", expert->name, one.from, one.to});
    for (const std::string& word : expert->avoid_persons) {
      party.avoids.emplace(word, expert->name);
      if (const std::string folded = corpus::fold_word(word); folded != word) party.avoids.emplace(folded, expert->name);
    }
    for (const std::string& id : expert->linked_results)
      if (id != party.id) party.results.emplace(id, PartyMember{member.expert_id, expert->name});
    for (const std::string& number : expert->linked_patents)
      if (const std::string key = indexer::patent_key(number); !key.empty()) party.patents.emplace(key, PartyMember{member.expert_id, expert->name});
  }
}

}  // namespace

Party party_of(const corpus::Record& record, const IndexReader& reader, IndexedRecords& records, const Watch& watch) {
  Party party;
  party.id = corpus::id_of(record);
  party.title = corpus::title_of(record);
  party.kind = corpus::kind_of(record);
  if (const auto* need = std::get_if<Need>(&record)) fill(party, *need, records);
  if (const auto* result = std::get_if<Achievement>(&record)) fill(party, *result, records);
  for (const Organisation& one : party.organisations) party.holders.push_back(holders_of(one, records));
  if (party.kind == corpus::Kind::need) add_staff(party, reader, records, watch);
  add_ties(party, records, watch);
  return party;
}

}  // namespace search
