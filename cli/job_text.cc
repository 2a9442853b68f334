// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/job_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

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

std::string job_id_from(const std::string& given) {
  std::string_view number = given;
  if (number.starts_with("J-") || number.starts_with("j-"))
    number.remove_prefix(2);
  else if (number.starts_with("#"))
    number.remove_prefix(1);
  if (number.empty() || number.find_first_not_of("0123456789") != std::string_view::npos) return given;
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return fmt::format("J-{:0>6}", number);
}

}  // namespace cli
