// SPDX-License-Identifier: GPL-3.0-or-later
// The beginning of a build: it goes on with what a killed one made durable, or begins a generation of its own.
#pragma once

#include <optional>
#include <string>

#include "corpus/error.h"
#include "indexer/build_directory.h"
#include "indexer/build_task.h"

namespace indexer {

struct BuildStart {
  BuildDirectory directory;  // its progress has all its settings, memory_mb among them
  bool goes_on = false;
  bool whole = false;        // with what was whole, and only not published yet; also where nobody asked to resume
  std::string not_resumed;   // why `resume` begins anew, or why a whole generation is not published; empty where neither is so
  std::size_t shards_before = 0;  // of the build that `resume` found and does not go on with; 0: there is none, or it cannot be read
};

// Durable when it returns; directories of other builds are gone then. conflict where `resume` finds work done in another number of shards, which is left as
// it is; else io and the errors of the store. Requires: build.lock is held.
corpus::Result<BuildStart> start_build(const BuildTask& task);

// In words, for the person who asked to go on: with what it goes on, or why it begins anew. Requires: no step of this run was taken yet.
std::string resume_note(const BuildStart& start);

// A warning, where the new generation has another number of shards than the one in force; nullopt where it does not, or where nothing tells.
std::optional<std::string> shards_warning(const BuildTask& task, const BuildDirectory& directory);

}  // namespace indexer
