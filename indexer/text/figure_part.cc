// SPDX-License-Identifier: GPL-3.0-or-later
// A half or a tenth that stands behind the unit (五吨半, 九成五) is the half of what is said: where it cannot be read, neither is what stands before it.
#include "indexer/text/figure_part.h"

#include <cmath>
#include <string>

#include "indexer/text/comparison.h"
#include "indexer/text/number.h"
#include "indexer/text/word_list.h"

namespace indexer::text {
namespace {

constexpr std::size_t kLongUnit = 8;       // signs behind 个半 that are looked at
constexpr double kMostBelowTheLine = 20;   // 1/3, 3/20; what is greater numbers or scales (1/1000)

bool is_negative(const Signs& signs, std::size_t at) {
  return signs.at(at) == U'-' || signs.at(at) == U'–' || (signs.at(at) == U'零' && signs.at(at + 1) == U'下');
}

// A whole number that a half may be added to. 三千克半 may be 3.5 kg or 3000.5 g.
bool may_be_halved(const Signs& signs, const FigurePart& part) {
  if (part.more || part.fraction || part.value < 1 || part.value != std::floor(part.value)) return false;
  return !contains(U"百千万亿佰仟", signs.at(part.end - 1));
}

bool may_be_halved(std::u32string_view unit) {
  return !unit.empty() && std::ranges::all_of(unit, is_hanzi) && !contains(U"十百千万亿", unit.front()) && unit.find(U'每') == unit.npos;
}

// 一个半小时, 两个半月: the half is counted before the unit. `at`: where 个 would stand.
bool take_counted_half(const Signs& signs, const corpus::Units& units, std::size_t at, FigurePart& part) {
  if (signs.at(at) != U'个' || signs.at(at + 1) != U'半' || part.value < 0 || !may_be_halved(signs, part)) return false;
  const std::u32string counted = U"个" + std::u32string(signs.part(at + 2, at + 2 + kLongUnit));
  auto unit = read_unit(counted, 0, units);
  if (!unit || unit->end < 2 || unit->meanings.front().dimension == "count") return false;
  part.value += 0.5;
  part.end = at + 2;
  part.unit_begin = at + 2, part.unit_end = at + 1 + unit->end;
  part.meanings = std::move(unit->meanings);
  return true;
}

// 五吨半, 两年半, 八成半; false where 半 stands there and says nothing certain.
bool take_half(const Signs& signs, FigurePart& part) {
  if (signs.at(part.unit_end) != U'半' || is_word_of_half(signs, part.unit_end)) return true;
  if (!may_be_halved(signs, part) || !may_be_halved(signs.part(part.unit_begin, part.unit_end)) || !closes_figure(signs, part.unit_end + 1)) {
    part.end = part.unit_end + 1;
    return false;
  }
  part.value += 0.5;
  part.end = part.unit_end + 1;
  return true;
}

// 九成五; false where another number stands there, 七成三分.
bool take_tenth(const Signs& signs, FigurePart& part) {
  const char32_t next = signs.at(part.unit_end);
  if (!part.chinese || signs.part(part.unit_begin, part.unit_end) != U"成" || !is_numeral(next) || next == U'半') return true;
  const auto tenth = read_number(signs.all(), part.unit_end);
  if (!tenth || !tenth->sound || tenth->more || tenth->value < 1 || tenth->value > 9 || next == U'两') return false;
  if (!may_be_halved(signs, part) || part.value > 9 || tenth->end != part.unit_end + 1 || !closes_figure(signs, tenth->end)) return false;
  part.value = (part.value * 10 + tenth->value) / 10;
  part.end = tenth->end;
  return true;
}

// 1/3: of one digit above the line, and the end of the figure behind it. 12/24 V lists, 1/2英寸 names a size.
bool take_fraction(const Signs& signs, std::size_t digit, FigurePart& part) {
  if (!is_digit(signs.at(digit)) || part.end != digit + 1 || signs.at(part.end) != U'/' || part.begin != digit || !is_digit(signs.at(part.end + 1)))
    return false;
  const auto below = read_number(signs.all(), part.end + 1);
  if (!below || !below->sound || below->more || below->value > kMostBelowTheLine || below->value <= part.value || part.value < 1) return false;
  if (below->value != std::floor(below->value) || !closes_figure(signs, below->end)) return false;
  part.value /= below->value;
  part.end = below->end;
  part.fraction = true;
  return true;
}

}  // namespace

std::size_t behind_spaces(const Signs& signs, std::size_t at) {
  const std::size_t most = at + 3;
  while (at < most && signs.at(at) == U' ') ++at;
  return at;
}

std::size_t behind_sign(const Signs& signs, std::size_t at) {
  const char32_t c = signs.at(at), next = signs.at(at + 1);
  const bool in_words = c == U'零' && (next == U'下' || next == U'上');
  if (!in_words && c != U'-' && c != U'–' && c != U'+') return at;
  const std::size_t number = behind_spaces(signs, at + (in_words ? 2 : 1));
  return is_digit(signs.at(number)) ? number : at;
}

bool closes_figure(const Signs& signs, std::size_t at) {
  at = behind_spaces(signs, at);
  const char32_t c = signs.at(at);
  if (at >= signs.size() || contains(U"，,。;；!?、()：:~∼〜-–—\n\r|”\"》】]", c)) return true;
  return contains(U"的至到和与且并后时下", c) || read_behind(signs.all(), at).said;
}

bool is_word_of_half(const Signs& signs, std::size_t at) {
  return signs.at(at) == U'半' && signs.at(at + 1) != U'\0' && contains(U"径导衰自挂成透固干封圆球刚潜波软硬桥开精纤合连闭", signs.at(at + 1));
}

std::optional<FigurePart> read_part(const Signs& signs, const corpus::Units& units, std::size_t at, bool& sound) {
  FigurePart out;
  out.begin = at;
  const std::size_t digits = behind_sign(signs, at);
  const auto number = read_number(signs.all(), digits);
  if (!number) return std::nullopt;
  sound = sound && number->sound;
  out.value = digits > at && is_negative(signs, at) ? -number->value : number->value;
  out.end = number->end;
  out.more = number->more, out.chinese = number->chinese, out.fraction = number->fraction;
  if (!number->sound || take_fraction(signs, digits, out)) return out;
  const std::size_t u = behind_spaces(signs, out.end);
  if (take_counted_half(signs, units, u, out)) return out;
  if (auto unit = read_unit(signs.all(), u, units)) {
    out.unit_begin = u, out.unit_end = unit->end;
    out.meanings = std::move(unit->meanings);
    if (!take_half(signs, out) || !take_tenth(signs, out)) sound = false;
  } else if (signs.at(u) == U'万' || signs.at(u) == U'亿') {
    out.value *= signs.at(u) == U'万' ? 1e4 : 1e8;  // 二万, 2万 with no unit
    out.end = u + 1;
  }
  return out;
}

}  // namespace indexer::text
