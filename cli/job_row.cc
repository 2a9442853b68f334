// SPDX-License-Identifier: GPL-3.0-or-later
// While a job runs, its message says which process it is. A process that was killed leaves its row as running; the store then lists it as
// failed, and the next job writes that down.
#include "cli/job_row.h"

#include <fmt/format.h>

#include "cli/output.h"
#include "corpus/job_process.h"

namespace cli {
namespace {

constexpr std::size_t kRowsLookedAt = 200;
constexpr std::chrono::seconds kWriteEvery{1};
constexpr std::chrono::milliseconds kLookForEndEvery{250};  // whether somebody asked for the end; a read by key

void close_dead(corpus::Store& store) {
  const auto jobs = store.jobs(kRowsLookedAt);
  if (!jobs) return;
  for (const corpus::Job& job : *jobs) {
    if (job.state == "failed" && job.finished_at.empty()) (void)store.update_job(job);
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
  log({"begun: " + job_.message});
}

JobRow::JobRow(corpus::Store& store, corpus::Job taken) : store_(store), job_(std::move(taken)), open_(true) {
  close_dead(store_);
  log({"begun: " + job_.message});
}

JobRow::~JobRow() { end("failed", "stopped by an error"); }

void JobRow::update(const std::string& phase, std::int64_t done, std::int64_t total) {
  if (!open_) return;
  const auto now = Clock::now();
  const bool same = phase == job_.phase;
  if (!same) {
    end_phase();
    phase_began_ = now;
  }
  job_.phase = phase;
  job_.done = done;
  job_.total = total;
  if (same && now - written_ < kWriteEvery) return;
  written_ = now;
  (void)store_.update_job(job_);
}

void JobRow::end_phase() {
  if (job_.phase.empty()) return;
  const std::string counts = job_.total > 0 ? fmt::format(" {} of {},", count_text(job_.done), count_text(job_.total)) : "";
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
void JobRow::cancelled(const std::string& message) { end("cancelled", message); }

void JobRow::end(const char* state, const std::string& message) {
  if (!open_) return;
  end_phase();
  log({fmt::format("{}: {}", state, message)});
  open_ = false;
  job_.state = state;
  job_.message = message;
  (void)store_.update_job(job_);
}

}  // namespace cli
