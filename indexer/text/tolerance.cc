// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/tolerance.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "indexer/text/number.h"
#include "indexer/text/word_list.h"

namespace indexer::text {
namespace {

constexpr std::u32string_view kElements = U"BCFHIKNOPSUVWY";  // letters that are a unit or an element
constexpr double kWhole = 100;                                // no share of a matter is more per cent
constexpr std::array<std::string_view, 5> kShareDimensions = {"ratio", "relative_humidity", "mass_fraction", "percentage_points", "change"};

}  // namespace

std::optional<FigurePart> read_spread(const Signs& signs, const corpus::Units& units, std::size_t at, bool& sound) {
  const auto before = read_unit_before(signs.all(), at, units);
  if (!before || before->meanings.back().dimension != "ratio") return read_part(signs, units, at, sound);
  auto spread = read_part(signs, units, behind_spaces(signs, before->end), sound);
  if (!spread) return std::nullopt;
  if (!spread->meanings.empty()) sound = false;  // ±百分之十 V
  spread->begin = spread->unit_begin = at, spread->unit_end = before->end;
  spread->meanings = before->meanings;
  return spread;
}

std::optional<double> share_of(const FigurePart& spread) {
  if (spread.meanings.empty() || spread.meanings.back().dimension != "ratio") return std::nullopt;
  return spread.value * spread.meanings.back().factor;
}

bool is_of_something_else(const Signs& signs, std::size_t at) {
  static const WordList kScales({U"FS", U"F.S", U"F·S", U"F•S", U"RD", U"满量程", U"满刻度", U"满度", U"全量程", U"量程"});
  if (is_latin_letter(signs.at(at))) return true;
  at = behind_spaces(signs, at);
  return kScales.at_begin_of(signs.part(at, at + 4)) != nullptr;
}

bool is_of_the_figure(const Figure& figure, std::span<const Meaning> unit, std::u32string_view written) {
  const auto states_share = [](const Meaning& one) { return std::ranges::find(kShareDimensions, one.dimension) != kShareDimensions.end(); };
  if (unit.empty() || std::ranges::any_of(unit, states_share)) return false;
  return written.size() != 1 || !contains(kElements, written.front()) || figure.share->middle > kWhole;
}

void spread_by_share(Figure& figure) {
  const double spread = std::abs(figure.share->middle) * figure.share->spread;
  figure.low = figure.share->middle - spread, figure.high = figure.share->middle + spread;
  figure.value_end = std::max(figure.value_end, figure.unit_end);
  figure.meanings.clear();
  figure.unit_begin = figure.unit_end = 0;
  figure.share.reset();
}

}  // namespace indexer::text
