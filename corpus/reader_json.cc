// SPDX-License-Identifier: GPL-3.0-or-later
// JSON Lines: one object a line. A bad line costs that line only.
#include <fmt/format.h>

#include "corpus/json_text.h"
#include "corpus/reader_formats.h"
#include "corpus/text_source.h"

namespace corpus {
namespace {

using json = nlohmann::json;

constexpr std::size_t kKeptOfLongLine = 2000;

std::string_view type_in_words(const json& value) {
  switch (value.type()) {
    case json::value_t::array: return "an array";
    case json::value_t::string: return "a text";
    case json::value_t::boolean: return "true or false";
    case json::value_t::null: return "null";
    default: return "a number";
  }
}

class JsonLines final : public RecordReader {
 public:
  JsonLines(std::string path, RowBuilder builder, std::unique_ptr<TextSource> source)
      : path_(std::move(path)), builder_(std::move(builder)), source_(std::move(source)) {}

  Result<std::optional<Row>> next() override {
    const std::size_t most = builder_.options().max_line_bytes;
    while (true) {
      const TextSource::Line read = source_->read_line(line_, most);
      if (source_->failed())
        return fail(ErrorCode::io, path_, fmt::format("reading stopped after line {}", number_), "check the disk and try again");
      if (!read.any) return std::optional<Row>();
      ++number_;
      if (is_blank(std::string_view(line_)) && read.bytes == line_.size()) continue;
      Row row;
      row.location = {path_, number_, 0};
      if (read.bytes > line_.size()) {
        too_long(row, read.bytes, most);
      } else {
        row.raw = line_;
        row.source = line_;
        parse(row, read.ended);
      }
      return std::optional<Row>(std::move(row));
    }
  }

  std::uint64_t bytes_read() const override { return source_->bytes_read(); }
  std::uint64_t bytes_total() const override { return source_->bytes_total(); }
  std::string encoding() const override { return source_->encoding(); }
  std::vector<std::string> remarks() const override {
    std::vector<std::string> all{"format JSON Lines"};
    all.insert(all.end(), source_->remarks().begin(), source_->remarks().end());
    return all;
  }

 private:
  void wrong(Row& row, std::string code, std::string message, std::string hint, std::size_t column) {
    Diagnostic diagnostic{Severity::error, std::move(code), "", std::move(message), std::move(hint), {path_, number_, column}, {}};
    show_source(diagnostic, row.raw, column);
    // A line may hold anything; what is printed is text.
    diagnostic.source_line = excerpt(diagnostic.source_line, diagnostic.source_line.size());
    row.diagnostics.push_back(std::move(diagnostic));
  }

  void too_long(Row& row, std::size_t bytes, std::size_t most) {
    row.raw = line_.substr(0, kKeptOfLongLine);
    row.diagnostics.push_back({Severity::error,
                               "too_long",
                               "",
                               fmt::format("the line has {} bytes, the limit is {}; it was skipped, only its beginning is kept here", bytes, most),
                               "write one record a line; the whole line stands in the file that was imported",
                               row.location,
                               {}});
  }

  void parse(Row& row, bool ended) {
    JsonFault fault;
    auto value = parse_json(line_, fault);
    if (!value) {
      if (fault.code == "truncated" && !ended)
        return wrong(row, "truncated", "the last line is cut off; " + fault.message, "export the file again", fault.column);
      if (fault.code == "bad_encoding")
        return wrong(row, fault.code, fault.message, "JSON Lines are UTF-8; for another encoding give --encoding, such as gb18030",
                     fault.column);
      return wrong(row, fault.code == "truncated" ? "bad_json" : fault.code, fault.message, "", fault.column);
    }
    if (line_.find(kBadBytes) != std::string::npos)
      return wrong(row, "bad_encoding", fmt::format("bytes that are not {}", source_->encoding()), "give another --encoding",
                   column_of(line_, line_.find(kBadBytes)));
    if (!value->is_object()) return wrong(row, "not_an_object", fmt::format("the line is {}, not an object", type_in_words(*value)), "", 1);
    if (value->contains("_raw") || value->contains("_surplus")) return rejected_before(row, *value);
    builder_.build(*value, row.diagnostics);
    for (Diagnostic& diagnostic : row.diagnostics) locate(diagnostic, row);
    row.object = std::move(*value);
  }

  // A row of a rejects file that could not be read the first time is not read the second time either; its reasons are told again.
  void rejected_before(Row& row, const json& object) {
    std::string reasons;
    if (const auto it = object.find("_rejected"); it != object.end() && it->is_array())
      for (const json& reason : *it)
        if (reason.is_string()) reasons += (reasons.empty() ? "" : "; ") + reason.get<std::string>();
    wrong(row, "rejected_before", "this row was rejected before: " + (reasons.empty() ? "no reason is given" : excerpt(reasons, 400)),
          "mend it at its source, or replace _raw or _surplus by the fields of the record", 0);
  }

  std::string path_;
  RowBuilder builder_;
  std::unique_ptr<TextSource> source_;
  std::string line_;
  std::size_t number_ = 0;
};

}  // namespace

ReaderResult open_json_lines(const std::string& path, RowBuilder builder) {
  auto source = TextSource::open(path, {builder.options().encoding, false});
  if (!source) return std::unexpected(source.error());
  return std::make_unique<JsonLines>(path, std::move(builder), std::move(*source));
}

}  // namespace corpus
