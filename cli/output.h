// SPDX-License-Identifier: GPL-3.0-or-later
// Where words go: results to stdout, everything else (progress, notes, errors) to stderr.
//
// With --json a result is one JSON value, on one line unless stdout is a terminal, and what goes to stderr is one JSON object a line:
// {"error":…} of the same shape as over HTTP, {"warning":…}, {"note":…}, {"progress":…}. Colours only on a terminal, and never with
// NO_COLOR. One thread writes.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/diagnostic.h"
#include "corpus/error.h"

namespace cli {

enum class Style { plain, strong, faint, good, warning, bad, mark };

class Output {
 public:
  struct Options {
    bool json = false;
    bool quiet = false;    // no progress, no notes
    bool verbose = false;  // more of both
  };
  explicit Output(Options options);

  bool json() const { return options_.json; }
  bool quiet() const { return options_.quiet; }
  bool verbose() const { return options_.verbose; }
  bool stdout_is_terminal() const { return stdout_is_terminal_; }
  bool stderr_is_terminal() const { return stderr_is_terminal_; }
  std::size_t columns() const { return columns_; }  // of the terminal; 120 where there is none

  // Results. `line` adds the line break. Each stops with Exit::unread once the reader of a pipe is found to have closed it.
  void text(std::string_view text);
  void line(std::string_view text = {});
  void result(const nlohmann::ordered_json& value);
  void result_text(std::string_view json);  // the same for JSON that is text already

  // To stderr. A note is left out with --quiet, a detail unless --verbose; `error` and `diagnostic` are always printed.
  void note(std::string_view text);
  void detail(std::string_view text);
  void warning(std::string_view text);
  void error(const corpus::Error& error);
  void diagnostic(const corpus::Diagnostic& diagnostic);

  // `text` in a style, for stdout or for stderr.
  std::string paint(Style style, std::string_view text) const { return painted(style, text, stdout_colours_); }
  std::string paint_error(Style style, std::string_view text) const { return painted(style, text, stderr_colours_); }

  // Flushes stdout. Stops where what was written did not arrive: with an error (io), such as on a full disk, and with Exit::unread where the reader of a
  // pipe has closed it, of which nothing is said. `ended`: the command has done its work, so that the error says that only the words about it are lost.
  void finish(bool ended = false);

 private:
  static std::string painted(Style style, std::string_view text, bool colours);
  void to_stderr(std::string_view text);
  static void stop_unread();

  Options options_;
  bool stdout_is_terminal_, stderr_is_terminal_, stdout_colours_, stderr_colours_;
  std::size_t columns_;
};

// Rows under headings, columns aligned by what they take on a terminal. The last column is not padded; on a terminal that is too narrow it
// is cut, in a file or a pipe never. A heading that begins with '>' stands right, as numbers do.
class Table {
 public:
  explicit Table(std::vector<std::string> headings);
  void row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  void print(Output& output) const;

 private:
  std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths, std::size_t columns) const;
  std::vector<std::string> headings_;
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

// From now on SIGPIPE ends nothing: what goes to a stderr that nobody reads is lost, and a build goes on; of stdout the writes fail, which Output and Sink see.
// Call it before the first thread begins.
void outlive_broken_pipes();

// Whether stdout is a pipe or a socket that nobody reads any more. That ends no process by itself.
bool nobody_reads_stdout();

nlohmann::ordered_json to_json(const corpus::Diagnostic& diagnostic);
nlohmann::ordered_json to_json(const corpus::Error& error);

// "1 record", "1,234 records": the word is the singular of one that takes an s.
std::string counted(std::int64_t count, std::string_view word);

// 1234567 → "1,234,567"; 1536 → "1.5 KB".
std::string count_text(std::int64_t count);
std::string bytes_text(std::uint64_t bytes);

}  // namespace cli
