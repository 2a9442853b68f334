// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/width.h"

namespace cli {
namespace {

constexpr std::chrono::milliseconds kBarEvery{100}, kLineEvery{3000}, kJsonEvery{1000};

constexpr double kWholeRates = 10;

std::string amount(std::uint64_t count, const std::string& unit) {
  return unit == "B" ? bytes_text(count) : fmt::format("{} {}", count_text(static_cast<std::int64_t>(count)), unit);
}

}  // namespace

Progress::Progress(Output& output, std::string what, std::string unit)
    : output_(output), what_(std::move(what)), unit_(std::move(unit)), phase_began_(Clock::now()), printed_(phase_began_) {}

void Progress::update(const std::string& phase, std::uint64_t done, std::uint64_t total, const std::string& remark) {
  if (output_.quiet()) return;
  const Clock::time_point now = Clock::now();
  if (phase != phase_) {
    phase_ = phase;
    phase_began_ = now;
    done_before_ = done;
  }
  const auto every = output_.json() ? kJsonEvery : output_.stderr_is_terminal() ? kBarEvery : kLineEvery;
  if (now - printed_ < every) return;
  printed_ = now;
  const double seconds = std::chrono::duration<double>(now - phase_began_).count();
  const std::string text = output_.json() ? json_line(done, total, seconds) : line(done, total, remark, seconds);
  const bool redraw = output_.stderr_is_terminal() && !output_.json();
  std::fputs(redraw ? fmt::format("\r\x1b[K{}", fit(text, output_.columns() - 1)).c_str() : (text + "\n").c_str(), stderr);
  bar_shown_ = redraw;
}

void Progress::clear() {
  if (bar_shown_) std::fputs("\r\x1b[K", stderr);
  bar_shown_ = false;
}

std::string Progress::line(std::uint64_t done, std::uint64_t total, const std::string& remark, double seconds) const {
  std::string text = phase_.empty() ? what_ : fmt::format("{}: {}", what_, phase_);
  const double share = total == 0 ? 0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  if (total > 0) text += fmt::format("{} {:.0f} %", bar(share), share * 100);
  text += fmt::format("  {}", total > 0 && unit_ != "B"
                                  ? fmt::format("{} of {}", count_text(static_cast<std::int64_t>(done)), amount(total, unit_))
                                  : amount(done, unit_));
  if (!remark.empty()) text += ", " + remark;
  const double rate = rate_of(done, done_before_, seconds);
  if (seconds < 0.5 || rate == 0) return text;
  if (rate >= kWholeRates)
    text += fmt::format(", {}/s", amount(static_cast<std::uint64_t>(rate), unit_));
  else if (const double slow = rounded_rate(rate); slow > 0 && unit_ != "B")
    text += fmt::format(", {:.1f} {}/s", slow, unit_);
  if (total > done) text += fmt::format(", {} left", duration_text(static_cast<double>(total - done) / rate));
  return text;
}

std::string Progress::json_line(std::uint64_t done, std::uint64_t total, double seconds) const {
  nlohmann::ordered_json json{{"what", what_}, {"phase", phase_}, {"done", done}, {"total", total}, {"unit", unit_}};
  if (const double rate = rate_of(done, done_before_, seconds); rate > 0) {
    json["per_second"] = rounded_rate(rate);
    if (total > done) json["seconds_left"] = std::round(static_cast<double>(total - done) / rate);
  }
  return nlohmann::ordered_json{{"progress", json}}.dump();
}

std::string Progress::bar(double share) const {
  if (!output_.stderr_is_terminal()) return "";
  constexpr int kCells = 24;
  const auto full = static_cast<std::size_t>(std::lround(share * kCells));
  // Plain characters: block and line drawing is one column wide on some terminals and two on Chinese ones.
  return fmt::format(" [{:<{}}]", std::string(full, '='), kCells);
}

double rate_of(std::uint64_t done, std::uint64_t before, double seconds) {
  return done > before && seconds > 0 ? static_cast<double>(done - before) / seconds : 0;
}

double rounded_rate(double rate) { return rate >= kWholeRates ? std::round(rate) : std::round(rate * 10) / 10; }

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

}  // namespace cli
