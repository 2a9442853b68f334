// SPDX-License-Identifier: GPL-3.0-or-later
// A long command as a row in the store, so that the status page and `queqiao jobs` see it at work.
#pragma once

#include <chrono>
#include <string>

#include "corpus/store.h"

namespace cli {

// Begins as running. Ends as done if done() was called, else as failed, also where an error passes through. A row that cannot be written is
// no reason to stop the work: such failures are left out.
class JobRow {
 public:
  // `subject` is what it works on, such as the file of an import; may be empty.
  JobRow(corpus::Store& store, const std::string& kind, const std::string& subject = {});
  ~JobRow();
  JobRow(const JobRow&) = delete;
  JobRow& operator=(const JobRow&) = delete;

  // At most one write a second, and one for each new phase.
  void update(const std::string& phase, std::int64_t done, std::int64_t total);
  void done(const std::string& message);
  void failed(const std::string& message);

 private:
  void end(const char* state, const std::string& message);
  corpus::Store& store_;
  corpus::Job job_;
  bool open_ = false;
  std::chrono::steady_clock::time_point written_;
};

}  // namespace cli
