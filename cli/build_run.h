// SPDX-License-Identifier: GPL-3.0-or-later
// A full build with progress, a job row and an end in good order on Ctrl-C: for `index build` and for `restore`; and one that a worker does
// because it was asked for.
#pragma once

#include <functional>

#include "cli/job_row.h"
#include "cli/session.h"
#include "indexer/build.h"

namespace cli {

struct BuildWishes {
  unsigned threads = 0;  // here and below 0: as configured
  std::size_t shards = 0;
  std::size_t memory_mb = 0;
  bool resume = false;
  bool full_speed = false;  // also while a service runs on the data directory
  std::vector<std::string> without_gate;
  bool accept_quality = false;  // quality that is too low becomes the level that later builds are held against
  std::string holder;  // who builds, for those who find the locks held; empty: `queqiao index build`
  const indexer::FileLock* lock = nullptr;  // the build lock, where it is held already
  std::function<void(const std::string&)> note, warn;  // as in BuildOptions, beside the job's log; may be empty
};

// Builds, keeps `job` and its log, and ends it. `stopped` says whether the process is to end, `show` may be empty. Safe in a thread of its own
// with a store of its own. The error of a build that was stopped or cancelled has the code `stopped`.
corpus::Result<indexer::BuildReport> build_as(JobRow& job, corpus::Store& store, const corpus::Vocabularies& vocabularies, const Config& config,
                                              const BuildWishes& wishes, const std::function<bool()>& stopped,
                                              const std::function<void(const indexer::BuildProgress&)>& show);

// Requires: the session's store was not opened for reading only; no other thread was begun.
indexer::BuildReport run_build(Session& session, const BuildWishes& wishes = {});

void print_build(const indexer::BuildReport& report, Output& output);

}  // namespace cli
