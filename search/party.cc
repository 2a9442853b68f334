// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/party.h"

#include <xapian.h>

#include <algorithm>

#include "corpus/vocabulary.h"
#include "indexer/schema.h"
#include "search/integrity.h"

namespace search {
namespace {

using corpus::Achievement;
using corpus::Enterprise;
using corpus::Expert;
using corpus::Need;
namespace prefix = indexer::prefix;

constexpr Xapian::doccount kStaffSlice = 500;  // experts of one enterprise that are read at a time

void add(std::vector<Organisation>& list, Organisation one) {
  if (one.empty() || std::ranges::any_of(list, [&](const Organisation& there) { return same(there, one); })) return;
  list.push_back(std::move(one));
}

void add_related(Party& party, IndexedRecords& records) {
  for (const Organisation& one : party.organisations)
    for (const std::string& holder : one.shareholders) add(party.related, organisation_of("", holder, records));
}

// Who works for the enterprise of a need, as experts say of themselves. Not of a result: a university's thousands are no side of it.
void add_staff(Party& party, const IndexReader& reader, IndexedRecords& records, const Watch& watch) {
  for (const Organisation& one : party.organisations) {
    if (one.id.empty()) continue;
    Xapian::Enquire enquire(reader.database());
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_AND, Xapian::Query(indexer::prefixed(prefix::kOwnerId, one.id)),
                                    Xapian::Query(indexer::prefixed(prefix::kKind, corpus::to_string(corpus::Kind::expert)))));
    for (Xapian::doccount from = 0;; from += kStaffSlice) {
      const Xapian::MSet found = enquire.get_mset(from, kStaffSlice);
      for (const std::string& id : records.fetch(found)) {
        watch.check();
        const Expert* expert = records.find_as<Expert>(id);
        if (expert != nullptr && party.member_ids.insert(id).second) party.members.push_back({id, expert->name});
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
  }
}

}  // namespace

Organisation organisation_of(const std::string& id, const std::string& name, IndexedRecords& records) {
  Organisation out{id, name, {}, {}, false};
  const Enterprise* known = records.find_as<Enterprise>(id);
  if (known == nullptr && id.empty()) known = records.find_as<Enterprise>(name);
  if (!name.empty()) out.names.insert(corpus::fold_word(name));
  if (out.shown.empty()) out.shown = id;
  if (known == nullptr) return out;
  out.id = known->id.value;
  out.shown = known->name;
  out.names.insert(corpus::fold_word(known->name));
  for (const std::string& alias : known->aliases) out.names.insert(corpus::fold_word(alias));
  out.shareholders = known->shareholders;
  out.blacklisted = known->integrity == integrity::kBlacklisted;
  return out;
}

bool same(const Organisation& a, const Organisation& b) {
  if (!a.id.empty() && !b.id.empty()) return a.id == b.id;
  return std::ranges::any_of(a.names, [&](const std::string& name) { return b.names.contains(name); });
}

Party party_of(const corpus::Record& record, const IndexReader& reader, IndexedRecords& records, const Watch& watch) {
  Party party;
  party.id = corpus::id_of(record);
  party.title = corpus::title_of(record);
  party.kind = corpus::kind_of(record);
  if (const auto* need = std::get_if<Need>(&record)) fill(party, *need, records);
  if (const auto* result = std::get_if<Achievement>(&record)) fill(party, *result, records);
  add_related(party, records);
  if (party.kind == corpus::Kind::need) add_staff(party, reader, records, watch);
  add_ties(party, records, watch);
  return party;
}

}  // namespace search
