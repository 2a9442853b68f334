// SPDX-License-Identifier: GPL-3.0-or-later
// Names that stay while generations come and go: index/live/shard-00 is a stub, a file that names the database of the generation in force.
//
// Xapian's servers are given these names. Each connection, and each round of replication, opens what the stub names at that moment, so neither
// server is restarted or told when a generation is published.
#pragma once

#include "corpus/error.h"
#include "indexer/manifest.h"

namespace indexer {

// Makes the stubs name this generation's shards, each by one rename; writes nothing where they do. Requires: the writer lock is held.
corpus::Result<void> point_live_shards(const IndexLayout& layout, const Manifest& manifest);

}  // namespace indexer
