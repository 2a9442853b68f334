// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs of the store: asked for, taken, reported, cancelled, and what they said. Ids are ordered by length first, so that J-1000000
// follows J-999999.
#include <fmt/chrono.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "corpus/diagnostic.h"
#include "corpus/job_process.h"
#include "corpus/store.h"
#include "corpus/store_fault.h"
#include "corpus/store_impl.h"
#include "corpus/store_schema.h"

namespace corpus {
namespace {

using soci::into;
using soci::use;

constexpr std::int64_t kLinesKept = 1000;
constexpr std::size_t kCharactersOfLine = 1000;
constexpr std::int64_t kEndedKept = 1000;
// What a build left lies beside the index, of which the store knows nothing.
constexpr const char* kGoOn =
    "; queqiao index build --resume, or queqiao jobs start build --resume, goes on with what it made durable; queqiao index generations says whether it did";

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string utc_of(std::int64_t ms) { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(ms / 1000))); }

bool is_over(const std::string& state) { return state == "done" || state == "failed" || state == "cancelled"; }

// A build of hours is older than the imports made meanwhile, and is what whoever looks wants to see. All that are open are read, since some of those that say
// they run are gone.
constexpr const char* kOpenAndNewest =
    "where j.state in ('running', 'waiting') or j.id in (select id from job where state not in ('running', 'waiting') order by length(id) desc, id desc"
    " limit :most) order by length(j.id) desc, j.id desc";

int place_in_list(const Job& job) { return job.state == "running" ? 0 : job.state == "waiting" ? 1 : 2; }

Fault no_such_job(const std::string& id) { return Fault(ErrorCode::not_found, id, "there is no job with this id"); }

void end_without_a_word(Job& job, const std::string& last_heard) {
  job.state = "failed";
  job.message = "ended without a word: " + job.message + (job.kind == "build" ? kGoOn : "");
  job.finished_at = last_heard;
  job.unended = true;
}

// `rest` is what follows the table: the condition and the order, over `j`, with one variable to be used.
template <class Value>
std::vector<Job> select_jobs(soci::session& sql, const std::string& rest, const Value& value) {
  const bool whole = schema::has_job_work(sql);
  const std::string work = whole ? "coalesce(w.options, ''), coalesce(w.asked_by, ''), coalesce(w.cancel_asked, 0), coalesce(w.phase_ms, 0),"
                                   " coalesce(w.phase_base, 0), coalesce(w.reported_ms, 0)"
                                   " from job j left join job_work w on w.id = j.id "
                                 : "'', '', 0, 0, 0, 0 from job j ";
  std::vector<Job> jobs;
  std::vector<std::string> last_heard;
  Job j;
  std::int64_t cancel = 0, begun = 0, base = 0, reported = 0;
  soci::statement st = (sql.prepare << "select j.id, j.kind, j.state, j.phase, j.done, j.total, j.started_at, j.finished_at, j.message, " +
                                           work + rest,
                        use(value), into(j.id), into(j.kind), into(j.state), into(j.phase), into(j.done), into(j.total), into(j.started_at),
                        into(j.finished_at), into(j.message), into(j.options), into(j.asked_by), into(cancel), into(begun), into(base),
                        into(reported));
  for (bool more = st.execute(true); more; more = st.fetch()) {
    j.cancel_asked = cancel != 0;
    j.phase_seconds = static_cast<double>(std::max<std::int64_t>(0, reported - begun)) / 1000;
    j.phase_done = std::max<std::int64_t>(0, j.done - base);
    jobs.push_back(j);
    last_heard.push_back(reported > 0 ? utc_of(reported) : j.started_at);
  }
  for (std::size_t i = 0; i < jobs.size(); ++i)
    if (is_gone(jobs[i])) end_without_a_word(jobs[i], last_heard[i]);
  return jobs;
}

Job select_job(soci::session& sql, const std::string& id) {
  auto jobs = select_jobs(sql, "where j.id = :id", id);
  if (jobs.empty()) throw no_such_job(id);
  return std::move(jobs.front());
}

// What has ended goes, but for the newest. In most cases that is one job, or none.
void forget_old_jobs(soci::session& sql) {
  const std::string ended = "state in ('done', 'failed', 'cancelled')";
  std::string last;
  std::int64_t length = 0;
  sql << "select id, length(id) from job where " + ended + " order by length(id) desc, id desc limit 1 offset :kept", use(kEndedKept), into(last),
      into(length);
  if (!sql.got_data()) return;
  const std::string old = fmt::format("{0} and (length(id) < {1} or (length(id) = {1} and id <= :last))", ended, length);
  for (const char* rows : {"job_log where job", "job_work where id"})
    sql << fmt::format("delete from {} in (select id from job where {})", rows, old), use(last);
  sql << "delete from job where " + old, use(last);
}

void insert_job(soci::session& sql, Job& job) {
  job.id = fmt::format("J-{:06}", take_number(sql, schema::kJobCounter));
  const std::int64_t now = now_ms();
  sql << "insert into job (id, kind, state, phase, done, total, started_at, finished_at, message)"
         " values (:id, :kind, :state, '', 0, 0, :now, '', '')",
      use(job.id), use(job.kind), use(job.state), use(job.started_at);
  sql << "insert into job_work (id, options, asked_by, cancel_asked, phase_ms, phase_base, reported_ms)"
         " values (:id, :options, :by, 0, :begun, 0, :reported)",
      use(job.id), use(job.options), use(job.asked_by), use(now), use(now);
  forget_old_jobs(sql);
}

void add_lines(soci::session& sql, const std::string& id, const std::vector<std::string>& lines) {
  const std::string now = utc_now();
  std::int64_t number = 0;
  sql << "select coalesce(max(number), 0) from job_log where job = :id", use(id), into(number);
  for (const std::string& given : lines) {
    const std::string line = excerpt(given, kCharactersOfLine);
    ++number;
    sql << "insert into job_log (job, number, at, line) values (:id, :number, :now, :line)", use(id), use(number), use(now), use(line);
  }
  const std::int64_t last_gone = number - kLinesKept;
  if (last_gone > 0) sql << "delete from job_log where job = :id and number <= :gone", use(id), use(last_gone);
}

// Where another phase begins, the rate is counted from there.
void report_work(soci::session& sql, const Job& job) {
  std::string phase;
  sql << "select phase from job where id = :id", use(job.id), into(phase);
  if (!sql.got_data()) throw no_such_job(job.id);
  const std::int64_t now = now_ms();
  if (phase == job.phase) {
    sql << "update job_work set reported_ms = :now where id = :id", use(now), use(job.id);
  } else {
    sql << "update job_work set reported_ms = :now, phase_ms = :begun, phase_base = :base where id = :id", use(now), use(now), use(job.done),
        use(job.id);
  }
}

}  // namespace

Result<Job> Store::start_job(const std::string& kind) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"kind", kind}});
    return impl_->write([&](soci::session& sql) {
      Job job;
      job.kind = kind;
      job.state = "running";
      job.started_at = utc_now();
      insert_job(sql, job);
      return job;
    });
  });
}

Result<void> Store::update_job(const Job& job) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"state", job.state}, {"phase", job.phase}, {"message", job.message}, {"finished_at", job.finished_at}});
    const std::string finished = is_over(job.state) && job.finished_at.empty() ? utc_now() : job.finished_at;
    impl_->write([&](soci::session& sql) {
      report_work(sql, job);
      sql << "update job set state = :state, phase = :phase, done = :done, total = :total, finished_at = :finished, message = :message"
             " where id = :id",
          use(job.state), use(job.phase), use(job.done), use(job.total), use(finished), use(job.message), use(job.id);
    });
  });
}

Result<std::vector<Job>> Store::jobs(std::size_t limit) const {
  return guarded(impl_->where, [&] {
    const std::int64_t most = as_limit(limit);
    auto jobs = impl_->read([&](soci::session& sql) { return select_jobs(sql, kOpenAndNewest, most); });
    std::ranges::stable_sort(jobs, {}, place_in_list);
    if (jobs.size() > limit) jobs.resize(limit);
    return jobs;
  });
}

Result<Job> Store::job(const std::string& id) const {
  return guarded(impl_->where, [&] {
    refuse_nul({{"id", id}});
    return impl_->read([&](soci::session& sql) { return select_job(sql, id); });
  });
}

Result<Job> Store::ask_job(const std::string& kind, const std::string& options, const std::string& by) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"kind", kind}, {"options", options}, {"by", by}});
    return impl_->write([&](soci::session& sql) {
      Job job;
      job.kind = kind;
      job.state = "waiting";
      job.started_at = utc_now();
      job.options = options;
      job.asked_by = by;
      insert_job(sql, job);
      add_lines(sql, job.id, {"asked for by " + by});
      return job;
    });
  });
}

// A worker asks often and seldom finds: it looks first, and locks other writers out only where something waits.
Result<std::optional<Job>> Store::take_job(const std::vector<std::string>& kinds, const std::function<bool()>& ready) {
  return guarded(impl_->where, [&]() -> std::optional<Job> {
    const auto waiting = [&](soci::session& sql) -> std::optional<Job> {
      const std::string state = "waiting";
      for (Job& job : select_jobs(sql, "where j.state = :state order by length(j.id), j.id", state))
        if (std::ranges::find(kinds, job.kind) != kinds.end()) return std::move(job);
      return std::nullopt;
    };
    if (!impl_->read(waiting) || (ready && !ready())) return std::nullopt;
    return impl_->write([&](soci::session& sql) {
      auto job = waiting(sql);
      if (!job) return job;  // another was quicker
      job->state = "running";
      job->started_at = utc_now();
      job->message = process_message({}, shared_);
      sql << "update job set state = :state, started_at = :now, message = :message where id = :id", use(job->state), use(job->started_at),
          use(job->message), use(job->id);
      return job;
    });
  });
}

Result<Job> Store::ask_cancel(const std::string& id) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"id", id}});
    return impl_->write([&](soci::session& sql) {
      Job job = select_job(sql, id);
      if (is_over(job.state))
        throw Fault(ErrorCode::conflict, id, "the job has ended already: " + job.state, "there is nothing to cancel");
      job.cancel_asked = true;
      sql << "update job_work set cancel_asked = 1 where id = :id", use(id);
      add_lines(sql, id, {"asked to be cancelled"});
      if (job.state != "waiting") return job;
      job.state = "cancelled";
      job.finished_at = utc_now();
      job.message = "cancelled before it began";
      sql << "update job set state = :state, finished_at = :now, message = :message where id = :id", use(job.state), use(job.finished_at),
          use(job.message), use(id);
      return job;
    });
  });
}

Result<bool> Store::cancel_asked(const std::string& id) const {
  auto found = job(id);
  if (!found) return std::unexpected(found.error());
  return found->cancel_asked;
}

Result<void> Store::add_job_lines(const std::string& id, const std::vector<std::string>& lines) {
  return guarded(impl_->where, [&] {
    refuse_nul({{"id", id}});
    impl_->write([&](soci::session& sql) {
      std::string found;
      sql << "select id from job where id = :id", use(id), into(found);
      if (!sql.got_data()) throw no_such_job(id);
      add_lines(sql, id, lines);
    });
  });
}

Result<std::vector<JobLine>> Store::job_log(const std::string& id) const {
  return guarded(impl_->where, [&] {
    refuse_nul({{"id", id}});
    return impl_->read([&](soci::session& sql) {
      std::vector<JobLine> lines;
      if (!schema::has_job_work(sql)) return lines;
      JobLine line;
      soci::statement st = (sql.prepare << "select at, line from job_log where job = :id order by number", use(id), into(line.at),
                            into(line.line));
      for (bool more = st.execute(true); more; more = st.fetch()) lines.push_back(line);
      return lines;
    });
  });
}

}  // namespace corpus
