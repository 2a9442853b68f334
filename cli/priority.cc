// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/priority.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace cli {

bool be_idle() {
  // ioprio_set has no wrapper in libc: this process, class 3 (idle) in the upper bits.
  constexpr int kOfProcess = 1, kIdleClass = 3 << 13;
  (void)::syscall(SYS_ioprio_set, kOfProcess, 0, kIdleClass);
  const sched_param parameters{};
  return ::sched_setscheduler(0, SCHED_IDLE, &parameters) == 0;
}

}  // namespace cli
