// SPDX-License-Identifier: GPL-3.0-or-later
// Of a need's bounds only the finite ones are asked, and of the other side what it vouches for: "at least 85" does not show that 90 is reached, and is 5
// short of it.
#include "search/indicator_match.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace search {
namespace {

using indexer::RecordIndicator;
using indexer::text::StatedIndicator;

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kAbout = 0.05;        // asked for 约 5, 4.75 to 5.25 will do; stated, 约 5 is taken as 5
constexpr double kRelativeRounding = 1e-9;     // relative: 0.1 + 0.2 is 0.3
constexpr std::size_t kShortName = 6;  // bytes: two Han characters
constexpr double kAlikeWords = 0.8;    // Dice of the terms of two names

// What sets one parameter apart from another of the same name.
constexpr std::array<std::string_view, 16> kQualifiers = {"最高", "最低", "最大", "最小", "首次", "首年", "每年", "年均",
                                                          "日",   "峰值", "瞬时", "额定", "正极", "负极", "出水", "进水"};
// A range of such a parameter is to be covered by the other's, where one of 粒径 is to be kept within.
constexpr std::array<std::string_view, 12> kCovered = {"范围", "量程", "工作温度", "使用温度", "储存温度", "适用",
                                                       "频段", "频率", "可调",     "调节",     "波段",     "景深"};

struct Interval {
  double low = -kInfinite, high = kInfinite;
  bool low_open = false, high_open = false;
};

Interval interval_of(const StatedIndicator& s) {
  Interval out;
  if (s.low) out.low = *s.low * s.factor + s.offset;
  if (s.high) out.high = *s.high * s.factor + s.offset;
  out.low_open = s.op == "gt", out.high_open = s.op == "lt";
  return out;
}

double rounding(double a, double b) { return kRelativeRounding * std::max({std::abs(a), std::abs(b), 1e-300}); }

constexpr double kEnough = -1;

// How far `have` is short of `want`, both on the side where more is better: 0 where it reaches a bound that is to be passed, kEnough where it is enough.
double short_of(double want, bool want_open, double have, bool have_open) {
  if (have > want + rounding(want, have)) return kEnough;
  if (have >= want - rounding(want, have)) return want_open && !have_open ? 0 : kEnough;
  return want - have;
}

struct Verdict {
  Outcome outcome = Outcome::not_stated;
  double gap = 0, share = 0;  // gap in the base unit
};

Verdict against(const StatedIndicator& asked, const StatedIndicator& stated) {
  if (asked.dimension != stated.dimension || asked.op == "in_set" || stated.op == "in_set") return {};
  Interval want = interval_of(asked), have = interval_of(stated);
  if (want.low > want.high || have.low > have.high) return {};
  if (asked.op == "eq" || asked.op == "approx") {
    // 达到 95%: a level without a direction. It is met where the other side states that level, or a range of levels that holds it.
    const double slack = asked.op == "approx" ? std::abs(*asked.low * asked.factor) * kAbout : rounding(want.low, want.high);
    const bool alike = have.low >= want.low - slack && have.high <= want.high + slack;
    const bool holds = stated.op == "range" && have.low <= want.low + slack && have.high >= want.high - slack;
    return {alike || holds ? Outcome::met : Outcome::not_stated, 0, 0};
  }
  double low_gap = kEnough, high_gap = kEnough;
  if (asked.op == "range" && *asked.low == -*asked.high) want.low = -kInfinite;  // ±0.02 bounds how far it strays
  if (asked.op == "range" && stated.op == "range" && want.low != -kInfinite && holds_any(asked.name, kCovered)) {
    low_gap = short_of(-want.low, false, -have.low, false);
    high_gap = short_of(want.high, false, have.high, false);
  } else {
    if ((want.low != -kInfinite && have.low == -kInfinite) || (want.high != kInfinite && have.high == kInfinite)) return {};
    if (want.low != -kInfinite) low_gap = short_of(want.low, want.low_open, have.low, have.low_open);
    if (want.high != kInfinite) high_gap = short_of(-want.high, want.high_open, -have.high, have.high_open);
  }
  const double gap = std::max(low_gap, high_gap);
  if (gap == kEnough) return {Outcome::met, 0, 0};
  const double bound = std::abs((low_gap >= high_gap ? want.low : want.high) - asked.offset);
  return {Outcome::not_met, gap, bound > 0 ? gap / bound : 1};
}

double dice(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return 0;
  const auto shared = std::ranges::count_if(a, [&](const std::string& word) { return std::ranges::find(b, word) != b.end(); });
  return 2.0 * static_cast<double>(shared) / static_cast<double>(a.size() + b.size());
}

bool qualified_alike(std::string_view a, std::string_view b) {
  return std::ranges::all_of(kQualifiers, [&](std::string_view word) { return (a.find(word) != a.npos) == (b.find(word) != b.npos); });
}

// Which of several statements speaks for the need's: under the same condition first, then of the same full name, then in the order they stand.
int closeness(const RecordIndicator& asked, const RecordIndicator& stated) {
  return (asked.stated.condition == stated.stated.condition ? 2 : 0) + (asked.about == stated.about ? 1 : 0);
}

}  // namespace

bool holds_any(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::met: return "met";
    case Outcome::not_met: return "not_met";
    case Outcome::not_stated: return "not_stated";
  }
  return "";
}

bool answers(const RecordIndicator& asked, const RecordIndicator& stated) {
  if (asked.parameter != stated.parameter || !qualified_alike(asked.stated.name, stated.stated.name)) return false;
  if (!asked.parameter.empty()) return stated.about.find(asked.about) != std::string::npos;
  return (stated.about.ends_with(asked.about) && asked.about.size() >= kShortName) || dice(asked.words, stated.words) >= kAlikeWords;
}

std::vector<Comparison> compare(const std::vector<RecordIndicator>& asked, const std::vector<RecordIndicator>& stated) {
  std::vector<Comparison> all;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    Comparison one{i, std::nullopt, Outcome::not_stated, 0, 0};
    int best = -1;
    for (std::size_t k = 0; k < stated.size(); ++k) {
      if (asked[i].stated.dimension != stated[k].stated.dimension || !answers(asked[i], stated[k])) continue;
      const Verdict verdict = against(asked[i].stated, stated[k].stated);
      if (verdict.outcome == Outcome::not_stated || closeness(asked[i], stated[k]) <= best) continue;
      best = closeness(asked[i], stated[k]);
      one.stated = k;
      one.outcome = verdict.outcome;
      one.gap = verdict.gap / asked[i].stated.factor;
      one.share = verdict.share;
    }
    all.push_back(one);
  }
  return all;
}

}  // namespace search
