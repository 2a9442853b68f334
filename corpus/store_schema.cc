// SPDX-License-Identifier: GPL-3.0-or-later
// Types are the few that SQLite and PostgreSQL share: text, integer (32 bits are enough), bigint. Nothing is NULL: "not stated" is the
// empty text, as in record.h, and a column never read into the wrong kind of nothing.
#include "corpus/store_schema.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "corpus/store.h"
#include "corpus/store_sqlite.h"

namespace corpus::schema {
namespace {

// On PostgreSQL the ids need `collate "C"`, so that their order is that of bytes there too.
constexpr const char* kTables[] = {
    "create table meta (key text primary key, value text not null)",

    "create table counter (name text primary key, value bigint not null)",

    // Where a record stands. Its body is in record_version only: kept here as well, an import wrote twice the bytes in 1.5 times the time.
    "create table record ("
    " id text primary key, kind text not null, status text not null, visibility text not null, seq bigint not null,"
    " version integer not null, hash text not null, changed_at text not null)",

    // The queue of submissions, counts and `scan` by status; with `kind` in it, counting reads the index only.
    "create index record_by_status on record (status, id, kind)",

    "create table record_version ("
    " id text not null, version integer not null, seq bigint not null, kind text not null,"
    " status text not null, visibility text not null, hash text not null, body text not null, changed_at text not null,"
    " changed_by text not null, batch bigint not null, reason text not null, primary key (id, version))",

    "create table change_log ("
    " seq bigint primary key, id text not null, kind text not null, op text not null, at text not null)",

    "create table batch ("
    " id bigint primary key, source text not null, options text not null, started_at text not null, finished_at text not null,"
    " added bigint not null, changed bigint not null, unchanged bigint not null, rejected bigint not null)",

    "create table job ("
    " id text primary key, kind text not null, state text not null, phase text not null, done bigint not null,"
    " total bigint not null, started_at text not null, finished_at text not null, message text not null)",

    "create table token ("
    " id text primary key, name text not null, scope text not null, hash text not null, created_at text not null,"
    " revoked_at text not null)",
};

// Since version 2. One record, one receipt; asked for by either.
constexpr const char* kReceiptTable = "create table receipt (number text primary key, id text not null unique)";

int version_of(soci::session& sql, const std::string& where) {
  std::string text;
  int version = 0;
  sql << "select value from meta where key = 'schema_version'", soci::into(text);
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (ec != std::errc() || end != text.data() + text.size() || version < 1)
    throw sqlite::Fault(ErrorCode::damaged, where, fmt::format("the database has no readable schema version (\"{}\")", text),
                        "restore the latest backup");
  return version;
}

void write_all(soci::session& sql) {
  for (const char* table : kTables) sql << table;
  sql << kReceiptTable;
  for (const auto& trigger : sqlite::append_only_triggers("change_log")) sql << trigger;
  for (const std::string counter : {kSeqCounter, kBatchCounter, kJobCounter})
    sql << "insert into counter (name, value) values (:name, 0)", soci::use(counter);
  const std::string version = std::to_string(kVersion), now = utc_now();
  sql << "insert into meta (key, value) values ('schema_version', :version)", soci::use(version);
  sql << "insert into meta (key, value) values ('created_at', :now)", soci::use(now);
}

}  // namespace

bool exists(soci::session& sql, const std::string& where) {
  const auto tables = sqlite::table_names(sql);
  if (tables.empty()) return false;
  const bool ours = std::ranges::binary_search(tables, "meta") && std::ranges::binary_search(tables, "change_log");
  if (!ours)
    throw sqlite::Fault(ErrorCode::damaged, where, "this is a database, but not one of Queqiao", "give another data directory");
  const int version = version_of(sql, where);
  if (version > kVersion)
    throw sqlite::Fault(ErrorCode::version_mismatch, where,
                        fmt::format("the database has schema version {}, this program reads up to {}", version, kVersion),
                        "use the newer program that wrote it; nothing was changed");
  return true;
}

void create(soci::session& sql, const std::string& where) {
  sqlite::WriteTransaction transaction(sql);
  if (exists(sql, where)) return;
  write_all(sql);
  transaction.commit();
}

void upgrade(soci::session& sql, const std::string& where) {
  if (version_of(sql, where) == kVersion) return;
  sqlite::WriteTransaction transaction(sql);
  if (version_of(sql, where) == kVersion) return;  // another process was quicker
  sql << kReceiptTable;
  const std::string version = std::to_string(kVersion);
  sql << "update meta set value = :version where key = 'schema_version'", soci::use(version);
  transaction.commit();
}

bool has_receipts(soci::session& sql) { return std::ranges::binary_search(sqlite::table_names(sql), "receipt"); }

}  // namespace corpus::schema
