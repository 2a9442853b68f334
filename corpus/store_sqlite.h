// SPDX-License-Identifier: GPL-3.0-or-later
// What only SQLite understands: how a database file is opened, its journal, the online backup; in the .cc file its Dialect.
// Private to the store_*.cc files; everything throws (store_fault.h).
#pragma once

#include <filesystem>
#include <string>

#include "corpus/store_soci.h"

namespace corpus::sqlite {

// Opens `uri` and sets what holds for this connection only: busy time-out, foreign keys, durability.
void connect(soci::session& sql, const std::string& uri);

// The addresses of a database file. `existing` does not create it; `sealed` promises SQLite that nobody writes (see store_sqlite.cc).
std::string uri_to_create(const std::filesystem::path& file);
std::string uri_existing(const std::filesystem::path& file);
std::string uri_read_only(const std::filesystem::path& file);

// Opens a database for reading even where not a byte can be written beside it. Returns whether it did so without locks, on the word that
// nobody writes: such a session is good as long as state_of(file) stays what it was before.
bool connect_read_only(soci::session& sql, const std::filesystem::path& file);

// Differs from what it was once somebody has written to the database or begun to. Empty where the file is not there. A few µs.
std::string state_of(const std::filesystem::path& file);

// Whether SQLite, asked for write access, quietly gave read access only.
bool is_read_only(soci::session& sql);

// Makes WAL the journal of the database. Waits while another process holds it.
void use_wal(soci::session& sql, const std::string& where);
// Folds the WAL into the file, so that it is whole by itself. Fails with `busy` while another connection is open.
void leave_wal(soci::session& sql);

// Copies the database `source` reads to the new file `target`, page by page, and syncs it to the disk.
// Requires: Dialect::begin_snapshot(source), else a busy writer makes SQLite start the copy over and over.
void copy_database(soci::session& source, const std::filesystem::path& target);

}  // namespace corpus::sqlite
