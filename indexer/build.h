// SPDX-License-Identifier: GPL-3.0-or-later
// A full build into a new generation directory beside the old one, published by one atomic rename.
//
// Threads analyse records and write databases of their own in small flushes, which are then merged. Killed at any instant, a build leaves the old
// generation in force and a directory gen-NNNNNN.building, which the next build removes.
#pragma once

#include <functional>
#include <string>

#include "corpus/error.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "indexer/generation_layout.h"

namespace indexer {

struct BuildProgress {
  std::string phase;  // read, merge, catch_up, publish
  std::int64_t done = 0, total = 0;
};

struct BuildOptions {
  unsigned threads = 0;             // 0: as many as the machine has
  std::size_t batch_documents = 500;     // flushed together; build.cc has the figures
  std::size_t shard_documents = 32'000;  // of one database before the merge
  std::string program = "queqiao";
  std::size_t keep_generations = 2; // older ones are removed after publishing
  std::function<void(const BuildProgress&)> progress;  // called from one thread at a time
  std::function<bool()> cancelled;                     // asked between records
};

struct BuildReport {
  Manifest manifest;
  std::uint64_t index_bytes = 0;
  double read_seconds = 0, merge_seconds = 0;
  std::int64_t skipped = 0;                // records in the store that could not be indexed, each named in `problems`
  std::vector<std::string> problems;
};

// Builds from all published records of the store. busy where another build runs; what `cancelled` stops leaves nothing behind.
corpus::Result<BuildReport> build_index(const corpus::Store& store, const corpus::Vocabularies& vocabularies,
                                        const std::filesystem::path& data_directory, const BuildOptions& options = {});

// A database straight from records, without store or generation: for test collections. `next` returns nullopt at the end. Returns the text bytes.
corpus::Result<std::uint64_t> build_database(const std::function<std::optional<corpus::Record>()>& next, const corpus::Vocabularies& vocabularies,
                                             const std::filesystem::path& database, const Manifest& manifest, const BuildOptions& options = {});

// What today's program would write into a manifest: analyzer, schema and vocabulary edition.
Manifest manifest_of_today(const corpus::Vocabularies& vocabularies, const std::string& program);

}  // namespace indexer
