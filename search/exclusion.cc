// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/exclusion.h"

#include <fmt/format.h>

namespace search {
namespace {

using corpus::Day;
using corpus::Window;

struct Applied {
  std::optional<Day> until;      // nullopt: no end
  std::optional<int> admits_at;
  bool holds = false;            // still goes on
};

// nullopt where the fact does not exclude on that day.
std::optional<Applied> apply(const std::optional<std::string>& from, const std::optional<std::string>& to, Window window, Day on) {
  if (from && corpus::first_day(*from) > on) return std::nullopt;
  if (!to) return Applied{{}, {}, true};
  const Day last = corpus::last_day(*to);
  Applied out;
  if (window.years) out.until = corpus::years_after(last, *window.years);
  out.holds = last >= on;
  if (out.holds) return out;
  if (out.until && *out.until < on) return std::nullopt;
  int years = 0;
  while (corpus::years_after(last, years + 1) < on) ++years;
  out.admits_at = years;
  return out;
}

struct TwoTongues {
  std::string zh, en;
};

TwoTongues words_of(Window window) {
  if (!window.years) return {"终身", "for life"};
  if (*window.years == 0) return {"存续期间", "while it lasts"};
  return {fmt::format("结束后 {} 年内", *window.years), fmt::format("until {} after", *window.years == 1 ? "1 year" : fmt::format("{} years", *window.years))};
}

TwoTongues dates_of(const std::optional<std::string>& from, const std::optional<std::string>& to) {
  if (from && to && *from == *to) return {fmt::format("（{}）", *from), fmt::format(" ({})", *from)};
  if (from && to) return {fmt::format("（{} 至 {}）", *from, *to), fmt::format(" ({} to {})", *from, *to)};
  if (from) return {fmt::format("（{} 起）", *from), fmt::format(" (since {})", *from)};
  if (to) return {fmt::format("（至 {}）", *to), fmt::format(" (until {})", *to)};
  return {"（未注明日期）", " (no date stated)"};
}

TwoTongues until_of(const Applied& applied, Window window) {
  if (applied.until) return {"回避至 " + corpus::to_text(*applied.until), "excluded until " + corpus::to_text(*applied.until)};
  if (!window.years) return {"不限期回避", "excluded without end"};
  return {"仍在持续", "it still holds"};
}

}  // namespace

void exclude(corpus::PanelRule rule, const PanelFact& fact, const PanelTerms& terms, std::vector<Exclusion>& out) {
  const corpus::PanelRuleRow* row = terms.rules.find(rule, terms.role);
  if (row == nullptr) return;
  const auto from = corpus::iso_date(fact.from), to = corpus::iso_date(fact.to);
  const auto applied = apply(from, to, row->window, terms.on);
  if (!applied) return;
  const TwoTongues window = words_of(row->window), until = until_of(*applied, row->window);
  const TwoTongues dates = fact.undated ? TwoTongues{} : dates_of(from, to);
  Exclusion one;
  one.rule = rule;
  one.message = fmt::format("{}（{}）：{}{}，{}", row->label, window.zh, fact.zh, dates.zh, until.zh);
  one.message_en = fmt::format("{} ({}): {}{}, {}", row->label_en, window.en, fact.en, dates.en, until.en);
  one.from = from.value_or("");
  one.to = to.value_or("");
  if (applied->until) one.until = corpus::to_text(*applied->until);
  one.admits_at = applied->admits_at;
  out.push_back(std::move(one));
}

}  // namespace search
