// SPDX-License-Identifier: GPL-3.0-or-later
// What a build is asked for, the same for all its steps, and how they speak to the caller. The steps, in their order: build_start.h, build_learn.h,
// build_read.h, build_merge.h, build_catch_up.h, build_gate.h, build_publish.h; build.cc takes them one after another.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "indexer/build.h"
#include "indexer/generation_layout.h"
#include "indexer/manifest.h"
#include "indexer/piece_writers.h"

namespace indexer {

// What it refers to is the caller's and outlives the build. Not thread-safe: its functions, which ask and tell the caller, are for the thread that builds.
struct BuildTask {
  const corpus::Store& store;
  const corpus::Vocabularies& vocabularies;
  std::filesystem::path data_directory;
  IndexLayout layout;
  const BuildOptions& options;
  Manifest today;                               // manifest_of_today
  std::chrono::steady_clock::time_point began;  // from here on time counts as spent on the build

  // Today's analyzer, schema and vocabulary, in words: only a build of the same ones can be gone on with.
  std::string meaning() const;
  // Whether the caller publishes also where this check of the gate fails.
  bool goes_without(const std::string& check) const;
  bool is_cancelled() const;
  // To BuildOptions::progress, where there is one.
  void tell(const std::string& phase, std::int64_t done, std::int64_t total) const;
};

// 1 and more.
unsigned threads_of(const BuildOptions& options);

// How records are written as pieces of so many shards with these options, in at most about `memory_mb` MiB (0: what is fastest); without model and lexicon.
PieceOptions piece_options(const BuildOptions& options, std::size_t shards, std::size_t memory_mb);

}  // namespace indexer
