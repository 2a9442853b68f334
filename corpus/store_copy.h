// SPDX-License-Identifier: GPL-3.0-or-later
// Rows from one database to another, whichever two kinds they are. Private to the store_*.cc files; everything throws (store_fault.h).
#pragma once

#include <filesystem>
#include <string>

#include "corpus/store_soci.h"

namespace corpus {

// Whether nothing was ever written to the store but counters.
bool is_untouched(soci::session& sql);

// Copies all rows of all tables but `meta` and `counter`, with their numbers. Requires: is_untouched(target), a write transaction open on
// it and a snapshot on `source`.
void copy_rows(soci::session& source, soci::session& target);

// Raises each counter of `target` to what it is in `source` where that is more. Those of the store itself only with `own`.
void raise_counters(soci::session& source, soci::session& target, bool own);

// Writes all that `source` reads to a new SQLite database, and syncs it to the disk. Requires: a snapshot on `source`.
void write_sqlite_copy(soci::session& source, const std::filesystem::path& target);

}  // namespace corpus
