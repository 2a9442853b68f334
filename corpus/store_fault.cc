// SPDX-License-Identifier: GPL-3.0-or-later
// What the error codes of the two databases mean to us.
#include "corpus/store_fault.h"

#include <filesystem>
#include <new>
#include <string_view>

#include "corpus/disk_space.h"
#include "corpus/store_soci.h"

namespace corpus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBusy = "another process is writing to the database";
constexpr const char* kWaitAndRepeat = "an import, a backup or the service may be at work; wait for it and repeat";
constexpr const char* kNotWritable = "the database cannot be written";

struct SqliteMeaning {
  int result;
  ErrorCode code;
  const char* message;
  const char* hint;
};

constexpr SqliteMeaning kSqlite[] = {
    {SQLITE_BUSY, ErrorCode::busy, kBusy, kWaitAndRepeat},
    {SQLITE_LOCKED, ErrorCode::busy, "another connection is writing to the database", "wait for it and repeat"},
    {SQLITE_READONLY, ErrorCode::io, kNotWritable, "it was opened for reading, or this user may not write there"},
    {SQLITE_PERM, ErrorCode::io, "the database may not be accessed", "check owner and rights of the data directory"},
    {SQLITE_CANTOPEN, ErrorCode::io, "the database cannot be opened", "check that the directory exists and that this user may write there"},
    {SQLITE_IOERR, ErrorCode::io, "reading or writing the database failed", "check the disk and the system log"},
    {SQLITE_NOTADB, ErrorCode::damaged, "this file is not a database", "move it away, or restore a backup"},
    {SQLITE_CORRUPT, ErrorCode::damaged, "the database is damaged", "keep a copy of it and restore the latest backup"},
    {SQLITE_TOOBIG, ErrorCode::too_large, "a text is too long for the database", ""},
    {SQLITE_NOMEM, ErrorCode::unavailable, "out of memory", ""},
};

// SQLSTATE, or the class its first two characters are (PostgreSQL documentation, appendix A). The first row that fits counts.
struct PostgresqlMeaning {
  std::string_view state;
  ErrorCode code;
  const char* message;
  const char* hint;
};

constexpr PostgresqlMeaning kPostgresql[] = {
    {"55P03", ErrorCode::busy, kBusy, kWaitAndRepeat},
    {"40", ErrorCode::busy, "another connection is writing to the database", "wait for it and repeat"},
    {"25006", ErrorCode::io, kNotWritable, "it was opened for reading, or the server is a standby"},
    {"42501", ErrorCode::io, "the role may not do this in the database",
     "make the role the owner of the database: alter database … owner to …"},
    {"57014", ErrorCode::timeout, "the server stopped the statement", "raise its statement_timeout for this role"},
    {"57P", ErrorCode::unavailable, "the connection to the database was lost", "nothing was written; repeat when the server is up"},
    {"08", ErrorCode::unavailable, "the connection to the database was lost", "nothing was written; repeat when the server is up"},
    {"53100", ErrorCode::io, "no space left for the database", "free some space on the server's disk and repeat; nothing was written"},
    {"53", ErrorCode::unavailable, "the server has no memory or connections left",
     "raise its limits, or repeat later; nothing was written"},
    {"58", ErrorCode::io, "the server could not read or write its files", "check its disk and its log"},
    {"XX001", ErrorCode::damaged, "the database is damaged", "restore the latest backup into a new database"},
    {"XX002", ErrorCode::damaged, "an index of the database is damaged", "reindex database …, then run the check of the database"},
    {"54", ErrorCode::too_large, "a text is too long for the database", ""},
};

Error from_sqlite(const soci::sqlite3_soci_error& e, const std::string& where) {
  if ((e.result() & 0xff) == SQLITE_FULL) return disk_full(where, "the database was not written");
  for (const auto& m : kSqlite)
    if ((e.result() & 0xff) == m.result) return {m.code, where, m.message, m.hint};  // low byte: the primary of an extended code
  return {ErrorCode::internal, where, e.get_error_message(), ""};
}

Error from_postgresql(const std::string& state, const std::string& message, const std::string& where) {
  for (const auto& m : kPostgresql)
    if (state.starts_with(m.state)) return {m.code, where, m.message, m.hint};
  return {ErrorCode::internal, where, message, ""};
}

}  // namespace

// get_error_message(), never what(): the latter names the statement with what was bound to it.
Error error_of_current_exception(const std::string& where) {
  try {
    throw;
  } catch (const Fault& e) {
    return e.error;
  } catch (const soci::sqlite3_soci_error& e) {
    return from_sqlite(e, where);
  } catch (const soci::postgresql_soci_error& e) {
    return from_postgresql(e.sqlstate(), e.get_error_message(), where);
  } catch (const soci::soci_error& e) {
    if (e.get_error_category() == soci::soci_error::connection_error) return from_postgresql("08000", "", where);
    return {ErrorCode::internal, where, e.get_error_message(), ""};
  } catch (const fs::filesystem_error& e) {
    return {ErrorCode::io, e.path1().empty() ? where : e.path1().string(), e.code().message(), "check owner, rights and free space"};
  } catch (const std::bad_alloc&) {
    return {ErrorCode::unavailable, where, "out of memory", ""};
  } catch (const std::exception& e) {
    return {ErrorCode::internal, where, e.what(), ""};
  }
}

}  // namespace corpus
