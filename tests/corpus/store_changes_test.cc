// SPDX-License-Identifier: GPL-3.0-or-later
// The change log, counts, and reading all of it.
#include "store_world.h"

namespace store_world::store_changes_test {

STORE_TEST("changes_since lists each write once, ascending, up to the limit") {
  auto store = open_store(dir);
  must(store->put({record("A-1"), record("A-2")}));
  put_one(*store, record("A-1", "{\"v\":2}"));
  must(store->set_status("A-2", "withdrawn", "", "x"));
  std::vector<std::string> seen;
  for (const auto& c : must(store->changes_since(0, 100))) seen.push_back(fmt::format("{} {} {}", c.seq, c.id, c.op));
  CHECK(seen == std::vector<std::string>{"1 A-1 put", "2 A-2 put", "3 A-1 put", "4 A-2 status"});
  CHECK(must(store->changes_since(2, 1)).front().seq == 3);
  CHECK(must(store->changes_since(4, 100)).empty());
  auto need = record("N-1");
  need.kind = Kind::need;
  must(store->put({need}));
  CHECK(must(store->changes_since(0, 100, Kind::need)).front().id == "N-1");
  CHECK(must(store->changes_since(0, 100, Kind::achievement)).size() == 4);
  CHECK(must(store->changes_since(0, 100, Kind::decision)).empty());
}

STORE_TEST("single changes are those that came by themselves or in a small import, also one that has not ended") {
  auto store = open_store(dir);
  const auto put_in = [&](std::int64_t batch, std::string_view prefix, int size) {
    auto rows = batch_of(prefix, 0, size);
    for (auto& row : rows) row.batch = batch;
    must(store->put(rows));
  };
  const auto singles = [&] {
    std::map<char, int> by_prefix;
    for (const auto& change : must(store->single_changes_since(0, 1000))) ++by_prefix[change.id.front()];
    std::string said;
    for (const auto& [prefix, count] : by_prefix) said += fmt::format("{}{} ", prefix, count);
    return said;
  };
  const auto large = must(store->begin_batch("large.csv", "{}")), small = must(store->begin_batch("small.csv", "{}"));
  put_in(large, "L", Store::kSmallBatch + 1);
  put_in(small, "S", 60);
  put_in(small, "T", Store::kSmallBatch - 60);
  put_in(small, "S", 60);  // as they are already: nothing is written
  put_one(*store, record("alone"));
  must(store->set_status("L-00000-007", "withdrawn", "", "x"));
  put_in(77, "X", 1);  // of an import that nobody began
  CHECK(singles() == "L1 S60 T40 a1 ");
  auto batches = must(store->batches(2));
  CHECK(batches.front().added == Store::kSmallBatch);
  CHECK(batches.front().changed == 0);
  CHECK(batches.front().finished_at.empty());
  CHECK(batches.back().added == Store::kSmallBatch + 1);
  // One record more, and it is an import like any other.
  auto changed = record("S-00000-000", "{\"v\":2}");
  changed.batch = small;
  put_one(*store, changed);
  CHECK(singles() == "L1 a1 ");
  batches = must(store->batches(1));
  CHECK(batches.front().changed == 1);
  // What it says in the end counts.
  batches.front().added = 3, batches.front().changed = 0;
  must(store->finish_batch(batches.front()));
  CHECK(singles() == "L1 S61 T40 a1 ");
  CHECK(must(store->single_changes_since(0, 2)).size() == 2);
  CHECK(must(store->single_changes_since(must(store->seq()), 2)).empty());
}

STORE_TEST("counts are by kind and status") {
  auto store = open_store(dir);
  auto need = record("N-1");
  need.kind = Kind::need;
  must(store->put({record("A-1"), record("A-2"), need, record("A-3", "{}", "submitted"), record("A-4", "{}", "withdrawn")}));
  const auto counts = must(store->counts());
  CHECK(counts.published.at(Kind::achievement) == 2);
  CHECK(counts.published.at(Kind::need) == 1);
  CHECK(counts.published.count(Kind::expert) == 0);
  CHECK(counts.submitted == 1);
  CHECK(counts.all == 5);
}

STORE_TEST("scan goes by bytes of the id, whatever the page, and keeps to kind, status and start") {
  auto store = open_store(dir);
  auto need = record("a-1");
  need.kind = Kind::need;
  must(store->put({need, record("成果-1"), record("Z-1", "{}", "submitted"), record("A-2"), record("A-1")}));
  for (const std::size_t page : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{1000}}) {
    Store::ScanOptions options;
    options.page = page;
    CHECK(scan_ids(*store, options) == std::vector<std::string>{"A-1", "A-2", "Z-1", "a-1", "成果-1"});
    options.kind = Kind::achievement;
    CHECK(scan_ids(*store, options) == std::vector<std::string>{"A-1", "A-2", "Z-1", "成果-1"});
    options.status = "published";
    options.after_id = "A-1";
    CHECK(scan_ids(*store, options) == std::vector<std::string>{"A-2", "成果-1"});
  }
}

STORE_TEST("scan stops when told and lets the visitor use the store") {
  auto store = open_store(dir);
  must(store->put(batch_of("A", 0, 10)));
  int visited = 0;
  must(store->scan({}, [&](const StoredRecord& r) {
    put_one(*store, record(r.id, "{\"seen\":true}"));
    return ++visited < 4;
  }));
  CHECK(visited == 4);
  CHECK(must(store->seq()) == 14);
}

STORE_TEST("scan gives every old record while a writer writes, and does not block it") {
  auto store = open_store(dir);
  must(store->put(batch_of("A", 0, 500)));
  std::atomic<bool> stop = false, failed = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    auto own = open_store(dir);
    for (int i = 0; !stop; ++i) {
      if (!own->put(batch_of("A", i % 3, 20, fmt::format("{{\"n\":{}}}", i)))) failed = true;
      ++written;
    }
  });
  std::vector<std::string> ids;
  int before = 0;
  must(store->scan({.kind = {}, .status = "", .after_id = "", .page = 7}, [&](const StoredRecord& r) {
    if (ids.empty()) before = written;
    ids.push_back(r.id);
    if (ids.size() == 250) wait_until([&] { return written > before + 2 || failed; });
    return true;
  }));
  stop = true;
  writer.join();
  CHECK_FALSE(failed);
  CHECK(written > before + 2);
  CHECK(std::ranges::is_sorted(ids));
  CHECK(std::ranges::adjacent_find(ids) == ids.end());
  const std::set<std::string> seen(ids.begin(), ids.end());
  for (const auto& old : batch_of("A", 0, 500)) REQUIRE(seen.contains(old.id));
}

}  // namespace store_world::store_changes_test
