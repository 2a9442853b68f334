// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions are compared by their figures; of words only those that exclude each other part two statements, since what else brackets hold is often a remark.
#include "indexer/indicator_agreement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "indexer/indicator_period.h"
#include "indexer/same_name.h"

namespace indexer {
namespace {

using WordGroup = std::array<std::string_view, 4>;

constexpr WordGroup kBefore = {"进水", "原水", "处理前", "进口"};
constexpr WordGroup kAfter = {"出水", "处理后", "出口", "尾水"};
// Of a line one word at most holds at a time.
constexpr std::array<std::array<WordGroup, 3>, 2> kExclusive = {{
    {{{"常温", "室温"}, {"高温"}, {"低温"}}},
    {{{"空载"}, {"满载", "额定负载", "满负荷", "额定负荷"}, {"半载"}}},
}};

bool has_one_of(std::string_view text, const WordGroup& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return !word.empty() && text.find(word) != text.npos; });
}

bool is_one_of(std::string_view text, const WordGroup& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return !word.empty() && text == word; });
}

bool nearly(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max({std::abs(a), std::abs(b), 1e-300}); }

bool holds(const ConditionFigure& outer, const ConditionFigure& inner) {
  return (outer.low <= inner.low || nearly(outer.low, inner.low)) && (outer.high >= inner.high || nearly(outer.high, inner.high));
}

bool words_exclude(std::string_view a, std::string_view b) {
  for (const auto& group : kExclusive)
    for (const WordGroup& one : group)
      for (const WordGroup& other : group)
        if (&one != &other && has_one_of(a, one) && !has_one_of(a, other) && has_one_of(b, other) && !has_one_of(b, one)) return true;
  return false;
}

std::string name_and_condition(const RecordIndicator& one) { return one.stated.name + " " + one.stated.condition; }

constexpr WordGroup kRoomWords = {"常温", "室温"};

bool is_room(const ConditionFigure& one) {
  constexpr double kCool = 288.15, kWarm = 303.15;  // K
  return one.dimension == "temperature" && one.low >= kCool && one.high <= kWarm;
}

// Brackets that tell where a figure comes from rather than under what it holds: 第三方检测, 5批平均, 1264例.
bool says_no_condition(const RecordIndicator& one) {
  constexpr std::array<std::string_view, 24> kSource = {"检测",   "检验", "实测",   "测试", "测评", "报告", "认证", "鉴定", "验收", "统计", "第三方", "平均",
                                                        "中位数", "均值", "典型值", "标称", "计算", "估算", "回测", "盲测", "用户", "现场", "含税",   "质量分数"};
  const std::string& said = one.stated.condition;
  if (said.empty()) return true;
  if (std::ranges::any_of(one.under, [](const ConditionFigure& f) { return f.dimension != "count"; })) return false;
  return std::ranges::any_of(kSource, [&](std::string_view word) { return said.find(word) != said.npos; });
}

// 额定负载条件下 → 额定负载.
std::string_view bare_condition(std::string_view condition) {
  for (const std::string_view end : {"的条件下", "条件下", "环境下", "工况下", "状态下", "情况下", "条件", "工况", "状态", "下", "时"})
    if (condition.ends_with(end) && condition.size() > end.size() + 3) return condition.substr(0, condition.size() - end.size());
  return condition;
}

// Of a condition in words alone: 额定负载, 干态.
Conditions words_agree(const RecordIndicator& asked, const RecordIndicator& stated) {
  const std::string &want = asked.stated.condition, said = name_and_condition(stated);
  if (said.find(bare_condition(want)) != said.npos || stage_of(asked) != Stage::none) return Conditions::same;
  for (const auto& group : kExclusive)
    for (const WordGroup& words : group)
      if (has_one_of(want, words) && has_one_of(said, words)) return Conditions::same;
  if (has_one_of(want, kRoomWords))
    for (const ConditionFigure& have : stated.under)
      if (have.dimension == "temperature") return is_room(have) ? Conditions::same : Conditions::apart;
  if (says_no_condition(asked)) return stated.stated.condition.empty() ? Conditions::unsaid : Conditions::same;
  return says_no_condition(stated) ? Conditions::unsaid : Conditions::other;
}

// --- what a demand bounds ---

struct Ends {
  std::optional<double> low, high;
};

// ±5% bounds how far it strays, as ≤ 5% does.
Ends ends_of(const text::StatedIndicator& s, double per) {
  Ends out;
  if (s.low) out.low = (*s.low * s.factor + s.offset) / per;
  if (s.high) out.high = (*s.high * s.factor + s.offset) / per;
  if (s.op == "range" && s.low && s.high && *s.low == -*s.high) out.low.reset();
  return out;
}

bool same_end(const std::optional<double>& a, const std::optional<double>& b) { return a && b && nearly(*a, *b); }

// A bare figure (达到 95%, 3 h) is the bound that is given elsewhere. `per`: what a figure of `a` is divided by.
bool same_bound(const text::StatedIndicator& a, const text::StatedIndicator& b, double per) {
  const Ends x = ends_of(a, per), y = ends_of(b, 1);
  const auto bare = [](const text::StatedIndicator& s) { return s.op == "eq" || s.op == "approx"; };
  if (bare(a) || bare(b)) return (same_end(x.low, y.low) || same_end(x.high, y.high)) && a.op != "range" && b.op != "range";
  return x.low.has_value() == y.low.has_value() && x.high.has_value() == y.high.has_value() && (!x.low || same_end(x.low, y.low)) &&
         (!x.high || same_end(x.high, y.high));
}

}  // namespace

Stage stage_of(const RecordIndicator& one) {
  const std::string& name = one.stated.name;
  if (has_one_of(name, kAfter) || is_one_of(one.stated.condition, kAfter)) return Stage::after;
  if (has_one_of(name, kBefore) || is_one_of(one.stated.condition, kBefore)) return Stage::before;
  return Stage::none;
}

std::string without_stage(std::string name) {
  for (const WordGroup& words : {kBefore, kAfter})
    for (const std::string_view word : words)
      if (const auto at = name.find(word); at != std::string::npos) name.erase(at, word.size());
  return name;
}

Conditions conditions_of(const RecordIndicator& asked, const RecordIndicator& stated) {
  bool unsaid = false, some = false;
  for (const ConditionFigure& want : asked.under) {
    bool said = false, met = false;
    for (const ConditionFigure& have : stated.under) {
      if (have.dimension != want.dimension) continue;
      said = true;
      met = met || holds(have, want);
    }
    if (!said && is_room(want) && has_one_of(stated.stated.condition, kRoomWords)) said = met = true;
    if (said && !met) return Conditions::apart;
    unsaid = unsaid || !said;
    some = some || met;
  }
  if (words_exclude(name_and_condition(asked), name_and_condition(stated))) return Conditions::apart;
  if (asked.stated.condition.empty() || name_and_condition(stated).find(asked.stated.condition) != std::string::npos) return Conditions::same;
  if (asked.under.empty()) return words_agree(asked, stated);
  if (!unsaid) return Conditions::same;
  return some || says_no_condition(stated) ? Conditions::unsaid : Conditions::other;
}

bool same_demand(const RecordIndicator& a, const RecordIndicator& b) {
  if (a.stated.op == "in_set" || b.stated.op == "in_set" || stage_of(a) != stage_of(b)) return false;
  const Period x = period_of(a), y = period_of(b);
  if (x != Period::none && y != Period::none && x != y) return false;
  if (conditions_of(a, b) == Conditions::apart || conditions_of(b, a) == Conditions::apart) return false;
  if (same_bound(a.stated, b.stated, 1) && (one_share(a, b) || (a.stated.dimension == b.stated.dimension && names_meet(a, b)))) return true;
  if (const auto per = per_in_name(a, b); per && same_bound(a.stated, b.stated, *per)) return names_meet(a, b);
  if (const auto per = per_in_name(b, a); per && same_bound(b.stated, a.stated, *per)) return names_meet(a, b);
  return false;
}

}  // namespace indexer
