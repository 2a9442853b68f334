// SPDX-License-Identifier: GPL-3.0-or-later
// The first sheet with a row of headings; the others are named in the remarks. A workbook is read whole by its library, behind a cap.
#include <fmt/format.h>

#include <filesystem>

#include "corpus/reader_formats.h"
#include "corpus/table_rows.h"
#include "corpus/workbook.h"

namespace corpus {
namespace {

std::vector<Cell> cells_of(const std::map<std::size_t, Cell>& row) {
  std::vector<Cell> cells;
  for (const auto& [column, cell] : row) {
    cells.resize(column);
    cells.back() = cell;
  }
  return cells;
}

class Xlsx final : public RecordReader {
 public:
  Xlsx(std::string path, RowBuilder builder) : path_(std::move(path)), builder_(std::move(builder)), table_(builder_, path_) {}

  Result<void> begin() {
    auto sheets = read_workbook(path_, builder_.options().max_unpacked_bytes);
    if (!sheets) return std::unexpected(sheets.error());
    std::error_code error;
    const auto size = std::filesystem::file_size(path_, error);
    bytes_ = error ? 0 : size;
    for (Sheet& sheet : *sheets) {
      if (!take(sheet)) continue;
      remember(*sheets, sheet.name);
      return {};
    }
    for (const Sheet& sheet : *sheets)
      if (!sheet.rows.empty()) return std::unexpected(no_heading(path_, cells_of(sheet.rows.begin()->second)));
    return fail(ErrorCode::damaged, path_, "no sheet holds anything", "save the spreadsheet again; is it the right file?");
  }

  Result<std::optional<Row>> next() override {
    while (at_ != rows_.end()) {
      const auto& [line, row] = *at_;
      const auto cells = cells_of(row);
      if (is_blank(cells)) {
        ++at_;
        continue;
      }
      Row shaped = table_.make(cells, line, false);
      ++at_;
      ++done_;
      return std::optional<Row>(std::move(shaped));
    }
    return std::optional<Row>();
  }

  // The library reads a file in one go; what is left is told in shares of it.
  std::uint64_t bytes_read() const override {
    return rows_.empty() ? bytes_ : bytes_ / rows_.size() * std::min<std::uint64_t>(done_, rows_.size());
  }
  std::uint64_t bytes_total() const override { return bytes_; }
  std::string encoding() const override { return {}; }
  std::vector<std::string> remarks() const override { return remarks_; }

 private:
  // Takes the sheet if it has a row of headings.
  bool take(Sheet& sheet) {
    std::size_t looked = 0;
    for (auto it = sheet.rows.begin(); it != sheet.rows.end() && looked < kHeadingWithin; ++it, ++looked) {
      const auto cells = cells_of(it->second);
      if (!table_.is_heading(cells)) continue;
      table_.set_heading(cells);
      heading_line_ = it->first;
      rows_.swap(sheet.rows);
      at_ = rows_.upper_bound(heading_line_);
      return true;
    }
    return false;
  }

  void remember(const std::vector<Sheet>& sheets, const std::string& taken) {
    remarks_.push_back("format XLSX");
    remarks_.push_back(fmt::format("sheet \"{}\", heading in row {}", taken, heading_line_));
    for (const Sheet& sheet : sheets)
      if (sheet.name != taken) remarks_.push_back(fmt::format("sheet \"{}\" was left out", sheet.name));
  }

  std::string path_;
  RowBuilder builder_;
  TableRows table_;
  std::map<std::size_t, std::map<std::size_t, Cell>> rows_;
  std::map<std::size_t, std::map<std::size_t, Cell>>::const_iterator at_;
  std::size_t heading_line_ = 0, done_ = 0;
  std::uint64_t bytes_ = 0;
  std::vector<std::string> remarks_;
};

}  // namespace

ReaderResult open_xlsx(const std::string& path, RowBuilder builder) {
  auto reader = std::make_unique<Xlsx>(path, std::move(builder));
  if (auto begun = reader->begin(); !begun) return std::unexpected(begun.error());
  return reader;
}

}  // namespace corpus
