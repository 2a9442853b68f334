// SPDX-License-Identifier: GPL-3.0-or-later
// What the store_*.cc files share. Private to them.
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "corpus/store.h"
#include "corpus/store_dialect.h"
#include "corpus/store_fault.h"
#include "corpus/store_soci.h"

namespace corpus {

inline constexpr char kDatabaseName[] = "queqiao.db";

// Selects StoredRecords as they stand, in the order RecordRow binds them; a condition on `r` follows.
inline constexpr char kSelectRecords[] =
    "select r.id, r.kind, r.status, r.visibility, r.seq, r.version, r.hash, v.body, r.changed_at"
    " from record r join record_version v on v.id = r.id and v.version = r.version";

// A row being fetched. Requires: not moved while a statement is bound to it.
struct RecordRow {
  StoredRecord record;
  std::string kind;

  void bind(soci::statement& st) {
    using soci::into;
    st.exchange(into(record.id)), st.exchange(into(kind)), st.exchange(into(record.status)), st.exchange(into(record.visibility));
    st.exchange(into(record.seq)), st.exchange(into(record.version)), st.exchange(into(record.hash)), st.exchange(into(record.body));
    st.exchange(into(record.changed_at));
  }
  StoredRecord value() const;
};

// Finds a record by id with a statement prepared once: a get is about 9 µs, and was 50 with a new statement each time.
class RecordFinder {
 public:
  explicit RecordFinder(soci::session& sql);
  std::optional<StoredRecord> find(const std::string& id);

 private:
  RecordRow row_;
  std::string id_;
  soci::statement st_;
};

// SOCI binds by reference and runs the statement when the expression `sql << …` ends, after its temporaries are gone: bind named
// variables only.
struct Store::Impl {
  std::mutex mutex;  // guards what follows down to `finder`
  soci::session sql;
  bool open = false;                            // whether `sql` is
  std::unique_ptr<RecordFinder> finder;         // made at the first get; declared after `sql`, so that it goes before
  std::function<void(soci::session&)> connect;  // opens a session like `sql`
  std::function<std::string()> state;           // of what `sql` reads without locks, else empty; unset where that cannot be
  std::string state_read;                       // what it was when `sql` was opened
  std::string where;                            // the database, for errors
  std::optional<Error> refused;                 // what the last try to connect met, good until then
  std::chrono::steady_clock::time_point refused_until;

  void open_file(const Options& options);
  void open_server(const Options& options);

  // The session, opened anew where it was lost. A server whose machine is gone lets every try wait for seconds; callers that have queued up
  // meanwhile are told at once what the first one was told.
  soci::session& session() {
    using Clock = std::chrono::steady_clock;
    constexpr auto kLong = std::chrono::seconds(1);
    if (open && state && state() != state_read) lay_aside();
    if (open) return sql;
    const auto begun = Clock::now();
    if (refused && begun < refused_until) throw Fault(*refused);
    try {
      connect(sql);
    } catch (const Fault& fault) {
      const auto now = Clock::now();
      refused = fault.error, refused_until = now - begun > kLong ? now + kLong : now;
      throw;
    }
    open = true;
    if (state) state_read = state();
    return sql;
  }

  // Runs `work(session)` alone. Where the connection turns out to be lost it is made anew and `work` runs a second time from its beginning.
  template <class Work>
  auto read(const Work& work) {
    const std::lock_guard lock(mutex);
    return twice_if_lost([&] { return work(session()); });
  }

  // Runs `work(session)` alone and in one transaction, committed at the end and rolled back where it throws. Never runs it twice: after a
  // loss in its middle nothing was written, and the caller is told. Only the beginning is repeated, which an idle connection does not
  // survive a restart of the server.
  template <class Work>
  auto write(const Work& work) {
    const std::lock_guard lock(mutex);
    std::optional<WriteTransaction> transaction;
    twice_if_lost([&] { transaction.emplace(session()); });
    try {
      if constexpr (std::is_void_v<std::invoke_result_t<Work, soci::session&>>) {
        work(sql);
        transaction->commit(where);
      } else {
        auto result = work(sql);
        transaction->commit(where);
        return result;
      }
    } catch (...) {
      transaction.reset();
      lay_aside_if_unusable();
      throw;
    }
  }

  // Opens a second session that sees the store as it is now, however long it reads; writers and `sql` go on meanwhile.
  void open_snapshot(soci::session& snapshot) const {
    connect(snapshot);
    dialect_of(snapshot).begin_snapshot(snapshot);
  }

 private:
  template <class Act>
  auto twice_if_lost(const Act& act) {
    try {
      return act();
    } catch (...) {
      const bool lost = open && dialect_of(sql).is_lost(sql);
      lay_aside_if_unusable();
      if (!lost) throw;
    }
    try {
      return act();
    } catch (...) {
      lay_aside_if_unusable();
      throw;
    }
  }

  void lay_aside_if_unusable() {
    if (open && !dialect_of(sql).is_usable(sql)) lay_aside();
  }

  void lay_aside() {
    finder.reset();
    sql.close();
    open = false;
  }
};

// The kind a column names; a word we do not know is damage.
Kind kind_of_column(const std::string& word, const std::string& id);

// Ends the statement's read: a SELECT that is not read to its end keeps its snapshot, and the next read would see the past.
inline void finish_reading(soci::statement& st) {
  while (st.fetch()) {
  }
}

// Throws Fault where a text contains NUL: SQLite cuts it off in some functions, PostgreSQL refuses it.
void refuse_nul(std::initializer_list<std::pair<std::string_view, std::string_view>> texts);

// The next number of a counter, made where it is missing. Requires: a write transaction is open.
std::int64_t take_number(soci::session& sql, const std::string& counter);

inline std::int64_t as_limit(std::size_t limit) {
  constexpr auto kMost = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(limit < kMost ? limit : kMost);
}

}  // namespace corpus
