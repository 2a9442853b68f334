// SPDX-License-Identifier: GPL-3.0-or-later
// What SQLite and PostgreSQL say differently once a session is open; all else in the store is SQL that both take. How a session is opened
// stands in store_sqlite.h and store_postgresql.h. Private to the store_*.cc files; everything throws (store_fault.h).
#pragma once

#include <string>
#include <vector>

#include "corpus/store_soci.h"

namespace corpus {

class Dialect {
 public:
  virtual ~Dialect() = default;

  // Begins a transaction that has locked out every other writer of the store, after waiting for five seconds at most (then: busy). A number
  // it takes is therefore never visible after a higher one. `tables_exist` is false while they are being made.
  virtual void begin_write(soci::session& sql, bool tables_exist) const = 0;
  // Pins what `sql` reads to this moment, until the session closes.
  virtual void begin_snapshot(soci::session& sql) const = 0;

  // The type of a column of text that sorts by bytes.
  virtual std::string text_type() const = 0;
  // The statements that make `table` refuse to be rewritten.
  virtual std::vector<std::string> append_only(const std::string& table) const = 0;
  // The names of the tables of the store's place, in byte order; throws where the file is not a database.
  virtual std::vector<std::string> table_names(soci::session& sql) const = 0;
  // What the database finds wrong with its own structure; empty where all is well.
  virtual std::vector<std::string> integrity_faults(soci::session& sql) const = 0;

  // A result that would be held in memory whole is read in pieces: the statement that starts it, and the one that gives the next piece of
  // `piece` rows. Empty, and the query itself, where rows are read one by one anyhow.
  struct Reading {
    std::string start, next, end;
  };
  virtual Reading in_pieces(const std::string& query, std::size_t piece) const = 0;

  // Whether the connection is gone, and whether a session that met an error can be used again: what it may have left half done is over.
  virtual bool is_lost(soci::session& sql) const = 0;
  virtual bool is_usable(soci::session& sql) const = 0;
};

// The dialect of an open session.
const Dialect& dialect_of(soci::session& sql);
const Dialect& sqlite_dialect();
const Dialect& postgresql_dialect();

// A transaction that writes. SOCI's own begins deferred: on SQLite two of them that both read first and write then cannot both go on, and
// the second gets SQLITE_BUSY at once, without waiting. Ends in a rollback unless committed.
class WriteTransaction {
 public:
  explicit WriteTransaction(soci::session& sql, bool tables_exist = true);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;
  // Where the connection is lost in this very moment, nobody knows whether the server still heard it: throws a Fault that says so.
  void commit(const std::string& where);

 private:
  soci::session& sql_;
  bool open_ = true;
};

// Calls `each` for every row of `query`, whose columns `bind(statement)` has tied to variables. Rows do not pile up in memory.
// Requires: on PostgreSQL, a transaction is open and no other each_row on this session.
template <class Bind, class Each>
void each_row(soci::session& sql, const std::string& query, const Bind& bind, const Each& each) {
  constexpr std::size_t kPiece = 1000;
  const auto reading = dialect_of(sql).in_pieces(query, kPiece);
  if (!reading.start.empty()) sql << reading.start;
  {
    soci::statement st(sql);
    bind(st);
    st.alloc();
    st.prepare(reading.next);
    st.define_and_bind();
    std::size_t rows = 0;
    do {
      rows = 0;
      for (bool more = st.execute(true); more; more = st.fetch()) ++rows, each();
    } while (!reading.start.empty() && rows == kPiece);
  }
  if (!reading.end.empty()) sql << reading.end;
}

}  // namespace corpus
