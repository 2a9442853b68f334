// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions are compared by their figures; of words only those that exclude each other part two statements, since what else brackets hold is often a remark.
#include "indexer/indicator_agreement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "indexer/text/parameter_name.h"
#include "indexer/text/signs.h"

namespace indexer {
namespace {

using WordGroup = std::array<std::string_view, 4>;

constexpr WordGroup kBefore = {"进水", "原水", "处理前", "进口"};
constexpr WordGroup kAfter = {"出水", "处理后", "出口", "尾水"};
// Of a line one word at most holds at a time.
constexpr std::array<std::array<WordGroup, 3>, 2> kExclusive = {{
    {{{"常温", "室温"}, {"高温"}, {"低温"}}},
    {{{"空载"}, {"满载", "额定负载", "满负荷"}, {"半载"}}},
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

// --- what a demand bounds ---

struct Ends {
  std::optional<double> low, high;
};

// ±5% bounds how far it strays, as ≤ 5% does.
Ends ends_of(const text::StatedIndicator& s, bool per_written) {
  const double factor = per_written ? 1 : s.factor, offset = per_written ? 0 : s.offset;
  Ends out;
  if (s.low) out.low = *s.low * factor + offset;
  if (s.high) out.high = *s.high * factor + offset;
  if (s.op == "range" && s.low && s.high && *s.low == -*s.high) out.low.reset();
  return out;
}

bool same_end(const std::optional<double>& a, const std::optional<double>& b) { return a && b && nearly(*a, *b); }

// A bare figure (达到 95%, 3 h) is the bound that is given elsewhere.
bool same_bound(const text::StatedIndicator& a, const text::StatedIndicator& b, bool per_written) {
  const Ends x = ends_of(a, per_written), y = ends_of(b, per_written);
  const auto bare = [](const text::StatedIndicator& s) { return s.op == "eq" || s.op == "approx"; };
  if (bare(a) || bare(b)) return (same_end(x.low, y.low) || same_end(x.high, y.high)) && a.op != "range" && b.op != "range";
  return x.low.has_value() == y.low.has_value() && x.high.has_value() == y.high.has_value() && (!x.low || same_end(x.low, y.low)) &&
         (!x.high || same_end(x.high, y.high));
}

// --- names ---

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

bool names_meet(const RecordIndicator& a, const RecordIndicator& b) {
  if (!a.parameter.empty() && !b.parameter.empty() && a.parameter != b.parameter) return false;
  const auto x = text::read_signs(without_stage(a.stated.name)).text, y = text::read_signs(without_stage(b.stated.name)).text;
  if (x.size() < 2 || y.size() < 2) return x == y;
  if (runs_through(x, y) || runs_through(y, x)) return true;
  return share_a_word(x, y) && !(text::ends_in_parameter(x) && text::ends_in_parameter(y));
}

// 每平方米晶点≤2个 and 晶点≤2个/m².
bool per_in_name(const RecordIndicator& a, const RecordIndicator& b) {
  return a.stated.name.starts_with("每") && b.stated.unit.find('/') != std::string::npos && a.stated.unit.find('/') == std::string::npos &&
         b.stated.unit.starts_with(a.stated.unit + "/");
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
  bool unsaid = false;
  for (const ConditionFigure& want : asked.under) {
    bool said = false, met = false;
    for (const ConditionFigure& have : stated.under) {
      if (have.dimension != want.dimension) continue;
      said = true;
      met = met || holds(have, want);
    }
    if (said && !met) return Conditions::apart;
    unsaid = unsaid || !said;
  }
  if (words_exclude(name_and_condition(asked), name_and_condition(stated))) return Conditions::apart;
  if (asked.stated.condition.empty() || name_and_condition(stated).find(asked.stated.condition) != std::string::npos) return Conditions::same;
  if (asked.under.empty()) unsaid = stated.stated.condition.empty() && stage_of(asked) == Stage::none;
  return unsaid ? Conditions::unsaid : Conditions::same;
}

bool same_demand(const RecordIndicator& a, const RecordIndicator& b) {
  const bool per = per_in_name(a, b) || per_in_name(b, a);
  if (a.stated.op == "in_set" || b.stated.op == "in_set" || (!per && a.stated.dimension != b.stated.dimension)) return false;
  if (!same_bound(a.stated, b.stated, per) || stage_of(a) != stage_of(b)) return false;
  return conditions_of(a, b) != Conditions::apart && conditions_of(b, a) != Conditions::apart && names_meet(a, b);
}

}  // namespace indexer
