// SPDX-License-Identifier: GPL-3.0-or-later
// Writes into the index which records are the same one: slot `group` and a term of it, on every record of a group. Callers stand behind a door: all of this may
// throw Xapian::Error.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "indexer/same_decisions.h"
#include "indexer/unfollowed_same.h"

namespace indexer {

struct GroupReport {
  std::int64_t groups = 0, records = 0;  // records in groups of two and more
  std::vector<UnfollowedSame> unfollowed;  // what people called the same and is not grouped so
};

// Groups all records of these shards anew and writes what differs. Does not commit. Memory: about 250 bytes a record. `cancelled` is asked from the calling
// thread, several times a second; once it says so the rest is left as it is, and the report means nothing.
GroupReport group_all(std::vector<Xapian::WritableDatabase>& shards, const SameDecisions& decisions,
                      const std::function<void(std::int64_t done, std::int64_t total)>& progress = {}, unsigned threads = 1,
                      const std::function<bool()>& cancelled = {});

// One group, its records by ascending id.
struct Copies {
  std::vector<std::string> ids, titles;
};
// Calls `visit` for each group, ordered by its smallest id, until it returns false. Cost: one read a record in a group.
void each_group(const Xapian::Database& database, const std::function<bool(const Copies&)>& visit);

// The ids of all records in the group of this one, itself among them, also where it stands alone or is not there. Cost: one read a record in the group.
std::set<std::string> copies_of(const Xapian::Database& database, const std::string& id);

// The group a record is in now; empty where it stands alone or is not there.
std::string group_of(const Xapian::Database& shard, const std::string& id);

// Groups anew what a change concerns: the changed records, whom they resemble or are said to be, and everyone in the groups of those. `changed` holds the
// group each was in before. Gives what group_all would, but for records further away that decisions kept apart. Cost (not measured): for each record a lookup of
// every term's rarity and one question to the index; groups of thousands are compared pair by pair. Does not commit.
// Returns what people called the same of a changed record and another, and is not grouped so.
std::vector<UnfollowedSame> regroup(std::vector<Xapian::WritableDatabase>& shards, const std::map<std::string, std::string>& changed,
                                    const SameDecisionsOfStore& decisions);

}  // namespace indexer
