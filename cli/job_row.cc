// SPDX-License-Identifier: GPL-3.0-or-later
// While a job runs, its message says which process it is. A process that was killed leaves its row as running; the store then lists it as
// failed, and the next job writes that down.
#include "cli/job_row.h"

#include <fmt/format.h>

#include "cli/job_reserve.h"
#include "cli/output.h"
#include "corpus/job_process.h"

namespace cli {
namespace {

constexpr std::size_t kRowsLookedAt = 200;
constexpr std::chrono::seconds kWriteEvery{1};
constexpr std::chrono::milliseconds kLookForEndEvery{250};  // whether somebody asked for the end; a read by key

std::atomic<JobRow*> row_at_work = nullptr;

void close_dead(corpus::Store& store) {
  const auto jobs = store.jobs(kRowsLookedAt);
  if (!jobs) return;
  for (const corpus::Job& job : *jobs) {
    if (job.unended) (void)store.update_job(job);
  }
}

}  // namespace

JobRow::JobRow(corpus::Store& store, const std::string& kind, const std::string& subject) : store_(store) {
  close_dead(store_);
  auto job = store_.start_job(kind);
  if (!job) return;
  job_ = *job;
  job_.message = corpus::process_message(subject, store_.shared());
  open_ = store_.update_job(job_).has_value();
  begin();
}

JobRow::JobRow(corpus::Store& store, corpus::Job taken) : store_(store), job_(std::move(taken)), open_(true) {
  close_dead(store_);
  begin();
}

JobRow::~JobRow() {
  end("failed", "stopped by an error");
  JobRow* own = this;
  row_at_work.compare_exchange_strong(own, nullptr);
}

void JobRow::begin() {
  keep_reserve(store_);
  row_at_work = this;
  log({"begun: " + job_.message});
}

void JobRow::update(const std::string& phase, std::int64_t done, std::int64_t total) {
  if (!open_) return;
  const auto now = Clock::now();
  const bool same = phase == job_.phase;
  if (!same) {
    end_phase();
    phase_began_ = now;
    phase_base_ = done;
    phase_moved_ = false;
  }
  const bool first_move = !phase_moved_ && done > phase_base_;
  phase_moved_ = phase_moved_ || first_move;
  job_.phase = phase;
  job_.done = done;
  job_.total = total;
  if (same && !first_move && now - written_ < kWriteEvery) return;
  written_ = now;
  (void)store_.update_job(job_);
}

void JobRow::end_phase() {
  if (job_.phase.empty()) return;
  // One of one says nothing that the line's being there does not.
  const std::string counts = job_.total > 1 || job_.done < job_.total ? fmt::format(" {} of {},", count_text(job_.done), count_text(job_.total)) : "";
  log({fmt::format("{}:{} {:.1f} s", job_.phase, counts, std::chrono::duration<double>(Clock::now() - phase_began_).count())});
}

void JobRow::log(const std::vector<std::string>& lines) {
  if (open_ && !lines.empty()) (void)store_.add_job_lines(job_.id, lines);
}

bool JobRow::cancel_asked() {
  if (!open_ || cancel_asked_) return cancel_asked_;
  const auto now = Clock::now();
  auto last = looked_.load();
  if (now - last < kLookForEndEvery || !looked_.compare_exchange_strong(last, now)) return cancel_asked_;
  if (const auto asked = store_.cancel_asked(job_.id); asked && *asked) cancel_asked_ = true;
  return cancel_asked_;
}

void JobRow::done(const std::string& message) { end("done", message); }
void JobRow::failed(const std::string& message) { end("failed", message); }
void JobRow::failed(const corpus::Error& error) {
  if (open_ && !error.hint.empty()) write_end([&] { return store_.add_job_lines(job_.id, {"hint: " + error.hint}); });
  end("failed", error.message);
}
void JobRow::cancelled(const std::string& message) { end("cancelled", message); }

// Where the disk is full, what is kept for this is given first.
template <class Write>
void JobRow::write_end(const Write& write) {
  if (!write() && give_reserve(store_)) (void)write();
}

void JobRow::end(const char* state, const std::string& message) {
  if (!open_) return;
  end_phase();
  write_end([&] { return store_.add_job_lines(job_.id, {fmt::format("{}: {}", state, message)}); });
  open_ = false;
  job_.state = state;
  job_.message = message;
  write_end([&] { return store_.update_job(job_); });
}

std::string JobRow::directory_at_work() {
  const JobRow* row = row_at_work;
  return row == nullptr ? std::string() : row->store_.directory().string();
}

// Not end(): the thread whose row it is may be at work on it. Only what does not change is read.
void JobRow::fail_at_work(const corpus::Error& error) {
  JobRow* row = row_at_work;
  if (row == nullptr || !row->open_.exchange(false)) return;
  auto job = row->store_.job(row->job_.id);
  if (!job) return;
  job->state = "failed";
  job->message = error.message;
  row->write_end([&] { return row->store_.add_job_lines(job->id, {"failed: " + error.message}); });
  row->write_end([&] { return row->store_.update_job(*job); });
}

}  // namespace cli
