// SPDX-License-Identifier: GPL-3.0-or-later
// What a job counts, how fast a running one goes, and how long its phase will take at that pace. Pure; from what its last report said.
#pragma once

#include <optional>
#include <string_view>

#include "corpus/store.h"

namespace corpus {

// What a phase of a build (indexer/build.h) counts: "records", "epochs", "checks", "shards", "changes" or "steps".
inline std::string_view unit_of_build(std::string_view phase) {
  if (phase == "train") return "epochs";
  if (phase == "gate") return "checks";
  if (phase == "merge" || phase == "check") return "shards";
  if (phase == "catch_up") return "changes";
  return phase == "try" || phase == "publish" ? "steps" : "records";
}

// What `done` and `total` of a job count: "B", bytes, of an import; of a build what its phase counts. Empty of one that has not said its phase yet, and of
// a kind that is not known.
inline std::string_view unit_of(const Job& job) {
  if (job.phase.empty()) return "";
  if (job.kind == "import") return "B";
  return job.kind == "build" ? unit_of_build(job.phase) : "";
}

// What the job counts (records, bytes), a second, since its phase began. nullopt where it does not run, or before a second has passed.
inline std::optional<double> rate_of(const Job& job) {
  constexpr double kLeastSeconds = 1;
  if (job.state != "running" || job.phase_seconds < kLeastSeconds || job.phase_done <= 0) return std::nullopt;
  return static_cast<double>(job.phase_done) / job.phase_seconds;
}

// Seconds to the end of the phase, not of the job. nullopt where rate_of is, or the job does not know how much there is.
inline std::optional<double> remaining_seconds(const Job& job) {
  const auto rate = rate_of(job);
  if (!rate || job.total <= 0 || job.done > job.total) return std::nullopt;
  return static_cast<double>(job.total - job.done) / *rate;
}

}  // namespace corpus
