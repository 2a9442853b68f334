// SPDX-License-Identifier: GPL-3.0-or-later
// Of a need's bounds only the finite ones are asked, and of the other side what it vouches for: "at least 85" does not show that 90 is reached, and is 5
// short of it.
#include "search/indicator_match.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "indexer/indicator_agreement.h"
#include "search/calendar_length.h"
#include "search/gauge_pressure.h"
#include "search/indicator_scale.h"
#include "search/range_meaning.h"

namespace search {
namespace {

using indexer::Conditions;
using indexer::RecordIndicator;
using indexer::text::StatedIndicator;

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kAbout = 0.05;             // asked for 约 5, 4.75 to 5.25 will do; stated, 约 5 is taken as 5
constexpr double kRelativeRounding = 1e-9;  // relative: 0.1 + 0.2 is 0.3

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
  bool over = false;
};

constexpr Verdict kMet = {Outcome::met, 0, 0, false};

Verdict of_gaps(const StatedIndicator& asked, const Interval& want, double low_gap, double high_gap) {
  const double gap = std::max(low_gap, high_gap);
  if (gap == kEnough) return kMet;
  const double bound = std::abs((low_gap >= high_gap ? want.low : want.high) - asked.offset);
  return {Outcome::not_met, gap, bound > 0 ? gap / bound : 1, high_gap > low_gap};
}

// 达到 95%: a level without a direction. It is met where the other side states that level, or a range of levels that holds it.
Verdict level(const StatedIndicator& asked, const StatedIndicator& stated, const Interval& want, const Interval& have) {
  const double slack = asked.op == "approx" ? std::abs(*asked.low * asked.factor) * kAbout : rounding(want.low, want.high);
  const bool alike = have.low >= want.low - slack && have.high <= want.high + slack;
  const bool holds = stated.op == "range" && have.low <= want.low + slack && have.high >= want.high - slack;
  return alike || holds ? kMet : Verdict{};
}

// A range against a range.
Verdict range_against(const RecordIndicator& one, const StatedIndicator& stated, const Interval& want, const Interval& have) {
  const StatedIndicator& asked = one.stated;
  const double under = short_of(-want.low, false, -have.low, false), over = short_of(want.high, false, have.high, false);   // short of covering
  const double below = short_of(want.low, false, have.low, false), above = short_of(-want.high, false, -have.high, false);  // outside of it
  const bool covers = std::max(under, over) == kEnough, within = std::max(below, above) == kEnough;
  switch (range_means(one)) {
    case RangeMeans::covered: {
      Verdict covered = of_gaps(asked, want, under, over);
      covered.over = false;  // to reach up to 60 ℃ only is to fall short of 85 ℃
      return covered;
    }
    case RangeMeans::kept_within: return of_gaps(asked, want, below, above);
    case RangeMeans::delivered:
      if (within || (covers && !is_written_as_tolerance(asked))) return kMet;
      return have.high < want.low ? of_gaps(asked, want, want.low - have.high, kEnough) : Verdict{};
    case RangeMeans::tolerance:
      if (!is_written_as_tolerance(stated)) break;  // 45~65 Hz may be where it works
      return of_gaps(asked, want, below, above);
    case RangeMeans::unknown: break;
  }
  if (within) return kMet;
  return have.high < want.low || have.low > want.high ? of_gaps(asked, want, below, above) : Verdict{};
}

// One bound against a range that is to be had throughout: 作业水深 ≥ 30 m by 0–50 m, 短路比 ≤ 1.2 by 1.1–20.
Verdict bound_against(const StatedIndicator& asked, const Interval& want, const Interval& have) {
  const double low = want.low == -kInfinite ? kEnough : short_of(want.low, want.low_open, have.high, false);
  const double high = want.high == kInfinite ? kEnough : short_of(-want.high, want.high_open, -have.low, false);
  return of_gaps(asked, want, low, high);
}

// Years of the calendar and hours of work are two measures of a life.
bool other_clock(const StatedIndicator& a, const StatedIndicator& b) {
  constexpr double kHour = 3600, kDay = 86400;
  if (a.dimension != "time" || (a.name.find("寿命") == a.name.npos && b.name.find("寿命") == b.name.npos)) return false;
  const auto [shorter, longer] = std::minmax({factor_of_tick(a), factor_of_tick(b)});
  return shorter <= kHour && longer >= kDay;
}

Verdict against(const RecordIndicator& demand, const StatedIndicator& stated) {
  const StatedIndicator& asked = demand.stated;
  if (asked.dimension != stated.dimension || asked.op == "in_set" || stated.op == "in_set") return {};
  if (are_of_two_zeros(asked, stated)) return {};
  Interval want = interval_of(asked);
  const Interval have = interval_of(stated);
  if (want.low > want.high || have.low > have.high) return {};
  if (asked.op == "eq" || asked.op == "approx") return level(asked, stated, want, have);
  const RangeMeans means = range_means(demand);
  const bool strays = asked.op == "range" && *asked.low == -*asked.high && means != RangeMeans::covered;  // ±0.02 bounds how far it strays
  if (strays) want.low = -kInfinite;
  if (asked.op == "range" && !strays) {
    if (stated.op == "range") return range_against(demand, stated, want, have);
    if (means == RangeMeans::covered) return {};  // one value of it is not the range
  } else if (stated.op == "range" && (*stated.low != -*stated.high || means == RangeMeans::covered)) {
    if (means == RangeMeans::covered && is_adaptable(asked.name)) return bound_against(asked, want, have);
    // Between the least and the most of what it delivers, or works at, nothing is said.
    if (means == RangeMeans::covered || means == RangeMeans::delivered) {
      const bool all = (want.low == -kInfinite || have.low >= want.low) && (want.high == kInfinite || have.high <= want.high);
      if (!all && bound_against(asked, want, have).outcome == Outcome::met) return {};
    }
  }
  double low_gap = kEnough, high_gap = kEnough;
  if ((want.low != -kInfinite && have.low == -kInfinite) || (want.high != kInfinite && have.high == kInfinite)) return {};
  if (want.low != -kInfinite) low_gap = short_of(want.low, want.low_open, have.low, have.low_open);
  if (want.high != kInfinite) high_gap = short_of(-want.high, want.high_open, -have.high, have.high_open);
  // A machine for more may do for less.
  if (means == RangeMeans::delivered && asked.op == "range" && low_gap == kEnough && high_gap != kEnough) return {};
  return of_gaps(asked, want, low_gap, high_gap);
}

struct Answer {
  std::size_t stated = 0;
  double scale = 1;  // of its figures, in base units
  Conditions conditions = Conditions::same;
};

// Under none of what is asked for, as far as is said.
bool elsewhere(Conditions conditions) { return conditions == Conditions::apart || conditions == Conditions::other; }

// In the asked one's dimension and period.
StatedIndicator in_terms_of(const StatedIndicator& asked, StatedIndicator stated, double scale) {
  stated.factor *= scale;
  stated.offset *= scale;
  stated.dimension = asked.dimension;
  return stated;
}

// What any length of a month or year meets is met; a miss is told by the usual one.
Verdict in_any_length(const RecordIndicator& demand, const StatedIndicator& stated, double scale) {
  if (other_clock(demand.stated, stated)) return {};
  Verdict told;
  const CalendarLengths lengths = calendar_lengths(demand.stated, stated);
  for (const double length : lengths.all()) {
    const Verdict one = against(demand, in_terms_of(demand.stated, stated, scale * length));
    if (one.outcome == Outcome::met) return one;
    if (told.outcome == Outcome::not_stated) told = one;
  }
  return told;
}

std::vector<Answer> answers_to(const RecordIndicator& asked, const std::vector<RecordIndicator>& stated) {
  std::vector<Answer> all;
  for (std::size_t k = 0; k < stated.size(); ++k)
    if (answers(asked, stated[k]))
      if (const auto scale = scale_between(asked, stated[k])) all.push_back({k, *scale, indexer::conditions_of(asked, stated[k])});
  return all;
}

// The text says again, without its condition, what the list says under another one than is asked for.
bool said_apart(const std::vector<RecordIndicator>& stated, const Answer& one, const std::vector<Answer>& answering) {
  return one.conditions == Conditions::unsaid && std::ranges::any_of(answering, [&](const Answer& other) {
    return elsewhere(other.conditions) && indexer::same_demand(stated[other.stated], stated[one.stated]);
  });
}

// What a figure is commonly told for where no condition is: none, or room temperature.
bool is_ordinary(const RecordIndicator& asked) {
  constexpr double kCool = 288.15, kWarm = 303.15;  // K
  constexpr std::array<std::string_view, 3> kRoom = {"常温", "室温", "标准条件"};
  if (asked.stated.condition.empty() || holds_any(asked.stated.condition, kRoom)) return true;
  return !asked.under.empty() && std::ranges::all_of(asked.under, [](const indexer::ConditionFigure& one) {
    return one.dimension == "temperature" && one.low >= kCool && one.high <= kWarm;
  });
}

// Where a need asks one thing under several conditions, a figure without one is not of each of them: it may answer the ordinary one, and no other.
bool asked_elsewhere_too(const std::vector<RecordIndicator>& asked, const RecordIndicator& one) {
  return std::ranges::any_of(asked, [&](const RecordIndicator& other) {
    return other.parameter == one.parameter && other.about == one.about && other.stated.dimension == one.stated.dimension && other.under != one.under;
  });
}

// Which of several statements speaks for the need's: under the same condition first, then one of the list, which is the record's own word, then of the same
// full name, then in the order they stand.
int closeness(const RecordIndicator& asked, const RecordIndicator& stated, Conditions conditions) {
  const bool under_it = conditions == Conditions::same && asked.stated.condition.empty() == stated.stated.condition.empty();
  return (under_it ? 4 : 0) + (stated.field == "indicators" ? 2 : 0) + (asked.about == stated.about ? 1 : 0);
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::met: return "met";
    case Outcome::not_met: return "not_met";
    case Outcome::not_stated: return "not_stated";
  }
  return "";
}

std::vector<Comparison> compare(const std::vector<RecordIndicator>& asked, const std::vector<RecordIndicator>& stated) {
  std::vector<Comparison> all;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    Comparison& one = all.emplace_back();
    one.asked = i;
    const std::vector<Answer> answering = answers_to(asked[i], stated);
    const bool ordinary_only = !is_ordinary(asked[i]) && asked_elsewhere_too(asked, asked[i]);
    int best = -1;
    for (const Answer& answer : answering) {
      if (elsewhere(answer.conditions) || said_apart(stated, answer, answering)) continue;
      if (answer.conditions == Conditions::unsaid && ordinary_only) continue;
      const RecordIndicator& have = stated[answer.stated];
      const Verdict verdict = in_any_length(asked[i], have.stated, answer.scale);
      const int close = closeness(asked[i], have, answer.conditions);
      if (verdict.outcome == Outcome::not_stated || close <= best) continue;
      best = close;
      one.stated = answer.stated;
      one.outcome = verdict.outcome;
      one.gap = verdict.gap / asked[i].stated.factor;
      one.share = verdict.share;
      one.over = verdict.over;
      one.condition_unsaid = answer.conditions == Conditions::unsaid;
    }
  }
  return all;
}

}  // namespace search
