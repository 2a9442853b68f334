// SPDX-License-Identifier: GPL-3.0-or-later
// Names that stay while generations come and go: index/live/shard-00 is a stub, a file that names the database of the generation in force.
//
// Xapian's servers are given these names. Each connection, and each round of replication, opens what the stub names at that moment, so neither
// server is restarted or told when a generation is published.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "indexer/manifest.h"

namespace indexer {

// How many shards the generation in force has; where its manifest cannot be read, as many as it has directories of shards, or as live/ has names. nullopt
// where nothing tells, as before the first build.
std::optional<std::size_t> shards_in_force(const IndexLayout& layout);

// What is wrong with the stubs, each fault in words; none where they name this generation's shards. Says nothing where the manifest is no longer in force.
// Beside a publication it may see the stubs of before: look again with the writer lock held (steady_shard.h).
std::vector<std::string> faults_of_live_shards(const IndexLayout& layout, const Manifest& manifest);

// Makes the stubs name this generation's shards, each by one rename; writes nothing where they do. Requires: the writer lock is held.
corpus::Result<void> point_live_shards(const IndexLayout& layout, const Manifest& manifest);

}  // namespace indexer
