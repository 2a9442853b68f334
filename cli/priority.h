// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cli {

// This process, with the threads it begins later, takes only the processor time and the disk that nobody else wants (SCHED_IDLE, idle I/O class), for
// good. False where the system refuses; then nothing has changed for the processor.
bool be_idle();

}  // namespace cli
