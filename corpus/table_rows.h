// SPDX-License-Identifier: GPL-3.0-or-later
// Cells under headings → rows; shared by CSV and spreadsheets. Private to corpus.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "corpus/reader.h"
#include "corpus/row_builder.h"

namespace corpus {

inline constexpr std::size_t kHeadingWithin = 20;  // rows among which the heading is looked for; official forms put a title above it

struct Cell {
  // How the file holds it; a code that a spreadsheet took for a number has lost its leading zeros.
  enum class Origin { text, number, date, boolean, fault };
  std::string text;
  Place place;
  Origin origin = Origin::text;
};

class TableRows {
 public:
  TableRows(const RowBuilder& builder, std::string file) : builder_(builder), file_(std::move(file)) {}

  // How many of the cells are headings that some record has, or that --map names.
  std::size_t known_headings(const std::vector<Cell>& cells) const;
  // Is this the row of headings? Two known ones, or one in a table of at most two columns; a title line above the table has none.
  bool is_heading(const std::vector<Cell>& cells) const;

  void set_heading(const std::vector<Cell>& cells);
  std::size_t width() const { return headings_.size(); }

  // Cells beyond the heading that hold something are an error; missing ones a warning where `fixed_width` (CSV), else nothing.
  Row make(const std::vector<Cell>& cells, std::size_t line, bool fixed_width) const;

 private:
  // Of each column: its wire name or the heading itself, and whether --map leaves it out. Folding headings costs more than reading a row, so it is done once.
  struct Names {
    std::vector<std::string> names;
    std::vector<bool> left_out;
  };
  const Names& names_for(std::optional<Kind> kind) const;
  std::optional<std::string> field_of(const std::string& heading, std::optional<Kind> kind) const;
  std::optional<Kind> kind_of_row(const std::vector<Cell>& cells) const;
  void put_cell(Row& row, nlohmann::json& object, const std::string& name, const Cell& cell, std::optional<Kind> kind) const;
  void check_width(Row& row, nlohmann::json& object, const std::vector<Cell>& cells, bool fixed_width) const;

  const RowBuilder& builder_;
  std::string file_;
  std::vector<std::string> headings_;
  std::optional<std::size_t> kind_column_;
  mutable std::array<std::optional<Names>, std::size(kAllKinds) + 1> names_;  // per kind, made when first needed; last: kind not known
};

// Nothing in any cell.
bool is_blank(const std::vector<Cell>& cells);

// The error for a table none of whose first rows is a heading.
Error no_heading(const std::string& file, const std::vector<Cell>& first_row);

}  // namespace corpus
