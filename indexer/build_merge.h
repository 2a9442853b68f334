// SPDX-License-Identifier: GPL-3.0-or-later
// The step of a build that makes its shards: the pieces of each → one database (merge.h) with the generation's stamp.
#pragma once

#include "corpus/error.h"
#include "indexer/build_directory.h"
#include "indexer/build_task.h"

namespace indexer {

// Each shard is durable before its pieces go and the next begins; shards that an earlier run merged stay. When it returns well the phase is `ready`. Requires:
// the phase is `merge`. Errors: io, the full disk, Xapian's, and where it was cancelled timeout.
corpus::Result<void> merge_shards(const BuildTask& task, BuildDirectory& directory);

}  // namespace indexer
