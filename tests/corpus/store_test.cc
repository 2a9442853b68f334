// SPDX-License-Identifier: GPL-3.0-or-later
// The store as its callers meet it. What needs a second process (locks, kill -9, another user) forks; a child opens its own Store and
// ends with _exit, because Catch's assertions and an inherited SQLite connection are both the parent's. For the same reason no test
// forks while it holds a Store open: SQLite in the child would believe that it holds the parent's locks.
#include "corpus/store.h"

#include <fmt/core.h>
#include <grp.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

using namespace corpus;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

class TempDir {
 public:
  TempDir() {
    std::string name = (fs::temp_directory_path() / "queqiao-store-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
    fs::permissions(path_, fs::perms(0755));  // so that the tests of rights can look in as somebody else
  }
  ~TempDir() {
    std::error_code ec;
    fs::remove_all(path_, ec);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  operator const fs::path&() const { return path_; }
  fs::path operator/(std::string_view name) const { return path_ / name; }

 private:
  fs::path path_;
};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(to_text(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

template <class T>
Error error_of(const Result<T>& result) {
  REQUIRE_FALSE(result.has_value());
  return result.error();
}

std::unique_ptr<Store> open_store(const fs::path& directory) { return must(Store::open({directory, false, true})); }
std::unique_ptr<Store> open_read_only(const fs::path& directory) { return must(Store::open({directory, true, false})); }

NewRecord record(std::string id, std::string body = "{}", std::string status = "published") {
  NewRecord r;
  r.id = std::move(id);
  r.status = std::move(status);
  r.visibility = "public";
  r.body = std::move(body);
  r.by = "test";
  return r;
}

std::vector<NewRecord> batch_of(std::string_view prefix, int batch, int size, std::string_view body = "{}") {
  std::vector<NewRecord> records;
  for (int i = 0; i < size; ++i) records.push_back(record(fmt::format("{}-{:05}-{:03}", prefix, batch, i), std::string(body)));
  return records;
}

PutResult put_one(Store& store, NewRecord r) { return must(store.put({std::move(r)})).front(); }

std::vector<std::string> scan_ids(const Store& store, const Store::ScanOptions& options = {}) {
  std::vector<std::string> ids;
  must(store.scan(options, [&](const StoredRecord& r) {
    ids.push_back(r.id);
    return true;
  }));
  return ids;
}

// Whether every batch written by batch_of(prefix, n, size) is there whole or not at all.
bool only_whole_batches(const Store& store, int size) {
  std::map<std::string, int> sizes;
  for (const auto& id : scan_ids(store)) ++sizes[id.substr(0, id.rfind('-'))];
  return std::ranges::all_of(sizes, [&](const auto& entry) { return entry.second == size; });
}

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& file, std::string_view text) { std::ofstream(file, std::ios::binary) << text; }

// A connection of its own to a database, for what happens behind the store's back.
class Stranger {
 public:
  explicit Stranger(const fs::path& file) {
    if (::sqlite3_open(file.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("cannot open " + file.string());
  }
  ~Stranger() { ::sqlite3_close(db_); }
  Stranger(const Stranger&) = delete;
  Stranger& operator=(const Stranger&) = delete;
  void run(const std::string& statement) {
    if (::sqlite3_exec(db_, statement.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(::sqlite3_errmsg(db_));
  }

 private:
  sqlite3* db_ = nullptr;
};

void tamper(const fs::path& directory, const std::string& statement) { Stranger(directory / "queqiao.db").run(statement); }

// A child process. Whatever ends the test, a failed REQUIRE or a signal, ends the child: one left over would write for ever.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
  Child& operator=(Child&&) = delete;
  ~Child() {
    if (pid_ == 0) return;
    kill();
    wait();
  }
  void kill() const { ::kill(pid_, SIGKILL); }
  // The exit code, or 128 + the signal.
  int wait() {
    int status = 0;
    ::waitpid(std::exchange(pid_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_;
};

// Runs `work` in a child, which ends with its answer as the exit code; 99 for an exception.
template <class Work>
Child start_child(Work work) {
  const pid_t parent = ::getpid(), pid = ::fork();
  if (pid != 0) return Child(pid);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(97);
  int code = 99;
  try {
    code = work();
  } catch (const std::exception& e) {
    fmt::print(stderr, "child: {}\n", e.what());
  }
  ::_exit(code);
}

constexpr uid_t kNobody = 65534;

// Runs `work` as a user whom rights stop: root is not stopped by any.
template <class Work>
int as_plain_user(Work work) {
  return start_child([&] {
    if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) return 98;
    return work();
  }).wait();
}

template <class Condition>
bool wait_until(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + 120s;
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

}  // namespace

// ---- records

TEST_CASE("a record that was put is got back as it was") {
  TempDir dir;
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

TEST_CASE("an id that is not there is not an error") {
  TempDir dir;
  auto store = open_store(dir);
  CHECK_FALSE(must(store->get("A-1")).has_value());
  CHECK_FALSE(must(store->get(std::string("A\0", 2))).has_value());
  CHECK(must(store->history("A-1")).empty());
}

TEST_CASE("get_many answers in the order asked and leaves out what is not there") {
  TempDir dir;
  auto store = open_store(dir);
  must(store->put({record("A-1"), record("A-2"), record("A-3")}));
  const auto found = must(store->get_many({"A-3", "A-9", "A-1"}));
  REQUIRE(found.size() == 2);
  CHECK(found[0].id == "A-3");
  CHECK(found[1].id == "A-1");
}

TEST_CASE("an unchanged put writes nothing and answers with the number there is") {
  TempDir dir;
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

TEST_CASE("a put with the same body but another status or visibility is a change") {
  TempDir dir;
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

TEST_CASE("history holds every version, newest first") {
  TempDir dir;
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

TEST_CASE("one id twice in a batch is two writes, the later one stands") {
  TempDir dir;
  auto store = open_store(dir);
  const auto results = must(store->put({record("A-1", "{\"v\":1}"), record("A-1", "{\"v\":2}"), record("A-1", "{\"v\":2}")}));
  CHECK(results[0].outcome == PutOutcome::added);
  CHECK(results[1].outcome == PutOutcome::changed);
  CHECK(results[2].outcome == PutOutcome::unchanged);
  CHECK(results[2].seq == 2);
  CHECK(must(store->get("A-1"))->body == "{\"v\":2}");
}

TEST_CASE("a batch is written whole or not at all") {
  TempDir dir;
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

TEST_CASE("an empty batch is no work") {
  TempDir dir;
  CHECK(must(open_store(dir)->put({})).empty());
}

TEST_CASE("an id stays with its kind") {
  TempDir dir;
  auto store = open_store(dir);
  put_one(*store, record("X-1"));
  auto need = record("X-1");
  need.kind = Kind::need;
  const auto error = error_of(store->put({need}));
  CHECK(error.code == ErrorCode::conflict);
  CHECK(to_text(error) == "X-1: this id belongs to a record of kind achievement, not need\n  hint: give the record an id of its own");
}

TEST_CASE("a status moves once and is not found or in conflict otherwise") {
  TempDir dir;
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

TEST_CASE("text with NUL is refused by every door") {
  TempDir dir;
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

TEST_CASE("a record needs an id and a status") {
  TempDir dir;
  auto store = open_store(dir);
  CHECK(to_text(error_of(store->put({record("")}))) == "id: a record needs an id");
  CHECK(to_text(error_of(store->put({record("A-1", "{}", "")}))) == "A-1: a record needs a status");
}

// ---- changes, counts, scan

TEST_CASE("changes_since lists each write once, ascending, up to the limit") {
  TempDir dir;
  auto store = open_store(dir);
  must(store->put({record("A-1"), record("A-2")}));
  put_one(*store, record("A-1", "{\"v\":2}"));
  must(store->set_status("A-2", "withdrawn", "", "x"));
  std::vector<std::string> seen;
  for (const auto& c : must(store->changes_since(0, 100))) seen.push_back(fmt::format("{} {} {}", c.seq, c.id, c.op));
  CHECK(seen == std::vector<std::string>{"1 A-1 put", "2 A-2 put", "3 A-1 put", "4 A-2 status"});
  CHECK(must(store->changes_since(2, 1)).front().seq == 3);
  CHECK(must(store->changes_since(4, 100)).empty());
}

TEST_CASE("counts are by kind and status") {
  TempDir dir;
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

TEST_CASE("scan goes by bytes of the id, whatever the page, and keeps to kind, status and start") {
  TempDir dir;
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

TEST_CASE("scan stops when told and lets the visitor use the store") {
  TempDir dir;
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

TEST_CASE("scan gives every old record while a writer writes, and does not block it") {
  TempDir dir;
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

// ---- many writers

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

bool write_batches(const fs::path& dir, int writer) {
  auto store = must(patiently([&] { return Store::open({dir, false, true}); }));
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

TEST_CASE("a reader misses nothing of eight writing threads, each with its own store") {
  TempDir dir;
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

TEST_CASE("a reader misses nothing of eight writing processes, which also create the database together") {
  TempDir dir;
  std::vector<Child> children;
  for (int w = 0; w < kWriters; ++w) children.push_back(start_child([&, w] { return write_batches(dir, w) ? 0 : 1; }));
  auto store = must(patiently([&] { return Store::open({dir, false, true}); }));
  const auto seen = poll_until(*store, kAllWrites);
  for (auto& child : children) CHECK(child.wait() == 0);
  CHECK(seen == one_to(kAllWrites));
  CHECK(must(store->verify()).empty());
}

TEST_CASE("one store may be shared between threads") {
  TempDir dir;
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

TEST_CASE("a writer that finds the database locked waits, then answers busy") {
  TempDir dir;
  auto store = open_store(dir);
  Stranger other(dir / "queqiao.db");
  other.run("BEGIN IMMEDIATE");
  const auto start = std::chrono::steady_clock::now();
  const auto error = error_of(store->put({record("A-1")}));
  const auto waited = std::chrono::steady_clock::now() - start;
  CHECK(error.code == ErrorCode::busy);
  CHECK(to_text(error) == (dir / "queqiao.db").string() +
                              ": another process is writing to the database\n"
                              "  hint: an import, a backup or the service may be at work; wait for it and repeat");
  CHECK(waited >= 4s);
  CHECK(must(store->seq()) == 0);  // readers are not stopped
  other.run("ROLLBACK");
  CHECK(put_one(*store, record("A-1")).seq == 1);
}

TEST_CASE("kill -9 in the middle of batches leaves whole batches only") {
  TempDir dir;
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

// ---- opening

TEST_CASE("a store is there again after it was closed") {
  TempDir dir;
  const fs::path data = dir / "数据 a=1 50%?#\"'";  // all that means something in a connection string or a URI
  put_one(*open_store(data), record("A-1"));
  CHECK(fs::exists(data / "queqiao.db"));
  auto store = open_store(data);
  CHECK(must(store->get("A-1")).has_value());
  CHECK(store->directory() == data);
}

TEST_CASE("a database of a newer program is refused and not touched") {
  TempDir dir;
  put_one(*open_store(dir), record("A-1"));
  tamper(dir, "update meta set value = '99' where key = 'schema_version'");
  tamper(dir, "PRAGMA wal_checkpoint(TRUNCATE)");
  const auto before = contents(dir / "queqiao.db");
  for (const bool read_only : {false, true}) {
    const auto error = error_of(Store::open({dir, read_only, true}));
    CHECK(error.code == ErrorCode::version_mismatch);
    CHECK(to_text(error) == (dir / "queqiao.db").string() +
                                ": the database has schema version 99, this program reads up to 2\n"
                                "  hint: use the newer program that wrote it; nothing was changed");
  }
  CHECK(contents(dir / "queqiao.db") == before);
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
  tamper(dir, "create table shopping (item text)");
  CHECK(to_text(error_of(Store::open({dir, false, true}))) ==
        where + ": this is a database, but not one of Queqiao\n  hint: give another data directory");
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
    CHECK(to_text(error) == (dir / "data/queqiao.db").string() +
                                ": there is no database here\n  hint: import records first, or give another data directory");
  }
  CHECK_FALSE(fs::exists(dir / "data"));
}

TEST_CASE("a store opened read-only reads beside a writer and refuses to write") {
  TempDir dir;
  auto writer = open_store(dir);
  put_one(*writer, record("A-1"));
  auto reader = open_read_only(dir);
  CHECK(must(reader->get("A-1")).has_value());
  put_one(*writer, record("A-2"));
  CHECK(must(reader->seq()) == 2);
  CHECK(must(reader->get("A-2")).has_value());
  const auto error = error_of(reader->put({record("A-3")}));
  CHECK(error.code == ErrorCode::io);
  CHECK(to_text(error) == (dir / "queqiao.db").string() +
                              ": the database cannot be written\n  hint: it was opened for reading, or this user may not write there");
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
    auto store = open_read_only(dir);
    if (!must(store->get("A-1"))) return 2;
    if (!must(store->verify()).empty()) return 3;
    return fs::exists(dir / "queqiao.db-shm") ? 4 : 0;
  });
  fs::permissions(dir, fs::perms(0755));
  CHECK(code == 0);
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

// ---- batches, jobs, counters

TEST_CASE("an import batch is begun, finished and listed newest first") {
  TempDir dir;
  auto store = open_store(dir);
  CHECK(must(store->begin_batch("成果.xlsx", "{\"kind\":\"achievement\"}")) == 1);
  Batch batch;
  batch.id = must(store->begin_batch("b.csv", "{}"));
  batch.added = 3, batch.changed = 2, batch.unchanged = 1, batch.rejected = 4;
  must(store->finish_batch(batch));
  const auto batches = must(store->batches(10));
  REQUIRE(batches.size() == 2);
  CHECK(batches[0].source == "b.csv");
  CHECK(batches[0].added == 3);
  CHECK(batches[0].changed == 2);
  CHECK(batches[0].unchanged == 1);
  CHECK(batches[0].rejected == 4);
  CHECK(batches[0].finished_at.size() == 20);
  CHECK(batches[1].source == "成果.xlsx");
  CHECK(batches[1].options == "{\"kind\":\"achievement\"}");
  CHECK(batches[1].finished_at.empty());
  CHECK(must(store->batches(1)).size() == 1);
  batch.id = 77;
  CHECK(to_text(error_of(store->finish_batch(batch))) == "77: there is no import batch with this number");
}

TEST_CASE("a job reports and is finished when done or failed") {
  TempDir dir;
  auto store = open_store(dir);
  auto job = must(store->start_job("build"));
  CHECK(job.id == "J-000001");
  CHECK(job.state == "running");
  job.phase = "analyse", job.done = 10, job.total = 100;
  must(store->update_job(job));
  CHECK(must(store->jobs(10)).front().finished_at.empty());
  job.state = "failed", job.message = "磁盘已满";
  must(store->update_job(job));
  must(store->start_job("import"));
  const auto jobs = must(store->jobs(10));
  REQUIRE(jobs.size() == 2);
  CHECK(jobs[0].id == "J-000002");
  CHECK(jobs[1].kind == "build");
  CHECK(jobs[1].phase == "analyse");
  CHECK(jobs[1].done == 10);
  CHECK(jobs[1].total == 100);
  CHECK(jobs[1].message == "磁盘已满");
  CHECK(jobs[1].finished_at.size() == 20);
  job.id = "J-000009";
  CHECK(to_text(error_of(store->update_job(job))) == "J-000009: there is no job with this id");
}

TEST_CASE("named counters start at 1 and go on after a restart; the store's own cannot be taken") {
  TempDir dir;
  {
    auto store = open_store(dir);
    CHECK(must(store->next_number("receipt")) == 1);
    CHECK(must(store->next_number("receipt")) == 2);
    CHECK(must(store->next_number("achievement-20260305")) == 1);
    CHECK(error_of(store->next_number("store.seq")).code == ErrorCode::invalid_argument);
    CHECK(error_of(store->next_number("")).code == ErrorCode::invalid_argument);
  }
  CHECK(must(open_store(dir)->next_number("receipt")) == 3);
}

// ---- backup and restore

TEST_CASE("a backup taken while others write is consistent and can be restored") {
  TempDir dir, elsewhere;
  auto store = open_store(dir / "data");
  for (int b = 0; b < 20; ++b) must(store->put(batch_of("B", b, 100, std::string(900, 'x'))));
  std::atomic<bool> stop = false, failed = false;
  std::thread writer([&] {
    auto own = open_store(dir / "data");
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

TEST_CASE("a backup never overwrites, and a failed one leaves nothing") {
  TempDir dir;
  auto store = open_store(dir / "data");
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
  CHECK(to_text(error) == (dir / "data/queqiao.db").string() +
                              ": the database is in use\n  hint: stop the service and every import, then repeat");
  CHECK(must(store->counts()).all == 2);
  CHECK(put_one(*store, record("A-3")).seq == 3);
}

// ---- verify

TEST_CASE("verify finds what was changed behind the store's back") {
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
    TempDir dir;
    auto store = open_store(dir);
    must(store->put({record("A-1"), record("A-2", "{\"price\":900}", "submitted"), record("A-3")}));
    CHECK(must(store->verify()).empty());
    tamper(dir, row.statement);
    CHECK_THAT(must(store->verify()), Catch::VectorContains(std::string(row.finding)));
  }
}

TEST_CASE("verify names twenty of a kind and counts the rest") {
  TempDir dir;
  auto store = open_store(dir);
  must(store->put(batch_of("A", 0, 50)));
  tamper(dir, "update record_version set body = 'x'");
  const auto findings = must(store->verify());
  REQUIRE(findings.size() == 21);
  CHECK(findings.back() == "… and 30 more of these");
}

TEST_CASE("the change log refuses to be rewritten") {
  TempDir dir;
  auto store = open_store(dir);
  put_one(*store, record("A-1"));
  CHECK_THROWS_WITH(tamper(dir, "update change_log set id = 'A-2'"), Catch::Contains("change_log is append-only"));
  CHECK_THROWS_WITH(tamper(dir, "delete from change_log"), Catch::Contains("change_log is append-only"));
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

// ---- small functions

TEST_CASE("the hash of a body is BLAKE2b-128 in hexadecimal") {
  CHECK(content_hash("") == "cae66941d9efbd404e4d88758ea67670");  // of the reference implementation, b2sum -l 128
  CHECK(content_hash("{}").size() == 32);
  CHECK(content_hash("{}") != content_hash("{ }"));
}
