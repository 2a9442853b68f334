// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/table_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "corpus/json_text.h"
#include "corpus/record_json.h"

namespace corpus {
namespace {

using json = nlohmann::json;

constexpr double kExactDigits = 1e15;  // a spreadsheet's double holds 15 decimal digits
constexpr std::size_t kPostcodeDigits = 6;

std::optional<FieldType> type_of(const std::string& name, std::optional<Kind> kind) {
  if (!kind) return std::nullopt;
  for (const FieldInfo& field : fields_of(*kind))
    if (field.name == name) return field.type;
  return std::nullopt;
}

bool is_structure(FieldType type) {
  return type == FieldType::indicators || type == FieldType::ip_rights || type == FieldType::members || type == FieldType::entries ||
         type == FieldType::contact || type == FieldType::object;
}

Diagnostic about(const std::string& name, const Cell& cell, Severity severity, std::string code, std::string message, std::string hint) {
  Diagnostic diagnostic{severity, std::move(code), name, std::move(message), std::move(hint), {}, {}};
  diagnostic.location.line = cell.place.line;
  diagnostic.location.column = cell.place.column;
  return diagnostic;
}

// Codes and numbers of people that a spreadsheet took for amounts.
std::optional<Diagnostic> lost_digits(const std::string& name, const Cell& cell, std::optional<FieldType> type) {
  if (cell.origin != Cell::Origin::number) return std::nullopt;
  const bool amount = type == FieldType::integer || type == FieldType::number;
  double value = 0;
  if (auto parsed = json::parse(cell.text, nullptr, false); parsed.is_number()) value = parsed.get<double>();
  const bool whole = cell.text.find_first_not_of("-0123456789") == std::string::npos;
  if (std::abs(value) >= kExactDigits)
    return about(name, cell, amount ? Severity::warning : Severity::error, "digits_lost",
                 fmt::format("field \"{}\": {} is stored as a number of more than 15 digits; the last ones are lost", name, cell.text),
                 "give the column the format Text in the spreadsheet and enter the value again");
  const bool short_code = (name == "postcode" && cell.text.size() < kPostcodeDigits) || name == "contact.phone";
  if (whole && short_code && !(name == "contact.phone" && cell.text.size() == 11 && cell.text[0] == '1'))
    return about(name, cell, Severity::warning, "leading_zero",
                 fmt::format("field \"{}\": {} is stored as a number; a leading zero may be gone", name, cell.text),
                 "compare with the source; give the column the format Text");
  return std::nullopt;
}

}  // namespace

bool is_blank(const std::vector<Cell>& cells) {
  return std::ranges::all_of(cells, [](const Cell& cell) { return is_blank(std::string_view(cell.text)); });
}

Error no_heading(const std::string& file, const std::vector<Cell>& first_row) {
  std::vector<std::string> seen;
  for (const Cell& cell : first_row)
    if (!is_blank(std::string_view(cell.text)) && seen.size() < 8) seen.push_back("\"" + excerpt(cell.text, 20) + "\"");
  return {ErrorCode::damaged, file, fmt::format("no row of headings that is known; the first row holds {}", fmt::join(seen, ", ")),
          "name the columns with --map THEIRS=OURS, or use the headings of corpus/vocab/column.tsv"};
}

std::optional<std::string> TableRows::field_of(const std::string& heading, std::optional<Kind> kind) const {
  const std::string folded = fold_word(heading);
  for (const auto& [theirs, ours] : builder_.options().rename)
    if (fold_word(theirs) == folded) return ours;
  return builder_.columns().field_of(heading, kind);
}

std::size_t TableRows::known_headings(const std::vector<Cell>& cells) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(cells, [&](const Cell& cell) { return field_of(cell.text, builder_.options().kind).has_value(); }));
}

bool TableRows::is_heading(const std::vector<Cell>& cells) const {
  const auto filled = std::ranges::count_if(cells, [](const Cell& cell) { return !is_blank(std::string_view(cell.text)); });
  const std::size_t known = known_headings(cells);
  return known >= 2 || (known == 1 && filled <= 2);
}

void TableRows::set_heading(const std::vector<Cell>& cells) {
  headings_.clear();
  for (const Cell& cell : cells) headings_.push_back(cell.text);
  while (!headings_.empty() && is_blank(std::string_view(headings_.back()))) headings_.pop_back();
  names_ = {};
  kind_column_.reset();
  for (std::size_t i = 0; i < headings_.size() && !kind_column_; ++i)
    if (field_of(headings_[i], builder_.options().kind) == "kind") kind_column_ = i;
}

// Two columns that mean one field would silently hide one another: the first has it, the second keeps its own heading and is carried along.
const TableRows::Names& TableRows::names_for(std::optional<Kind> kind) const {
  auto& names = names_[kind ? static_cast<std::size_t>(*kind) : std::size(kAllKinds)];
  if (names) return *names;
  names.emplace();
  for (std::size_t i = 0; i < headings_.size(); ++i) {
    const std::string own = is_blank(std::string_view(headings_[i])) ? fmt::format("column {}", i + 1) : headings_[i];
    std::string name = field_of(headings_[i], kind).value_or(own);
    names->left_out.push_back(name.empty());
    if (name.empty()) name = own;  // once the raw row has it
    const auto taken = [&](const std::string& word) { return std::ranges::find(names->names, word) != names->names.end(); };
    if (taken(name)) name = own;
    if (taken(name)) name = fmt::format("{} ({})", own, i + 1);
    names->names.push_back(std::move(name));
  }
  return *names;
}

std::optional<Kind> TableRows::kind_of_row(const std::vector<Cell>& cells) const {
  return builder_.kind_of_word(kind_column_ && *kind_column_ < cells.size() ? std::string_view(cells[*kind_column_].text)
                                                                            : std::string_view());
}

void TableRows::put_cell(Row& row, json& object, const std::string& name, const Cell& cell, std::optional<Kind> kind) const {
  row.places.emplace(name, cell.place);
  if (is_blank(std::string_view(cell.text))) return;
  const auto type = type_of(name, kind);
  if (cell.origin == Cell::Origin::fault)
    row.diagnostics.push_back(about(name, cell, Severity::error, "cell_error",
                                    fmt::format("field \"{}\": the cell holds the error {}", name, cell.text),
                                    "mend the formula in the spreadsheet"));
  if (auto lost = lost_digits(name, cell, type)) row.diagnostics.push_back(std::move(*lost));
  // A table that we wrote holds lists of objects as JSON in one cell; it comes back as what it was.
  if (type && is_structure(*type) && (cell.text.starts_with('[') || cell.text.starts_with('{'))) {
    JsonFault fault;
    if (auto value = parse_json(cell.text, fault)) return assign(object, name, std::move(*value));
  }
  assign(object, name, cell.text);
}

void TableRows::check_width(Row& row, json& object, const std::vector<Cell>& cells, bool fixed_width) const {
  json surplus = json::array();
  const Cell* first = nullptr;
  for (std::size_t i = headings_.size(); i < cells.size(); ++i) {
    if (is_blank(std::string_view(cells[i].text))) continue;
    if (first == nullptr) first = &cells[i];
    surplus.push_back(cells[i].text);
  }
  if (first != nullptr) {
    object["_surplus"] = std::move(surplus);
    row.diagnostics.push_back(about("", *first, Severity::error, "too_many_cells",
                                    fmt::format("the row has {} cells, the heading has {}", cells.size(), headings_.size()),
                                    "a cell that holds the separator must stand in double quotes"));
  } else if (fixed_width && cells.size() < headings_.size()) {
    Diagnostic few{Severity::warning,
                   "too_few_cells",
                   "",
                   fmt::format("the row has {} cells, the heading has {}; the missing ones count as empty", cells.size(), headings_.size()),
                   "",
                   {},
                   {}};
    row.diagnostics.push_back(std::move(few));
  }
}

Row TableRows::make(const std::vector<Cell>& cells, std::size_t line, bool fixed_width) const {
  Row row;
  row.location = {file_, line, 0};
  json object = json::object();
  const auto kind = kind_of_row(cells);
  const auto& [names, left_out] = names_for(kind);
  for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) put_cell(row, object, names[i], cells[i], kind);
  if (kind && !object.contains("kind")) object["kind"] = std::string(to_string(*kind));
  check_width(row, object, cells, fixed_width);
  row.raw = object.dump(-1, ' ', false, json::error_handler_t::replace);
  for (Diagnostic& diagnostic : row.diagnostics) {
    diagnostic.location.file = file_;
    if (diagnostic.location.line == 0) diagnostic.location.line = line;
  }
  if (object.contains("_surplus")) return row;
  for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i)
    if (left_out[i]) object.erase(names[i]);
  builder_.build(object, row.diagnostics);
  row.object = std::move(object);
  return row;
}

}  // namespace corpus
