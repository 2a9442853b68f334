// SPDX-License-Identifier: GPL-3.0-or-later
// Records: written, read, versions of them.
#include "store_world.h"

namespace store_world::store_records_test {

STORE_TEST("a record that was put is got back as it was") {
  auto store = open_store(dir);
  auto r = record("N-1", "{\"title\":\"高温合金 “去应力”\"}", "submitted");
  r.kind = Kind::need;
  r.visibility = "restricted";
  const auto result = put_one(*store, r);
  CHECK(result.outcome == PutOutcome::added);
  CHECK(result.seq == 1);

  const auto got = must(store->get("N-1"));
  REQUIRE(got);
  CHECK(got->id == "N-1");
  CHECK(got->kind == Kind::need);
  CHECK(got->status == "submitted");
  CHECK(got->visibility == "restricted");
  CHECK(got->seq == 1);
  CHECK(got->version == 1);
  CHECK(got->body == r.body);
  CHECK(got->hash == content_hash(r.body));
  CHECK(got->changed_at.size() == 20);
  CHECK(got->changed_at.back() == 'Z');
}

STORE_TEST("an id that is not there is not an error") {
  auto store = open_store(dir);
  CHECK_FALSE(must(store->get("A-1")).has_value());
  CHECK_FALSE(must(store->get(std::string("A\0", 2))).has_value());
  CHECK(must(store->history("A-1")).empty());
}

STORE_TEST("get_many answers in the order asked and leaves out what is not there") {
  auto store = open_store(dir);
  must(store->put({record("A-1"), record("A-2"), record("A-3")}));
  const auto found = must(store->get_many({"A-3", "A-9", "A-1"}));
  REQUIRE(found.size() == 2);
  CHECK(found[0].id == "A-3");
  CHECK(found[1].id == "A-1");
}

STORE_TEST("an unchanged put writes nothing and answers with the number there is") {
  auto store = open_store(dir);
  put_one(*store, record("A-1", "{\"a\":1}"));
  put_one(*store, record("A-2", "{\"a\":2}"));
  const auto again = put_one(*store, record("A-1", "{\"a\":1}"));
  CHECK(again.outcome == PutOutcome::unchanged);
  CHECK(again.seq == 1);
  CHECK(must(store->seq()) == 2);
  CHECK(must(store->changes_since(0, 10)).size() == 2);
  CHECK(must(store->history("A-1")).size() == 1);
}

STORE_TEST("a put with the same body but another status or visibility is a change") {
  auto store = open_store(dir);
  put_one(*store, record("A-1", "{}", "submitted"));
  CHECK(put_one(*store, record("A-1", "{}", "published")).outcome == PutOutcome::changed);
  auto restricted = record("A-1", "{}", "published");
  restricted.visibility = "restricted";
  const auto result = put_one(*store, restricted);
  CHECK(result.outcome == PutOutcome::changed);
  CHECK(result.seq == 3);
  CHECK(must(store->get("A-1"))->visibility == "restricted");
}

STORE_TEST("history holds every version, newest first") {
  auto store = open_store(dir);
  put_one(*store, record("A-1", "{\"v\":1}", "submitted"));
  put_one(*store, record("A-1", "{\"v\":2}", "submitted"));
  must(store->set_status("A-1", "published", "形式审核通过", "张三"));
  const auto versions = must(store->history("A-1"));
  REQUIRE(versions.size() == 3);
  CHECK(versions[0].version == 3);
  CHECK(versions[0].status == "published");
  CHECK(versions[0].body == "{\"v\":2}");
  CHECK(versions[1].version == 2);
  CHECK(versions[1].status == "submitted");
  CHECK(versions[2].body == "{\"v\":1}");
  CHECK(versions[2].hash == content_hash("{\"v\":1}"));
}

STORE_TEST("one id twice in a batch is two writes, the later one stands") {
  auto store = open_store(dir);
  const auto results = must(store->put({record("A-1", "{\"v\":1}"), record("A-1", "{\"v\":2}"), record("A-1", "{\"v\":2}")}));
  CHECK(results[0].outcome == PutOutcome::added);
  CHECK(results[1].outcome == PutOutcome::changed);
  CHECK(results[2].outcome == PutOutcome::unchanged);
  CHECK(results[2].seq == 2);
  CHECK(must(store->get("A-1"))->body == "{\"v\":2}");
}

STORE_TEST("a batch is written whole or not at all") {
  auto store = open_store(dir);
  put_one(*store, record("A-5"));
  auto batch = batch_of("B", 1, 10);
  batch.push_back(record("A-5"));
  batch.back().must_be_new = true;
  const auto error = error_of(store->put(batch));
  CHECK(to_text(error) == "A-5: this id is taken\n  hint: leave the id out to be given one");
  CHECK(error.code == ErrorCode::conflict);
  CHECK(must(store->seq()) == 1);
  CHECK(scan_ids(*store) == std::vector<std::string>{"A-5"});
  CHECK(put_one(*store, record("A-6")).seq == 2);  // no number was used up
}

STORE_TEST("an empty batch is no work") { CHECK(must(open_store(dir)->put({})).empty()); }

STORE_TEST("an id stays with its kind") {
  auto store = open_store(dir);
  put_one(*store, record("X-1"));
  auto need = record("X-1");
  need.kind = Kind::need;
  const auto error = error_of(store->put({need}));
  CHECK(error.code == ErrorCode::conflict);
  CHECK(to_text(error) == "X-1: this id belongs to a record of kind achievement, not need\n  hint: give the record an id of its own");
}

STORE_TEST("a status moves once and is not found or in conflict otherwise") {
  auto store = open_store(dir);
  put_one(*store, record("A-1", "{\"v\":1}", "submitted"));
  CHECK(must(store->set_status("A-1", "published", "", "张三")) == 2);
  CHECK(must(store->get("A-1"))->status == "published");
  CHECK(must(store->get("A-1"))->version == 2);
  const auto again = error_of(store->set_status("A-1", "published", "", "李四"));
  CHECK(again.code == ErrorCode::conflict);
  CHECK(to_text(again) == "A-1: the record is published already\n  hint: somebody may have been quicker");
  const auto missing = error_of(store->set_status("A-2", "published", "", "李四"));
  CHECK(missing.code == ErrorCode::not_found);
  CHECK(to_text(missing) == "A-2: there is no record with this id");
  CHECK(must(store->seq()) == 2);
}

STORE_TEST("text with NUL is refused by every door") {
  auto store = open_store(dir);
  const std::string nul("a\0b", 3);
  CHECK(to_text(error_of(store->put({record("A-1", nul)}))) ==
        "body: the text contains a NUL character\n  hint: remove it; no database keeps it");
  CHECK(error_of(store->put({record(nul)})).code == ErrorCode::invalid_argument);
  CHECK(error_of(store->set_status("A-1", "published", nul, "x")).code == ErrorCode::invalid_argument);
  CHECK(error_of(store->begin_batch(nul, "{}")).code == ErrorCode::invalid_argument);
  CHECK(error_of(store->start_job(nul)).code == ErrorCode::invalid_argument);
  CHECK(error_of(store->next_number(nul)).code == ErrorCode::invalid_argument);
  CHECK(error_of(store->add_token({"id", nul, "read", "00", "", ""})).code == ErrorCode::invalid_argument);
  CHECK(must(store->seq()) == 0);
}

STORE_TEST("a record needs an id and a status") {
  auto store = open_store(dir);
  CHECK(to_text(error_of(store->put({record("")}))) == "id: a record needs an id");
  CHECK(to_text(error_of(store->put({record("A-1", "{}", "")}))) == "A-1: a record needs a status");
}

TEST_CASE("the hash of a body is BLAKE2b-128 in hexadecimal") {
  CHECK(content_hash("") == "cae66941d9efbd404e4d88758ea67670");  // of the reference implementation, b2sum -l 128
  CHECK(content_hash("{}").size() == 32);
  CHECK(content_hash("{}") != content_hash("{ }"));
}

}  // namespace store_world::store_records_test
