// SPDX-License-Identifier: GPL-3.0-or-later
// Ranking measured over a collection on disk, in an index made for it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/measurement.h"
#include "cli/session.h"

namespace cli {

// The pipelines: what a query of a collection is read as.
inline const std::vector<std::string> kPipelines = {"search", "need", "similar", "expert"};

struct CollectionQuestion {
  std::filesystem::path directory;
  std::string as = "search";  // one of kPipelines
  std::string split = "dev";
  std::size_t limit = 0;      // of the queries the first ones only; 0: all
  std::string learn_from = {};    // a further corpus that the model is learned from (eval_learn.h)
  std::string results_from = {};  // as `expert` only: results that stand beside the experts (eval_results.h)
};

struct MeasuredCollection {
  Measurement measurement;
  search::Qrels qrels;
  std::string learned;                  // what stands beside, was learned and decided, in words; empty where nothing was to be
  std::optional<Measurement> by_words;  // the same without what was learned; nullopt where none is used
};

// Makes the index in `place`, or takes the one that an earlier call made there of the same documents. What an index learns from its records is
// learned first, as [learn] says. Copies of near-duplicates are ranked each: judgments name them one by one. Stops (exit.h) where a file cannot be
// read, with file and line.
MeasuredCollection measure_collection(const CollectionQuestion& question, const std::filesystem::path& place, Session& session);

}  // namespace cli
