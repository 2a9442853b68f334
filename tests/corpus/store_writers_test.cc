// SPDX-License-Identifier: GPL-3.0-or-later
// Many writers at once, and one that is killed.
#include "store_world.h"

namespace store_world::store_writers_test {

namespace {

constexpr int kWriters = 8, kBatches = 12, kBatchSize = 10;
constexpr Seq kAllWrites = Seq{kWriters} * kBatches * kBatchSize;

// Does as `busy` says: waits and repeats. On a loaded machine one of nine processes may be passed over for longer than a store waits.
template <class Act>
auto patiently(const Act& act) {
  auto done = act();
  wait_until([&] {
    if (done || done.error().code != ErrorCode::busy) return true;
    done = act();
    return false;
  });
  return done;
}

bool write_batches(const Place& dir, int writer) {
  auto store = must(patiently([&] { return Store::open(dir.options()); }));
  for (int b = 0; b < kBatches; ++b)
    if (!patiently([&] { return store->put(batch_of(fmt::format("W{}", writer), b, kBatchSize)); })) return false;
  return true;
}

// Polls as `follow` does: each time from the last number seen. A number that became visible late would be missing from the answer.
std::vector<Seq> poll_until(const Store& store, Seq last) {
  std::vector<Seq> seen;
  wait_until([&] {
    for (const auto& c : must(store.changes_since(seen.empty() ? 0 : seen.back(), 17))) seen.push_back(c.seq);
    return !seen.empty() && seen.back() >= last;
  });
  return seen;
}

std::vector<Seq> one_to(Seq last) {
  std::vector<Seq> all;
  for (Seq s = 1; s <= last; ++s) all.push_back(s);
  return all;
}

}  // namespace

STORE_TEST("a reader misses nothing of eight writing threads, each with its own store") {
  auto store = open_store(dir);
  std::atomic<int> good = 0;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w)
    writers.emplace_back([&, w] {
      if (write_batches(dir, w)) ++good;
    });
  const auto seen = poll_until(*store, kAllWrites);
  for (auto& t : writers) t.join();
  CHECK(good == kWriters);
  CHECK(seen == one_to(kAllWrites));
  CHECK(must(store->verify()).empty());
}

STORE_TEST("a reader misses nothing of eight writing processes, which also create the database together") {
  std::vector<Child> children;
  for (int w = 0; w < kWriters; ++w) children.push_back(start_child([&, w] { return write_batches(dir, w) ? 0 : 1; }));
  auto store = must(patiently([&] { return Store::open(dir.options()); }));
  const auto seen = poll_until(*store, kAllWrites);
  for (auto& child : children) CHECK(child.wait() == 0);
  CHECK(seen == one_to(kAllWrites));
  CHECK(must(store->verify()).empty());
}

STORE_TEST("one store may be shared between threads") {
  auto store = open_store(dir);
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        if (!store->put(batch_of(fmt::format("T{}", t), i, 2))) ++failures;
        const auto got = store->get(fmt::format("T{}-{:05}-000", t, i));
        if (!got || !*got || !store->counts() || !store->next_number("receipt")) ++failures;
      }
    });
  for (auto& t : threads) t.join();
  CHECK(failures == 0);
  CHECK(must(store->seq()) == 200);
  CHECK(must(store->next_number("receipt")) == 101);
}

STORE_TEST("a writer that finds the database locked waits, then answers busy") {
  auto store = open_store(dir);
  std::optional<Stranger> file;
  std::optional<postgres::Link> link;
  const auto other = [&](const char* statement) { link ? void(link->run(statement)) : file->run(statement); };
  if (dir.on() == Place::On::sqlite) {
    file.emplace(dir / "queqiao.db");
    other("BEGIN IMMEDIATE");
  } else {
    link.emplace(dir.database().url());
    other("BEGIN");
    other("select value from counter where name = 'store.seq' for update");
  }
  const auto start = std::chrono::steady_clock::now();
  const auto error = error_of(store->put({record("A-1")}));
  const auto waited = std::chrono::steady_clock::now() - start;
  CHECK(error.code == ErrorCode::busy);
  CHECK(to_text(error) == dir.where() +
                              ": another process is writing to the database\n"
                              "  hint: an import, a backup or the service may be at work; wait for it and repeat");
  CHECK(waited >= 4s);
  CHECK(must(store->seq()) == 0);  // readers are not stopped
  other("ROLLBACK");
  CHECK(put_one(*store, record("A-1")).seq == 1);
}

STORE_TEST("kill -9 in the middle of batches leaves whole batches only") {
  constexpr int kSize = 200;
  for (int round = 0; round < 3; ++round) {
    Child child = start_child([&] {
      auto own = open_store(dir);
      for (int b = 0; b < 100; ++b) must(own->put(batch_of(fmt::format("K{}", round), b, kSize, std::string(900, 'x'))));
      return ::pause();  // so far it comes only where this process was kept waiting
    });
    {
      auto watcher = open_store(dir);
      const Seq before = must(watcher->seq());
      REQUIRE(wait_until([&] { return must(watcher->seq()) > before + 5 * kSize; }));
    }
    std::this_thread::sleep_for(std::chrono::microseconds(700 * round));
    child.kill();
    CHECK(child.wait() == 128 + SIGKILL);
    auto store = open_store(dir);
    CHECK(only_whole_batches(*store, kSize));
    CHECK(must(store->verify()).empty());
    CHECK(must(store->seq()) == must(store->counts()).all);
  }
}

}  // namespace store_world::store_writers_test
