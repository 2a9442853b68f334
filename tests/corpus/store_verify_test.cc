// SPDX-License-Identifier: GPL-3.0-or-later
// The check of the store against what it promises.
#include "store_world.h"

namespace store_world::store_verify_test {

STORE_TEST("verify finds what was changed behind the store's back") {
  struct Row {
    const char* statement;
    const char* finding;
  };
  const Row rows[] = {
      {"update record_version set body = '{\"price\":1}' where id = 'A-2'", "record A-2: version 1 does not match its hash"},
      {"update record set status = 'published' where id = 'A-2'", "record A-2: it differs from its latest version in the history"},
      {"delete from record where id = 'A-2'", "record A-2: there is a history, but no record"},
      {"update counter set value = 1 where name = 'store.seq'", "counter 1: the change log has higher numbers"},
      {"insert into change_log (seq, id, kind, op, at) values (9, 'A-2', 'need', 'put', '')",
       "change 9: the history has no version for it"},
  };
  for (const auto& row : rows) {
    const Place own(dir.on());
    auto store = open_store(own);
    must(store->put({record("A-1"), record("A-2", "{\"price\":900}", "submitted"), record("A-3")}));
    CHECK(must(store->verify()).empty());
    own.tamper(row.statement);
    CHECK_THAT(must(store->verify()), Catch::VectorContains(std::string(row.finding)));
  }
}

STORE_TEST("verify names twenty of a kind and counts the rest") {
  auto store = open_store(dir);
  must(store->put(batch_of("A", 0, 50)));
  dir.tamper("update record_version set body = 'x'");
  const auto findings = must(store->verify());
  REQUIRE(findings.size() == 21);
  CHECK(findings.back() == "… and 30 more of these");
}

STORE_TEST("the change log refuses to be rewritten") {
  auto store = open_store(dir);
  put_one(*store, record("A-1"));
  CHECK_THROWS_WITH(dir.tamper("update change_log set id = 'A-2'"), Catch::Contains("change_log is append-only"));
  CHECK_THROWS_WITH(dir.tamper("delete from change_log"), Catch::Contains("change_log is append-only"));
  if (dir.on() == Place::On::postgresql) CHECK_THROWS_WITH(dir.tamper("truncate change_log"), Catch::Contains("change_log is append-only"));
}

TEST_CASE("a damaged page is found") {
  TempDir dir;
  {
    auto store = open_store(dir);
    must(store->put(batch_of("A", 0, 500, std::string(900, 'x'))));
  }
  std::fstream file(dir / "queqiao.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(40 * 4096);
  file << std::string(8192, 'Z');
  file.close();
  const auto found = open_store(dir)->verify();
  CHECK((!found || !found->empty()));
}

}  // namespace store_world::store_verify_test
