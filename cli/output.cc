// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>

#include "cli/exit.h"
#include "cli/width.h"

namespace cli {
namespace {

constexpr std::size_t kColumnsWithoutTerminal = 120;

std::size_t terminal_columns() {
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    winsize size{};
    if (ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  }
  return kColumnsWithoutTerminal;
}

bool colours_wanted() {
  const char* no_color = std::getenv("NO_COLOR");  // https://no-color.org: any value but the empty one
  const char* term = std::getenv("TERM");
  return (no_color == nullptr || *no_color == '\0') && (term == nullptr || std::string_view(term) != "dumb");
}

std::string_view sequence(Style style) {
  switch (style) {
    case Style::plain: return "";
    case Style::strong: return "\x1b[1m";
    case Style::faint: return "\x1b[2m";
    case Style::good: return "\x1b[32m";
    case Style::warning: return "\x1b[33m";
    case Style::bad: return "\x1b[1;31m";
    case Style::mark: return "\x1b[1;36m";
  }
  return "";
}

Style style_of(corpus::Severity severity) {
  if (severity == corpus::Severity::error) return Style::bad;
  return severity == corpus::Severity::warning ? Style::warning : Style::faint;
}

// Damaged bytes of an input must not stop a report about that input.
std::string dump(const nlohmann::ordered_json& value, int indent = -1) {
  return value.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Output::Output(Options options)
    : options_(options),
      stdout_is_terminal_(isatty(STDOUT_FILENO) == 1),
      stderr_is_terminal_(isatty(STDERR_FILENO) == 1),
      stdout_colours_(stdout_is_terminal_ && colours_wanted()),
      stderr_colours_(stderr_is_terminal_ && colours_wanted()),
      columns_(terminal_columns()) {}

void Output::text(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  stop_unread();
}

void Output::line(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  stop_unread();
}

// A disk that is full is told at the end: what the command does is not lost with its words.
void Output::stop_unread() {
  if (std::ferror(stdout) != 0 && nobody_reads_stdout()) throw Stop{{corpus::ErrorCode::io, "standard output", "nobody reads it any more", ""}, Exit::unread};
}

void Output::result(const nlohmann::ordered_json& value) { line(dump(value, stdout_is_terminal_ ? 2 : -1)); }

void Output::result_text(std::string_view json) {
  if (!stdout_is_terminal_) return line(json);
  result(nlohmann::ordered_json::parse(json, nullptr, false));
}

void Output::to_stderr(std::string_view text) {
  std::fflush(stdout);  // on a terminal both streams meet: keep them in the order they were written
  const std::string line = std::string(text) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void Output::note(std::string_view text) {
  if (options_.quiet) return;
  to_stderr(options_.json ? dump({{"note", text}}) : std::string(text));
}

void Output::detail(std::string_view text) {
  if (!options_.verbose) return;
  to_stderr(options_.json ? dump({{"detail", text}}) : paint_error(Style::faint, text));
}

void Output::warning(std::string_view text) {
  to_stderr(options_.json ? dump({{"warning", text}}) : paint_error(Style::warning, "warning: ") + std::string(text));
}

void Output::error(const corpus::Error& error) {
  if (options_.json) return to_stderr(dump({{"error", to_json(error)}}));
  to_stderr(paint_error(Style::bad, "error: ") + corpus::to_text(error));
}

void Output::diagnostic(const corpus::Diagnostic& diagnostic) {
  if (options_.json) return to_stderr(dump({{"diagnostic", to_json(diagnostic)}}));
  std::string text = corpus::to_text(diagnostic);
  const std::string word = std::string(corpus::to_string(diagnostic.severity)) + ": ";
  const std::size_t at = text.find(word);
  if (stderr_colours_ && at != std::string::npos) {
    text.replace(at, word.size(), paint_error(style_of(diagnostic.severity), word));
  }
  to_stderr(text);
}

std::string Output::painted(Style style, std::string_view text, bool colours) {
  if (!colours || style == Style::plain) return std::string(text);
  return fmt::format("{}{}\x1b[0m", sequence(style), text);
}

void Output::finish(bool ended) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return;
  const corpus::Error error{corpus::ErrorCode::io, "standard output", "what was written did not arrive",
                            ended ? "what the command did is done, only its output is lost; is the disk full?" : "is the disk full?"};
  throw Stop{error, nobody_reads_stdout() ? Exit::unread : Exit::failed};
}

void outlive_broken_pipes() { std::signal(SIGPIPE, SIG_IGN); }

// Asked of the pipe itself: errno is that of the first write that failed, long ago.
bool nobody_reads_stdout() {
  pollfd out{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  return ::poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP)) != 0;
}

Table::Table(std::vector<std::string> headings) : headings_(std::move(headings)) {
  for (std::string& heading : headings_) {
    right_.push_back(heading.starts_with('>'));
    if (right_.back()) heading.erase(0, 1);
  }
}

void Table::row(std::vector<std::string> cells) {
  cells.resize(headings_.size());
  rows_.push_back(std::move(cells));
}

void Table::print(Output& output) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < headings_.size(); ++i) {
    std::size_t width = width_of(headings_[i]);
    for (const auto& row : rows_) width = std::max(width, width_of(row[i]));
    widths.push_back(width);
  }
  const std::size_t columns = output.stdout_is_terminal() ? output.columns() : std::numeric_limits<std::size_t>::max();
  output.line(output.paint(Style::strong, line_of(headings_, widths, columns)));
  for (const auto& row : rows_) output.line(line_of(row, widths, columns));
}

std::string Table::line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths, std::size_t columns) const {
  constexpr std::size_t kGap = 2, kLeastLast = 20;
  std::string line;
  std::size_t used = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool last = i + 1 == cells.size();
    const std::size_t room = std::max(kLeastLast, columns > used ? columns - used : 0);
    if (right_[i])
      line += pad_left(cells[i], widths[i]);
    else
      line += last ? fit(cells[i], room) : pad(cells[i], widths[i]);
    if (!last) line += std::string(kGap, ' ');
    used += widths[i] + kGap;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

nlohmann::ordered_json to_json(const corpus::Diagnostic& diagnostic) {
  nlohmann::ordered_json json{{"severity", corpus::to_string(diagnostic.severity)},
                              {"code", diagnostic.code},
                              {"field", diagnostic.field},
                              {"message", diagnostic.message}};
  if (!diagnostic.hint.empty()) json["hint"] = diagnostic.hint;
  if (!diagnostic.location.file.empty()) json["file"] = diagnostic.location.file;
  if (diagnostic.location.line != 0) json["line"] = diagnostic.location.line;
  if (diagnostic.location.column != 0) json["column"] = diagnostic.location.column;
  return json;
}

nlohmann::ordered_json to_json(const corpus::Error& error) {
  nlohmann::ordered_json json{{"code", corpus::to_string(error.code)},
                              {"message", error.message.empty() ? std::string(corpus::meaning_en(error.code)) : error.message}};
  if (!error.where.empty()) json["where"] = error.where;
  if (!error.hint.empty()) json["hint"] = error.hint;
  return json;
}

std::string count_text(std::int64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3 + (count < 0 ? 1u : 0u);) digits.insert(at -= 3, ",");
  return digits;
}

std::string counted(std::int64_t count, std::string_view word) { return fmt::format("{} {}{}", count_text(count), word, count == 1 ? "" : "s"); }

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array kUnits = {"B", "KB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < kUnits.size(); ++unit) value /= 1024;
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

}  // namespace cli
