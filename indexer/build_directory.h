// SPDX-License-Identifier: GPL-3.0-or-later
// Where a generation is built: gen-NNNNNN.building beside the others, with what of it is durable (build_progress.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "corpus/error.h"
#include "indexer/build_progress.h"
#include "indexer/generation_layout.h"
#include "indexer/manifest.h"

namespace indexer {

// One build has it at a time, the one that holds build.lock. Not thread-safe.
struct BuildDirectory {
  std::filesystem::path path;
  DurableProgress progress;                     // as it is; on disk it is as it was at the last save()
  std::chrono::steady_clock::time_point saved;  // of this run: the last save() or enter(), or before the first the beginning
  double DurableProgress::*part = nullptr;      // where time is counted beside `seconds`

  // Makes `progress` durable with the time spent since `saved`. What it names must be durable before. io where it cannot be written.
  corpus::Result<void> save();

  // From now on time counts as spent on this part; what was spent until now is counted. Not durable before the next save().
  void enter(double DurableProgress::*step);
  // Counts the time since `saved`.
  void count_time();

  // Removes what `named_by` does not name: of no use to a build that goes on with it.
  void remove_unnamed(const DurableProgress& named_by) const;

  // The shards, shard-00 first; there once they are merged.
  std::vector<std::filesystem::path> shards() const;

  // Records that are in pieces or shards.
  std::int64_t written_documents() const;

  // `today`, of this generation: with its name, the sequence number at which its reading began, and what was learned for it.
  Manifest stamped(Manifest today) const;

  // What a step answers that was cancelled.
  corpus::Error cancelled() const;
};

// All that lie in the index, by name: also those that no build is at any more. Never an error; none where the index cannot be listed.
std::vector<std::filesystem::path> building_directories(const IndexLayout& layout);

double seconds_since(std::chrono::steady_clock::time_point start);

}  // namespace indexer
