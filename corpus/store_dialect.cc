// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store_dialect.h"

#include "corpus/store_fault.h"

namespace corpus {

const Dialect& dialect_of(soci::session& sql) { return sql.get_backend_name() == "sqlite3" ? sqlite_dialect() : postgresql_dialect(); }

WriteTransaction::WriteTransaction(soci::session& sql, bool tables_exist) : sql_(sql) { dialect_of(sql_).begin_write(sql_, tables_exist); }

WriteTransaction::~WriteTransaction() {
  if (!open_) return;
  try {
    sql_ << "ROLLBACK";
  } catch (const soci::soci_error&) {
    // After a full disk or an I/O error SQLite has rolled back by itself and says there is nothing to roll back; a lost connection to
    // PostgreSQL has taken its transaction with it.
  }
}

void WriteTransaction::commit(const std::string& where) {
  try {
    sql_ << "COMMIT";
  } catch (const soci::soci_error&) {
    if (!dialect_of(sql_).is_lost(sql_)) throw;
    throw Fault(ErrorCode::unavailable, where, "the connection to the database was lost while the last write was being confirmed",
                "it may have been kept or not: look before you repeat it; an import can be repeated as it is");
  }
  open_ = false;
}

}  // namespace corpus
