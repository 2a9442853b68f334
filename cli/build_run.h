// SPDX-License-Identifier: GPL-3.0-or-later
// A full build with progress, a job row and an end in good order on Ctrl-C: for `index build` and for `restore`.
#pragma once

#include "cli/session.h"
#include "indexer/build.h"

namespace cli {

// Requires: the session's store was not opened for reading only; no other thread was begun. `threads` 0: as configured.
indexer::BuildReport run_build(Session& session, unsigned threads);

void print_build(const indexer::BuildReport& report, Output& output);

}  // namespace cli
