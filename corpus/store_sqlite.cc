// SPDX-License-Identifier: GPL-3.0-or-later
// One rule holds for all of this file and its callers: a database file is never opened except through SQLite while the process may
// have it open, not even to look at its first bytes. POSIX locks belong to the process and fall when *any* descriptor of the file is
// closed, so a harmless peek would silently drop SQLite's lock (sqlite.org/howtocorrupt.html, 2.2).
#include "corpus/store_sqlite.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>
#include <vector>

#include "corpus/store_dialect.h"
#include "corpus/store_fault.h"

namespace corpus::sqlite {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kBusyWait = std::chrono::milliseconds(5000);
constexpr auto kBusyLook = std::chrono::milliseconds(2);
constexpr int kPagesPerStep = 1024;  // 4 MiB

sqlite_api::sqlite3* handle(soci::session& sql) { return static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_; }

// A file name as an address: everything that means something to SQLite's URI parser or to SOCI's list of key=value is written %XX.
std::string encode(const fs::path& file) {
  const std::string path = fs::absolute(file).lexically_normal().string();
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || c == '/' || c == '.' || c == '-' || c == '_') out += c;
    else out += fmt::format("%{:02X}", byte);
  }
  return out;
}

std::string uri(const fs::path& file, std::string_view mode) { return fmt::format("file:{}?mode={}", encode(file), mode); }

// Called by SQLite while another holds the lock; 0 gives up. SQLite's own handler sleeps up to 100 ms between looks and starves beside a
// writer that begins its next transaction right after the last, since the lock is free for a moment only: five seconds were not always
// enough to get in. Looking every 2 ms, 534 single puts beside a tight loop of 2,000-record batches waited 43 ms in the median, 748 ms
// at most.
int wait_for_lock(void*, int looks) {
  thread_local Clock::time_point started;
  if (looks == 0) started = Clock::now();
  if (Clock::now() - started > kBusyWait) return 0;
  std::this_thread::sleep_for(kBusyLook);
  return 1;
}

[[noreturn]] void throw_last(sqlite_api::sqlite3* db) {
  throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(db), sqlite_api::sqlite3_errcode(db));
}

std::string journal_mode(soci::session& sql, const char* wanted) {
  std::string mode;
  sql << "PRAGMA journal_mode" << wanted, soci::into(mode);
  return mode;
}

bool is_busy(const soci::sqlite3_soci_error& e) { return (e.result() & 0xff) == SQLITE_BUSY; }

bool file_is_empty_or_missing(const fs::path& file) {
  std::error_code ec;
  const auto size = fs::file_size(file, ec);
  return ec || size == 0;
}

void copy_pages(sqlite_api::sqlite3* source, sqlite_api::sqlite3* target) {
  auto* backup = sqlite_api::sqlite3_backup_init(target, "main", source, "main");
  if (backup == nullptr) throw_last(target);
  while (sqlite_api::sqlite3_backup_step(backup, kPagesPerStep) == SQLITE_OK) {
  }
  if (sqlite_api::sqlite3_backup_finish(backup) != SQLITE_OK) throw_last(target);
}

void sync_to_disk(const fs::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int error = errno;
  if (fd >= 0) ::close(fd);
  if (!synced) throw fs::filesystem_error("fsync", file, std::error_code(error, std::generic_category()));
}

}  // namespace

std::string uri_to_create(const fs::path& file) { return uri(file, "rwc"); }
std::string uri_existing(const fs::path& file) { return uri(file, "rw"); }
std::string uri_read_only(const fs::path& file) { return uri(file, "ro"); }

// synchronous=FULL: in WAL mode NORMAL does not sync at commit, so a power cut could take back what a submitter has a receipt for.
// It costs one fsync per transaction, which a batch of 2,000 does not feel (figures in store.cc).
void connect(soci::session& sql, const std::string& uri) {
  sql.open(soci::sqlite3, "db=" + uri);
  sqlite_api::sqlite3_busy_handler(handle(sql), wait_for_lock, nullptr);
  sql << "PRAGMA foreign_keys = ON";
  sql << "PRAGMA synchronous = FULL";
  sql << "PRAGMA cache_size = -16000";             // 16 MB: the upper pages of all indexes of a million records
  // 64 MB of WAL before it is written back, not SQLite's 4: an import touches the same index pages again and again, and writing them
  // back once instead of sixteen times made it a third faster. A file grown longer is cut to that size.
  sql << "PRAGMA wal_autocheckpoint = 16000";
  sql << "PRAGMA journal_size_limit = 67108864";
}

namespace {

// The first read opens the file. Where it fails the session is closed, so that the next try finds it so.
void connect_and_look(soci::session& sql, const std::string& address) {
  try {
    connect(sql, address);
    sqlite_dialect().table_names(sql);
  } catch (...) {
    sql.close();
    throw;
  }
}

}  // namespace

// A WAL database wants to create its -shm file even for a reader. On a read-only mount or in a foreign directory it cannot, and then
// `immutable` is the only way in: no locks, no WAL, right only as long as nobody writes. So it is taken only where the plain way has
// failed *and* there is no WAL, which a living writer would have; with one the file alone is not the whole database. A service that reads so
// for weeks looks before each read whether a writer has come (Store::Impl::session).
bool connect_read_only(soci::session& sql, const fs::path& file) {
  const auto address = uri_read_only(file);
  try {
    connect_and_look(sql, address);
    return false;
  } catch (const soci::sqlite3_soci_error& e) {
    const int code = e.result() & 0xff;
    const bool no_place_for_shm = code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
    if (!no_place_for_shm || !file_is_empty_or_missing(file.string() + "-wal")) throw;
  }
  connect_and_look(sql, address + "&immutable=1");
  return true;
}

// By stat alone: it opens nothing, so no lock falls (head of this file).
std::string state_of(const fs::path& file) {
  std::string state;
  for (const std::string& name : {file.string(), file.string() + "-wal"}) {
    struct stat now = {};
    if (::stat(name.c_str(), &now) == 0)
      state += fmt::format("{} {} {}.{:09};", now.st_ino, now.st_size, now.st_mtim.tv_sec, now.st_mtim.tv_nsec);
  }
  return state;
}

bool is_read_only(soci::session& sql) { return sqlite_api::sqlite3_db_readonly(handle(sql), "main") == 1; }

// The change of journal does not go through the busy handler, so two processes that create one database at the same moment would
// see SQLITE_BUSY; hence the loop. File systems without shared memory (most network ones) answer with the old mode instead.
void use_wal(soci::session& sql, const std::string& where) {
  const auto deadline = Clock::now() + kBusyWait;
  while (true) {
    try {
      if (journal_mode(sql, "") == "wal" || journal_mode(sql, " = WAL") == "wal") return;
      throw Fault(ErrorCode::io, where, "this file system cannot hold the database (no shared memory for its WAL)",
                  "put the data directory on a local disk");
    } catch (const soci::sqlite3_soci_error& e) {
      if (!is_busy(e) || Clock::now() > deadline) throw;
    }
    std::this_thread::sleep_for(kBusyLook);
  }
}

void leave_wal(soci::session& sql) {
  if (journal_mode(sql, " = DELETE") != "delete") throw soci::sqlite3_soci_error("journal_mode", SQLITE_BUSY);
}

// The copy's header says WAL as the source's does; it leaves that mode, so that a backup is one file which opens anywhere,
// also on a medium where nothing can be written beside it.
void copy_database(soci::session& source, const fs::path& target) {
  {
    soci::session copy;
    connect(copy, uri_to_create(target));
    copy_pages(handle(source), handle(copy));
    leave_wal(copy);
  }
  sync_to_disk(target);
}

}  // namespace corpus::sqlite

namespace corpus {
namespace {

// A column of one text, all rows.
std::vector<std::string> texts(soci::session& sql, const char* query) {
  std::vector<std::string> all;
  std::string text;
  soci::statement st = (sql.prepare << query, soci::into(text));
  for (bool more = st.execute(true); more; more = st.fetch()) all.push_back(text);
  return all;
}

class Sqlite : public Dialect {
 public:
  void begin_write(soci::session& sql, bool) const override { sql << "BEGIN IMMEDIATE"; }

  void begin_snapshot(soci::session& sql) const override {
    sql << "BEGIN";
    table_names(sql);  // BEGIN alone pins nothing; the first read does
  }

  std::string text_type() const override { return "text"; }

  std::vector<std::string> append_only(const std::string& table) const override {
    std::vector<std::string> statements;
    for (const char* verb : {"update", "delete"})
      statements.push_back(
          fmt::format("create trigger {0}_no_{1} before {1} on {0} begin select raise(abort, '{0} is append-only'); end", table, verb));
    return statements;
  }

  std::vector<std::string> table_names(soci::session& sql) const override {
    return texts(sql, "select name from sqlite_master where type = 'table' order by name");
  }

  std::vector<std::string> integrity_faults(soci::session& sql) const override {
    auto faults = texts(sql, "PRAGMA integrity_check");
    std::erase(faults, "ok");
    return faults;
  }

  Reading in_pieces(const std::string& query, std::size_t) const override { return {"", query, ""}; }
  bool is_lost(soci::session&) const override { return false; }
  bool is_usable(soci::session&) const override { return true; }
};

}  // namespace

const Dialect& sqlite_dialect() {
  static const Sqlite dialect;
  return dialect;
}

}  // namespace corpus
