// SPDX-License-Identifier: GPL-3.0-or-later
// CSV after RFC 4180, in any encoding, separated by comma, semicolon or tab.
//
// A small state machine of our own: orcus::csv_parser wants the whole file in memory, does not count lines and throws at a quote that is
// never closed, where we must name the line it opened in and go on holding one row only.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "corpus/json_text.h"
#include "corpus/reader_formats.h"
#include "corpus/table_rows.h"
#include "corpus/text_source.h"

namespace corpus {
namespace {

struct CsvRow {
  std::vector<Cell> cells;
  std::string text;                  // as it stood, without the line end
  std::size_t line = 0;              // where it begins
  bool too_long = false;             // over the limit: cells and text hold the beginning
  bool ended = false;                // a line end followed
  bool spans = false;                // over more than one line, within quotes
  Place quote;                       // where the last quote opened
  std::size_t last_line = 0;         // of a damaged row that was cut off from the sound one behind it
  std::optional<Place> open_quote;   // where a quote opened that nothing closes
  std::optional<Place> after_quote;  // text behind a closing quote
  bool blank() const { return !too_long && !open_quote && is_blank(cells); }
  bool damaged() const { return too_long || open_quote || after_quote; }
};

// One pass over the characters; knows where it is.
class CsvScanner {
 public:
  CsvScanner(TextSource& source, char separator, std::size_t most) : source_(source), separator_(separator), most_(most) {}

  void set_separator(char separator) { separator_ = separator; }
  void skipped_line() { ++line_; }
  std::size_t line() const { return line_; }

  // Gives back all lines of a row but its first; they are read again. Requires: the row was the last one read, whole, and spans lines.
  void give_back(const CsvRow& row) {
    const auto end = row.text.find('\n');
    source_.unget(row.text.substr(end + 1) + (row.ended ? "\n" : ""));
    line_ = row.line + 1;
    column_ = 1;
    was_quoted_ = false;
  }

  // nullopt at the end of the file.
  std::optional<CsvRow> next() {
    if (source_.peek() == TextSource::kEnd) return std::nullopt;
    CsvRow row;
    row.line = line_;
    bool more = true;
    while (more) more = cell(row);
    return row;
  }

 private:
  // Reads one cell and what ends it; false where the row ends.
  bool cell(CsvRow& row) {
    Cell cell;
    cell.place = {line_, column_};
    if (source_.peek() == '"') quoted(row, cell);
    if (row.open_quote) {
      keep_cell(row, std::move(cell));
      return false;
    }
    while (true) {
      const int c = source_.get();
      if (c == TextSource::kEnd || c == '\n' || c == '\r' || c == separator_) {
        keep_cell(row, std::move(cell));
        if (c == separator_) {
          note(row, c);
          ++column_;
          return true;
        }
        if (c == '\r' && source_.peek() == '\n') source_.get();
        row.ended = c != TextSource::kEnd;
        ++line_;
        column_ = 1;
        return false;
      }
      note(row, c);
      if (was_quoted_ && c != ' ' && c != '\t' && !row.after_quote) row.after_quote = Place{line_, column_};
      if (!was_quoted_ || (c != ' ' && c != '\t')) keep(row, cell, c);
      step(c);
    }
  }

  void quoted(CsvRow& row, Cell& cell) {
    row.quote = {line_, column_};
    note(row, source_.get());
    ++column_;
    was_quoted_ = true;
    while (true) {
      // A quote that holds more than a row may be long is one that was never closed.
      const bool over = row.spans && row.text.size() >= most_;
      const int c = over ? TextSource::kEnd : source_.get();
      if (c == TextSource::kEnd) {
        row.open_quote = row.quote;
        return;
      }
      note(row, c);
      if (c == '"') {
        ++column_;
        if (source_.peek() != '"') return;
        note(row, source_.get());
        ++column_;
        keep(row, cell, '"');
        continue;
      }
      keep(row, cell, c);
      step(c);
      if (c == '\n') ++line_, column_ = 1, row.spans = true;
    }
  }

  void step(int c) {
    if ((static_cast<unsigned>(c) & 0xC0u) != 0x80u) ++column_;
  }
  void note(CsvRow& row, int c) {
    if (row.text.size() < most_)
      row.text += static_cast<char>(c);
    else
      row.too_long = true;
  }
  void keep(CsvRow& row, Cell& cell, int c) {
    if (!row.too_long) cell.text += static_cast<char>(c);
  }
  void keep_cell(CsvRow& row, Cell cell) {
    was_quoted_ = false;
    if (!row.too_long) row.cells.push_back(std::move(cell));
  }

  TextSource& source_;
  char separator_;
  std::size_t most_;
  std::size_t line_ = 1, column_ = 1;
  bool was_quoted_ = false;
};

// The separator that stands most often in the text outside quotes; a comma where none does.
char separator_of(std::string_view text) {
  std::size_t counts[3] = {0, 0, 0};
  constexpr std::string_view kSeparators = ",;\t";
  bool in_quotes = false;
  for (const char c : text) {
    if (c == '"') in_quotes = !in_quotes;
    if (const auto at = kSeparators.find(c); !in_quotes && at != std::string_view::npos) ++counts[at];
  }
  return kSeparators[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

std::string_view name_of(char separator) { return separator == ',' ? "comma" : separator == ';' ? "semicolon" : "tab"; }

class Csv final : public RecordReader {
 public:
  Csv(std::string path, RowBuilder builder, std::unique_ptr<TextSource> source)
      : path_(std::move(path)),
        builder_(std::move(builder)),
        source_(std::move(source)),
        table_(builder_, path_),
        scanner_(*source_, ',', builder_.options().max_line_bytes) {}

  // Finds separator and heading.
  Result<void> begin() {
    choose_separator();
    std::vector<CsvRow> seen;
    while (seen.size() < kHeadingWithin) {
      auto row = scanner_.next();
      if (!row) break;
      if (row->blank()) continue;
      if (table_.is_heading(row->cells)) {
        table_.set_heading(row->cells);
        if (!seen.empty()) remarks_.push_back(fmt::format("the heading stands in line {}; what is above it was left out", row->line));
        return {};
      }
      seen.push_back(std::move(*row));
    }
    if (seen.empty()) return fail(ErrorCode::damaged, path_, "the file holds no rows", "export it again");
    Error error = no_heading(path_, seen.front().cells);
    if (seen.front().open_quote)
      error = {ErrorCode::damaged, path_, fmt::format("a double quote opened in line {} is never closed", seen.front().open_quote->line),
               "close it, or write it twice where it belongs to the text"};
    return std::unexpected(std::move(error));
  }

  Result<std::optional<Row>> next() override {
    while (true) {
      auto read = ahead_ ? std::exchange(ahead_, std::nullopt) : scanner_.next();
      if (read && read->damaged() && read->spans && !read->too_long) resynchronise(*read);
      if (source_->failed())
        return fail(ErrorCode::io, path_, fmt::format("reading stopped in line {}", scanner_.line()), "check the disk and try again");
      if (!read) return std::optional<Row>();
      if (!read->blank()) return std::optional<Row>(shape(std::move(*read)));
    }
  }

  std::uint64_t bytes_read() const override { return source_->bytes_read(); }
  std::uint64_t bytes_total() const override { return source_->bytes_total(); }
  std::string encoding() const override { return source_->encoding(); }
  std::vector<std::string> remarks() const override {
    std::vector<std::string> all{"format CSV"};
    all.insert(all.end(), source_->remarks().begin(), source_->remarks().end());
    all.insert(all.end(), remarks_.begin(), remarks_.end());
    return all;
  }

 private:
  // Excel writes `sep=;` as a first line of its own; else the first lines that are not blank show what separates.
  void choose_separator() {
    const std::string_view head = source_->ahead();
    char separator = ',';
    const bool told = head.starts_with("sep=") && head.size() > 5 && (head[5] == '\n' || head[5] == '\r');
    if (told) {
      separator = head[4];
      std::string skipped;
      source_->read_line(skipped, 16);
      scanner_.skipped_line();
    } else {
      separator = separator_of(head.substr(0, end_of_lines(head, kHeadingWithin)));
    }
    scanner_.set_separator(separator);
    remarks_.push_back(told ? fmt::format("separator \"{}\", as the file's first line says", separator)
                            : fmt::format("separator {}", name_of(separator)));
  }
  static std::size_t end_of_lines(std::string_view text, std::size_t lines) {
    std::size_t end = 0;
    for (; lines > 0 && end != std::string_view::npos; --lines) end = text.find('\n', end == 0 ? 0 : end + 1);
    return end;
  }

  // One quote too many or too few would take every line up to the next quote, or the rest of the file. The damaged row keeps its first
  // line and those after it, up to the next line that is a sound row as wide as the heading. Between two quotes all runs of quotes are
  // even, so no line is read more than a few times.
  void resynchronise(CsvRow& damaged) {
    scanner_.give_back(damaged);
    damaged.text.resize(damaged.text.find('\n'));
    damaged.last_line = damaged.line;
    while (damaged.text.size() < builder_.options().max_line_bytes) {
      auto read = scanner_.next();
      if (!read) return;
      if (read->too_long || (!read->damaged() && as_wide_as_heading(read->cells))) {
        ahead_ = std::move(read);
        return;
      }
      if (read->spans) scanner_.give_back(*read);
      damaged.text += '\n';
      damaged.text.append(read->text, 0, read->text.find('\n'));
      damaged.last_line = read->line;
    }
  }

  bool as_wide_as_heading(const std::vector<Cell>& cells) const {
    return cells.size() >= table_.width() && is_blank({cells.begin() + static_cast<std::ptrdiff_t>(table_.width()), cells.end()});
  }

  Row shape(CsvRow read) {
    if (read.damaged()) return broken(read);
    if (auto bad = bad_cell(read)) return *std::move(bad);
    Row row = table_.make(read.cells, read.line, true);
    row.source = std::move(read.text);
    for (Diagnostic& diagnostic : row.diagnostics) locate(diagnostic, row);
    return row;
  }

  Row rejected(const CsvRow& read, Place place, std::string code, std::string message, std::string hint) {
    Row row;
    row.location = {path_, read.line, 0};
    row.raw = read.text;
    row.source = read.text;
    Diagnostic diagnostic{Severity::error, std::move(code), "", std::move(message), std::move(hint), {path_, place.line, place.column}, {}};
    locate(diagnostic, row);
    diagnostic.source_line = excerpt(diagnostic.source_line, diagnostic.source_line.size());
    row.diagnostics.push_back(std::move(diagnostic));
    return row;
  }

  Row broken(const CsvRow& read) {
    const std::string aside = read.last_line > read.line ? fmt::format("; lines {} to {} are rejected", read.line, read.last_line) : "";
    if (read.open_quote)
      return rejected(read, *read.open_quote, "open_quote",
                      fmt::format("a double quote opened in line {} is never closed{}", read.open_quote->line, aside),
                      "close it, or write it twice where it belongs to the text");
    if (read.too_long)
      return rejected(read, {read.line, 0}, "too_long",
                      fmt::format("the row is over the limit of {} bytes; it was skipped", builder_.options().max_line_bytes),
                      "look for a double quote that is not closed");
    if (read.quote.line < read.after_quote->line)
      return rejected(read, read.quote, "after_quote",
                      fmt::format("the double quote opened here is closed in line {}, in front of other text{}", read.after_quote->line, aside),
                      "close it in its own line, or write a double quote inside a cell twice");
    return rejected(read, *read.after_quote, "after_quote", "text behind a closing double quote",
                    "write a double quote inside a cell twice, and the cell in double quotes");
  }

  // Bytes that are no characters, or a NUL.
  std::optional<Row> bad_cell(const CsvRow& read) {
    for (const Cell& cell : read.cells) {
      const auto column_at = [&](std::size_t byte) { return Place{cell.place.line, cell.place.column + column_of(cell.text, byte) - 1}; };
      if (const auto nul = cell.text.find('\0'); nul != std::string::npos)
        return rejected(read, column_at(nul), "not_text", "a NUL byte: this is not text", "export the file again");
      const bool utf8 = source_->encoding() == "utf-8";
      const auto bad = utf8 ? invalid_utf8(cell.text) : std::nullopt;
      const auto marked = utf8 ? std::string::npos : cell.text.find(kBadBytes);
      if (!bad && marked == std::string::npos) continue;
      return rejected(read, column_at(bad ? *bad : marked), "bad_encoding", fmt::format("bytes that are not {}", source_->encoding()),
                      "give the right --encoding, such as gb18030, or mend the cell");
    }
    return std::nullopt;
  }

  std::string path_;
  RowBuilder builder_;
  std::unique_ptr<TextSource> source_;
  TableRows table_;
  CsvScanner scanner_;
  std::optional<CsvRow> ahead_;  // read already
  std::vector<std::string> remarks_;
};

}  // namespace

ReaderResult open_csv(const std::string& path, RowBuilder builder) {
  auto source = TextSource::open(path, {builder.options().encoding, true});
  if (!source) return std::unexpected(source.error());
  auto reader = std::make_unique<Csv>(path, std::move(builder), std::move(*source));
  if (auto begun = reader->begin(); !begun) return std::unexpected(begun.error());
  return reader;
}

}  // namespace corpus
