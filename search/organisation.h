// SPDX-License-Identifier: GPL-3.0-or-later
// Organisations as records name them, how they are told to be one, and how shares tie them.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "search/indexed_records.h"

namespace search {

// An organisation as records name it. Where its record is known, by any of its names.
struct Organisation {
  std::string id;                         // as stated; where only a name is stated, that of its record; else empty
  std::string record_id, record_name;     // of its record, the name folded; empty where no record is known
  std::string shown;                      // its name, as the record or else the mention has it
  std::set<std::string> names;            // folded; with aliases where its record is known
  std::vector<std::string> shareholders;  // ids or names, of its record
  bool blacklisted = false;
  bool empty() const { return id.empty() && names.empty(); }
};

// Of an id and a name as a record states them; either may be empty. A name that is an id of an enterprise is taken as that. An id of no record, or none,
// leaves the name to say whose record it is, where one enterprise alone has it as name or alias. May throw Xapian::Error.
Organisation organisation_of(const std::string& id, const std::string& name, IndexedRecords& records);

// Whether two mentions are of one organisation: the same id or record, or a name of the one is a name of the other. Two that have a record each are one only
// where the names of the records agree (a firm that was taken over from two platforms), not by an alias: that many share.
bool same(const Organisation& a, const Organisation& b);

// Who holds shares in an organisation, or in a holder of it.
struct Holder {
  Organisation organisation;
  std::vector<std::string> through;  // names from the first holder up to this one; its length is the number of steps
};

// How far shares are followed from one organisation to another, up and down together: to the owner of the owner's owner, to a subsidiary of a
// subsidiary, to a common owner and beside it. Further on, holdings of the state would tie everybody to everybody.
inline constexpr int kOwnershipSteps = 3;

// The organisation itself first, without steps, then its holders, the nearest first, each once; at most kMostHolders. Reads a record for each. May throw
// Xapian::Error.
inline constexpr std::size_t kMostHolders = 64;
std::vector<Holder> holders_of(const Organisation& organisation, IndexedRecords& records);

// The names between two organisations that shares tie within kOwnershipSteps, by the shortest way, from the first to the second; none where the one owns the
// other itself. nullopt where nothing ties them, or they are one. Of each, what holders_of() gives.
std::optional<std::vector<std::string>> tie_by_shares(const std::vector<Holder>& from, const std::vector<Holder>& to);

}  // namespace search
