// SPDX-License-Identifier: GPL-3.0-or-later
// Opening what is there, what is not ours, and what may not be written.
#include "store_world.h"

namespace store_world::store_opening_test {

STORE_TEST("a store is there again after it was closed") {
  put_one(*open_store(dir), record("A-1"));
  auto store = open_store(dir);
  CHECK(must(store->get("A-1")).has_value());
  CHECK(store->directory() == fs::path(dir));
}

TEST_CASE("a data directory may have any name") {
  TempDir dir;
  const fs::path data = dir / "数据 a=1 50%?#\"'";  // all that means something in a connection string or a URI
  put_one(*open_store(data), record("A-1"));
  CHECK(fs::exists(data / "queqiao.db"));
  auto store = open_store(data);
  CHECK(must(store->get("A-1")).has_value());
  CHECK(store->directory() == data);
}

STORE_TEST("a database of a newer program is refused and not touched") {
  put_one(*open_store(dir), record("A-1"));
  dir.tamper("update meta set value = '99' where key = 'schema_version'");
  const bool file = dir.on() == Place::On::sqlite;
  if (file) dir.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
  const auto before = file ? contents(dir / "queqiao.db") : "";
  for (const bool read_only : {false, true}) {
    const auto error = error_of(Store::open(dir.options(read_only)));
    CHECK(error.code == ErrorCode::version_mismatch);
    CHECK(to_text(error) == dir.where() +
                                ": the database has schema version 99, this program reads up to 3\n"
                                "  hint: use the newer program that wrote it; nothing was changed");
  }
  if (file) CHECK(contents(dir / "queqiao.db") == before);
}

TEST_CASE("what is not our database is refused and not touched") {
  TempDir dir;
  const fs::path file = dir / "queqiao.db";
  const std::string where = file.string();
  for (const auto& text : {std::string("id,title\n1,石墨烯\n"), std::string("S"), std::string(100000, 'x')}) {
    write_file(file, text);
    const auto error = error_of(Store::open({dir, false, true}));
    CHECK(error.code == ErrorCode::damaged);
    CHECK(to_text(error) == where + ": this file is not a database\n  hint: move it away, or restore a backup");
    CHECK(contents(file) == text);
  }
  fs::remove(file);
  Stranger(file).run("create table shopping (item text)");
  CHECK(to_text(error_of(Store::open({dir, false, true}))) ==
        where + ": this is a database, but not one of Queqiao\n  hint: give another data directory, or another store.url");
  fs::remove(file);
  fs::create_directory(file);
  CHECK(to_text(error_of(Store::open({dir, false, true}))) == where + ": this is a directory, not a database\n  hint: move it away");
}

TEST_CASE("an empty file, as a crash at the first start leaves it, becomes a database") {
  TempDir dir;
  write_file(dir / "queqiao.db", "");
  CHECK(error_of(Store::open({dir, true, false})).code == ErrorCode::damaged);
  CHECK(put_one(*open_store(dir), record("A-1")).seq == 1);
}

TEST_CASE("a data directory that cannot be made is an error of the system") {
  TempDir dir;
  write_file(dir / "file", "x");
  const auto error = error_of(Store::open({dir / "file/data", false, true}));
  CHECK(error.code == ErrorCode::io);
  CHECK(to_text(error) == (dir / "file/data").string() +
                              ": cannot create the data directory: Not a directory\n  hint: give another directory, or rights in this one");
  CHECK(error_of(Store::open({dir / "file", false, true})).code == ErrorCode::io);
}

TEST_CASE("where there is no database, reading answers unavailable and creates nothing") {
  TempDir dir;
  for (const bool read_only : {false, true}) {
    const auto error = error_of(Store::open({dir / "data", read_only, false}));
    CHECK(error.code == ErrorCode::unavailable);
    CHECK(to_text(error) ==
          (dir / "data/queqiao.db").string() + ": there is no database here\n  hint: import records first, or give another data directory");
  }
  CHECK_FALSE(fs::exists(dir / "data"));
}

STORE_TEST("a store opened read-only reads beside a writer and refuses to write") {
  auto writer = open_store(dir);
  put_one(*writer, record("A-1"));
  auto reader = open_read_only(dir);
  CHECK(must(reader->get("A-1")).has_value());
  put_one(*writer, record("A-2"));
  CHECK(must(reader->seq()) == 2);
  CHECK(must(reader->get("A-2")).has_value());
  const auto error = error_of(reader->put({record("A-3")}));
  CHECK(error.code == ErrorCode::io);
  CHECK(error.where == dir.where());
  CHECK(error.message == "the database cannot be written");
  CHECK(error.hint.starts_with("it was opened for reading, or "));
  CHECK(must(reader->seq()) == 2);
  CHECK(must(reader->verify()).empty());
  must(reader->backup_to(dir / "copy.db"));
}

TEST_CASE("a read-only directory can be read and not be written") {
  TempDir dir;
  put_one(*open_store(dir), record("A-1"));
  fs::permissions(dir, fs::perms(0555));
  const int code = as_plain_user([&] {
    const auto written = Store::open({dir, false, true});
    if (written || written.error().code != ErrorCode::io) return 1;
    if (written.error().message != "read only: this user may not write here") return 5;
    auto store = open_read_only(dir);
    if (!must(store->get("A-1"))) return 2;
    if (!must(store->verify()).empty()) return 3;
    return fs::exists(dir / "queqiao.db-shm") ? 4 : 0;
  });
  fs::permissions(dir, fs::perms(0755));
  CHECK(code == 0);
}

TEST_CASE("a store that is read from a read-only directory for long sees what others have written since") {
  TempDir dir;
  put_one(*open_store(dir), record("A-1"));
  int ready[2], done[2];
  REQUIRE(::pipe(ready) == 0);
  REQUIRE(::pipe(done) == 0);
  fs::permissions(dir, fs::perms(0555));
  Child reader = start_child([&] {
    return as_plain_user([&] {
      auto store = open_read_only(dir);
      if (!store->read_only() || !must(store->get("A-1"))) return 1;
      char byte = 'r';
      if (::write(ready[1], &byte, 1) != 1 || ::read(done[0], &byte, 1) != 1) return 2;
      if (!must(store->get("A-2"))) return 3;
      return must(store->seq()) == 2 && must(store->verify()).empty() ? 0 : 4;
    });
  });
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  fs::permissions(dir, fs::perms(0755));
  std::this_thread::sleep_for(20ms);  // the clock of a file system may stand still for some milliseconds
  const int wrote = start_child([&] {
                      put_one(*open_store(dir), record("A-2"));
                      return 0;
                    }).wait();
  REQUIRE(::write(done[1], "d", 1) == 1);
  CHECK(wrote == 0);
  CHECK(reader.wait() == 0);
  for (const int fd : {ready[0], ready[1], done[0], done[1]}) ::close(fd);
}

TEST_CASE("another user reads what a running writer has just written") {
  TempDir dir;
  int ready[2], done[2];
  REQUIRE(::pipe(ready) == 0);
  REQUIRE(::pipe(done) == 0);
  Child writer = start_child([&] {
    auto store = open_store(dir);
    put_one(*store, record("A-1"));
    char byte = 'r';
    if (::write(ready[1], &byte, 1) != 1) return 1;
    return ::read(done[0], &byte, 1) == 1 ? 0 : 2;
  });
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  const int code = as_plain_user([&] { return must(open_read_only(dir)->get("A-1")) ? 0 : 1; });
  REQUIRE(::write(done[1], "d", 1) == 1);
  CHECK(writer.wait() == 0);
  CHECK(code == 0);
  for (const int fd : {ready[0], ready[1], done[0], done[1]}) ::close(fd);
}

TEST_CASE("a read-only directory with a WAL left behind is refused, not half read") {
  TempDir dir;
  put_one(*open_store(dir), record("A-1"));
  Child writer = start_child([&]() -> int {
    auto store = open_store(dir);
    put_one(*store, record("A-2"));
    ::_exit(0);  // without closing: the WAL stays
  });
  REQUIRE(writer.wait() == 0);
  fs::remove(dir / "queqiao.db-shm");
  REQUIRE(fs::file_size(dir / "queqiao.db-wal") > 0);
  fs::permissions(dir, fs::perms(0555));
  const int code = as_plain_user([&] {
    const auto store = Store::open({dir, true, false});
    if (store) return must((*store)->get("A-2")) ? 0 : 1;
    return store.error().code == ErrorCode::io ? 0 : 2;
  });
  fs::permissions(dir, fs::perms(0755));
  CHECK(code == 0);
}

}  // namespace store_world::store_opening_test
