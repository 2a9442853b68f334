// SPDX-License-Identifier: GPL-3.0-or-later
// The step of a build that decides whether its generation may be published: the checks of gate.h and the caller's, one after another.
#pragma once

#include <vector>

#include "corpus/error.h"
#include "corpus/store.h"
#include "indexer/build_directory.h"
#include "indexer/build_task.h"
#include "indexer/manifest.h"

namespace indexer {

// Returns what each check said: all passed, or failed and are among those the caller goes without. Else conflict, with every failed check in the message; what
// they said is then also written down in the progress. timeout where it was cancelled. Requires: the shards have caught up with `reached` just now.
corpus::Result<std::vector<GateResult>> pass_gate(const BuildTask& task, BuildDirectory& directory, corpus::Seq reached);

}  // namespace indexer
