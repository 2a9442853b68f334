// SPDX-License-Identifier: GPL-3.0-or-later
// The sides of a matter that experts are asked about: whose need or result it is, and who belongs to it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/record.h"
#include "search/deadline.h"
#include "search/indexed_records.h"
#include "search/organisation.h"

namespace search {

struct PartyMember {
  std::string expert_id;  // empty where only a name is stated
  std::string name;
};

// What somebody of the party says of another expert.
struct PartyTie {
  std::string kind;  // code of the vocabulary relation
  std::string member, from, to;
};

struct Party {
  std::string id, title;  // of the need or the achievement
  corpus::Kind kind = corpus::Kind::need;
  std::string region;
  std::vector<Organisation> organisations;  // the need's enterprise; the result's owner and partners
  std::vector<std::vector<Holder>> holders;  // of each of them
  std::vector<Organisation> related;        // partners that the need prefers
  std::vector<Organisation> excluded;       // what the need wants nothing to do with
  std::vector<PartyMember> members;         // who made the result; experts who work for the enterprise of a need
  std::set<std::string> member_ids;         // of those with an id
  std::multimap<std::string, PartyTie> ties;        // expert → what a member says of them
  std::multimap<std::string, PartyMember> results;  // other results that members list → each whose it is
  std::multimap<std::string, PartyMember> patents;  // patents that members list, by indexer::patent_key → each whose it is
  std::set<std::string> own_patents;                // of the result itself, by the same
  std::multimap<std::string, std::string> avoids;   // expert id or folded name → member who avoids them
};

// Requires: `record` is a need or an achievement. Experts of a need's enterprise are those who state its id, or its name where their id says nothing else.
// Cost: all experts of a need's enterprise are read, however many. Throws TimeUp after the deadline;
// may throw Xapian::Error.
Party party_of(const corpus::Record& record, const IndexReader& reader, IndexedRecords& records, const Watch& watch);

}  // namespace search
