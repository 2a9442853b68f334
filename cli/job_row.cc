// SPDX-License-Identifier: GPL-3.0-or-later
// While a job runs, its message says which process it is. A process that was killed leaves its row as running; the store then lists it as
// failed, and the next job writes that down.
#include "cli/job_row.h"

#include "corpus/job_process.h"

namespace cli {
namespace {

constexpr std::size_t kRowsLookedAt = 200;

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
}

JobRow::~JobRow() { end("failed", "stopped by an error"); }

void JobRow::update(const std::string& phase, std::int64_t done, std::int64_t total) {
  const auto now = std::chrono::steady_clock::now();
  if (!open_ || (phase == job_.phase && now - written_ < std::chrono::seconds(1))) return;
  written_ = now;
  job_.phase = phase;
  job_.done = done;
  job_.total = total;
  (void)store_.update_job(job_);
}

void JobRow::done(const std::string& message) { end("done", message); }
void JobRow::failed(const std::string& message) { end("failed", message); }

void JobRow::end(const char* state, const std::string& message) {
  if (!open_) return;
  open_ = false;
  job_.state = state;
  job_.message = message;
  (void)store_.update_job(job_);
}

}  // namespace cli
