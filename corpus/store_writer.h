// SPDX-License-Identifier: GPL-3.0-or-later
// Writes records, their versions and the change log inside one transaction. Private to the store_*.cc files.
//
// Invariants, which verify() checks:
//   1. Each write of a record takes the next number and adds one row to record_version and one to change_log, both with that number.
//   2. record holds the same as the highest version in record_version.
//   3. The counter store.seq is the highest number given.
// And that it does not check: a batch's row counts what was written for it in the same transaction, so that a small import is known before it ends.
#pragma once

#include <map>
#include <string>

#include "corpus/store.h"
#include "corpus/store_soci.h"

namespace corpus {

// Lives as long as the transaction: it reads the counter when made and writes it back in finish(). That is safe because the
// transaction has locked out every other writer, and it saves a statement per record.
class RecordWriter {
 public:
  // Requires: a WriteTransaction is open on `sql`.
  RecordWriter(soci::session& sql, const std::string& now);

  PutResult put(const NewRecord& record);
  Seq set_status(const std::string& id, const std::string& status, const std::string& reason, const std::string& by);
  // Must be called before the commit.
  void finish();

 private:
  bool find(const std::string& id);
  std::string present_body();
  Seq write(const char* op);

  soci::session& sql_;
  Seq first_seq_ = 0, seq_ = 0;

  // The statements are bound to these once and run again for each record.
  StoredRecord present_;  // as it stands in the database, without the body
  StoredRecord next_;     // as it will stand
  std::string find_id_, present_kind_, kind_, op_, by_, reason_;
  std::int64_t batch_ = 0;
  struct Written {
    std::int64_t added = 0, changed = 0;
  };
  std::map<std::int64_t, Written> batches_;  // by number
  soci::statement find_, record_, version_, log_;
};

}  // namespace corpus
