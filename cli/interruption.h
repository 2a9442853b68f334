// SPDX-License-Identifier: GPL-3.0-or-later
// SIGINT, SIGTERM and SIGHUP as a stop token, for commands that end in good order.
//
// Construct it before any other thread begins: signals are blocked in the calling thread and so in all it starts, and one thread waits for
// them, so that nothing runs inside a signal handler. A second signal ends the process at once, for a person who will not wait.
#pragma once

#include <stop_token>
#include <thread>

namespace cli {

class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  std::stop_token token() const { return source_.get_token(); }
  bool requested() const { return source_.stop_requested(); }

 private:
  void wait(std::stop_token leave);
  std::stop_source source_;
  std::jthread thread_;
};

}  // namespace cli
