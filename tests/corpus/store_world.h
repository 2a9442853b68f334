// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the store share. STORE_TEST is a test of what a store promises wherever it lies: it runs over SQLite, and over
// PostgreSQL under a name that ends so.
//
// What needs a second process (locks, kill -9, another user) forks; a child opens its own Store and ends with _exit, because Catch's
// assertions and an inherited connection are both the parent's. For the same reason no test forks while it holds a Store open: SQLite in
// the child would believe that it holds the parent's locks.
#pragma once

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
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

#include "corpus/store.h"
#include "postgres/server.h"

// The body follows; it has `dir`, the Place.
#define STORE_TEST_OF(name, body)                                                            \
  static void body(const store_world::Place& dir);                                           \
  TEST_CASE(name) { body(store_world::Place()); }                                            \
  TEST_CASE(name " on PostgreSQL") {                                                         \
    if (postgres::available()) body(store_world::Place(store_world::Place::On::postgresql)); \
  }                                                                                          \
  static void body([[maybe_unused]] const store_world::Place& dir)
#define STORE_TEST(name) STORE_TEST_OF(name, INTERNAL_CATCH_UNIQUE_NAME(store_test_))

namespace store_world {

using namespace corpus;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

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

// A connection of its own to a SQLite database, for what happens behind the store's back.
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

// Where a store lies: a directory, and a database of a PostgreSQL server for a store that is not in it.
class Place {
 public:
  enum class On { sqlite, postgresql };
  explicit Place(On on = On::sqlite) : database_(on == On::postgresql ? std::make_unique<postgres::Database>() : nullptr) {}

  operator const fs::path&() const { return dir_; }
  fs::path operator/(std::string_view name) const { return dir_ / name; }

  On on() const { return database_ ? On::postgresql : On::sqlite; }
  const postgres::Database& database() const { return *database_; }
  Store::Options options(bool read_only = false, bool create = true) const {
    return {.directory = dir_, .read_only = read_only, .create = create, .url = database_ ? database_->url() : ""};
  }
  // As messages name it.
  std::string where() const { return database_ ? database_->shown() : (dir_ / "queqiao.db").string(); }
  // Changes it behind the store's back.
  void tamper(const std::string& statement) const {
    if (database_)
      database_->run(statement);
    else
      Stranger(dir_ / "queqiao.db").run(statement);
  }

 private:
  TempDir dir_;
  std::unique_ptr<postgres::Database> database_;
};

inline std::unique_ptr<Store> open_store(const Place& place) { return must(Store::open(place.options())); }
inline std::unique_ptr<Store> open_store(const fs::path& directory) { return must(Store::open({directory, false, true})); }
inline std::unique_ptr<Store> open_read_only(const Place& place) { return must(Store::open(place.options(true, false))); }
inline std::unique_ptr<Store> open_read_only(const fs::path& directory) { return must(Store::open({directory, true, false})); }

inline NewRecord record(std::string id, std::string body = "{}", std::string status = "published") {
  NewRecord r;
  r.id = std::move(id);
  r.status = std::move(status);
  r.visibility = "public";
  r.body = std::move(body);
  r.by = "test";
  return r;
}

inline std::vector<NewRecord> batch_of(std::string_view prefix, int batch, int size, std::string_view body = "{}") {
  std::vector<NewRecord> records;
  for (int i = 0; i < size; ++i) records.push_back(record(fmt::format("{}-{:05}-{:03}", prefix, batch, i), std::string(body)));
  return records;
}

inline PutResult put_one(Store& store, NewRecord r) { return must(store.put({std::move(r)})).front(); }

inline std::vector<std::string> scan_ids(const Store& store, const Store::ScanOptions& options = {}) {
  std::vector<std::string> ids;
  must(store.scan(options, [&](const StoredRecord& r) {
    ids.push_back(r.id);
    return true;
  }));
  return ids;
}

// Whether every batch written by batch_of(prefix, n, size) is there whole or not at all.
inline bool only_whole_batches(const Store& store, int size) {
  std::map<std::string, int> sizes;
  for (const auto& id : scan_ids(store)) ++sizes[id.substr(0, id.rfind('-'))];
  return std::ranges::all_of(sizes, [&](const auto& entry) { return entry.second == size; });
}

inline std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const fs::path& file, std::string_view text) { std::ofstream(file, std::ios::binary) << text; }

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

inline constexpr uid_t kNobody = 65534;

// Runs `work` as a user whom rights stop: root is not stopped by any.
template <class Work>
int as_plain_user(Work work) {
  return start_child([&] {
           if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) return 98;
           return work();
         })
      .wait();
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

}  // namespace store_world
