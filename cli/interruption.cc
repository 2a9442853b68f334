// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/interruption.h"

#include <signal.h>
#include <unistd.h>

#include <ctime>

namespace cli {
namespace {

sigset_t our_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
  return set;
}

}  // namespace

Interruption::Interruption() {
  const sigset_t set = our_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::jthread([this](std::stop_token leave) { wait(leave); });
}

Interruption::~Interruption() {
  thread_.request_stop();
  thread_.join();
  const sigset_t set = our_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void Interruption::wait(std::stop_token leave) {
  const sigset_t set = our_signals();
  const timespec pause{0, 100'000'000};  // how long the end of a command waits for this thread at most
  while (!leave.stop_requested()) {
    const int number = sigtimedwait(&set, nullptr, &pause);
    if (number < 0) continue;
    if (source_.stop_requested()) _exit(128 + number);
    source_.request_stop();
  }
}

}  // namespace cli
