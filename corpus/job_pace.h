// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a running job goes, and how long its phase will take at that pace. Pure; from what its last report said.
#pragma once

#include <optional>

#include "corpus/store.h"

namespace corpus {

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
