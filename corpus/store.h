// SPDX-License-Identifier: GPL-3.0-or-later
// The system of record: records with their history, an append-only change log, import batches, tokens, jobs.
//
// SOCI over SQLite in WAL mode, or over PostgreSQL; what is promised here holds on both. Every write gets the next sequence number, allotted
// inside the writing transaction, which has locked out every other writer, so a lower number never becomes visible after a higher one.
// Tables: FORMAT.md, "Database".
//
// A Store is safe to share between threads: one mutex guards its session. Several processes may open one database; a writer that finds it
// locked waits up to five seconds, then answers `busy`. On SQLite, open costs about a millisecond; get about 20 µs; a batch put about 10 µs a
// record; over PostgreSQL each statement is a round trip to the server.
//
// Where the connection to PostgreSQL is lost, a read connects again and is repeated once; a write answers `unavailable`, whose message says
// whether nothing was written or nobody knows (the connection fell while the commit was on its way). The next call connects again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/hash.h"
#include "corpus/record.h"

namespace corpus {

using Seq = std::int64_t;

struct StoredRecord {
  std::string id;
  Kind kind = Kind::achievement;
  std::string status;      // published, submitted …
  std::string visibility;  // public, login, restricted
  Seq seq = 0;             // of the last change
  int version = 0;         // 1 for the first
  std::string hash;        // of the body; equal hash means nothing to write
  std::string body;        // canonical JSON
  std::string changed_at;  // UTC, ISO
  std::string changed_by, reason;  // filled by history() only
};

struct Change {
  Seq seq = 0;
  std::string id;
  Kind kind = Kind::achievement;
  std::string op;  // put, status, delete
  std::string at;
};

enum class PutOutcome { added, changed, unchanged };

struct NewRecord {
  std::string id;
  Kind kind = Kind::achievement;
  std::string status;
  std::string visibility;
  std::string body;
  std::string by;           // who, for the history: "import", a token's name …
  std::int64_t batch = 0;   // import batch, 0 for none
  std::string reason;       // why, for the history; empty for a plain import
  std::string receipt;      // the number a submitter is given for it; empty where nobody is
  bool must_be_new = false; // conflict if the id is taken
};

struct PutResult {
  PutOutcome outcome = PutOutcome::unchanged;
  Seq seq = 0;
};

struct Batch {
  std::int64_t id = 0;
  std::string source;   // file name
  std::string options;  // JSON: map, set, title_from, encoding, kind …
  std::string started_at, finished_at;
  std::int64_t added = 0, changed = 0, unchanged = 0, rejected = 0;  // added and changed grow with each put, the others are set at the end
};

// Work asked for or under way. Store::update_job keeps phase, done, total, message and state; the rest is the store's.
struct Job {
  std::string id;  // J-000001
  std::string kind;     // build, import, follow, backup
  std::string state;    // waiting (asked for), running, done, failed, cancelled
  std::string phase;
  std::int64_t done = 0, total = 0;
  std::string started_at, finished_at, message;  // while it waits, started_at is when it was asked for
  std::string options;                           // of one that was asked for: JSON, as asked
  std::string asked_by;                          // empty for a command that is its own worker
  bool cancel_asked = false;
  bool unended = false;         // its process is gone without a word, and the row still says that it runs
  double phase_seconds = 0;     // from the phase's first report to the last one
  std::int64_t phase_done = 0;  // by how much `done` has grown in that time; what a resumed build found done is not in it
};

struct JobLine {
  std::string at, line;
};

struct Receipt {
  std::string number;  // QQ-20260305-000042
  std::string id;      // of the record that was handed in
};

// What bringing a store in use back to a backup did.
struct RestoreReport {
  bool whole = false;          // into a store in which nothing was ever written: it has taken over history, numbers and all
  std::int64_t put_back = 0;   // records that differed from the backup, or were missing
  std::int64_t taken_out = 0;  // published records the backup does not have
  Seq seq = 0;                 // of the store now
};

struct TokenRow {
  std::string id, name, scope, hash, created_at, revoked_at;
};

struct StoreCounts {
  std::map<Kind, std::int64_t> published;
  std::int64_t submitted = 0;
  std::int64_t all = 0;
};

class Store {
 public:
  // Opens DIR/queqiao.db, or the database of a PostgreSQL server, creating directory and tables where missing (unless read_only). A database
  // of a newer program answers version_mismatch and is not touched; one that is not a database, or not ours, answers damaged; a server that
  // is not there or refuses us, unavailable.
  struct Options {
    std::filesystem::path directory;  // where the index lies, too
    bool read_only = false;
    bool create = true;
    std::string url = {};  // postgresql://user@host:port/database; empty: SQLite. No message repeats a password in it
  };
  static Result<std::unique_ptr<Store>> open(const Options& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Writes all in one transaction: all or none. Results in the order given. An unchanged body and status writes nothing.
  Result<std::vector<PutResult>> put(const std::vector<NewRecord>& records);
  // Moves a record to another status; `reason` goes to the history. not_found, or conflict where it is there already.
  Result<Seq> set_status(const std::string& id, const std::string& status, const std::string& reason, const std::string& by);

  // nullopt where there is no such id: not finding is not an error here.
  Result<std::optional<StoredRecord>> get(const std::string& id) const;
  Result<std::vector<StoredRecord>> get_many(const std::vector<std::string>& ids) const;
  // The receipt with this number, or the one of the record with this id; nullopt where there is none.
  Result<std::optional<Receipt>> find_receipt(const std::string& number_or_id) const;
  // Past versions, newest first.
  Result<std::vector<StoredRecord>> history(const std::string& id) const;

  struct ScanOptions {
    std::optional<Kind> kind;
    std::string status;           // empty: any
    std::string after_id;         // exclusive; ids in byte order
    std::size_t page = 1000;      // records fetched at a time
  };
  // Calls `visit` for each record by ascending id until it returns false. Reads in pages, so writers are never blocked; a record that changes
  // meanwhile is seen in one of its states.
  Result<void> scan(const ScanOptions& options, const std::function<bool(const StoredRecord&)>& visit) const;

  // Changes with a number above `after`, ascending, at most `limit`; of one kind only, where it is given. One entry per write (an id may occur more than once).
  Result<std::vector<Change>> changes_since(Seq after, std::size_t limit, std::optional<Kind> kind = std::nullopt) const;
  static constexpr int kSmallBatch = 100;  // records that an import has written
  // The same, but only those that came by themselves, or in an import that has written kSmallBatch records at most so far: what a person has just
  // published or taken back, behind a batch of thousands. Looks through all changes after `after`.
  Result<std::vector<Change>> single_changes_since(Seq after, std::size_t limit) const;
  // The highest number written; 0 for an empty store.
  Result<Seq> seq() const;
  Result<StoreCounts> counts() const;

  Result<std::int64_t> begin_batch(const std::string& source, const std::string& options);
  Result<void> finish_batch(const Batch& batch);
  Result<std::vector<Batch>> batches(std::size_t limit) const;

  // A job that runs from this moment. Whenever a job is begun or asked for, those that have ended are forgotten but for the newest 1,000.
  Result<Job> start_job(const std::string& kind);
  Result<void> update_job(const Job& job);  // by id; sets finished_at where the state is done, failed or cancelled and the job has none
  // Those that run, then those that wait, then those that have ended, each newest first. One whose process is gone without a word reads as failed and
  // `unended`; it finished when it was last heard of, since nobody was there to write it down.
  Result<std::vector<Job>> jobs(std::size_t limit) const;
  Result<Job> job(const std::string& id) const;  // not_found
  // A job that waits for a worker. `options` is JSON that the worker understands.
  Result<Job> ask_job(const std::string& kind, const std::string& options, const std::string& by);
  // The longest waiting job of these kinds, running from now on as this process's; nullopt where none waits. One job has one taker, however
  // many ask at once. `ready` is asked once one was found: where it says no, the job goes on waiting.
  Result<std::optional<Job>> take_job(const std::vector<std::string>& kinds, const std::function<bool()>& ready = {});
  // One that waits is cancelled at once; one that runs is told, and ends when it looks. not_found, or conflict where it has ended already.
  Result<Job> ask_cancel(const std::string& id);
  Result<bool> cancel_asked(const std::string& id) const;  // not_found
  // Lines for the job's log, oldest first; the last 1,000 of a job are kept, of a line 1,000 characters. Bytes that are
  // no text are replaced.
  Result<void> add_job_lines(const std::string& id, const std::vector<std::string>& lines);  // not_found
  Result<std::vector<JobLine>> job_log(const std::string& id) const;  // empty for an unknown id, too

  Result<void> add_token(const TokenRow& token);
  Result<void> revoke_token(const std::string& id);  // not_found
  Result<std::vector<TokenRow>> tokens() const;

  // A consistent copy, taken while others read and write: a SQLite database, whatever this store is on. The target must not exist; it is
  // written beside and renamed.
  Result<void> backup_to(const std::filesystem::path& file) const;
  // Brings the records back to what a backup holds while others read and write, in one transaction of new changes: what differs is put as a
  // new version, what is published and not in the backup becomes withdrawn, each with a reason that names the file. History and change log
  // only grow, so follow brings the index to the same state. What waits for review keeps waiting. Other writers wait for it.
  // A store in which nothing was ever written takes over everything as it is in the backup instead: that is how a store moves to another
  // database.
  Result<RestoreReport> restore_from(const std::filesystem::path& file, const std::string& by);
  // Next number of a named counter, starting at 1: receipt numbers.
  Result<std::int64_t> next_number(const std::string& counter);

  // The database's own check (SQLite's; PostgreSQL has none to ask) and that every record's hash, seq and log agree; empty where all is well.
  Result<std::vector<std::string>> verify() const;

  const std::filesystem::path& directory() const { return directory_; }
  // Whether other machines may use it, too: a store on PostgreSQL.
  bool shared() const { return shared_; }
  // Whether it was opened for reading only; every write then answers io.
  bool read_only() const { return read_only_; }

 private:
  Store();
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::filesystem::path directory_;
  bool shared_ = false, read_only_ = false;
};

// Puts a backup in place of DIR/queqiao.db: checks that it is a database this program can read, keeps the present one beside as
// queqiao.db.before-restore, renames. The running service sees it at its next start; the caller refuses while one holds the serve lock.
Result<void> restore_backup(const std::filesystem::path& file, const std::filesystem::path& directory);

// Now, UTC, "2026-03-05T08:00:00Z".
std::string utc_now();

}  // namespace corpus
