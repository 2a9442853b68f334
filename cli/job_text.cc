// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/job_text.h"

#include <fmt/format.h>

#include "cli/progress.h"
#include "corpus/job_pace.h"

namespace cli {

std::string how_far(const corpus::Job& job) {
  if (job.state != "running") return "";
  std::string text = job.phase;
  if (job.total > 0) text += fmt::format(" {:.0f} %", 100.0 * static_cast<double>(job.done) / static_cast<double>(job.total));
  if (const auto rate = corpus::rate_of(job)) text += fmt::format(", {}/s", rounded_rate(*rate));
  if (const auto seconds = corpus::remaining_seconds(job)) text += fmt::format(", {} left", duration_text(*seconds));
  return text;
}

}  // namespace cli
