// SPDX-License-Identifier: GPL-3.0-or-later
// A backup brought into a store that is in use: as changes, never by rewriting what happened.
#include <catch2/catch.hpp>

#include "corpus/store.h"
#include "corpus_world.h"

using namespace corpus;
using corpus_world::Directory;

namespace {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(to_text(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

std::unique_ptr<Store> open_store(const Directory& directory) { return must(Store::open({directory.path() / "data", false, true})); }

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

}  // namespace

TEST_CASE("restoring into a store in use puts back what differs and withdraws what came later", "[corpus][store]") {
  const Directory directory;
  auto store = open_store(directory);
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
  CHECK(report.put_back == 2);
  CHECK(report.taken_out == 1);
  CHECK(report.seq == 10);
  CHECK(state_of(*store) == std::vector<std::string>{R"(changed published {"title":"before"})", "new withdrawn {}", "published-later submitted {}",
                                                     "same published {}", "waiting submitted {}"});
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

TEST_CASE("numbers given out before or after the backup are not given out again", "[corpus][store]") {
  const Directory directory, other;
  auto store = open_store(directory);
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

TEST_CASE("a backup that cannot come in whole changes nothing", "[corpus][store]") {
  const Directory directory, other;
  auto store = open_store(directory);
  put(*store, "A", "{}");
  auto foreign = open_store(other);
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
  CHECK(said(directory.name("data/queqiao.db")) == "data/queqiao.db: this is the database itself, not a backup of it");
  CHECK(state_of(*store) == std::vector<std::string>{"A published {}"});
  CHECK(must(store->seq()) == 1);
}
