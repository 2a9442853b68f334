// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/claim.h"

#include <algorithm>
#include <string>

#include "indexer/text/parameter_name.h"
#include "indexer/text/word_list.h"

namespace indexer::text {
namespace {

constexpr double kManyPieces = 100;  // 附工具1套 is a fact; 年出栏10000头 measures

// Whether nothing but an end follows: 喷幅5 m，.
bool ends_here(const Signs& signs, const Figure& f, const Place& place) {
  std::size_t at = std::max(place.behind.end, f.end);
  while (signs.at(at) == U' ') ++at;
  return at >= signs.size() || ends_clause(signs.text[at]) || std::u32string_view(U"、()").find(signs.text[at]) != std::u32string_view::npos;
}

// 原来的1/3
bool is_share_of(const Signs& signs, const Figure& f) {
  std::size_t at = f.begin;
  while (at > 0 && contains(U" 约近", signs.text[at - 1])) --at;
  return at > 0 && signs.text[at - 1] == U'的';
}

// 室温～1200℃: one bound is a word.
bool is_open_at_a_word(const Signs& signs, const Figure& f, std::u32string_view name) {
  std::size_t at = f.begin;
  while (at > 0 && signs.text[at - 1] == U' ') --at;
  if (at == 0 || std::u32string_view(U"~∼〜-–—至到").find(signs.text[at - 1]) == std::u32string_view::npos) return false;
  for (const std::u32string_view word : {U"室温", U"常温", U"常压", U"真空", U"环境", U"大气压", U"零度", U"环境温度"})
    if (name.ends_with(word)) return true;
  return false;
}

// 降低温差3 ℃; 降低固化温度20 ℃ may be by so much or to it.
bool holds_difference(std::u32string_view name) {
  static const WordList kDifferences({U"温差", U"温升", U"精度", U"波动", U"偏差", U"误差", U"过热度", U"过冷度"});
  return kDifferences.stands_in(name);
}

}  // namespace

bool is_claim(const Signs& signs, const Figure& f, const Place& place, Range name, std::string_view dimension) {
  const auto word = signs.part(name.begin, name.end);
  if (is_fact(signs.part(place.from, f.end)) || is_fact(word)) return false;
  const bool parameter = ends_in_parameter(word), change = is_change(word), says = place.before.op != Op::none || place.behind.said;
  const bool ends = ends_here(signs, f, place);
  const bool physical = dimension != "count" && dimension != "time" && dimension != "money" && dimension != "grade";
  const bool measured = physical && dimension != "area";  // 试验园520亩, 车间4200平方米 are facts
  if (is_open_at_a_word(signs, f, word) || is_comparison(word) || is_fragment(word)) return false;
  if (ends_in_per_time(word)) return false;  // 产水量每小时20吨 is a rate, and is written as a mass
  // 每吨料产0.6兆帕以上蒸汽: what comes per something is an amount; the pressure is of what is named behind.
  if (word.starts_with(U"每") && !parameter && !change && (dimension == "pressure" || dimension == "temperature")) return false;
  if (f.meanings.empty() && !f.fraction) {
    if (f.loose && !place.behind.said) return false;
    if (place.before.sign) return true;
    if (f.chinese || says) return says && (parameter || names_a_number(word));
    const bool year = f.low >= 1900 && f.low <= 2100 && f.value_end - f.value_begin == 4;
    return names_a_number(word) && ends && !year;
  }
  if (place.before.sign) return true;
  if (f.fraction && !f.chinese && !change && !is_share_of(signs, f)) return false;  // 检测日期3/15
  if (f.chinese || f.fraction) {
    if (is_action(word)) return false;
    if (place.before.bound || (says && (parameter || change || physical))) return true;
    return ends && (parameter || change || (dimension == "count" && f.low >= kManyPieces));
  }
  if (place.before.bound || place.behind.said) return parameter || change || (physical && !is_action(word)) || (dimension == "grade");
  if (parameter || change) return true;
  if (is_action(word)) return false;
  if (says) return measured || dimension == "time" || (dimension == "count" && f.low >= kManyPieces);
  if (dimension == "count") return ends && f.low >= kManyPieces;
  return (measured || dimension == "grade") && ends;
}

std::optional<Meaning> meaning_of(const Signs& signs, const Figure& f, Range name) {
  const std::u32string_view words = signs.part(name.begin, name.end);
  const std::string word = to_utf8(words);
  if (f.meanings.empty()) {
    if (f.fraction) return Meaning{is_change(words) ? "change" : "ratio"};
    const bool ph = word.find("pH") != std::string::npos || word.find("PH") != std::string::npos || word.find("ph值") != std::string::npos;
    return Meaning{ph ? "ph" : "number"};
  }
  const Meaning* found = meaning_for(f.meanings, word);
  if (found == nullptr) return std::nullopt;
  if (found->dimension == "temperature_difference" && begins_with_change(words) && !holds_difference(words)) return std::nullopt;
  Meaning out = *found;
  if (out.dimension == "ratio" && is_change(words)) out.dimension = "change";
  return out;
}

}  // namespace indexer::text
