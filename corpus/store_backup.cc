// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of the store, out and back in. A backup is a SQLite database whatever the store is on. From SQLite to SQLite both directions use
// its online backup, also for restoring: a copy somebody made of a running store by other means comes with a WAL, and copying the file
// alone would lose what is in there.
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "corpus/store.h"
#include "corpus/store_copy.h"
#include "corpus/store_fault.h"
#include "corpus/store_impl.h"
#include "corpus/store_schema.h"
#include "corpus/store_sqlite.h"
#include "corpus/store_writer.h"

namespace corpus {
namespace {

namespace fs = std::filesystem;

fs::path with_suffix(const fs::path& file, const char* suffix) { return file.string() + suffix; }

// A rename is on the disk when its directory is.
void sync_directory_of(const fs::path& file) {
  const fs::path parent = fs::absolute(file).parent_path();
  const int fd = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;  // not every file system lets a directory be opened; the rename itself was done
  ::fsync(fd);
  ::close(fd);
}

// Removes a half-written copy unless it was renamed to its place.
class Unfinished {
 public:
  explicit Unfinished(fs::path file) : file_(std::move(file)) { remove(); }
  ~Unfinished() { remove(); }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  const fs::path& path() const { return file_; }

 private:
  void remove() const {
    std::error_code ec;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) fs::remove(with_suffix(file_, suffix), ec);
  }
  fs::path file_;
};

// Whether `sql` reads a database that this program can work with; throws Fault where not.
void check_readable(soci::session& sql, const std::string& where) {
  if (!schema::exists(sql, where)) throw Fault(ErrorCode::damaged, where, "the database is empty", "give another backup");
  if (const auto faults = dialect_of(sql).integrity_faults(sql); !faults.empty())
    throw Fault(ErrorCode::damaged, where, fmt::format("the database is damaged: {}", faults.front()), "give an older backup");
}

fs::path free_name(const fs::path& wanted) {
  fs::path name = wanted;
  for (int n = 1; fs::exists(name); ++n) name = with_suffix(wanted, fmt::format(".{}", n).c_str());
  return name;
}

// Makes the present database one file without a WAL, if it can still be read at all. That needs it to be closed everywhere else.
void fold_wal(const fs::path& database) {
  const auto folded = guarded(database.string(), [&] {
    soci::session sql;
    sqlite::connect(sql, sqlite::uri_existing(database));
    sqlite::leave_wal(sql);
  });
  if (folded || folded.error().code == ErrorCode::damaged) return;  // a damaged one is why people restore: keep it as it is
  Error error = folded.error();
  if (error.code == ErrorCode::busy)
    error = {ErrorCode::busy, error.where, "the database is in use", "stop the service and every import, then repeat"};
  throw Fault(std::move(error));
}

// Keeps the present database beside. A link first and the rename of the new one over it after leave no moment without a database,
// in which a starting service would create an empty one.
void keep_present(const fs::path& database) {
  if (!fs::exists(database)) return;
  fold_wal(database);
  const fs::path kept = free_name(with_suffix(database, ".before-restore"));
  std::error_code no_links;
  fs::create_hard_link(database, kept, no_links);
  if (no_links) fs::rename(database, kept);
  // Left over only from a database too damaged to fold. SQLite finds a WAL by the name of its file, so it moves along; left behind
  // it would be played into the restored database.
  if (fs::exists(with_suffix(database, "-wal"))) fs::rename(with_suffix(database, "-wal"), with_suffix(kept, "-wal"));
  fs::remove(with_suffix(database, "-shm"));
}

// Opens a backup for reading and looks whether this program can work with it.
void open_backup(soci::session& backup, const fs::path& file) {
  if (!fs::is_regular_file(file)) throw Fault(ErrorCode::not_found, file.string(), "there is no backup here");
  sqlite::connect_read_only(backup, file);
  dialect_of(backup).begin_snapshot(backup);
  check_readable(backup, file.string());
}

void refuse_itself(const fs::path& file, const fs::path& database) {
  if (fs::exists(database) && fs::equivalent(file, database))
    throw Fault(ErrorCode::invalid_argument, file.string(), "this is the database itself, not a backup of it");
}

// Puts every record of the backup; what has not changed since writes nothing.
void put_back(soci::session& backup, RecordWriter& writer, const NewRecord& form, RestoreReport& report) {
  RecordRow row;
  soci::statement st(backup);
  row.bind(st);
  st.alloc();
  st.prepare(kSelectRecords);
  st.define_and_bind();
  for (bool more = st.execute(true); more; more = st.fetch()) {
    const StoredRecord kept = row.value();
    NewRecord record = form;
    record.id = kept.id, record.kind = kept.kind, record.status = kept.status;
    record.visibility = kept.visibility, record.body = kept.body;
    report.put_back += writer.put(record).outcome != PutOutcome::unchanged;
  }
}

// Ids first: rows that change under a running SELECT may be seen twice or not at all.
void take_out(soci::session& present, soci::session& backup, RecordWriter& writer, const NewRecord& form, RestoreReport& report) {
  std::vector<std::string> ids;
  std::string id;
  soci::statement st = (present.prepare << "select id from record where status = 'published' order by id", soci::into(id));
  for (bool more = st.execute(true); more; more = st.fetch()) ids.push_back(id);
  RecordFinder kept(backup);
  for (const auto& one : ids) {
    if (kept.find(one)) continue;
    writer.set_status(one, "withdrawn", form.reason, form.by);
    ++report.taken_out;
  }
}

// A receipt is a word given to somebody: one that this store does not know yet is kept too.
void keep_receipts(soci::session& present, soci::session& backup) {
  if (!schema::has_receipts(backup)) return;
  Receipt receipt;
  soci::statement st = (backup.prepare << "select number, id from receipt", soci::into(receipt.number), soci::into(receipt.id));
  for (bool more = st.execute(true); more; more = st.fetch())
    present << "insert into receipt (number, id) values (:number, :id) on conflict do nothing", soci::use(receipt.number),
        soci::use(receipt.id);
}

RestoreReport take_over(soci::session& present, soci::session& backup) {
  RestoreReport report;
  report.whole = true;
  copy_rows(backup, present);
  raise_counters(backup, present, true);
  present << "select count(*) from record", soci::into(report.put_back);
  return report;
}

// Numbers that were given out are never given out again, whichever of the two stores gave them.
RestoreReport bring_back(soci::session& present, soci::session& backup, const NewRecord& form) {
  RestoreReport report;
  RecordWriter writer(present, utc_now());
  put_back(backup, writer, form, report);
  take_out(present, backup, writer, form, report);
  raise_counters(backup, present, false);
  keep_receipts(present, backup);
  writer.finish();
  return report;
}

bool is_sqlite(soci::session& sql) { return &dialect_of(sql) == &sqlite_dialect(); }

}  // namespace

Result<void> Store::backup_to(const fs::path& file) const {
  return guarded(file.string(), [&] {
    if (fs::exists(file)) throw Fault(ErrorCode::conflict, file.string(), "this file exists", "give the backup a new name");
    const Unfinished copy(with_suffix(file, ".tmp"));
    soci::session snapshot;
    impl_->open_snapshot(snapshot);
    if (is_sqlite(snapshot))
      sqlite::copy_database(snapshot, copy.path());
    else
      write_sqlite_copy(snapshot, copy.path());
    fs::rename(copy.path(), file);
    sync_directory_of(file);
  });
}

Result<RestoreReport> Store::restore_from(const fs::path& file, const std::string& by) {
  return guarded(impl_->where, [&] {
    refuse_itself(file, directory_ / kDatabaseName);
    soci::session backup;
    // At a door of its own: an error of the backup must not name the store.
    if (auto opened = guarded(file.string(), [&] { open_backup(backup, file); }); !opened) throw Fault(std::move(opened.error()));
    NewRecord form;
    form.by = by, form.reason = "restore of " + file.filename().string();
    refuse_nul({{"by", by}, {"file", form.reason}});
    return impl_->write([&](soci::session& sql) {
      RestoreReport report = is_untouched(sql) ? take_over(sql, backup) : bring_back(sql, backup, form);
      sql << "select value from counter where name = 'store.seq'", soci::into(report.seq);
      return report;
    });
  });
}

Result<void> restore_backup(const fs::path& file, const fs::path& directory) {
  return guarded(file.string(), [&] {
    const fs::path database = directory / kDatabaseName;
    refuse_itself(file, database);
    const Unfinished copy(with_suffix(database, ".restoring"));
    {
      soci::session backup;
      open_backup(backup, file);
      fs::create_directories(directory);
      sqlite::copy_database(backup, copy.path());
    }
    keep_present(database);
    fs::rename(copy.path(), database);
    sync_directory_of(database);
  });
}

}  // namespace corpus
