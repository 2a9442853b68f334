// SPDX-License-Identifier: GPL-3.0-or-later
// What a process says that an exception ends where nobody can catch it, such as inside Xapian when a flush finds the disk full.
#pragma once

namespace cli {

// From here on such an end is written into the job at work (job_row.h) and to standard error. A full disk then ends the process as any command that failed
// (exit.h), everything else as before, by abort(). Call once, before other threads begin.
void have_last_words();

}  // namespace cli
