// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of the store and their version. FORMAT.md, "Database", has the page for people. Private to the store_*.cc files.
#pragma once

#include <string>
#include <vector>

#include "corpus/store_soci.h"

namespace corpus::schema {

inline constexpr int kVersion = 3;

// Counters of the store itself; names that begin with kOwnCounters are not for next_number().
inline constexpr char kOwnCounters[] = "store.";
inline constexpr char kSeqCounter[] = "store.seq";
inline constexpr char kBatchCounter[] = "store.batch";
inline constexpr char kJobCounter[] = "store.job";

struct Column {
  const char* name;
  bool number = false;  // a whole number; else text
};

struct Table {
  const char* name;
  std::vector<Column> columns;
  const char* keys;  // the constraints, as SQL
  int since = 1;     // the version of the schema that brought it
};

// In the order of their making.
const std::vector<Table>& tables();

// Whether the database holds our tables in a version we can read; false where it is empty. Throws Fault: version_mismatch for a
// newer one, damaged for somebody else's database. Writes nothing.
bool exists(soci::session& sql, const std::string& where);

// Creates the tables unless another process was quicker.
void create(soci::session& sql, const std::string& where);
// The tables without a row, not even their version. Requires: an empty database.
void create_tables(soci::session& sql);

// Brings an older database to today's tables; nothing to do in most cases. Requires: exists().
void upgrade(soci::session& sql, const std::string& where);

// False for a database of version 1, or of 1 and 2, that was opened for reading only.
bool has_receipts(soci::session& sql);
bool has_job_work(soci::session& sql);

}  // namespace corpus::schema
