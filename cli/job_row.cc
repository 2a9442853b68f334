// SPDX-License-Identifier: GPL-3.0-or-later
// While a job runs, its message says which process it is. A process that was killed leaves its row as running; the next job finds that no
// such process exists and closes the row.
#include "cli/job_row.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

namespace cli {
namespace {

constexpr std::string_view kProcess = "process ";
constexpr std::size_t kRowsLookedAt = 200;

bool is_dead(const std::string& message) {
  if (!message.starts_with(kProcess)) return false;
  pid_t process = 0;
  std::from_chars(message.data() + kProcess.size(), message.data() + message.size(), process);
  return process > 0 && kill(process, 0) != 0 && errno == ESRCH;
}

void close_dead(corpus::Store& store) {
  const auto jobs = store.jobs(kRowsLookedAt);
  if (!jobs) return;
  for (corpus::Job job : *jobs) {
    if (job.state != "running" || !is_dead(job.message)) continue;
    job.state = "failed";
    job.message = "ended without a word: " + job.message + " is gone";
    (void)store.update_job(job);
  }
}

}  // namespace

JobRow::JobRow(corpus::Store& store, const std::string& kind) : store_(store) {
  close_dead(store_);
  auto job = store_.start_job(kind);
  if (!job) return;
  job_ = *job;
  job_.message = fmt::format("{}{}", kProcess, getpid());
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
