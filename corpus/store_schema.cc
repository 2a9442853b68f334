// SPDX-License-Identifier: GPL-3.0-or-later
// Types are the two that SQLite and PostgreSQL share: text that sorts by bytes, and bigint. Nothing is NULL: "not stated" is the empty
// text, as in record.h, and a column is never read into the wrong kind of nothing.
#include "corpus/store_schema.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "corpus/store.h"
#include "corpus/store_dialect.h"
#include "corpus/store_fault.h"

namespace corpus::schema {
namespace {

constexpr bool kNumber = true;

// The queue of submissions, counts and `scan` by status; with `kind` in it, counting reads the index only.
constexpr char kRecordByStatus[] = "create index record_by_status on record (status, id, kind)";

int version_of(soci::session& sql, const std::string& where) {
  std::string text;
  int version = 0;
  sql << "select value from meta where key = 'schema_version'", soci::into(text);
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (ec != std::errc() || end != text.data() + text.size() || version < 1)
    throw Fault(ErrorCode::damaged, where, fmt::format("the database has no readable schema version (\"{}\")", text),
                "restore the latest backup");
  return version;
}

std::string creation_of(const Table& table, const Dialect& dialect) {
  std::string columns;
  for (const Column& column : table.columns)
    columns += fmt::format("{} {} not null, ", column.name, column.number ? "bigint" : dialect.text_type());
  return fmt::format("create table {} ({}{})", table.name, columns, table.keys);
}

void fill(soci::session& sql) {
  for (const std::string counter : {kSeqCounter, kBatchCounter, kJobCounter})
    sql << "insert into counter (name, value) values (:name, 0)", soci::use(counter);
  const std::string version = std::to_string(kVersion), now = utc_now();
  sql << "insert into meta (key, value) values ('schema_version', :version)", soci::use(version);
  sql << "insert into meta (key, value) values ('created_at', :now)", soci::use(now);
}

}  // namespace

const std::vector<Table>& tables() {
  static const std::vector<Table> all = {
      {"meta", {{"key"}, {"value"}}, "primary key (key)"},
      {"counter", {{"name"}, {"value", kNumber}}, "primary key (name)"},
      // Where a record stands. Its body is in record_version only: kept here as well, an import wrote twice the bytes in 1.5 times the
      // time.
      {"record",
       {{"id"}, {"kind"}, {"status"}, {"visibility"}, {"seq", kNumber}, {"version", kNumber}, {"hash"}, {"changed_at"}},
       "primary key (id)"},
      {"record_version",
       {{"id"},
        {"version", kNumber},
        {"seq", kNumber},
        {"kind"},
        {"status"},
        {"visibility"},
        {"hash"},
        {"body"},
        {"changed_at"},
        {"changed_by"},
        {"batch", kNumber},
        {"reason"}},
       "primary key (id, version)"},
      {"change_log", {{"seq", kNumber}, {"id"}, {"kind"}, {"op"}, {"at"}}, "primary key (seq)"},
      {"batch",
       {{"id", kNumber},
        {"source"},
        {"options"},
        {"started_at"},
        {"finished_at"},
        {"added", kNumber},
        {"changed", kNumber},
        {"unchanged", kNumber},
        {"rejected", kNumber}},
       "primary key (id)"},
      {"job",
       {{"id"}, {"kind"}, {"state"}, {"phase"}, {"done", kNumber}, {"total", kNumber}, {"started_at"}, {"finished_at"}, {"message"}},
       "primary key (id)"},
      {"token", {{"id"}, {"name"}, {"scope"}, {"hash"}, {"created_at"}, {"revoked_at"}}, "primary key (id)"},
      // One record, one receipt; asked for by either.
      {"receipt", {{"number"}, {"id"}}, "primary key (number), unique (id)", 2},
      // What a job was asked to do, and how its present phase goes, in milliseconds since 1970; a job of an older program has no row.
      {"job_work",
       {{"id"}, {"options"}, {"asked_by"}, {"cancel_asked", kNumber}, {"phase_ms", kNumber}, {"phase_base", kNumber}, {"reported_ms", kNumber}},
       "primary key (id)",
       3},
      {"job_log", {{"job"}, {"number", kNumber}, {"at"}, {"line"}}, "primary key (job, number)", 3},
  };
  return all;
}

bool exists(soci::session& sql, const std::string& where) {
  const auto names = dialect_of(sql).table_names(sql);
  if (names.empty()) return false;
  const bool ours = std::ranges::binary_search(names, "meta") && std::ranges::binary_search(names, "change_log");
  if (!ours)
    throw Fault(ErrorCode::damaged, where, "this is a database, but not one of Queqiao",
                "give another data directory, or another store.url");
  const int version = version_of(sql, where);
  if (version > kVersion)
    throw Fault(ErrorCode::version_mismatch, where,
                fmt::format("the database has schema version {}, this program reads up to {}", version, kVersion),
                "use the newer program that wrote it; nothing was changed");
  return true;
}

void create_tables(soci::session& sql) {
  const Dialect& dialect = dialect_of(sql);
  for (const Table& table : tables()) sql << creation_of(table, dialect);
  sql << kRecordByStatus;
  for (const auto& statement : dialect.append_only("change_log")) sql << statement;
}

void create(soci::session& sql, const std::string& where) {
  WriteTransaction transaction(sql, false);
  if (exists(sql, where)) return;
  create_tables(sql);
  fill(sql);
  transaction.commit(where);
}

void upgrade(soci::session& sql, const std::string& where) {
  if (version_of(sql, where) == kVersion) return;
  WriteTransaction transaction(sql);
  const int from = version_of(sql, where);
  if (from == kVersion) return;  // another process was quicker
  for (const Table& table : tables())
    if (table.since > from) sql << creation_of(table, dialect_of(sql));
  const std::string version = std::to_string(kVersion);
  sql << "update meta set value = :version where key = 'schema_version'", soci::use(version);
  transaction.commit(where);
}

bool has_receipts(soci::session& sql) { return std::ranges::binary_search(dialect_of(sql).table_names(sql), "receipt"); }
bool has_job_work(soci::session& sql) { return std::ranges::binary_search(dialect_of(sql).table_names(sql), "job_work"); }

}  // namespace corpus::schema
