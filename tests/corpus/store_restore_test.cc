// SPDX-License-Identifier: GPL-3.0-or-later
// A backup brought into a store that is in use: as changes, never by rewriting what happened.
#include "corpus_world.h"
#include "store_world.h"

namespace store_world::store_restore_test {

using corpus_world::Directory;

namespace {

void put(Store& store, const std::string& id, const std::string& body, const std::string& status = "published") {
  NewRecord row;
  row.id = id, row.status = status, row.visibility = "public", row.body = body, row.by = "test";
  must(store.put({row}));
}

// "id status body" of every record, by id.
std::vector<std::string> state_of(const Store& store) {
  std::vector<std::string> lines;
  must(store.scan({}, [&](const StoredRecord& r) {
    lines.push_back(r.id + " " + r.status + " " + r.body);
    return true;
  }));
  return lines;
}

// Every row of a table of a SQLite database, as text.
std::string rows_of(const fs::path& file, const std::string& table) {
  sqlite3* db = nullptr;
  REQUIRE(::sqlite3_open(file.c_str(), &db) == SQLITE_OK);
  std::string text;
  const auto add = [](void* out, int columns, char** cells, char**) {
    for (int i = 0; i < columns; ++i) *static_cast<std::string*>(out) += std::string(cells[i]) + "|";
    *static_cast<std::string*>(out) += "\n";
    return 0;
  };
  const int done = ::sqlite3_exec(db, ("select * from " + table + " order by 1, 2").c_str(), add, &text, nullptr);
  ::sqlite3_close(db);
  REQUIRE(done == SQLITE_OK);
  return table + "\n" + text;
}

}  // namespace

STORE_TEST("restoring into a store in use puts back what differs and withdraws what came later") {
  const Directory directory;
  auto store = open_store(dir);
  put(*store, "same", "{}");
  put(*store, "changed", R"({"title":"before"})");
  put(*store, "published-later", "{}", "submitted");
  const std::string backup = directory.name("b.db");
  must(store->backup_to(backup));
  put(*store, "changed", R"({"title":"after"})");
  must(store->set_status("published-later", "published", "", "test"));
  put(*store, "new", "{}");
  put(*store, "waiting", "{}", "submitted");

  const RestoreReport report = must(store->restore_from(backup, "王经理"));
  CHECK_FALSE(report.whole);
  CHECK(report.put_back == 2);
  CHECK(report.taken_out == 1);
  CHECK(report.seq == 10);
  CHECK(state_of(*store) == std::vector<std::string>{R"(changed published {"title":"before"})", "new withdrawn {}",
                                                     "published-later submitted {}", "same published {}", "waiting submitted {}"});
  CHECK(must(store->seq()) == 10);
  CHECK(must(store->verify()).empty());

  std::vector<std::string> changes;
  for (const Change& change : must(store->changes_since(7, 100))) changes.push_back(change.op + " " + change.id);
  CHECK(changes == std::vector<std::string>{"put changed", "put published-later", "status new"});
  CHECK(must(store->history("changed")).size() == 3);
  CHECK(must(store->get("same"))->version == 1);

  const RestoreReport again = must(store->restore_from(backup, "王经理"));
  CHECK(again.put_back == 0);
  CHECK(again.taken_out == 0);
  CHECK(again.seq == 10);
}

STORE_TEST("numbers given out before or after the backup are not given out again") {
  const Directory directory;
  const Place other(dir.on());
  auto store = open_store(dir);
  CHECK(must(store->next_number("receipt")) == 1);
  CHECK(must(store->next_number("receipt")) == 2);
  const std::string backup = directory.name("b.db");
  must(store->backup_to(backup));
  CHECK(must(store->next_number("receipt")) == 3);
  must(store->restore_from(backup, "test"));
  CHECK(must(store->next_number("receipt")) == 4);

  auto fresh = open_store(other);
  CHECK(must(fresh->next_number("receipt")) == 1);
  must(fresh->restore_from(backup, "test"));
  CHECK(must(fresh->next_number("receipt")) == 3);
}

STORE_TEST("a backup that cannot come in whole changes nothing") {
  const Directory directory;
  const TempDir other;
  auto store = open_store(dir);
  put(*store, "A", "{}");
  auto foreign = open_store(static_cast<const fs::path&>(other));
  put(*foreign, "0", "{}");
  NewRecord need;
  need.id = "A", need.kind = Kind::need, need.status = "published", need.body = "{}";
  must(foreign->put({need}));
  const std::string backup = directory.name("b.db"), text = directory.file("text.db", "no database");
  must(foreign->backup_to(backup));

  const auto said = [&](const std::string& file) {
    const auto result = store->restore_from(file, "test");
    REQUIRE_FALSE(result);
    return directory.shorten(to_text(result.error()));
  };
  CHECK(said(backup) == "A: this id belongs to a record of kind achievement, not need\n  hint: give the record an id of its own");
  CHECK(said(text) == "text.db: this file is not a database\n  hint: move it away, or restore a backup");
  CHECK(said(directory.name("none.db")) == "none.db: there is no backup here");
  if (dir.on() == Place::On::sqlite) CHECK(said(dir.where()) == dir.where() + ": this is the database itself, not a backup of it");
  CHECK(state_of(*store) == std::vector<std::string>{"A published {}"});
  CHECK(must(store->seq()) == 1);
}

STORE_TEST("a store in which nothing was written takes over a backup whole, history and numbers and all") {
  const TempDir first;
  {
    auto store = open_store(static_cast<const fs::path&>(first));
    put(*store, "成果-1", R"({"title":"石墨烯 \"涂层\" 's \\ 50%"})", "submitted");
    put(*store, "成果-1", R"({"title":"石墨烯"})");
    for (int b = 0; b < 3; ++b) must(store->put(batch_of("B", b, 700)));
    auto with_receipt = record("N-1");
    with_receipt.receipt = "QQ-20260305-000001";
    put_one(*store, with_receipt);
    must(store->set_status("N-1", "withdrawn", "重复", "张三"));
    must(store->next_number("receipt-20260305"));
    must(store->add_token({"id", "门户", "read", "00", "", ""}));
    must(store->start_job("build"));
    must(store->begin_batch("a.csv", "{}"));
    must(store->backup_to(first / "b.db"));
  }
  auto old = open_store(static_cast<const fs::path&>(first));
  auto store = open_store(dir);
  const RestoreReport report = must(store->restore_from(first / "b.db", "test"));
  CHECK(report.whole);
  CHECK(report.put_back == must(old->counts()).all);
  CHECK(report.seq == must(old->seq()));

  // And back into a file, where the two can be compared as they are.
  must(store->backup_to(dir / "back.db"));
  const TempDir second;
  must(restore_backup(dir / "back.db", second));
  const auto all = [](const fs::path& file) {
    std::string text;
    for (const char* table : {"counter", "record", "record_version", "change_log", "batch", "job", "token", "receipt"})
      text += rows_of(file, table);
    return text;
  };
  CHECK(all(second / "queqiao.db") == all(first / "b.db"));
  CHECK(must(store->verify()).empty());
  CHECK(put_one(*store, record("C-1")).seq == report.seq + 1);
  CHECK(must(store->begin_batch("b.csv", "{}")) == 2);
  CHECK(must(store->start_job("import")).id == "J-000002");
}

}  // namespace store_world::store_restore_test
