// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a manifest counts what its shards hold.
#pragma once

#include <string>
#include <vector>

#include "indexer/manifest.h"

namespace indexer {

// What the manifest says otherwise than the shards hold: documents of each, of all and of each kind, each fault in words. Requires: the shards are as they
// were when the build had read the records, whole and neither caught up nor followed; else the manifest rightly says something else. What cannot be opened
// says nothing. Opens each shard; no document is read.
std::vector<std::string> faults_of_counts(const IndexLayout& layout, const Manifest& manifest);

}  // namespace indexer
