// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store_writer.h"

#include <fmt/core.h>

#include <utility>

#include "corpus/store_fault.h"
#include "corpus/store_impl.h"

namespace corpus {
namespace {

using soci::into;
using soci::use;

constexpr char kFind[] = "select kind, status, visibility, seq, version, hash from record where id = :id";

constexpr char kWriteRecord[] =
    "insert into record (id, kind, status, visibility, seq, version, hash, changed_at)"
    " values (:id, :kind, :status, :visibility, :seq, :version, :hash, :at)"
    " on conflict (id) do update set status = excluded.status, visibility = excluded.visibility, seq = excluded.seq,"
    " version = excluded.version, hash = excluded.hash, changed_at = excluded.changed_at";

constexpr char kWriteVersion[] =
    "insert into record_version"
    " (id, kind, status, visibility, seq, version, hash, changed_at, body, changed_by, batch, reason)"
    " values (:id, :kind, :status, :visibility, :seq, :version, :hash, :at, :body, :by, :batch, :reason)";

constexpr char kWriteLog[] = "insert into change_log (seq, id, kind, op, at) values (:seq, :id, :kind, :op, :at)";

Seq present_seq(soci::session& sql) {
  Seq seq = 0;
  sql << "select value from counter where name = 'store.seq'", into(seq);
  return seq;
}

}  // namespace

RecordWriter::RecordWriter(soci::session& sql, const std::string& now)
    : sql_(sql), find_(sql), record_(sql), version_(sql), log_(sql) {
  first_seq_ = seq_ = present_seq(sql);
  next_.changed_at = now;

  find_.exchange(into(present_kind_)), find_.exchange(into(present_.status)), find_.exchange(into(present_.visibility));
  find_.exchange(into(present_.seq)), find_.exchange(into(present_.version)), find_.exchange(into(present_.hash));
  find_.exchange(use(find_id_));
  for (auto* st : {&record_, &version_}) {
    st->exchange(use(next_.id)), st->exchange(use(kind_)), st->exchange(use(next_.status)), st->exchange(use(next_.visibility));
    st->exchange(use(next_.seq)), st->exchange(use(next_.version)), st->exchange(use(next_.hash)), st->exchange(use(next_.changed_at));
  }
  version_.exchange(use(next_.body)), version_.exchange(use(by_)), version_.exchange(use(batch_)), version_.exchange(use(reason_));
  log_.exchange(use(next_.seq)), log_.exchange(use(next_.id)), log_.exchange(use(kind_)), log_.exchange(use(op_));
  log_.exchange(use(next_.changed_at));

  const std::pair<soci::statement*, const char*> queries[] = {
      {&find_, kFind}, {&record_, kWriteRecord}, {&version_, kWriteVersion}, {&log_, kWriteLog}};
  for (const auto& [st, query] : queries) {
    st->alloc();
    st->prepare(query);
    st->define_and_bind();
  }
}

bool RecordWriter::find(const std::string& id) {
  find_id_ = id;
  const bool found = find_.execute(true);
  if (found) finish_reading(find_);
  return found;
}

std::string RecordWriter::present_body() {
  std::string body;
  sql_ << "select body from record_version where id = :id and version = :version", use(find_id_), use(present_.version), into(body);
  return body;
}

PutResult RecordWriter::put(const NewRecord& record) {
  auto hash = content_hash(record.body);
  const bool known = find(record.id);
  if (known) {
    if (record.must_be_new) throw Fault(ErrorCode::conflict, record.id, "this id is taken", "leave the id out to be given one");
    if (present_kind_ != to_string(record.kind))
      throw Fault(ErrorCode::conflict, record.id,
                          fmt::format("this id belongs to a record of kind {}, not {}", present_kind_, to_string(record.kind)),
                          "give the record an id of its own");
    if (present_.hash == hash && present_.status == record.status && present_.visibility == record.visibility)
      return {PutOutcome::unchanged, present_.seq};
  }
  next_.id = record.id, kind_ = to_string(record.kind);
  next_.status = record.status, next_.visibility = record.visibility;
  next_.hash = std::move(hash), next_.body = record.body;
  next_.version = known ? present_.version + 1 : 1;
  by_ = record.by, batch_ = record.batch, reason_ = record.reason;
  const Seq seq = write("put");
  if (record.batch != 0) {
    Written& written = batches_[record.batch];
    ++(known ? written.changed : written.added);
  }
  if (!record.receipt.empty())
    sql_ << "insert into receipt (number, id) values (:number, :id)", use(record.receipt), use(record.id);
  return {known ? PutOutcome::changed : PutOutcome::added, seq};
}

Seq RecordWriter::set_status(const std::string& id, const std::string& status, const std::string& reason, const std::string& by) {
  if (!find(id)) throw Fault(ErrorCode::not_found, id, "there is no record with this id");
  if (present_.status == status)
    throw Fault(ErrorCode::conflict, id, fmt::format("the record is {} already", status), "somebody may have been quicker");
  next_.id = id, kind_ = present_kind_;
  next_.status = status, next_.visibility = present_.visibility;
  next_.hash = present_.hash, next_.body = present_body();
  next_.version = present_.version + 1;
  by_ = by, batch_ = 0, reason_ = reason;
  return write("status");
}

Seq RecordWriter::write(const char* op) {
  op_ = op;
  next_.seq = ++seq_;
  record_.execute(true);
  version_.execute(true);
  log_.execute(true);
  return seq_;
}

void RecordWriter::finish() {
  if (seq_ == first_seq_) return;  // nothing was written; touching the counter would be a write
  sql_ << "update counter set value = :seq where name = 'store.seq'", use(seq_);
  for (const auto& entry : batches_)
    sql_ << "update batch set added = added + :added, changed = changed + :changed where id = :id", use(entry.second.added), use(entry.second.changed),
        use(entry.first);
}

}  // namespace corpus
