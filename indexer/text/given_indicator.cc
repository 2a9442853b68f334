// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/given_indicator.h"

#include <algorithm>

#include "indexer/text/comparison.h"
#include "indexer/text/parameter_name.h"
#include "indexer/text/quantity.h"
#include "indexer/text/signs.h"
#include "indexer/text/tolerance.h"
#include "indexer/text/unit_expression.h"

namespace indexer::text {
namespace {

struct Cell {
  Figure figure;
  std::string value, unit;  // as written
  Op op = Op::none;         // what the cell itself says: ≥85, 85以上
};

// In a column of units a 日 or 月 is one of time, which running text leaves open.
std::string_view alone(std::string_view unit) { return unit == "日" ? "天" : unit == "月" ? "个月" : unit; }

// What the column of units may mean; none where it is empty or not known.
std::vector<Meaning> read_column(std::string_view written, const corpus::Units& units) {
  const Signs signs = read_signs(alone(written));
  auto reading = read_unit(signs.all(), 0, units);
  if (!reading) reading = read_unit_before(signs.all(), 0, units);
  if (!reading || reading->end != signs.size()) return {};
  return std::move(reading->meanings);
}

// 500~300. Not －20～－40, which goes down from the colder end, 3万～18万, whose second 万 is of the unit, or 2024-05 where nothing says that a range is meant.
bool is_turned_round(const Figure& f, const Signs& signs, bool measures) {
  if (f.shape != FigureShape::range || f.low <= f.high || f.high < 0 || f.chinese) return false;
  const std::size_t end = std::max(f.value_end, f.unit_end);
  const std::u32string_view all = signs.part(f.value_begin, end), value = signs.part(f.value_begin, f.value_end);
  if (all.find_first_of(U"万亿") != all.npos) return false;
  if (value.find_first_of(measures ? U"~∼〜-–—至到" : U"~∼〜") == value.npos) return false;
  const Before before = read_before(signs.all(), 0, f.begin);
  for (std::size_t i = 0; i < signs.size(); ++i)
    if ((i < before.begin || i >= end) && signs.at(i) != U' ') return false;
  return true;
}

// The one figure of a cell, which holds nothing besides but a comparison. `column`: what the unit of its column may mean; `measures`: whether the form says
// elsewhere that it is one of a unit, or a range.
std::expected<Cell, UnreadWhy> read_cell(const std::string& written, const std::vector<Meaning>& column, const corpus::Units& units, bool measures) {
  constexpr auto kNone = std::unexpected(UnreadWhy::no_figure);
  if (written.size() > 200) return kNone;
  const Signs signs = read_signs(written);
  const auto figures = find_figures(signs, units);
  if (figures.size() != 1) return kNone;
  if (const Figure& f = figures.front(); !f.sound)
    return std::unexpected(is_turned_round(f, signs, measures || !f.meanings.empty()) ? UnreadWhy::low_above_high : UnreadWhy::no_figure);
  Cell cell{figures.front(), {}, {}, Op::none};
  const Before before = read_before(signs.all(), 0, cell.figure.begin);
  const Behind behind = read_behind(signs.all(), cell.figure.end);
  if (cell.figure.loose && !behind.said) return kNone;
  for (std::size_t i = 0; i < signs.size(); ++i)
    if ((i < before.begin || i >= std::max(behind.end, cell.figure.end)) && signs.at(i) != U' ') return kNone;
  cell.op = behind.op == Op::none ? before.op : behind.op;
  if (cell.figure.share && is_of_the_figure(cell.figure, column, {})) spread_by_share(cell.figure);  // 380±10% in a column of V
  if (cell.figure.unit_begin < cell.figure.unit_end)
    cell.unit = written.substr(signs.begin[cell.figure.unit_begin], signs.end[cell.figure.unit_end - 1] - signs.begin[cell.figure.unit_begin]);
  cell.value = written.substr(signs.begin[cell.figure.value_begin], signs.end[cell.figure.value_end - 1] - signs.begin[cell.figure.value_begin]);
  return cell;
}

// The unit of the column, that of the cells, or both where they are one.
std::expected<std::vector<Meaning>, UnreadWhy> unit_of(const GivenIndicator& given, std::vector<Meaning> column, const std::vector<Meaning>& in_cell) {
  if (given.unit.empty()) return in_cell;
  if (column.empty()) return std::unexpected(UnreadWhy::unknown_unit);
  if (!in_cell.empty() && (in_cell.front().dimension != column.front().dimension || in_cell.front().factor != column.front().factor))
    return std::unexpected(UnreadWhy::contradictory_units);
  return column;
}

}  // namespace

std::string_view message_of(UnreadWhy why) {
  switch (why) {
    case UnreadWhy::no_figure: return "没有可以确定读出的数值";
    case UnreadWhy::unknown_unit: return "单位不认识";
    case UnreadWhy::contradictory_units: return "数值所带的单位与单位栏矛盾";
    case UnreadWhy::low_above_high: return "下限高于上限";
    case UnreadWhy::contradictory_comparison: return "比较符号互相矛盾";
  }
  return "";
}

std::string_view message_en_of(UnreadWhy why) {
  switch (why) {
    case UnreadWhy::no_figure: return "there is no figure that can be read with certainty";
    case UnreadWhy::unknown_unit: return "the unit is not known";
    case UnreadWhy::contradictory_units: return "the unit of the value contradicts the unit given";
    case UnreadWhy::low_above_high: return "the lower bound is above the upper one";
    case UnreadWhy::contradictory_comparison: return "the comparisons contradict each other";
  }
  return "";
}

std::expected<StatedIndicator, UnreadWhy> read_given(const GivenIndicator& given, const corpus::Units& units) {
  StatedIndicator out;
  out.name = given.name, out.unit = given.unit, out.condition = given.condition, out.op = given.op;
  const std::vector<Meaning> column = given.unit.empty() ? std::vector<Meaning>{} : read_column(given.unit, units);
  std::vector<Meaning> in_cell;
  bool range = false;
  const bool measures = !given.unit.empty() || given.op == "range";
  if (!given.low.empty() && !given.high.empty()) {
    const auto low = read_cell(given.low, column, units, measures), high = read_cell(given.high, column, units, measures);
    if (!low || !high || low->figure.shape != FigureShape::single || high->figure.shape != FigureShape::single) return std::unexpected(UnreadWhy::no_figure);
    const auto& a = low->figure.meanings;
    const auto& b = high->figure.meanings;
    if (!a.empty() && !b.empty() && (a.front().dimension != b.front().dimension || a.front().factor != b.front().factor))
      return std::unexpected(UnreadWhy::contradictory_units);
    in_cell = a.empty() ? b : a;
    if (out.unit.empty()) out.unit = high->unit.empty() ? low->unit : high->unit;
    out.low = low->figure.low, out.high = high->figure.low;
    out.value = low->value + "–" + high->value;
    range = true;
  } else {
    const auto cell = read_cell(!given.value.empty() ? given.value : given.low.empty() ? given.high : given.low, column, units, measures);
    if (!cell) return std::unexpected(cell.error());
    const Figure& f = cell->figure;
    if (f.shape == FigureShape::list || given.op == "in_set" || (f.fraction && !given.unit.empty())) return std::unexpected(UnreadWhy::no_figure);
    in_cell = f.meanings;
    if (out.unit.empty()) out.unit = cell->unit;
    out.value = cell->value;
    range = f.shape == FigureShape::range || f.shape == FigureShape::tolerance;
    if (given.value.empty()) out.op = given.low.empty() ? "le" : "ge";
    if (f.shape == FigureShape::more) out.op = "gt";
    const std::string_view said = code_of(cell->op);
    if (!said.empty() && said != "eq" && !range) {
      if (!out.op.empty() && out.op != "eq" && out.op != said) return std::unexpected(UnreadWhy::contradictory_comparison);
      out.op = said;
    }
    out.low = f.low, out.high = f.high;
  }
  if (range) {
    const bool symmetric = out.low && *out.low == -*out.high;
    if (!out.op.empty() && out.op != "range" && out.op != "eq" && out.op != "approx" && !(symmetric && (out.op == "le" || out.op == "lt")))
      return std::unexpected(UnreadWhy::contradictory_comparison);
    if (*out.low > *out.high) return std::unexpected(UnreadWhy::low_above_high);
    out.op = "range";
  } else if (out.op.empty() || out.op == "range") {
    out.op = "eq";
  }
  if (out.op == "le" || out.op == "lt") out.low.reset();
  if (out.op == "ge" || out.op == "gt") out.high.reset();
  const auto meanings = unit_of(given, column, in_cell);
  if (!meanings) return std::unexpected(meanings.error());
  const std::u32string name = read_signs(given.name).text;
  if (meanings->empty()) {
    out.dimension = name.find(U"pH") != name.npos || name.find(U"PH") != name.npos ? "ph" : "number";
    return out;
  }
  const Meaning* meaning = meaning_for(*meanings, given.name);
  if (meaning == nullptr) return std::unexpected(UnreadWhy::unknown_unit);
  out.dimension = meaning->dimension == "ratio" && is_change(name) ? "change" : meaning->dimension;
  out.factor = meaning->factor, out.offset = meaning->offset;
  return out;
}

}  // namespace indexer::text
