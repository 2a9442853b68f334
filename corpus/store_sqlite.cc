// SPDX-License-Identifier: GPL-3.0-or-later
// One rule holds for all of this file and its callers: a database file is never opened except through SQLite while the process may
// have it open, not even to look at its first bytes. POSIX locks belong to the process and fall when *any* descriptor of the file is
// closed, so a harmless peek would silently drop SQLite's lock (sqlite.org/howtocorrupt.html, 2.2).
#include "corpus/store_sqlite.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <new>
#include <system_error>
#include <thread>

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

struct CodeMeaning {
  int sqlite;
  ErrorCode code;
  const char* message;
  const char* hint;
};

constexpr CodeMeaning kMeanings[] = {
    {SQLITE_BUSY, ErrorCode::busy, "another process is writing to the database",
     "an import, a backup or the service may be at work; wait for it and repeat"},
    {SQLITE_LOCKED, ErrorCode::busy, "another connection is writing to the database", "wait for it and repeat"},
    {SQLITE_FULL, ErrorCode::io, "no space left for the database", "free some space on this disk and repeat; nothing was written"},
    {SQLITE_READONLY, ErrorCode::io, "the database cannot be written", "it was opened for reading, or this user may not write there"},
    {SQLITE_PERM, ErrorCode::io, "the database may not be accessed", "check owner and rights of the data directory"},
    {SQLITE_CANTOPEN, ErrorCode::io, "the database cannot be opened", "check that the directory exists and that this user may write there"},
    {SQLITE_IOERR, ErrorCode::io, "reading or writing the database failed", "check the disk and the system log"},
    {SQLITE_NOTADB, ErrorCode::damaged, "this file is not a database", "move it away, or restore a backup"},
    {SQLITE_CORRUPT, ErrorCode::damaged, "the database is damaged", "keep a copy of it and restore the latest backup"},
    {SQLITE_TOOBIG, ErrorCode::too_large, "a text is too long for the database", ""},
    {SQLITE_NOMEM, ErrorCode::unavailable, "out of memory", ""},
};

Error from_soci(const soci::sqlite3_soci_error& e, const std::string& where) {
  for (const auto& m : kMeanings)
    if ((e.result() & 0xff) == m.sqlite) return {m.code, where, m.message, m.hint};  // low byte: the primary of an extended code
  return {ErrorCode::internal, where, e.get_error_message(), ""};
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

Error error_of_current_exception(const std::string& where) {
  try {
    throw;
  } catch (const Fault& e) {
    return e.error;
  } catch (const soci::sqlite3_soci_error& e) {
    return from_soci(e, where);
  } catch (const fs::filesystem_error& e) {
    return {ErrorCode::io, e.path1().empty() ? where : e.path1().string(), e.code().message(), "check owner, rights and free space"};
  } catch (const std::bad_alloc&) {
    return {ErrorCode::unavailable, where, "out of memory", ""};
  } catch (const std::exception& e) {
    return {ErrorCode::internal, where, e.what(), ""};
  }
}

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

// A WAL database wants to create its -shm file even for a reader. On a read-only mount or in a foreign directory it cannot, and then
// `immutable` is the only way in: no locks, no WAL, right only as long as nobody writes. So it is taken only where the plain way has
// failed *and* there is no WAL, which a living writer would have; with one the file alone is not the whole database.
std::string connect_read_only(soci::session& sql, const fs::path& file) {
  auto address = uri_read_only(file);
  try {
    connect(sql, address);
    table_names(sql);
    return address;
  } catch (const soci::sqlite3_soci_error& e) {
    const int code = e.result() & 0xff;
    const bool no_place_for_shm = code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
    if (!no_place_for_shm || !file_is_empty_or_missing(file.string() + "-wal")) throw;
  }
  sql.close();
  address += "&immutable=1";
  connect(sql, address);
  table_names(sql);
  return address;
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

WriteTransaction::WriteTransaction(soci::session& sql) : sql_(sql) { sql_ << "BEGIN IMMEDIATE"; }

WriteTransaction::~WriteTransaction() {
  if (!open_) return;
  try {
    sql_ << "ROLLBACK";
  } catch (const soci::soci_error&) {
    // After a full disk or an I/O error SQLite has rolled back by itself and says there is nothing to roll back.
  }
}

void WriteTransaction::commit() {
  sql_ << "COMMIT";
  open_ = false;
}

void begin_snapshot(soci::session& sql) {
  sql << "BEGIN";
  table_names(sql);  // BEGIN alone pins nothing; the first read does
}

std::vector<std::string> append_only_triggers(const std::string& table) {
  std::vector<std::string> statements;
  for (const char* verb : {"update", "delete"})
    statements.push_back(fmt::format("create trigger {0}_no_{1} before {1} on {0} begin select raise(abort, '{0} is append-only'); end",
                                     table, verb));
  return statements;
}

std::vector<std::string> table_names(soci::session& sql) {
  std::vector<std::string> names;
  std::string name;
  soci::statement st = (sql.prepare << "select name from sqlite_master where type = 'table' order by name", soci::into(name));
  for (bool more = st.execute(true); more; more = st.fetch()) names.push_back(name);
  return names;
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

std::vector<std::string> integrity_faults(soci::session& sql) {
  std::vector<std::string> faults;
  std::string line;
  soci::statement st = (sql.prepare << "PRAGMA integrity_check", soci::into(line));
  for (bool more = st.execute(true); more; more = st.fetch())
    if (line != "ok") faults.push_back(line);
  return faults;
}

}  // namespace corpus::sqlite
