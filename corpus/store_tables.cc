// SPDX-License-Identifier: GPL-3.0-or-later
// The small tables of the store: import batches, jobs, tokens, counters.
#include <fmt/core.h>

#include "corpus/job_process.h"
#include "corpus/store.h"
#include "corpus/store_fault.h"
#include "corpus/store_impl.h"
#include "corpus/store_schema.h"

namespace corpus {
namespace {

using soci::into;
using soci::use;

}  // namespace

// ---- batches

Result<std::int64_t> Store::begin_batch(const std::string& source, const std::string& options) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"source", source}, {"options", options}});
    const std::string now = utc_now();
    return impl_->write([&](soci::session& sql) {
      const std::int64_t id = take_number(sql, schema::kBatchCounter);
      sql << "insert into batch (id, source, options, started_at, finished_at, added, changed, unchanged, rejected)"
             " values (:id, :source, :options, :now, '', 0, 0, 0, 0)",
          use(id), use(source), use(options), use(now);
      return id;
    });
  });
}

Result<void> Store::finish_batch(const Batch& batch) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"finished_at", batch.finished_at}});
    const std::string finished = batch.finished_at.empty() ? utc_now() : batch.finished_at;
    impl_->write([&](soci::session& sql) {
      soci::statement st = (sql.prepare << "update batch set finished_at = :finished, added = :added, changed = :changed,"
                                           " unchanged = :unchanged, rejected = :rejected where id = :id",
                            use(finished), use(batch.added), use(batch.changed), use(batch.unchanged), use(batch.rejected), use(batch.id));
      st.execute(true);
      if (st.get_affected_rows() == 0)
        throw Fault(ErrorCode::not_found, std::to_string(batch.id), "there is no import batch with this number");
    });
  });
}

Result<std::vector<Batch>> Store::batches(std::size_t limit) const {
  return guarded(impl_->where, [&] {
    const std::int64_t most = as_limit(limit);
    return impl_->read([&](soci::session& sql) {
      std::vector<Batch> batches;
      Batch b;
      soci::statement st = (sql.prepare << "select id, source, options, started_at, finished_at, added, changed, unchanged, rejected"
                                           " from batch order by id desc limit :most",
                            use(most), into(b.id), into(b.source), into(b.options), into(b.started_at), into(b.finished_at), into(b.added),
                            into(b.changed), into(b.unchanged), into(b.rejected));
      for (bool more = st.execute(true); more; more = st.fetch()) batches.push_back(b);
      return batches;
    });
  });
}

// ---- jobs

Result<Job> Store::start_job(const std::string& kind) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"kind", kind}});
    Job job;
    job.kind = kind;
    job.state = "running";
    job.started_at = utc_now();
    return impl_->write([&](soci::session& sql) {
      job.id = fmt::format("J-{:06}", take_number(sql, schema::kJobCounter));
      sql << "insert into job (id, kind, state, phase, done, total, started_at, finished_at, message)"
             " values (:id, :kind, :state, '', 0, 0, :now, '', '')",
          use(job.id), use(job.kind), use(job.state), use(job.started_at);
      return job;
    });
  });
}

Result<void> Store::update_job(const Job& job) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"state", job.state}, {"phase", job.phase}, {"message", job.message}, {"finished_at", job.finished_at}});
    const bool over = job.state == "done" || job.state == "failed";
    const std::string finished = over && job.finished_at.empty() ? utc_now() : job.finished_at;
    impl_->write([&](soci::session& sql) {
      soci::statement st = (sql.prepare << "update job set state = :state, phase = :phase, done = :done, total = :total,"
                                           " finished_at = :finished, message = :message where id = :id",
                            use(job.state), use(job.phase), use(job.done), use(job.total), use(finished), use(job.message), use(job.id));
      st.execute(true);
      if (st.get_affected_rows() == 0) throw Fault(ErrorCode::not_found, job.id, "there is no job with this id");
    });
  });
}

// Ids are ordered by length first, so that J-1000000 follows J-999999.
Result<std::vector<Job>> Store::jobs(std::size_t limit) const {
  return guarded(impl_->where, [&] {
    const std::int64_t most = as_limit(limit);
    return impl_->read([&](soci::session& sql) {
      std::vector<Job> jobs;
      Job j;
      soci::statement st = (sql.prepare << "select id, kind, state, phase, done, total, started_at, finished_at, message"
                                           " from job order by length(id) desc, id desc limit :most",
                            use(most), into(j.id), into(j.kind), into(j.state), into(j.phase), into(j.done), into(j.total),
                            into(j.started_at), into(j.finished_at), into(j.message));
      for (bool more = st.execute(true); more; more = st.fetch()) jobs.push_back(j);
      for (Job& job : jobs)
        if (is_gone(job)) job.state = "failed", job.message = "ended without a word: " + job.message;
      return jobs;
    });
  });
}

// ---- tokens

Result<void> Store::add_token(const TokenRow& token) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"id", token.id}, {"name", token.name}, {"scope", token.scope}, {"hash", token.hash}});
    const std::string created = token.created_at.empty() ? utc_now() : token.created_at;
    impl_->write([&](soci::session& sql) {
      soci::statement st = (sql.prepare << "insert into token (id, name, scope, hash, created_at, revoked_at)"
                                           " values (:id, :name, :scope, :hash, :created, '') on conflict (id) do nothing",
                            use(token.id), use(token.name), use(token.scope), use(token.hash), use(created));
      st.execute(true);
      if (st.get_affected_rows() == 0) throw Fault(ErrorCode::conflict, token.id, "there is a token with this id");
    });
  });
}

// Revoking twice is no error and keeps the first date: what was asked for is so.
Result<void> Store::revoke_token(const std::string& id) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"id", id}});
    const std::string now = utc_now();
    impl_->write([&](soci::session& sql) {
      soci::statement st = (sql.prepare << "update token set revoked_at = case revoked_at when '' then :now else revoked_at end"
                                           " where id = :id",
                            use(now), use(id));
      st.execute(true);
      if (st.get_affected_rows() == 0) throw Fault(ErrorCode::not_found, id, "there is no token with this id", "list the tokens");
    });
  });
}

Result<std::vector<TokenRow>> Store::tokens() const {
  return guarded(impl_->where, [&] {
    return impl_->read([&](soci::session& sql) {
      std::vector<TokenRow> tokens;
      TokenRow t;
      soci::statement st = (sql.prepare << "select id, name, scope, hash, created_at, revoked_at from token order by created_at, id",
                            into(t.id), into(t.name), into(t.scope), into(t.hash), into(t.created_at), into(t.revoked_at));
      for (bool more = st.execute(true); more; more = st.fetch()) tokens.push_back(t);
      return tokens;
    });
  });
}

// ---- counters

Result<std::int64_t> Store::next_number(const std::string& counter) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"counter", counter}});
    if (counter.empty() || counter.starts_with(schema::kOwnCounters))
      throw Fault(ErrorCode::invalid_argument, counter, "a counter needs a name, and \"store.\" is the store's own");
    return impl_->write([&](soci::session& sql) {
      const std::int64_t number = take_number(sql, counter);
      return number;
    });
  });
}

}  // namespace corpus
