// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/list_file.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "corpus/workbook.h"

namespace corpus {
namespace {

constexpr std::size_t kMostBytes = 32'000;

bool like_formula(std::string_view text) { return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos; }

std::string cell_text(const List::Cell& cell) {
  if (const double* number = std::get_if<double>(&cell)) return number_text(*number);
  const std::string& text = std::get<std::string>(cell);
  return csv_cell(like_formula(text) ? "'" + text : text);
}

template <class Cells>
void add_line(std::string& out, const Cells& cells) {
  const char* between = "";
  for (const auto& cell : cells) {
    out += between;
    out += cell_text(cell);
    between = ",";
  }
  out += "\r\n";
}

// Whole characters only, and nothing that XML cannot say.
std::string for_sheet(std::string text) {
  if (text.size() > kMostBytes) {
    std::size_t end = kMostBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    text += "…";
  }
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t'; });
  return text;
}

// A file of its own that goes at the end.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code error;
    path_ = (std::filesystem::temp_directory_path(error) / "queqiao-list-XXXXXX").string();
    if (error) {
      errno = error.value();
      return;  // not in the working directory instead
    }
    handle_ = ::mkstemp(path_.data());
    if (handle_ >= 0) ::close(handle_);
  }
  ~TemporaryFile() {
    if (handle_ >= 0) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  bool made() const { return handle_ >= 0; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int handle_ = -1;
};

std::unexpected<Error> no_file(const std::string& path, const std::string& why) {
  return fail(ErrorCode::io, path, "the workbook could not be written: " + why, "is there room, and may files be made, in the directory for temporary files (TMPDIR)?");
}

}  // namespace

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

std::string csv_of(const List& list) {
  std::string out = "\xEF\xBB\xBF";  // without it Excel takes UTF-8 for the system's own encoding
  add_line(out, std::vector<List::Cell>(list.headings.begin(), list.headings.end()));
  for (const auto& row : list.rows) add_line(out, row);
  return out;
}

Result<std::string> xlsx_of(const List& list, const std::string& sheet) {
  const TemporaryFile file;
  if (!file.made()) return no_file(file.path(), std::strerror(errno));
  lxw_workbook* book = workbook_new(file.path().c_str());
  lxw_worksheet* page = book == nullptr ? nullptr : workbook_add_worksheet(book, sheet.c_str());
  if (page == nullptr) {
    if (book != nullptr) workbook_close(book);
    return no_file(file.path(), "no sheet \"" + sheet + "\" can be made");
  }
  lxw_format* strong = workbook_add_format(book);
  format_set_bold(strong);
  for (std::size_t column = 0; column < list.headings.size(); ++column)
    worksheet_write_string(page, 0, static_cast<lxw_col_t>(column), for_sheet(list.headings[column]).c_str(), strong);
  for (std::size_t row = 0; row < list.rows.size(); ++row)
    for (std::size_t column = 0; column < list.rows[row].size(); ++column) {
      const auto line = static_cast<lxw_row_t>(row + 1);
      const auto at = static_cast<lxw_col_t>(column);
      if (const double* number = std::get_if<double>(&list.rows[row][column]))
        worksheet_write_number(page, line, at, *number, nullptr);
      else
        worksheet_write_string(page, line, at, for_sheet(std::get<std::string>(list.rows[row][column])).c_str(), nullptr);
    }
  worksheet_freeze_panes(page, 1, 0);
  if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR) return no_file(file.path(), lxw_strerror(error));
  std::ifstream in(file.path(), std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (bytes.empty()) return no_file(file.path(), "it is empty");
  return bytes;
}

}  // namespace corpus
