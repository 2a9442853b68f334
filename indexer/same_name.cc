// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/same_name.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "indexer/indicator_agreement.h"
#include "indexer/text/parameter_name.h"
#include "indexer/text/signs.h"

namespace indexer {
namespace {

using NameView = std::u32string_view;

// 软果比例 in 到货软果比例, 整机 in 整机质量, 进水BOD in 整改后进水BOD5: all its signs, in their order.
bool runs_through(NameView inner, NameView outer) {
  std::size_t at = 0;
  for (const char32_t c : outer)
    if (at < inner.size() && inner[at] == c) ++at;
  return at == inner.size();
}

// The same two Han characters in both, not at the end of both: 强度 alone says nothing of 抗拉强度 and 抗弯强度.
bool share_a_word(NameView a, NameView b) {
  for (std::size_t i = 0; i + 1 < a.size(); ++i) {
    if (!text::is_hanzi(a[i]) || !text::is_hanzi(a[i + 1])) continue;
    const std::size_t at = b.find(a.substr(i, 2));
    if (at != b.npos && !(i + 2 == a.size() && at + 2 == b.size())) return true;
  }
  return false;
}

// 氧含量 → 氧: what is left names one substance.
std::u32string_view without_share(NameView name) {
  for (const NameView end : {NameView(U"的含量"), NameView(U"含量"), NameView(U"浓度"), NameView(U"占比"), NameView(U"比例")})
    if (name.ends_with(end) && name.size() > end.size()) return name.substr(0, name.size() - end.size());
  return name;
}

// --- what a name is per ---

struct PerWord {
  std::string_view word, dimension;
  double base = 1;
};

// Of water a tonne is a cubic metre.
constexpr std::array<PerWord, 24> kPerWords = {{{"平方米", "area", 1},     {"平米", "area", 1},      {"公顷", "area", 1e4},   {"亩", "area", 666.6666666666666},
                                                {"立方米", "volume", 1},   {"吨水", "mass", 1000},   {"吨水", "volume", 1},   {"吨", "mass", 1000},
                                                {"公斤", "mass", 1},       {"千克", "mass", 1},      {"公里", "length", 1e3}, {"米", "length", 1},
                                                {"千瓦时", "energy", 3.6e6}, {"度电", "energy", 3.6e6}, {"小时", "time", 3600},  {"天", "time", 86400},
                                                {"台", "count", 1},        {"套", "count", 1},       {"件", "count", 1},      {"只", "count", 1},
                                                {"个", "count", 1},        {"块", "count", 1},       {"片", "count", 1},      {"根", "count", 1}}};

// The code of what the vocabulary calls `above` per `below`.
std::string per_dimension(std::string_view above, std::string_view below) {
  constexpr std::array<std::array<std::string_view, 3>, 6> kOwnNames = {{{"energy", "mass", "energy_density"},
                                                                         {"mass", "volume", "concentration"},
                                                                         {"mass", "time", "rate_mass_time"},
                                                                         {"volume", "time", "volume_flow"},
                                                                         {"count", "time", "count_rate"},
                                                                         {"money", "time", "money_rate"}}};
  for (const auto& [over, under, code] : kOwnNames)
    if (over == above && under == below) return std::string(code);
  return std::string(above) + "_per_" + std::string(below);
}

constexpr std::string_view kEveryOne = "每";

// 每平方米成本 → 成本, 吨水电耗 → 电耗; the name as it is where it says no such thing.
std::string_view without_per(std::string_view name) {
  const bool each = name.starts_with(kEveryOne);
  std::string_view rest = name.substr(each ? kEveryOne.size() : 0);
  for (const PerWord& one : kPerWords)
    if (rest.starts_with(one.word) && rest.size() > one.word.size() && (each || one.dimension == "mass")) return rest.substr(one.word.size());
  return name;
}

// --- one share in two ways ---

bool is_share(const RecordIndicator& one) { return one.stated.dimension == "ratio" || one.stated.dimension == "change"; }

struct SavedThing {
  std::string_view thing;  // 电 of 节电率; empty: nothing is saved
  std::string besides;     // 气站 of 气站综合省电
};

SavedThing saved_thing(const std::string& name) {
  for (const std::string_view verb : {"节约", "节省", "节", "省"})
    for (const std::string_view thing : {"电", "水", "气", "能", "药", "肥", "煤", "油", "蒸汽", "人工"}) {
      const std::string both = std::string(verb) + std::string(thing);
      const auto at = name.find(both);
      if (at == std::string::npos) continue;
      std::string besides = name.substr(0, at) + name.substr(at + both.size());
      for (const std::string_view word : {"比例", "幅度", "综合", "平均", "率"})
        if (const auto found = besides.find(word); found != std::string::npos) besides.erase(found, word.size());
      return {thing, besides};
    }
  return {};
}

// 厚度 of 厚度增加, the whole of 膨胀率; nullopt: no swelling.
std::optional<std::string_view> swells(std::string_view name) {
  if (name.find("系数") != name.npos) return std::nullopt;
  const bool swelling = name.find("膨胀") != name.npos;
  for (const std::string_view size : {"厚度", "体积"})
    if (const auto at = name.find(size); at != name.npos) {
      const std::string_view behind = name.substr(at + size.size());
      if (swelling || behind.starts_with("增加") || behind.starts_with("增大") || behind.starts_with("增长")) return size;
      return std::nullopt;
    }
  return swelling ? std::optional<std::string_view>("") : std::nullopt;
}

bool share_a_figure(const RecordIndicator& a, const RecordIndicator& b) {
  return std::ranges::any_of(a.under, [&](const ConditionFigure& one) { return std::ranges::find(b.under, one) != b.under.end(); });
}

}  // namespace

bool names_meet(const RecordIndicator& a, const RecordIndicator& b) {
  if (!a.parameter.empty() && !b.parameter.empty() && a.parameter != b.parameter) return false;
  if (!a.parameter.empty() && a.parameter == b.parameter && a.about == b.about) return true;
  const std::string first = without_stage(a.stated.name), second = without_stage(b.stated.name);
  auto x = text::read_signs(first).text, y = text::read_signs(second).text;
  if (x.size() < 2 || y.size() < 2) return !x.empty() && !y.empty() && without_share(x) == without_share(y);
  if (runs_through(x, y) || runs_through(y, x)) return true;
  // 每平方米成本 and 清洗成本.
  const bool per = a.stated.dimension != b.stated.dimension;
  if (per) {
    x = text::read_signs(without_per(first)).text, y = text::read_signs(without_per(second)).text;
    if (x.size() >= 2 && y.size() >= 2 && (runs_through(x, y) || runs_through(y, x))) return true;
  }
  return share_a_word(x, y) && !(text::ends_in_parameter(x) && text::ends_in_parameter(y));
}

bool one_share(const RecordIndicator& a, const RecordIndicator& b) {
  if (!is_share(a) || !is_share(b)) return false;
  const SavedThing x = saved_thing(a.stated.name), y = saved_thing(b.stated.name);
  if (!x.thing.empty() && x.thing == y.thing) return x.besides.empty() || y.besides.empty() || x.besides == y.besides;
  const auto p = swells(a.stated.name), q = swells(b.stated.name);
  return p && q && (p->empty() || q->empty() || *p == *q) && share_a_figure(a, b);
}

std::optional<double> per_in_name(const RecordIndicator& a, const RecordIndicator& b) {
  const std::string_view name = a.stated.name;
  const bool each = name.starts_with(kEveryOne);
  const std::string_view rest = name.substr(each ? kEveryOne.size() : 0);
  for (const PerWord& one : kPerWords)
    if (rest.starts_with(one.word) && (each || one.dimension == "mass" || one.word == "吨水") &&
        per_dimension(a.stated.dimension, one.dimension) == b.stated.dimension)
      return one.base;
  // What is per a word that is none of these: 每穴播种≤2粒 and 2粒/穴.
  const std::string over = a.stated.unit + "/";
  if (each && !a.stated.unit.empty() && a.stated.unit.find('/') == std::string::npos && b.stated.unit.starts_with(over) && b.stated.unit.size() > over.size() &&
      rest.starts_with(std::string_view(b.stated.unit).substr(over.size())))
    return a.stated.factor / b.stated.factor;
  return std::nullopt;
}

}  // namespace indexer
