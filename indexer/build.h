// SPDX-License-Identifier: GPL-3.0-or-later
// A full build into a new generation directory beside the old one: read, merge, catch up, pass the gate, publish by one atomic rename.
//
// Killed at any instant, a build leaves the old generation in force and a directory gen-NNNNNN.building, from which `resume` goes on at the last
// durable point; a build that does not resume removes it. One that was killed when its generation was whole, but not named by CURRENT, is published by the
// next build, also where that does not resume: brought up to the store, and through the gate again.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "indexer/gate.h"
#include "indexer/grouping.h"
#include "indexer/index_writer.h"
#include "indexer/learn_step.h"
#include "indexer/manifest.h"
#include "indexer/model/learn.h"

namespace indexer {

struct BuildProgress {
  std::string phase;  // learn: words, neighbours, look, rank, count, pair, train, try; read, merge, group, catch_up, check, gate, publish
  std::int64_t done = 0, total = 0;  // while it reads: records that are written
};

struct BuildOptions {
  unsigned threads = 0;                    // 0: as many as the machine has
  std::size_t shards = 0;                  // 1 to 99; 0: as many as what is in force has, 1 where nothing is
  bool any_shards = false;                 // with `resume`: as many shards as the killed build has, also where it is begun anew; `shards` where there is none
  std::size_t memory_mb = 0;               // that the writing may take; 0: what is fastest. A bound on batches, from 64 on
  bool any_memory = false;                 // with `resume`: what the killed build might take, also where it is begun anew; memory_mb where unknown
  std::size_t batch_documents = 1500;      // flushed together; piece_writers.cc has the figures
  std::size_t piece_documents = 128'000;   // of one database before the merge
  double durable_seconds = 120;            // while reading, work is made durable after so long, later after half as long as it has taken so far,
  double durable_seconds_most = 300;       // but no later than this; build_read.cc says what a durable point costs
  // Go on with what a killed build left, where it was one of today's meaning and settings. One that failed its gate is gone on with only where it may pass now:
  // each check that failed is gone without, no longer asked for, or of another edition.
  bool resume = false;
  std::string program = "queqiao";
  std::string holder = "queqiao index build";  // who builds, for those who find the locks held; see FileLock::take
  const FileLock* lock = nullptr;          // take_build_lock's, where the caller has it already; else the build takes it
  std::size_t keep_generations = 2;        // older ones are removed after publishing
  std::optional<model::LearnOptions> learn;  // what is learned from the store before it is read; nullopt: nothing
  LexiconWishes lexicon;                   // what the generation's lexicon is made of before that; nothing: it has none
  std::vector<GateCheck> gate;             // beyond counts and structure
  std::vector<std::string> without_gate;   // checks whose failure is written down but stops nothing
  std::function<void(const BuildProgress&)> progress;  // called from one thread at a time
  std::function<void(const std::string&)> warn;        // before the first step: each of BuildReport::warnings
  // Before the first step: with `resume`, what it goes on with or why it begins anew. Where its reading ends early: how much of it is kept. Where it waits to
  // publish: for whom.
  std::function<void(const std::string&)> note;
  // Asked from one thread at a time, several times a second but while Xapian compacts a table, checks a shard or commits, and while a slice is caught up;
  // stays true once it was.
  std::function<bool()> cancelled;
  // Asked once cancelled() said so while records are read: whether what was read is made durable first, which takes a second and what it takes to close the
  // pieces. Else what was read since the last durable point is lost. Empty: it is kept. Where it answers true the settings stay also of a build that has
  // nothing durable yet, for `resume`.
  std::function<bool()> keep_read;
};

struct BuildReport {
  Manifest manifest;
  std::uint64_t index_bytes = 0;
  std::optional<model::LearnReport> learned;  // of this run; a build that goes on with another does not learn again
  GroupReport groups;                      // near-duplicates
  std::size_t memory_mb = 0;               // that the writing might take; 0: what is fastest
  std::int64_t resumed_documents = 0;      // that an earlier run had done
  std::string not_resumed;                 // why `resume` began anew, or why a whole generation was not published; empty where it did not
  std::int64_t skipped = 0;                // records in the store that could not be indexed, each named in `problems`
  std::vector<std::string> problems;
  std::vector<std::string> warnings;       // of what the new generation changes for others, such as its number of shards
  std::vector<std::string> in_use;         // old generations that stay because a reader has them open
};

// The lock that keeps builds of one data directory apart. Makes the directory of the index where it is missing. busy where another builds, with who.
corpus::Result<FileLock> take_build_lock(const std::filesystem::path& data_directory, const std::string& who);

// Builds from all published records of the store. busy where another build runs; conflict where `resume` finds work done in another number of shards,
// or where the gate does not open, with every failed check in the message: the old generation stays in force, and the new one beside it, which
// `resume` takes through the gate again where it may pass now.
corpus::Result<BuildReport> build_index(const corpus::Store& store, const corpus::Vocabularies& vocabularies,
                                        const std::filesystem::path& data_directory, const BuildOptions& options = {});

// What today's program would write into a manifest: analyzer, schema and vocabulary edition.
Manifest manifest_of_today(const corpus::Vocabularies& vocabularies, const std::string& program);

}  // namespace indexer
