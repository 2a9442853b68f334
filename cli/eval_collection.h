// SPDX-License-Identifier: GPL-3.0-or-later
// Ranking measured over a collection on disk, in an index made for it.
#pragma once

#include <filesystem>
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
};

struct MeasuredCollection {
  Measurement measurement;
  search::Qrels qrels;
};

// Makes the index in `place`, or takes the one that an earlier call made there of the same documents. Copies of near-duplicates are ranked each: judgments name
// them one by one. Stops (exit.h) where a file cannot be read, with file and line.
MeasuredCollection measure_collection(const CollectionQuestion& question, const std::filesystem::path& place, Session& session);

}  // namespace cli
