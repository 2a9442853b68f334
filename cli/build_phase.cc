// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/build_phase.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "corpus/job_pace.h"

namespace cli {

std::string phase_text(const std::string& phase) {
  constexpr std::string_view kLearning[] = {"words", "neighbours", "look", "rank", "count", "pair", "train", "try"};
  if (std::ranges::find(kLearning, phase) != std::end(kLearning)) return "learn: " + phase;
  return phase == "catch_up" ? "catch up" : phase;
}

std::string unit_of_phase(const std::string& phase) { return std::string(corpus::unit_of_build(phase)); }

std::string time_text(const indexer::Manifest& manifest) {
  constexpr double kLeastSeconds = .05;
  const struct {
    std::string_view name;
    double seconds;
  } parts[] = {{"learning", manifest.learn_seconds},
               {"reading and writing", manifest.read_seconds},
               {"merging", manifest.merge_seconds},
               {"grouping", manifest.group_seconds},
               {"gate", manifest.gate_seconds}};
  std::string text;
  for (const auto& [name, seconds] : parts)
    if (seconds >= kLeastSeconds) text += fmt::format("{}{} {:.1f}", text.empty() ? "" : ", ", name, seconds);
  return fmt::format("{:.1f} s{}", manifest.seconds, text.empty() ? "" : " (" + text + ")");
}

}  // namespace cli
