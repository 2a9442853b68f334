// SPDX-License-Identifier: GPL-3.0-or-later
// A long command as a row in the store with a log, so that the status page and `queqiao jobs` see it at work and may cancel it.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include "corpus/store.h"

namespace cli {

// Begins as running. Ends as what done(), failed() or cancelled() said, else as failed, also where an error passes through. A row that cannot
// be written is no reason to stop the work: such failures are left out. For its end room is kept on the disk (job_reserve.h). One at a time in a process.
class JobRow {
 public:
  // `subject` is what it works on, such as the file of an import; may be empty.
  JobRow(corpus::Store& store, const std::string& kind, const std::string& subject = {});
  // One that was asked for and taken.
  JobRow(corpus::Store& store, corpus::Job taken);
  ~JobRow();
  JobRow(const JobRow&) = delete;
  JobRow& operator=(const JobRow&) = delete;

  // At most one write a second, and two for each new phase, as it begins and as it first moves. It leaves a line about the one before in the log.
  void update(const std::string& phase, std::int64_t done, std::int64_t total);
  void log(const std::vector<std::string>& lines);
  // Whether somebody asked for its end. Looks four times a second, may be called far more often and from any thread.
  bool cancel_asked();
  void done(const std::string& message);
  void failed(const std::string& message);
  void failed(const corpus::Error& error);  // its message, and its hint in the log
  void cancelled(const std::string& message);

  // For the end of a process that nobody can catch (last_words.h): writes the end of the row that is open now, if there is one, from whatever thread.
  static void fail_at_work(const corpus::Error& error);
  // The data directory of that row's store; empty where none is open.
  static std::string directory_at_work();

 private:
  using Clock = std::chrono::steady_clock;
  void end_phase();
  void begin();
  void end(const char* state, const std::string& message);
  template <class Write>
  void write_end(const Write& write);
  corpus::Store& store_;
  corpus::Job job_;
  std::atomic<bool> open_ = false;
  Clock::time_point written_, phase_began_;
  std::int64_t phase_base_ = 0;  // done as the phase began
  bool phase_moved_ = false;     // and more is since
  std::atomic<bool> cancel_asked_ = false;
  std::atomic<Clock::time_point> looked_{};
};

}  // namespace cli
