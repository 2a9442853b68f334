// SPDX-License-Identifier: GPL-3.0-or-later
// The small tables of the store: import batches, tokens, counters. Jobs have store_jobs.cc.
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
