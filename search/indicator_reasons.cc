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

struct AsStated {
  std::string zh, en;
};

// With its condition, or that it does not state the one that is asked for.
AsStated as_stated(const StatedIndicator& s, bool condition_unsaid) {
  const std::string bound = bound_of(s);
  if (!condition_unsaid) return {with_condition(s), with_condition(s)};
  if (s.condition.empty()) return {bound + "（未注明条件）", bound + " (condition not stated)"};
  return {fmt::format("{}（{}；其余条件未注明）", bound, s.condition), fmt::format("{} ({}; other conditions not stated)", bound, s.condition)};
}

}  // namespace

std::string bound_of(const StatedIndicator& s) {
  static constexpr std::pair<std::string_view, std::string_view> kSigns[] = {{"ge", "≥ "}, {"le", "≤ "}, {"gt", "> "}, {"lt", "< "}, {"approx", "≈ "}};
  std::string out;
  for (const auto& [op, sign] : kSigns)
    if (s.op == op) out = sign;
  const bool before = s.unit.ends_with("分之");
  if (before) return out + s.unit + s.value;
  return out + with_unit(s.value, s.unit);
}

std::string named_with_condition(const StatedIndicator& s) { return s.condition.empty() ? s.name : fmt::format("{}（{}）", s.name, s.condition); }

std::string with_unit(const std::string& number, const std::string& unit) {
  return number + (unit.empty() || unit.starts_with("%") || unit.starts_with("％") || unit.starts_with("/") ? "" : " ") + unit;
}

std::string gap_of(double gap) { return fmt::format("{:.6g}", gap); }

std::vector<Reason> indicator_reasons(const std::vector<RecordIndicator>& asked, const std::vector<RecordIndicator>& stated, bool asked_by_need) {
  std::vector<Reason> reasons;
  std::string missing;
  std::size_t untold = 0;
  for (const Comparison& one : compare(asked, stated)) {
    const RecordIndicator& want = asked[one.asked];
    if (one.outcome == Outcome::not_stated) {
      if (++untold <= kMostTold) missing += (missing.empty() ? "" : "、") + named_with_condition(want.stated);
      continue;
    }
    const RecordIndicator& have = stated[*one.stated];
    // Each side's figure under the name that side gives it.
    const std::string name = have.stated.name, gap = with_unit(gap_of(one.gap), want.stated.unit);
    const AsStated is = as_stated(have.stated, one.condition_unsaid);
    const std::string should = (want.stated.name == name ? "" : want.stated.name + " ") + with_condition(want.stated);
    Reason reason{.signal = "indicators",
                  .message = {},
                  .message_en = {},
                  .asking = place_of(asked_by_need ? want : have),
                  .found = place_of(asked_by_need ? have : want)};
    if (one.outcome == Outcome::met) {
      reason.message = fmt::format("指标满足：{} {}，要求 {}", name, is.zh, should);
      reason.message_en = fmt::format("indicator met: {} {}, {} asked for", name, is.en, should);
    } else {
      const bool on_bound = one.gap == 0;
      reason.message = fmt::format("指标未满足：{} {}，要求 {}，{}", name, is.zh, should, on_bound ? "恰在界上" : "差 " + gap);
      reason.message_en = fmt::format("indicator not met: {} {}, {} asked for, {}", name, is.en, should, on_bound ? "exactly on the bound" : gap + " short");
    }
    if (reasons.size() < kMostTold) reasons.push_back(std::move(reason));
  }
  if (reasons.empty()) return reasons;
  if (!missing.empty())
    reasons.push_back(
        {.signal = "indicators", .message = "未说明的指标：" + missing, .message_en = "indicators not stated: " + missing, .asking = {}, .found = {}});
  return reasons;
}

}  // namespace search
