// SPDX-License-Identifier: GPL-3.0-or-later
// What the index in force says of itself.
#pragma once

#include <optional>

#include "cli/session.h"
#include "indexer/manifest.h"

namespace cli {

struct IndexState {
  indexer::Manifest manifest;
  corpus::Seq seq = 0;                      // reached, by the build or by follow since
  std::uint64_t bytes = 0;                  // on disk
  std::optional<corpus::Error> unreadable;  // this program cannot read it: another analyzer, schema …
};

// The index of the data directory, whatever search.shards says. nullopt where none was built. Stops where there is one that cannot be understood.
std::optional<IndexState> index_state(Session& session);

// The sequence number that answers stand on; -1 where there is no index that can be read.
corpus::Seq index_seq(Session& session);

}  // namespace cli
