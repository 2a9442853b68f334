// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/indicator_reasons.h"

#include <fmt/format.h>

#include <algorithm>

namespace search {
namespace {

using indexer::RecordIndicator;
using indexer::text::StatedIndicator;

constexpr std::size_t kMostTold = 6;

TextPlace place_of(const RecordIndicator& one) { return {one.field, one.stated.begin, one.stated.end}; }

std::string with_condition(const StatedIndicator& s) { return s.condition.empty() ? bound_of(s) : fmt::format("{}（{}）", bound_of(s), s.condition); }
std::string with_condition_en(const StatedIndicator& s) { return s.condition.empty() ? bound_of_en(s) : fmt::format("{} ({})", bound_of_en(s), s.condition); }

struct AsStated {
  std::string zh, en;
};

// With its condition, or that it does not state the one that is asked for.
AsStated as_stated(const StatedIndicator& s, bool condition_unsaid) {
  if (!condition_unsaid) return {with_condition(s), with_condition_en(s)};
  if (s.condition.empty()) return {bound_of(s) + "（未注明条件）", bound_of_en(s) + " (condition not stated)"};
  return {fmt::format("{}（{}；其余条件未注明）", bound_of(s), s.condition), fmt::format("{} ({}; other conditions not stated)", bound_of_en(s), s.condition)};
}

constexpr std::pair<std::string_view, std::string_view> kEnglishTimes[] = {
    {"年", "year"}, {"周年", "year"}, {"月", "month"},   {"个月", "month"},  {"周", "week"},    {"星期", "week"},   {"个星期", "week"}, {"天", "day"},
    {"日", "day"},  {"小时", "hour"}, {"个小时", "hour"}, {"钟头", "hour"}, {"分钟", "minute"}, {"分", "minute"}, {"秒", "second"},   {"秒钟", "second"}};

// Units that are no word of time come back as they are.
std::string unit_in_english(const std::string& number, const std::string& unit) {
  for (const auto& [zh, en] : kEnglishTimes)
    if (unit == zh) return std::string(en) + (number == "1" ? "" : "s");
  return unit;
}

std::string bound_in(const StatedIndicator& s, const std::string& unit) {
  static constexpr std::pair<std::string_view, std::string_view> kSigns[] = {{"ge", "≥ "}, {"le", "≤ "}, {"gt", "> "}, {"lt", "< "}, {"approx", "≈ "}};
  std::string out;
  for (const auto& [op, sign] : kSigns)
    if (s.op == op) out = sign;
  const bool before = unit.ends_with("分之");
  if (before) return out + unit + s.value;
  return out + with_unit(s.value, unit);
}

}  // namespace

std::string bound_of(const StatedIndicator& s) { return bound_in(s, s.unit); }
std::string bound_of_en(const StatedIndicator& s) { return bound_in(s, unit_in_english(s.value, s.unit)); }

GapText gap_text(double gap, const std::string& unit) {
  const std::string number = gap_of(gap);
  if (unit == "%" || unit == "％" || unit == "百分之") return {number + " 个百分点", number + (number == "1" ? " percentage point" : " percentage points")};
  return {with_unit(number, unit), with_unit(number, unit_in_english(number, unit))};
}

std::string named_with_condition(const StatedIndicator& s) { return s.condition.empty() ? s.name : fmt::format("{}（{}）", s.name, s.condition); }
std::string named_with_condition_en(const StatedIndicator& s) { return s.condition.empty() ? s.name : fmt::format("{} ({})", s.name, s.condition); }

std::string with_unit(const std::string& number, const std::string& unit) {
  return number + (unit.empty() || unit.starts_with("%") || unit.starts_with("％") || unit.starts_with("/") ? "" : " ") + unit;
}

std::string gap_of(double gap) { return fmt::format("{:.6g}", gap); }

std::vector<Reason> indicator_reasons(const std::vector<RecordIndicator>& asked, const std::vector<RecordIndicator>& stated, bool asked_by_need) {
  std::vector<Reason> reasons;
  std::string missing, missing_en;
  std::size_t untold = 0;
  for (const Comparison& one : compare(asked, stated)) {
    const RecordIndicator& want = asked[one.asked];
    if (one.outcome == Outcome::not_stated) {
      if (++untold <= kMostTold) {
        missing += (missing.empty() ? "" : "、") + named_with_condition(want.stated);
        missing_en += (missing_en.empty() ? "" : ", ") + named_with_condition_en(want.stated);
      }
      continue;
    }
    const RecordIndicator& have = stated[*one.stated];
    // Each side's figure under the name that side gives it.
    const std::string name = have.stated.name, asked_name = want.stated.name == name ? "" : want.stated.name + " ";
    const AsStated is = as_stated(have.stated, one.condition_unsaid);
    const std::string should = asked_name + with_condition(want.stated), should_en = asked_name + with_condition_en(want.stated);
    const GapText gap = gap_text(one.gap, want.stated.unit);
    Reason reason{.signal = "indicators",
                  .message = {},
                  .message_en = {},
                  .asking = place_of(asked_by_need ? want : have),
                  .found = place_of(asked_by_need ? have : want)};
    if (one.outcome == Outcome::met) {
      reason.message = fmt::format("指标满足：{} {}，要求 {}", name, is.zh, should);
      reason.message_en = fmt::format("indicator met: {} {}, {} asked for", name, is.en, should_en);
    } else {
      const bool on_bound = one.gap == 0;
      reason.message = fmt::format("指标未满足：{} {}，要求 {}，{}", name, is.zh, should, on_bound ? "恰在界上" : "差 " + gap.zh);
      reason.message_en = fmt::format("indicator not met: {} {}, {} asked for, {}", name, is.en, should_en,
                                      on_bound ? "exactly on the bound" : gap.en + " short");
    }
    if (reasons.size() < kMostTold) reasons.push_back(std::move(reason));
  }
  if (reasons.empty()) return reasons;
  if (!missing.empty())
    reasons.push_back(
        {.signal = "indicators", .message = "未说明的指标：" + missing, .message_en = "indicators not stated: " + missing_en, .asking = {}, .found = {}});
  return reasons;
}

}  // namespace search
