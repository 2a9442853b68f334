// SPDX-License-Identifier: GPL-3.0-or-later
// What only SQLite understands: how to open it, pragmas, BEGIN IMMEDIATE, the online backup, and what its error codes mean to us.
//
// Everything else in the store is SQL that PostgreSQL takes too, so putting the store there means another file like this one.
// Private to the store_*.cc files. Unlike the public headers these functions throw (soci::soci_error or Fault); guarded() is the
// door at which both become an Error.
#pragma once

#include <exception>
#include <filesystem>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "corpus/error.h"
#include "corpus/store_soci.h"

namespace corpus::sqlite {

// An Error on its way to guarded().
struct Fault : std::exception {
  explicit Fault(Error e) : error(std::move(e)) {}
  Fault(ErrorCode code, std::string where, std::string message, std::string hint = {})
      : error{code, std::move(where), std::move(message), std::move(hint)} {}
  const char* what() const noexcept override { return error.message.c_str(); }
  Error error;
};

// The Error for the exception being handled; `where` is the database file. Requires: called inside a catch block.
Error error_of_current_exception(const std::string& where);

// Runs `work` and turns what it throws into an Error.
template <class Work>
auto guarded(const std::string& where, Work&& work) -> Result<std::invoke_result_t<Work>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (...) {
    return std::unexpected(error_of_current_exception(where));
  }
}

// Opens `uri` and sets what holds for this connection only: busy time-out, foreign keys, durability.
void connect(soci::session& sql, const std::string& uri);

// The addresses of a database file. `existing` does not create it; `sealed` promises SQLite that nobody writes (see store_sqlite.cc).
std::string uri_to_create(const std::filesystem::path& file);
std::string uri_existing(const std::filesystem::path& file);
std::string uri_read_only(const std::filesystem::path& file);

// Opens a database for reading even where not a byte can be written beside it, and returns the address that worked.
std::string connect_read_only(soci::session& sql, const std::filesystem::path& file);

// Whether SQLite, asked for write access, quietly gave read access only.
bool is_read_only(soci::session& sql);

// Makes WAL the journal of the database. Waits while another process holds it.
void use_wal(soci::session& sql, const std::string& where);
// Folds the WAL into the file, so that it is whole by itself. Fails with `busy` while another connection is open.
void leave_wal(soci::session& sql);

// Appended to a SELECT whose row the transaction goes on to write. SQLite needs nothing: BEGIN IMMEDIATE has locked out every other
// writer. PostgreSQL needs " for update".
inline constexpr char kForUpdate[] = "";

// A transaction that writes. SOCI's own begins deferred: two of them that both read first and write then cannot both go on, and the
// second gets SQLITE_BUSY at once, without waiting. Ends in a rollback unless committed.
class WriteTransaction {
 public:
  explicit WriteTransaction(soci::session& sql);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;
  void commit();

 private:
  soci::session& sql_;
  bool open_ = true;
};

// Pins what `sql` reads to this moment, until the session closes.
void begin_snapshot(soci::session& sql);

// The statements that make `table` refuse UPDATE and DELETE.
std::vector<std::string> append_only_triggers(const std::string& table);

// The names of the tables in the database; throws where the file is not a database.
std::vector<std::string> table_names(soci::session& sql);

// Copies the database `source` reads to the new file `target`, page by page, and syncs it to the disk.
// Requires: begin_snapshot(source), else a busy writer makes SQLite start the copy over and over.
void copy_database(soci::session& source, const std::filesystem::path& target);

// What PRAGMA integrity_check finds; empty where all is well.
std::vector<std::string> integrity_faults(soci::session& sql);

}  // namespace corpus::sqlite
