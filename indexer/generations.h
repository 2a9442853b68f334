// SPDX-License-Identifier: GPL-3.0-or-later
// The generations that lie beside each other: listed and removed. roll_back.h goes back to one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "indexer/manifest.h"

namespace indexer {

struct GenerationRow {
  std::string name;
  bool current = false, in_use = false;
  bool unpublished = false;        // complete, and CURRENT never named it: its build was killed before that (unpublished.h)
  bool left = false;               // complete, and neither in force, unpublished nor before what is: a rollback went back from it
  bool building = false;           // gen-NNNNNN.building
  bool under_way = false;          // a build is at it just now; else it was killed, or refused by the gate
  bool durable = false;            // of one that is building: there is something to go on with
  std::string failed_gate;         // of one that is building: what the gate said against it, last
  std::uint64_t bytes = 0;
  bool counted = false;            // all its shards could be opened: only then seq and documents say something
  std::int64_t seq = 0, documents = 0;  // reached, also by follow
  std::optional<Manifest> manifest;
  std::string problem;             // why it could not be read; empty where it can
};

// Oldest first. An index directory that does not exist has none.
std::vector<GenerationRow> list_generations(const IndexLayout& layout);

struct GcReport {
  std::vector<std::string> removed, in_use;
  std::uint64_t bytes = 0;  // freed
};

// Removes all but the generation in force and those that were in force before it, the last ones, `keep` in all; what a rollback left goes first; what is in use
// stays and is named. One whose manifest is lost or damaged can never be put in force: it does not count as one that is kept, and goes. Also removes what killed
// builds and removals left, unless a build is under way. Errors: io where the directory may only be read, damaged where what is in force cannot be read; nothing
// is removed then. Requires: keep ≥ 1.
corpus::Result<GcReport> remove_old_generations(const IndexLayout& layout, std::size_t keep);

}  // namespace indexer
