// SPDX-License-Identifier: GPL-3.0-or-later
// What of a build is durable: the file progress.json of gen-NNNNNN.building. FORMAT.md has the page.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/store.h"

namespace indexer {

struct DurableProgress {
  std::string generation;
  std::string build;    // Manifest::build
  std::string meaning;  // analyzer, schema and vocabulary of the build; another meaning is not resumed
  std::size_t shards = 1;
  std::optional<std::size_t> memory_mb;  // that the writing may take, 0: what is fastest; nullopt of a program that did not write it down
  std::optional<std::map<std::string, std::string>> settings;  // settings_of() of the build (build_resume.h); nullopt of a program that did not write them down
  std::string phase = "read";  // read, merge, ready; whole: it passed its gate, and nothing is left to do but to publish it (unpublished.h)
  corpus::Seq seq = 0;         // of the store when reading began
  std::string after_id;        // records up to here are in the pieces, but for `left`
  std::vector<std::string> left;  // ids, in the order of the store: read and counted, and not written when the build was stopped
  bool learning_done = false;  // what was learned is whole, in model/, and in `learned` as the manifest will have it
  std::map<std::string, std::string> learned;
  double learn_seconds = 0;
  std::vector<std::vector<std::string>> pieces;  // of each shard
  std::vector<std::size_t> merged;               // shards that are whole
  std::int64_t documents = 0;
  std::uint64_t text_bytes = 0;
  std::map<std::string, std::int64_t> by_kind;
  std::vector<std::string> problems;  // of records that could not be indexed
  std::int64_t skipped = 0;
  double seconds = 0;  // spent so far
  double read_seconds = 0, merge_seconds = 0, group_seconds = 0, gate_seconds = 0;  // parts of them, as learn_seconds
  std::string failed_gate;  // the checks that closed the gate on it, each with what it said; empty where it did not come so far
  std::map<std::string, std::string> failed_checks;  // their names → GateCheck::edition
};

// Whether a build that goes on with it has anything to gain.
bool has_durable_work(const DurableProgress& progress);

// Replaces the file durably.
corpus::Result<void> write_progress(const std::filesystem::path& building, const DurableProgress& progress);

// not_found where there is none, damaged where it cannot be read.
corpus::Result<DurableProgress> read_progress(const std::filesystem::path& building);

}  // namespace indexer
