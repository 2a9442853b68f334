// SPDX-License-Identifier: GPL-3.0-or-later
// liborcus reports cells to a factory of interfaces; ours keeps text, origin and place of each cell and nothing else. Its own document
// model would bring formulas, a calculation engine and a second copy of everything.
//
// The archive is walked once by libarchive before that: a ZIP that is cut off or that unpacks to gigabytes must not reach a parser.
#include "corpus/workbook.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <fstream>
#include <memory>
#include <orcus/orcus_xlsx.hpp>
#include <set>
#include <stdexcept>

#include "corpus/diagnostic.h"
#include "corpus/workbook_styles.h"

namespace corpus {
namespace {

constexpr std::int64_t kEpoch1900 = -25569;  // 1899-12-30: right from 1900-03-01 on, which is all that Excel itself gets right

// ---- cells

class Book;

class SheetImport final : public orcus_sheet::iface::import_sheet,
                          public orcus_sheet::iface::import_formula,
                          public orcus_sheet::iface::import_array_formula {
 public:
  SheetImport(Book& book, Sheet& sheet) : book_(book), sheet_(sheet) {}

  orcus_sheet::iface::import_formula* get_formula() override { return this; }
  orcus_sheet::iface::import_array_formula* get_array_formula() override { return this; }
  orcus_sheet::range_size_t get_sheet_size() const override { return {1048576, 16384}; }

  using Row_ = orcus_sheet::row_t;
  using Col_ = orcus_sheet::col_t;
  void set_auto(Row_ row, Col_ column, std::string_view text) override { put(row, column, std::string(text), Cell::Origin::text); }
  void set_string(Row_ row, Col_ column, orcus_sheet::string_id_t index) override;
  void set_value(Row_ row, Col_ column, double value) override {
    put(row, column, number_text(value), Cell::Origin::number);
    values_[{row, column}] = value;
  }
  void set_bool(Row_ row, Col_ column, bool value) override { put(row, column, value ? "true" : "false", Cell::Origin::boolean); }
  void set_date_time(Row_ row, Col_ column, int year, int month, int day, int hour, int minute, double second) override {
    std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
    if (hour != 0 || minute != 0 || second != 0) text += fmt::format(" {:02}:{:02}:{:02}", hour, minute, static_cast<int>(second));
    put(row, column, std::move(text), Cell::Origin::date);
  }
  void set_format(Row_ row, Col_ column, std::size_t format) override { formats_[{row, column}] = format; }
  void set_format(Row_, Col_, Row_, Col_, std::size_t) override {}  // of whole columns; a cell with a value carries its own
  void fill_down_cells(Row_ row, Col_ column, Row_ count) override {
    const Cell* cell = find(row, column);
    for (Row_ i = 1; cell != nullptr && i <= count; ++i) put(row + i, column, cell->text, cell->origin);
  }

  // A formula counts with the result that was saved with it.
  void set_position(Row_ row, Col_ column) override { at_ = {row, column}; }
  void set_formula(orcus_sheet::formula_grammar_t, std::string_view) override {}
  void set_shared_formula_index(std::size_t) override {}
  void set_result_string(std::string_view text) override { put(at_.first, at_.second, std::string(text), Cell::Origin::text); }
  void set_result_value(double value) override { set_value(at_.first, at_.second, value); }
  void set_result_bool(bool value) override { set_bool(at_.first, at_.second, value); }
  void set_result_empty() override {}
  void set_range(const orcus_sheet::range_t& range) override { array_ = range.first; }
  void set_result_string(Row_ row, Col_ column, std::string_view text) override {
    put(array_.row + row, array_.column + column, std::string(text), Cell::Origin::text);
  }
  void set_result_value(Row_ row, Col_ column, double value) override { set_value(array_.row + row, array_.column + column, value); }
  void set_result_bool(Row_ row, Col_ column, bool value) override { set_bool(array_.row + row, array_.column + column, value); }
  void set_result_empty(Row_, Col_) override {}
  void commit() override {}

  void finish();

 private:
  void put(Row_ row, Col_ column, std::string text, Cell::Origin origin) {
    if (row < 0 || column < 0 || text.empty()) return;
    const Place place{static_cast<std::size_t>(row) + 1, static_cast<std::size_t>(column) + 1};
    if (origin == Cell::Origin::text && text.starts_with('#') && is_fault(text)) origin = Cell::Origin::fault;
    sheet_.rows[place.line][place.column] = {std::move(text), place, origin};
  }
  static bool is_fault(const std::string& text) {
    static const std::set<std::string> kFaults{"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"};
    return kFaults.contains(text);
  }
  Cell* find(Row_ row, Col_ column) {
    const auto line = sheet_.rows.find(static_cast<std::size_t>(row) + 1);
    if (line == sheet_.rows.end()) return nullptr;
    const auto cell = line->second.find(static_cast<std::size_t>(column) + 1);
    return cell == line->second.end() ? nullptr : &cell->second;
  }

  using At = std::pair<Row_, Col_>;
  Book& book_;
  Sheet& sheet_;
  std::map<At, double> values_;  // whether a number is a date is known once the styles are, so numbers wait
  std::map<At, std::size_t> formats_;
  At at_;
  orcus_sheet::address_t array_{0, 0};
};

// ---- the book

class Strings final : public orcus_sheet::iface::import_shared_strings {
 public:
  const std::string* find(std::size_t index) const { return index < all_.size() ? &all_[index] : nullptr; }
  std::size_t append(std::string_view text) override {
    all_.emplace_back(text);
    return all_.size() - 1;
  }
  std::size_t add(std::string_view text) override { return append(text); }
  void append_segment(std::string_view text) override { segments_ += text; }
  std::size_t commit_segments() override {
    all_.push_back(std::move(segments_));
    segments_.clear();
    return all_.size() - 1;
  }
  void set_segment_font(std::size_t) override {}
  void set_segment_bold(bool) override {}
  void set_segment_italic(bool) override {}
  void set_segment_font_name(std::string_view) override {}
  void set_segment_font_size(double) override {}
  void set_segment_font_color(orcus_sheet::color_elem_t, orcus_sheet::color_elem_t, orcus_sheet::color_elem_t,
                              orcus_sheet::color_elem_t) override {}

 private:
  std::vector<std::string> all_;
  std::string segments_;
};

class Settings final : public orcus_sheet::iface::import_global_settings {
 public:
  std::int64_t epoch_day = kEpoch1900;
  void set_origin_date(int year, int month, int day) override {
    using namespace std::chrono;
    // 1904-01-01 is the other calendar; the first is given as 1899-12-30 or 1900-01-01 depending on the version.
    if (year == 1904)
      epoch_day = sys_days(year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(day))))
                      .time_since_epoch()
                      .count();
  }
  void set_default_formula_grammar(orcus_sheet::formula_grammar_t) override {}
  orcus_sheet::formula_grammar_t get_default_formula_grammar() const override { return orcus_sheet::formula_grammar_t::xlsx; }
  void set_character_set(orcus::character_set_t) override {}
};

// Cell addresses such as $B$12, also with a sheet before them, which does not matter here.
class Addresses final : public orcus_sheet::iface::import_reference_resolver {
 public:
  orcus_sheet::src_address_t resolve_address(std::string_view address) override {
    if (const auto mark = address.rfind('!'); mark != std::string_view::npos) address.remove_prefix(mark + 1);
    std::int64_t row = 0, column = 0;
    for (const char c : address) {
      if (c >= 'A' && c <= 'Z')
        column = column * 26 + (c - 'A' + 1);
      else if (c >= '0' && c <= '9')
        row = row * 10 + (c - '0');
      else if (c != '$')
        throw std::invalid_argument("not a cell address");
      if (row > 1048576 || column > 16384) throw std::invalid_argument("not a cell address");
    }
    if (row == 0 || column == 0) throw std::invalid_argument("not a cell address");
    return {0, static_cast<orcus_sheet::row_t>(row - 1), static_cast<orcus_sheet::col_t>(column - 1)};
  }
  orcus_sheet::src_range_t resolve_range(std::string_view range) override {
    const auto colon = range.find(':');
    const auto first = resolve_address(range.substr(0, colon));
    return {first, colon == std::string_view::npos ? first : resolve_address(range.substr(colon + 1))};
  }
};

class Book final : public orcus_sheet::iface::import_factory {
 public:
  orcus_sheet::iface::import_global_settings* get_global_settings() override { return &settings; }
  orcus_sheet::iface::import_shared_strings* get_shared_strings() override { return &strings; }
  orcus_sheet::iface::import_styles* get_styles() override { return &styles; }
  orcus_sheet::iface::import_reference_resolver* get_reference_resolver(orcus_sheet::formula_ref_context_t) override { return &addresses_; }
  orcus_sheet::iface::import_sheet* append_sheet(orcus_sheet::sheet_t, std::string_view name) override {
    sheets.push_back(std::make_unique<Sheet>(std::string(name)));
    imports_.push_back(std::make_unique<SheetImport>(*this, *sheets.back()));
    return imports_.back().get();
  }
  orcus_sheet::iface::import_sheet* get_sheet(std::string_view name) override {
    for (std::size_t i = 0; i < sheets.size(); ++i)
      if (sheets[i]->name == name) return imports_[i].get();
    return nullptr;
  }
  orcus_sheet::iface::import_sheet* get_sheet(orcus_sheet::sheet_t index) override {
    return index >= 0 && static_cast<std::size_t>(index) < imports_.size() ? imports_[static_cast<std::size_t>(index)].get() : nullptr;
  }
  void finalize() override {}
  void finish() {
    for (const auto& sheet : imports_) sheet->finish();
  }

  std::vector<std::unique_ptr<Sheet>> sheets;
  Strings strings;
  WorkbookStyles styles;
  Settings settings;

 private:
  std::vector<std::unique_ptr<SheetImport>> imports_;
  Addresses addresses_;
};

void SheetImport::set_string(Row_ row, Col_ column, orcus_sheet::string_id_t index) {
  if (const std::string* text = book_.strings.find(index)) put(row, column, *text, Cell::Origin::text);
}

void SheetImport::finish() {
  for (const auto& [at, value] : values_) {
    Cell* cell = find(at.first, at.second);
    const auto format = formats_.find(at);
    if (cell == nullptr || cell->origin != Cell::Origin::number || format == formats_.end()) continue;
    const DateParts parts = date_parts(book_.styles.format_of(format->second));
    if (!parts.any()) continue;
    cell->text = date_text(value, book_.settings.epoch_day, parts);
    cell->origin = Cell::Origin::date;
  }
}

// ---- the archive

struct CloseArchive {
  void operator()(archive* a) const { archive_read_free(a); }
};

Error damaged(const std::string& path, std::string message,
              std::string hint = "open it in a spreadsheet program and save it again as .xlsx") {
  return {ErrorCode::damaged, path, std::move(message), std::move(hint)};
}

// The directory at the end of a ZIP is what a download that broke off lacks.
bool has_directory(const std::string& path) {
  constexpr std::streamoff kTail = 66'000;
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = in.tellg();
  in.seekg(std::max<std::streamoff>(0, size - kTail));
  const std::string tail((std::istreambuf_iterator<char>(in)), {});
  return tail.find("PK\x05\x06") != std::string::npos;
}

// Whether a text stands in what comes in blocks, also across two of them.
class Watcher {
 public:
  explicit Watcher(std::string_view wanted) : wanted_(wanted) {}
  void look(std::string_view block) {
    seen_ += block;
    found_ = found_ || seen_.find(wanted_) != std::string::npos;
    seen_.erase(0, seen_.size() - std::min(seen_.size(), wanted_.size() - 1));
  }
  bool found() const { return found_; }

 private:
  std::string_view wanted_;
  std::string seen_;
  bool found_ = false;
};

// Unpacks everything once and throws it away. nullopt: the archive is whole and small enough.
std::optional<Error> check_archive(const std::string& path, std::uint64_t max_unpacked) {
  std::ifstream probe(path, std::ios::binary);
  char magic[4] = {};
  probe.read(magic, sizeof magic);
  if (!probe || std::string_view(magic, 4) != "PK\x03\x04")
    return damaged(path, "this is not a spreadsheet (.xlsx): it is no ZIP archive", "give --format for what it is: csv or jsonl");
  if (!has_directory(path))
    return damaged(path, "the spreadsheet is cut off: its directory at the end is missing", "copy or download it again");
  const std::unique_ptr<archive, CloseArchive> zip(archive_read_new());
  archive_read_support_format_zip(zip.get());
  if (archive_read_open_filename(zip.get(), path.c_str(), 65536) != ARCHIVE_OK)
    return damaged(path, fmt::format("the spreadsheet cannot be unpacked: {}", archive_error_string(zip.get())));
  std::uint64_t unpacked = 0;
  bool workbook = false, open_document = false;
  std::string block(1u << 16, '\0');
  archive_entry* entry = nullptr;
  int code = ARCHIVE_OK;
  while ((code = archive_read_next_header(zip.get(), &entry)) == ARCHIVE_OK || code == ARCHIVE_WARN) {
    const char* name = archive_entry_pathname(entry);
    workbook = workbook || (name != nullptr && std::string_view(name) == "xl/workbook.xml");
    open_document = open_document || (name != nullptr && std::string_view(name) == "content.xml");
    const bool sheet = name != nullptr && std::string_view(name).starts_with("xl/worksheets/");
    Watcher inline_text("\"inlineStr\"");
    la_ssize_t size = 0;
    while ((size = archive_read_data(zip.get(), block.data(), block.size())) > 0) {
      unpacked += static_cast<std::uint64_t>(size);
      if (unpacked > max_unpacked)
        return Error{ErrorCode::too_large, path, fmt::format("the spreadsheet unpacks to more than {} bytes", max_unpacked),
                     "split it, or save it as CSV, which has no such limit"};
      if (sheet) inline_text.look({block.data(), static_cast<std::size_t>(size)});
    }
    // liborcus 0.17 passes over such cells without a word; a row without its text would look like one that never had any.
    if (inline_text.found())
      return damaged(path, fmt::format("the texts of {} stand inside its cells (inlineStr), where they cannot be read", excerpt(name, 60)),
                     "open it in a spreadsheet program and save it again, as .xlsx or as CSV");
    if (size < 0)
      return damaged(
          path,
          fmt::format("the spreadsheet is damaged in {}: {}", name == nullptr ? "?" : excerpt(name, 60), archive_error_string(zip.get())),
          "copy or download it again");
  }
  if (code != ARCHIVE_EOF)
    return damaged(path, fmt::format("the spreadsheet is damaged: {}", archive_error_string(zip.get())), "copy or download it again");
  if (open_document) return damaged(path, "this is an OpenDocument spreadsheet, not .xlsx");
  if (!workbook) return damaged(path, "this is a ZIP archive without a workbook", "unpack it and import the files in it");
  return std::nullopt;
}

}  // namespace

std::string number_text(double value) {
  // Up to 2^63 a whole number is written out; more than 15 digits are reported by the table, not hidden by an exponent.
  if (value == std::floor(value) && std::abs(value) < 9e18) return fmt::format("{}", static_cast<std::int64_t>(value));
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

DateParts date_parts(const std::string& format_code) {
  DateParts parts;
  bool seen_time = false;
  std::string_view code = format_code;
  code = code.substr(0, code.find(';'));  // the section for positive numbers
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"' || c == '[') {  // quoted text; colour, currency, locale or elapsed time
      const auto end = code.find(c == '"' ? '"' : ']', i + 1);
      if (c == '[' && end != std::string_view::npos && end == i + 2 &&
          std::string_view("hmsHMS").find(code[i + 1]) != std::string_view::npos)
        parts.time = seen_time = true;
      if (end == std::string_view::npos) break;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == 'y' || c == 'Y' || c == 'e') {
      parts.year = true;
    } else if (c == 'd' || c == 'D') {
      parts.day = true;
    } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
      parts.time = seen_time = true;
    } else if ((c == 'm' || c == 'M') && !seen_time) {  // minutes come after hours
      parts.month = true;
    } else if (c == '0' || c == '#' || c == '?' || c == 'G' || c == 'E') {
      // A digit means an amount, except the fractions of a second behind a time.
      if (!seen_time) return {};
    }
  }
  return parts;
}

std::string date_text(double value, std::int64_t epoch_day, const DateParts& parts) {
  using namespace std::chrono;
  const double whole = std::floor(value);
  if (!std::isfinite(value) || whole < 0 || whole > 2'958'465) return number_text(value);
  auto second = static_cast<std::int64_t>(std::llround((value - whole) * 86400));
  const auto day_number = static_cast<std::int64_t>(whole) + (second == 86400 ? 1 : 0);
  second %= 86400;
  const std::string clock = fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
  if (parts.time && !parts.year && !parts.month && !parts.day) return clock;
  const year_month_day date{sys_days{days{day_number + epoch_day}}};
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month()), day = static_cast<unsigned>(date.day());
  if (parts.year && !parts.month && !parts.day) return fmt::format("{:04}", year);
  if (parts.year && parts.month && !parts.day) return fmt::format("{:04}-{:02}", year, month);
  const std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
  return parts.time && second != 0 ? text + " " + clock : text;
}

Result<std::vector<Sheet>> read_workbook(const std::string& path, std::uint64_t max_unpacked) {
  if (auto error = check_archive(path, max_unpacked)) return std::unexpected(std::move(*error));
  Book book;
  try {
    orcus::orcus_xlsx filter(&book);
    filter.read_file(path);
    book.finish();
  } catch (const std::exception& error) {
    return std::unexpected(damaged(path, fmt::format("the spreadsheet cannot be read: {}", excerpt(error.what(), 200))));
  }
  std::vector<Sheet> sheets;
  for (const auto& sheet : book.sheets) sheets.push_back(std::move(*sheet));
  return sheets;
}

}  // namespace corpus
