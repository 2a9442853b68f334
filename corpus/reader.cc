// SPDX-License-Identifier: GPL-3.0-or-later
// Which reader a file gets. The content decides; the name is only a claim, and a claim that does not hold is told rather than overruled.
#include "corpus/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "corpus/json_text.h"
#include "corpus/reader_formats.h"

namespace corpus {
namespace {

struct Content {
  std::optional<FileFormat> format;  // absent where the content is nothing we read, or nothing at all
  std::string_view what;             // in words
  std::string_view remedy;
};

// Files that are recognised only to say what they are.
struct Magic {
  std::string_view bytes;
  Content content;
};
constexpr std::string_view kSaveAs = "open it in a spreadsheet program and save it as .xlsx or as CSV in UTF-8";
constexpr std::string_view kNoPicture = "give the file that the picture shows: JSON Lines, CSV or .xlsx";
const Magic kMagics[] = {
    {"PK\x03\x04",
     {FileFormat::xlsx, "a ZIP archive, as spreadsheets are", "rename it to .xlsx if it is a spreadsheet, unpack it if it is not"}},
    {"\xD0\xCF\x11\xE0", {std::nullopt, "an old Excel workbook (.xls)", kSaveAs}},
    {"%PDF", {std::nullopt, "a PDF document", kSaveAs}},
    {"\x1F\x8B", {std::nullopt, "a gzip archive", "unpack it first"}},
    {"\x89PNG", {std::nullopt, "a picture (PNG)", kNoPicture}},
    {"\xFF\xD8\xFF", {std::nullopt, "a picture (JPEG)", kNoPicture}},
};
const Content kJson{FileFormat::json_lines, "JSON", "rename it to .jsonl, or give --format jsonl"};
const Content kJsonArray{std::nullopt, "one JSON array, not JSON Lines", "turn it into one object a line: jq -c '.[]' FILE > FILE.jsonl"};
const Content kTable{FileFormat::csv, "text that is not JSON", "rename it to .csv, or give --format csv"};
const Content kNothing{std::nullopt, "empty", ""};

Content content_of(std::string_view head) {
  for (const Magic& magic : kMagics)
    if (head.starts_with(magic.bytes)) return magic.content;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  // UTF-16 shows itself by its mark; the first letter that is not white space is looked for among the bytes that are not NUL.
  const bool wide = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
  if (wide) head.remove_prefix(2);
  const auto first =
      std::ranges::find_if(head, [&](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n' && !(wide && c == '\0'); });
  if (first == head.end()) return kNothing;
  if (*first == '{') return kJson;
  // A CSV heading may begin with a bracket; an array continues with an object.
  const auto next = std::find_if(first + 1, head.end(), [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
  if (*first == '[' && next != head.end() && std::string_view("{[]\"0123456789").find(*next) != std::string_view::npos) return kJsonArray;
  return kTable;
}

std::optional<FileFormat> format_of_name(const std::string& path) {
  std::string extension = std::filesystem::path(path).extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (extension == ".jsonl" || extension == ".ndjson" || extension == ".json") return FileFormat::json_lines;
  if (extension == ".csv" || extension == ".tsv" || extension == ".txt") return FileFormat::csv;
  if (extension == ".xlsx" || extension == ".xlsm" || extension == ".xls") return FileFormat::xlsx;
  return std::nullopt;
}

std::string_view words_for(FileFormat format) {
  switch (format) {
    case FileFormat::json_lines: return "JSON Lines";
    case FileFormat::csv: return "CSV";
    case FileFormat::xlsx: return "a spreadsheet";
  }
  return "";
}

Result<FileFormat> format_of(const std::string& path, const ReadOptions& options) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return fail(ErrorCode::io, path, "there is no such file", "check the path");
  if (status.type() == std::filesystem::file_type::directory)
    return fail(ErrorCode::io, path, "this is a directory", "name a file; import the files of a directory one by one");
  std::ifstream in(path, std::ios::binary);
  std::string head(4096, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  if (!in.is_open() || in.bad()) return fail(ErrorCode::io, path, "the file cannot be read", "check that it may be read");
  head.resize(static_cast<std::size_t>(in.gcount()));
  const Content content = content_of(head);
  // Whatever format it should have: an export that failed leaves an empty file, and an import that says nothing of it hides that.
  // Only where this was all of the file; a table may begin with many blank lines.
  if (content.what == kNothing.what && in.eof()) return fail(ErrorCode::damaged, path, "the file is empty", "export it again");
  if (options.format) return *options.format;
  const auto named = format_of_name(path);
  if (content.what == kNothing.what) return named.value_or(FileFormat::csv);
  if (named && content.format != named)
    return fail(ErrorCode::damaged, path, fmt::format("the name says {}, but the content is {}", words_for(*named), content.what),
                std::string(content.remedy));
  if (!content.format) return fail(ErrorCode::damaged, path, fmt::format("the content is {}", content.what), std::string(content.remedy));
  return *content.format;
}

// The line of a multi-line row that a place points into.
std::string_view line_within(std::string_view text, std::size_t lines_down) {
  for (; lines_down > 0; --lines_down) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

void locate(Diagnostic& diagnostic, const Row& row) {
  if (diagnostic.location.line == 0) {
    diagnostic.location = row.location;
    std::string_view field = diagnostic.field;
    auto place = row.places.find(field);
    if (place == row.places.end()) place = row.places.find(field.substr(0, field.find_first_of("[.")));
    if (place != row.places.end()) {
      diagnostic.location.line = place->second.line;
      diagnostic.location.column = place->second.column;
    } else if (const auto key =
                   row.places.empty() && !field.empty() ? find_key(row.source, field.substr(0, field.find_first_of("[."))) : std::nullopt) {
      diagnostic.location.column = column_of(row.source, *key);
    }
  }
  const std::size_t lines_down = diagnostic.location.line > row.location.line ? diagnostic.location.line - row.location.line : 0;
  if (!row.source.empty() && diagnostic.source_line.empty() && diagnostic.location.column != 0)
    show_source(diagnostic, line_within(row.source, lines_down), diagnostic.location.column);
}

Result<void> check_options(const ReadOptions& options, const Vocabularies& vocabularies) {
  if (auto builder = RowBuilder::make(options, vocabularies); !builder) return std::unexpected(builder.error());
  return {};
}

Result<std::unique_ptr<RecordReader>> open_reader(const std::string& path, const ReadOptions& options, const Vocabularies& vocabularies) {
  auto builder = RowBuilder::make(options, vocabularies);
  if (!builder) return std::unexpected(builder.error());
  if (path == "-") {
    if (options.format && *options.format != FileFormat::json_lines)
      return fail(ErrorCode::invalid_argument, "format", "standard input is read as JSON Lines only", "write the table to a file first");
    return open_json_lines(path, std::move(*builder));
  }
  const auto format = format_of(path, options);
  if (!format) return std::unexpected(format.error());
  switch (*format) {
    case FileFormat::json_lines: return open_json_lines(path, std::move(*builder));
    case FileFormat::csv: return open_csv(path, std::move(*builder));
    case FileFormat::xlsx: return open_xlsx(path, std::move(*builder));
  }
  return fail(ErrorCode::internal, path, "no reader for this format");
}

}  // namespace corpus
