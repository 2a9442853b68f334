// SPDX-License-Identifier: GPL-3.0-or-later
// The last steps of a build: the generation's manifest, and its publishing by one rename of CURRENT.
#pragma once

#include "corpus/error.h"
#include "indexer/build_catch_up.h"
#include "indexer/build_directory.h"
#include "indexer/build_task.h"
#include "indexer/manifest.h"

namespace indexer {

// The manifest, but for the gate and what publish() adds. Cost: reads all of every shard, for its checksum. timeout where it was cancelled, damaged where a
// file of a shard is lost.
corpus::Result<Manifest> describe_generation(const BuildTask& task, const BuildDirectory& directory);

// Puts the generation in force, as `manifest`, to which it adds when, by whom and in what time it was built. Whoever has passed the rename of CURRENT has
// published, also where the stubs of live_shards.h could not be written. Where another changes the generation in force just now (follow, for a slice; a
// rollback) it waits, however long that takes, and says for whom. timeout where it was cancelled before, io. Requires: it has passed the gate.
corpus::Result<void> publish_generation(const BuildTask& task, BuildDirectory& directory, CatchUp& catch_up, Manifest& manifest);

}  // namespace indexer
