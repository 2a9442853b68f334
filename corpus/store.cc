// SPDX-License-Identifier: GPL-3.0-or-later
// Records and changes. The rest of Store is in store_open.cc, store_tables.cc (batches, jobs, tokens), store_backup.cc and store_verify.cc;
// what writes a record is store_writer.cc, what only one of the two databases understands store_sqlite.cc and store_postgresql.cc.
//
// Figures on SQLite for bodies of 900 bytes in batches of 2,000, synchronous=FULL: a put takes 13 µs of processor time a record (75,000/s),
// and 4 µs where nothing changed. By the clock it was 23,000 to 57,000/s on a disk and two cores shared with compilers, 68,000/s on a RAM
// disk at a time when it took 14 µs. A get is 9 µs, a scan 2.4 µs a record, a put of one record 0.2 to 5 ms: the wait for the disk.
#include "corpus/store.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <ctime>

#include "corpus/store_fault.h"
#include "corpus/store_impl.h"
#include "corpus/store_schema.h"
#include "corpus/store_writer.h"

namespace corpus {
namespace {

using soci::into;
using soci::use;

void check_new_record(const NewRecord& record) {
  refuse_nul({{"id", record.id},
              {"status", record.status},
              {"visibility", record.visibility},
              {"body", record.body},
              {"by", record.by},
              {"reason", record.reason},
              {"receipt", record.receipt}});
  if (record.id.empty()) throw Fault(ErrorCode::invalid_argument, "id", "a record needs an id");
  if (record.status.empty()) throw Fault(ErrorCode::invalid_argument, record.id, "a record needs a status");
}

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

}  // namespace

// ---- shared with the other store_*.cc files

Kind kind_of_column(const std::string& word, const std::string& id) {
  if (const auto kind = kind_from_string(word)) return *kind;
  throw Fault(ErrorCode::damaged, id, fmt::format("the database holds a record of an unknown kind \"{}\"", word),
              "run the check of the database");
}

StoredRecord RecordRow::value() const {
  StoredRecord out = record;
  out.kind = kind_of_column(kind, record.id);
  return out;
}

RecordFinder::RecordFinder(soci::session& sql) : st_(sql) {
  row_.bind(st_);
  st_.exchange(use(id_));
  st_.alloc();
  st_.prepare(fmt::format("{} where r.id = :id", kSelectRecords));
  st_.define_and_bind();
}

std::optional<StoredRecord> RecordFinder::find(const std::string& id) {
  if (has_nul(id)) return std::nullopt;  // no record has such an id
  id_ = id;
  if (!st_.execute(true)) return std::nullopt;
  auto record = row_.value();
  finish_reading(st_);
  return record;
}

void refuse_nul(std::initializer_list<std::pair<std::string_view, std::string_view>> texts) {
  for (const auto& [name, text] : texts)
    if (has_nul(text))
      throw Fault(ErrorCode::invalid_argument, std::string(name), "the text contains a NUL character", "remove it; no database keeps it");
}

std::int64_t take_number(soci::session& sql, const std::string& counter) {
  std::int64_t value = 0;
  sql << "insert into counter (name, value) values (:name, 1) on conflict (name) do update set value = counter.value + 1", use(counter);
  sql << "select value from counter where name = :name", use(counter), into(value);
  return value;
}

// ---- writing records

Result<std::vector<PutResult>> Store::put(const std::vector<NewRecord>& records) {
  return guarded(impl_->where, [&] {
    std::vector<PutResult> results;
    if (records.empty()) return results;
    for (const auto& record : records) check_new_record(record);
    results.reserve(records.size());
    impl_->write([&](soci::session& sql) {
      RecordWriter writer(sql, utc_now());
      for (const auto& record : records) results.push_back(writer.put(record));
      writer.finish();
    });
    return results;
  });
}

Result<Seq> Store::set_status(const std::string& id, const std::string& status, const std::string& reason, const std::string& by) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"id", id}, {"status", status}, {"reason", reason}, {"by", by}});
    if (status.empty()) throw Fault(ErrorCode::invalid_argument, id, "a record needs a status");
    return impl_->write([&](soci::session& sql) {
      RecordWriter writer(sql, utc_now());
      const Seq seq = writer.set_status(id, status, reason, by);
      writer.finish();
      return seq;
    });
  });
}

// ---- reading records

namespace {

constexpr char kSelectVersions[] =
    "select id, kind, status, visibility, seq, version, hash, body, changed_at, changed_by, reason from record_version"
    " where id = :id order by version desc";

std::string scan_query(const Store::ScanOptions& options) {
  return fmt::format("{} where r.id > :after{}{} order by r.id limit :page", kSelectRecords, options.kind ? " and r.kind = :kind" : "",
                     options.status.empty() ? "" : " and r.status = :status");
}

std::vector<StoredRecord> scan_page(soci::session& sql, const Store::ScanOptions& options, const std::string& after) {
  const std::string kind(options.kind ? to_string(*options.kind) : "");
  const std::int64_t page = as_limit(options.page == 0 ? 1 : options.page);
  RecordRow row;
  soci::statement st(sql);
  row.bind(st);
  st.exchange(use(after));
  if (options.kind) st.exchange(use(kind));
  if (!options.status.empty()) st.exchange(use(options.status));
  st.exchange(use(page));
  st.alloc();
  st.prepare(scan_query(options));
  st.define_and_bind();
  std::vector<StoredRecord> records;
  for (bool more = st.execute(true); more; more = st.fetch()) records.push_back(row.value());
  return records;
}

}  // namespace

Result<std::optional<StoredRecord>> Store::get(const std::string& id) const {
  auto found = get_many({id});
  if (!found) return std::unexpected(std::move(found.error()));
  if (found->empty()) return std::nullopt;
  return std::move(found->front());
}

Result<std::vector<StoredRecord>> Store::get_many(const std::vector<std::string>& ids) const {
  return guarded(impl_->where, [&] {
    return impl_->read([&](soci::session& sql) {
      std::vector<StoredRecord> found;
      if (!impl_->finder) impl_->finder = std::make_unique<RecordFinder>(sql);
      try {
        for (const auto& id : ids)
          if (auto record = impl_->finder->find(id)) found.push_back(std::move(*record));
      } catch (...) {
        impl_->finder.reset();  // stopped in the middle it may hold on to an old snapshot
        throw;
      }
      return found;
    });
  });
}

Result<std::optional<Receipt>> Store::find_receipt(const std::string& number_or_id) const {
  return guarded(impl_->where, [&]() -> std::optional<Receipt> {
    if (has_nul(number_or_id)) return std::nullopt;
    return impl_->read([&](soci::session& sql) -> std::optional<Receipt> {
      if (!schema::has_receipts(sql)) return std::nullopt;
      Receipt receipt;
      soci::statement st = (sql.prepare << "select number, id from receipt where number = :given or id = :same", use(number_or_id),
                            use(number_or_id), into(receipt.number), into(receipt.id));
      if (!st.execute(true)) return std::nullopt;
      Receipt found = receipt;
      finish_reading(st);
      return found;
    });
  });
}

Result<std::vector<StoredRecord>> Store::history(const std::string& id) const {
  return guarded(impl_->where, [&] {
    if (has_nul(id)) return std::vector<StoredRecord>();
    return impl_->read([&](soci::session& sql) {
      std::vector<StoredRecord> versions;
      RecordRow row;
      soci::statement st(sql);
      row.bind(st);
      st.exchange(into(row.record.changed_by)), st.exchange(into(row.record.reason));
      st.exchange(use(id));
      st.alloc();
      st.prepare(kSelectVersions);
      st.define_and_bind();
      for (bool more = st.execute(true); more; more = st.fetch()) versions.push_back(row.value());
      return versions;
    });
  });
}

// The lock is held for a page, not for the visit, so `visit` may use this store.
Result<void> Store::scan(const ScanOptions& options, const std::function<bool(const StoredRecord&)>& visit) const {
  std::string after = options.after_id;
  while (true) {
    const auto page =
        guarded(impl_->where, [&] { return impl_->read([&](soci::session& sql) { return scan_page(sql, options, after); }); });
    if (!page) return std::unexpected(page.error());
    if (page->empty()) return {};
    for (const auto& record : *page)
      if (!visit(record)) return {};
    after = page->back().id;
  }
}

// ---- what changed

namespace {

std::vector<Change> read_changes(soci::session& sql, const std::string& select, Seq after, std::size_t limit) {
  std::vector<Change> changes;
  Change change;
  std::string kind;
  const std::int64_t most = as_limit(limit);
  soci::statement st =
      (sql.prepare << select, use(after), use(most), into(change.seq), into(change.id), into(kind), into(change.op), into(change.at));
  for (bool more = st.execute(true); more; more = st.fetch()) {
    change.kind = kind_of_column(kind, change.id);
    changes.push_back(change);
  }
  return changes;
}

}  // namespace

Result<std::vector<Change>> Store::changes_since(Seq after, std::size_t limit, std::optional<Kind> kind) const {
  // The word of a kind is ours, so it may stand in the text.
  const std::string only = kind ? fmt::format(" and kind = '{}'", to_string(*kind)) : "";
  return guarded(impl_->where, [&] {
    return impl_->read([&](soci::session& sql) {
      return read_changes(sql, fmt::format("select seq, id, kind, op, at from change_log where seq > :after{} order by seq limit :most", only), after, limit);
    });
  });
}

Result<std::vector<Change>> Store::single_changes_since(Seq after, std::size_t limit) const {
  return guarded(impl_->where, [&] {
    return impl_->read([&](soci::session& sql) {
      return read_changes(sql,
                          fmt::format("select c.seq, c.id, c.kind, c.op, c.at from change_log c"
                                      " join record_version v on v.id = c.id and v.seq = c.seq where c.seq > :after and (v.batch = 0 or v.batch in"
                                      " (select b.id from batch b where b.added + b.changed between 1 and {})) order by c.seq limit :most",
                                      kSmallBatch),
                          after, limit);
    });
  });
}

Result<Seq> Store::seq() const {
  return guarded(impl_->where, [&] {
    return impl_->read([&](soci::session& sql) {
      Seq seq = 0;
      sql << "select value from counter where name = 'store.seq'", into(seq);
      return seq;
    });
  });
}

Result<StoreCounts> Store::counts() const {
  return guarded(impl_->where, [&] {
    return impl_->read([&](soci::session& sql) {
      StoreCounts counts;
      std::string kind, status;
      std::int64_t n = 0;
      soci::statement st =
          (sql.prepare << "select kind, status, count(*) from record group by kind, status", into(kind), into(status), into(n));
      for (bool more = st.execute(true); more; more = st.fetch()) {
        counts.all += n;
        if (status == "published") counts.published[kind_of_column(kind, "")] += n;
        if (status == "submitted") counts.submitted += n;
      }
      return counts;
    });
  });
}

// ---- small functions of the header

// Without sodium_init() the hash is the same, but computed by the portable code, at half the speed.
std::string utc_now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

}  // namespace corpus
