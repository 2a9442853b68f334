// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store_copy.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "corpus/store_dialect.h"
#include "corpus/store_schema.h"
#include "corpus/store_sqlite.h"

namespace corpus {
namespace {

bool is_content(const schema::Table& table) { return table.name != std::string_view("meta") && table.name != std::string_view("counter"); }

// "a, b" and ":a, :b".
std::string names_of(const schema::Table& table, const char* before) {
  std::string names;
  for (const auto& column : table.columns) names += fmt::format("{}{}{}", names.empty() ? "" : ", ", before, column.name);
  return names;
}

// A row on its way: of the two cells for each column, the one of its type is used. Requires: not moved while a statement is bound to it.
class CopiedRow {
 public:
  explicit CopiedRow(const schema::Table& table) : table_(table), texts_(table.columns.size()), numbers_(table.columns.size()) {}

  void bind_into(soci::statement& st) {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (table_.columns[i].number)
        st.exchange(soci::into(numbers_[i]));
      else
        st.exchange(soci::into(texts_[i]));
    }
  }
  void bind_use(soci::statement& st) {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (table_.columns[i].number)
        st.exchange(soci::use(numbers_[i]));
      else
        st.exchange(soci::use(texts_[i]));
    }
  }

 private:
  const schema::Table& table_;
  std::vector<std::string> texts_;
  std::vector<std::int64_t> numbers_;
};

void copy_table(soci::session& source, soci::session& target, const schema::Table& table) {
  CopiedRow row(table);
  soci::statement insert(target);
  row.bind_use(insert);
  insert.alloc();
  insert.prepare(fmt::format("insert into {} ({}) values ({})", table.name, names_of(table, ""), names_of(table, ":")));
  insert.define_and_bind();
  each_row(
      source, fmt::format("select {} from {}", names_of(table, ""), table.name), [&](soci::statement& st) { row.bind_into(st); },
      [&] { insert.execute(true); });
}

bool has_table(soci::session& sql, const schema::Table& table) {
  return std::ranges::binary_search(dialect_of(sql).table_names(sql), std::string(table.name));
}

}  // namespace

bool is_untouched(soci::session& sql) {
  for (const auto& table : schema::tables()) {
    if (!is_content(table)) continue;
    int rows = 0;
    sql << fmt::format("select count(*) from (select 1 as one from {} limit 1) as first", table.name), soci::into(rows);
    if (rows > 0) return false;
  }
  return true;
}

void copy_rows(soci::session& source, soci::session& target) {
  for (const auto& table : schema::tables())
    if (is_content(table) && has_table(source, table)) copy_table(source, target, table);
}

void raise_counters(soci::session& source, soci::session& target, bool own) {
  std::string name;
  std::int64_t value = 0;
  each_row(
      source, own ? "select name, value from counter" : "select name, value from counter where name not like 'store.%'",
      [&](soci::statement& st) { st.exchange(soci::into(name)), st.exchange(soci::into(value)); },
      [&] {
        target << "insert into counter (name, value) values (:name, :value) on conflict (name) do update set"
                  " value = case when counter.value > excluded.value then counter.value else excluded.value end",
            soci::use(name), soci::use(value);
      });
}

// In the journal mode a new database has, not in WAL: a backup is one file.
void write_sqlite_copy(soci::session& source, const std::filesystem::path& target) {
  soci::session copy;
  sqlite::connect(copy, sqlite::uri_to_create(target));
  WriteTransaction transaction(copy, false);
  schema::create_tables(copy);
  for (const auto& table : schema::tables())
    if (has_table(source, table)) copy_table(source, copy, table);
  const std::string version = std::to_string(schema::kVersion);
  copy << "update meta set value = :version where key = 'schema_version'", soci::use(version);
  transaction.commit(target.string());
}

}  // namespace corpus
