// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of the store, and putting one in its place.
#include "store_world.h"

namespace store_world::store_backup_test {

STORE_TEST("a backup taken while others write is consistent and can be restored") {
  TempDir elsewhere;
  auto store = open_store(dir);
  for (int b = 0; b < 20; ++b) must(store->put(batch_of("B", b, 100, std::string(900, 'x'))));
  std::atomic<bool> stop = false, failed = false;
  std::thread writer([&] {
    auto own = open_store(dir);
    for (int b = 20; !stop; ++b)
      if (!own->put(batch_of("B", b, 100, std::string(900, 'x')))) failed = true;
  });
  const Seq before = must(store->seq());
  for (int i = 0; i < 3; ++i) must(store->backup_to(dir / fmt::format("backup-{}.db", i)));
  wait_until([&] { return must(store->seq()) > before; });
  stop = true;
  writer.join();
  CHECK_FALSE(failed);
  CHECK_FALSE(fs::exists(dir / "backup-0.db.tmp"));
  CHECK_FALSE(fs::exists(dir / "backup-0.db-wal"));

  must(restore_backup(dir / "backup-2.db", elsewhere / "new"));
  auto restored = open_store(elsewhere / "new");
  CHECK(must(restored->verify()).empty());
  CHECK(must(restored->seq()) >= before);
  CHECK(must(restored->seq()) == must(restored->counts()).all);
  CHECK(only_whole_batches(*restored, 100));
  CHECK(put_one(*restored, record("C-1")).outcome == PutOutcome::added);
}

STORE_TEST("a backup never overwrites, and a failed one leaves nothing") {
  auto store = open_store(dir);
  write_file(dir / "there.db", "x");
  const auto error = error_of(store->backup_to(dir / "there.db"));
  CHECK(error.code == ErrorCode::conflict);
  CHECK(to_text(error) == (dir / "there.db").string() + ": this file exists\n  hint: give the backup a new name");
  CHECK(contents(dir / "there.db") == "x");
  CHECK(error_of(store->backup_to(dir / "missing/b.db")).code == ErrorCode::io);
  CHECK_FALSE(fs::exists(dir / "missing"));
}

TEST_CASE("restoring keeps the present database beside, each time under a free name") {
  TempDir dir;
  const fs::path data = dir / "data";
  {
    auto store = open_store(data);
    put_one(*store, record("A-1"));
    must(store->backup_to(dir / "b.db"));
    put_one(*store, record("A-2"));
  }
  must(restore_backup(dir / "b.db", data));
  CHECK(scan_ids(*open_store(data)) == std::vector<std::string>{"A-1"});
  CHECK_FALSE(fs::exists(data / "queqiao.db.restoring"));

  must(restore_backup(data / "queqiao.db.before-restore", data));
  CHECK(scan_ids(*open_store(data)) == std::vector<std::string>{"A-1", "A-2"});
  CHECK(fs::exists(data / "queqiao.db.before-restore.1"));
}

TEST_CASE("restoring over a damaged database keeps the damaged one with its WAL") {
  TempDir dir;
  const fs::path data = dir / "data";
  {
    auto store = open_store(data);
    put_one(*store, record("A-1"));
    must(store->backup_to(dir / "b.db"));
  }
  write_file(data / "queqiao.db", "rubbish");
  write_file(data / "queqiao.db-wal", "more rubbish");
  must(restore_backup(dir / "b.db", data));
  CHECK(scan_ids(*open_store(data)) == std::vector<std::string>{"A-1"});
  CHECK(contents(data / "queqiao.db.before-restore") == "rubbish");
}

TEST_CASE("what cannot be read is not restored, and the present database stays") {
  TempDir dir;
  const fs::path data = dir / "data";
  {
    auto store = open_store(data);
    put_one(*store, record("A-1"));
    must(store->backup_to(dir / "newer.db"));
  }
  CHECK(error_of(restore_backup(dir / "none.db", data)).code == ErrorCode::not_found);
  CHECK(error_of(restore_backup(data / "queqiao.db", data)).code == ErrorCode::invalid_argument);
  write_file(dir / "text.db", "not a database at all");
  CHECK(error_of(restore_backup(dir / "text.db", data)).code == ErrorCode::damaged);
  Stranger(dir / "newer.db").run("update meta set value = '99' where key = 'schema_version'");
  CHECK(error_of(restore_backup(dir / "newer.db", data)).code == ErrorCode::version_mismatch);
  CHECK(scan_ids(*open_store(data)) == std::vector<std::string>{"A-1"});
  CHECK_FALSE(fs::exists(data / "queqiao.db.before-restore"));
}

TEST_CASE("restoring while the database is open elsewhere answers busy and changes nothing") {
  TempDir dir;
  auto store = open_store(dir / "data");
  put_one(*store, record("A-1"));
  must(store->backup_to(dir / "b.db"));
  put_one(*store, record("A-2"));
  const auto error = error_of(restore_backup(dir / "b.db", dir / "data"));
  CHECK(error.code == ErrorCode::busy);
  CHECK(to_text(error) ==
        (dir / "data/queqiao.db").string() + ": the database is in use\n  hint: stop the service and every import, then repeat");
  CHECK(must(store->counts()).all == 2);
  CHECK(put_one(*store, record("A-3")).seq == 3);
}

}  // namespace store_world::store_backup_test
