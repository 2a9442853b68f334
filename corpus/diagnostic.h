// SPDX-License-Identifier: GPL-3.0-or-later
// Diagnostics: what a reader or a rule has to say about one place of the input.
//
// Readers and validation never stop at the first fault: they collect diagnostics, good records go on, bad rows land in a rejects
// file. The printed form names file, line and column, the field in the words of the input, and a hint.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace corpus {

enum class Severity { error, warning, note };

std::string_view to_string(Severity severity);

struct Location {
  std::string file;        // as given on the command line; "-" for standard input; empty for a request body
  std::size_t line = 0;    // 1-based; the row of a spreadsheet; 0 where there is none
  std::size_t column = 0;  // 1-based, in characters of the line or the column of a spreadsheet; 0 where there is none
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;         // stable word, such as "unknown_value"
  std::string field;        // wire name of the field; empty for the whole row
  std::string message;      // one sentence
  std::string hint;         // what to do; may be empty
  Location location;
  std::string source_line;  // the offending line, shortened around the column; may be empty
  std::size_t caret = 0;    // 1-based character of source_line that is meant; 0: the location's column
};

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& diagnostics);

// Puts the line under the diagnostic and the caret under `column` (1-based, in characters; 0 for none). A long line is cut to about 100
// characters around the column. The caret stands right only where the line holds no tabs: they are shown as spaces.
void show_source(Diagnostic& diagnostic, std::string_view line, std::size_t column);

// The text without what is not UTF-8 (shown as U+FFFD) and at most `characters` long; what was cut is shown as "...". For messages.
std::string excerpt(std::string_view text, std::size_t characters);

// file:line:column: severity: message
//   source line
//   ^
//   hint: …
// Parts that are not known are left out. No trailing newline.
std::string to_text(const Diagnostic& diagnostic);

}  // namespace corpus
