// SPDX-License-Identifier: GPL-3.0-or-later
// How far a long command has come, on stderr: a bar with rate and remaining time on a terminal, a plain line every few seconds otherwise, a
// JSON line with --json, nothing with --quiet.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "cli/output.h"

namespace cli {

class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  // `what` is what the command does ("import"), `unit` what it counts: "records", or "B" for bytes.
  Progress(Output& output, std::string what, std::string unit);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // May be called as often as one likes: most calls return at once. A new phase begins its own rate, which counts
  // from what is done at its first update: a build that goes on with another finds records done already. total 0: not known.
  void update(const std::string& phase, std::uint64_t done, std::uint64_t total, const std::string& remark = {});

  // From the next update on: what is counted, where that changes with the phase.
  void count_in(std::string unit) { unit_ = std::move(unit); }

  // Takes the bar off the terminal, so that what is printed next begins on a clean line.
  void clear();

 private:
  std::string line(std::uint64_t done, std::uint64_t total, const std::string& remark, double seconds) const;
  std::string json_line(std::uint64_t done, std::uint64_t total, double seconds) const;
  std::string bar(double share) const;

  Output& output_;
  std::string what_, unit_, phase_;
  Clock::time_point phase_began_, printed_;
  std::uint64_t done_before_ = 0;  // when the phase was first heard of
  bool bar_shown_ = false;
};

// How many a second, where `before` of those done were done when the `seconds` began; 0 where there is nothing to tell it from.
double rate_of(std::uint64_t done, std::uint64_t before, double seconds);

// A rate for people and machines: whole from ten on, else with a decimal, since epochs or shards take their seconds each.
double rounded_rate(double rate);

// 75 → "1 min 15 s".
std::string duration_text(double seconds);

}  // namespace cli
