// SPDX-License-Identifier: GPL-3.0-or-later
// Files → rows. A row is a JSON object with wire names, where it stood, and the raw text it came from.
//
// Readers stream: memory is bounded by one row (a spreadsheet is read whole by its library, behind a cap on the uncompressed size).
// They never stop at a bad row: the row comes out with diagnostics and without an object. Not thread-safe; one reader per file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "corpus/diagnostic.h"
#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/vocabulary.h"

namespace corpus {

enum class FileFormat { json_lines, csv, xlsx };

struct ReadOptions {
  std::optional<FileFormat> format{};               // by the content and the name where not given
  std::string encoding{};                           // overrides detection: "utf-8", "gb18030", "utf-16" …
  std::map<std::string, std::string> rename{};      // --map theirs=ours: column or key of the file → wire name, x-NAME (kept as an unknown field) or nothing (left out)
  std::map<std::string, std::string> set{};         // --set field=value: constants for fields the row leaves empty
  std::string title_from{};                         // --title-from summary: its first clause becomes the title where there is none
  std::optional<Kind> kind{};                       // for files whose rows do not say
  std::size_t max_line_bytes = 16u << 20;           // a longer line is skipped and reported
  std::uint64_t max_unpacked_bytes = 512ull << 20;  // of a spreadsheet's members together
};

// Where a cell of a table stands: its line and its column (of a spreadsheet: row and column; of CSV: line of the file and character).
struct Place {
  std::size_t line = 0, column = 0;
};

struct Row {
  std::optional<nlohmann::json> object;  // absent where the row could not be read at all
  Diagnostics diagnostics;
  Location location;
  std::string raw;  // the row as it stood, for the rejects file: the line of JSON Lines, or the row as a JSON object for tables
  std::string source;                                 // the text of the row where it is text; empty for a spreadsheet
  std::map<std::string, Place, std::less<>> places;   // wire name → its cell; empty for JSON Lines, where the key is looked for in the text
};

// Gives a diagnostic about a field of the row its file, line, column and source line.
void locate(Diagnostic& diagnostic, const Row& row);

class RecordReader {
 public:
  virtual ~RecordReader() = default;
  // The next row, or nullopt at the end. An error only where nothing more can be read (the file is truncated or not what it says).
  virtual Result<std::optional<Row>> next() = 0;
  // Bytes consumed and in all, for a progress bar; total 0 where it is not known.
  virtual std::uint64_t bytes_read() const = 0;
  virtual std::uint64_t bytes_total() const = 0;
  // The encoding it is read in, such as "utf-8" or "gb18030"; empty for a spreadsheet.
  virtual std::string encoding() const = 0;
  // What was decided about the file: format, encoding and how it was found. One line each, for the log.
  virtual std::vector<std::string> remarks() const = 0;
};

// invalid_argument where the options name a field that no record has: true of every file, so worth a look before the first one.
Result<void> check_options(const ReadOptions& options, const Vocabularies& vocabularies);

// Opens a file ("-" reads standard input as JSON Lines). The format is found from the content: a ZIP with a workbook is XLSX, a first
// non-space byte `{` is JSON Lines, all else is CSV; the name only breaks ties, and a disagreement is an error that says both.
Result<std::unique_ptr<RecordReader>> open_reader(const std::string& path, const ReadOptions& options, const Vocabularies& vocabularies);

// The first clause of a text: up to the first sentence or clause mark (。！？；，,.;!?\n) that leaves at least 4 and at most 60 characters;
// cut at 60 characters otherwise. For --title-from.
std::string first_clause(std::string_view text);

}  // namespace corpus
