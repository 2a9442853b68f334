// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a build on whole shards: which records are the same one, and what changed in the store since reading began. Both go by people's decisions.
#pragma once

#include "corpus/error.h"
#include "corpus/store.h"
#include "indexer/build_directory.h"
#include "indexer/build_learn.h"
#include "indexer/build_task.h"
#include "indexer/grouping.h"
#include "indexer/same_decisions.h"

namespace indexer {

// Begun again from its start by a build that goes on here: what is written already is found written. Refers to task, directory and learned, which outlive it.
// Errors are the store's, io, Xapian's, and where it was cancelled timeout. Not thread-safe.
class CatchUp {
 public:
  // Reads all decisions of the store. Requires: the shards are merged.
  static corpus::Result<CatchUp> begin(const BuildTask& task, const BuildDirectory& directory, const LearnedParts& learned);

  // Near-duplicates, among all records (group_all).
  corpus::Result<GroupReport> group();

  // Brings the shards up to the store. May be called again, and then costs what changed in between: the last slice comes under the writer lock, in
  // publish_generation().
  corpus::Result<void> run();

  // The sequence number that run() came to, last.
  corpus::Seq reached() const { return reached_; }

 private:
  CatchUp(const BuildTask& task, const BuildDirectory& directory, const LearnedParts& learned) : task_(task), directory_(directory), learned_(learned) {}

  const BuildTask& task_;
  const BuildDirectory& directory_;
  const LearnedParts& learned_;
  SameDecisionsOfStore decisions_;  // as of the store at begin(), then of reached_
  corpus::Seq reached_ = 0;
};

}  // namespace indexer
