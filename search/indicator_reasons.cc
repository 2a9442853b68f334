// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/indicator_reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "indexer/text/signs.h"
#include "search/indicator_otherwise.h"

namespace search {
namespace {

using indexer::RecordIndicator;
using indexer::text::StatedIndicator;

constexpr std::size_t kMostTold = 6;

TextPlace place_of(const RecordIndicator& one) { return {one.field, one.stated.begin, one.stated.end}; }

bool has_hanzi(std::string_view text) { return std::ranges::any_of(indexer::text::read_signs(text).text, indexer::text::is_hanzi); }

// 25 ℃下 → at 25 ℃; one in words stays.
std::string condition_en(const StatedIndicator& s) {
  for (const std::string_view end : {"条件下", "环境下", "下", "时"})
    if (const std::string_view all = s.condition; all.ends_with(end) && all != end) {
      const std::string_view figure = all.substr(0, all.size() - end.size());
      return has_hanzi(figure) ? s.condition : fmt::format("at {}", figure);
    }
  return s.condition;
}

std::string with_condition(const StatedIndicator& s) { return s.condition.empty() ? bound_of(s) : fmt::format("{}（{}）", bound_of(s), s.condition); }
std::string with_condition_en(const StatedIndicator& s) {
  return s.condition.empty() ? bound_of_en(s) : fmt::format("{} ({})", bound_of_en(s), condition_en(s));
}

struct AsStated {
  std::string zh, en;
};

// With its condition, or that it does not state the one that is asked for.
AsStated as_stated(const StatedIndicator& s, bool condition_unsaid) {
  if (!condition_unsaid) return {with_condition(s), with_condition_en(s)};
  if (s.condition.empty()) return {bound_of(s) + "（未注明条件）", bound_of_en(s) + " (condition not stated)"};
  return {fmt::format("{}（{}；其余条件未注明）", bound_of(s), s.condition), fmt::format("{} ({}; other conditions not stated)", bound_of_en(s), condition_en(s))};
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

// 两年半, 380V±10% and 50mm±0.5mm are whole as they stand; of -40℃~85 and 50mm±0.5 the last number still wants its unit.
bool ends_behind_unit(const std::string& value, const std::string& unit) {
  const auto at = unit.empty() ? std::string::npos : value.rfind(unit);
  if (at == std::string::npos) return false;
  const auto holds = [behind = std::string_view(value).substr(at + unit.size())](std::string_view sign) { return behind.find(sign) != behind.npos; };
  static constexpr std::string_view kJoinsNumbers[] = {"~", "∼", "〜", "～", "-", "–", "—", "―", "－", "至", "到", "与", "和", "、", "/", "或", "且", "±"};
  static constexpr std::string_view kShareSigns[] = {"%", "％", "‰", "成", "百分之", "千分比"};
  return std::ranges::none_of(kJoinsNumbers, holds) || ((holds("±") || holds("+/-")) && std::ranges::any_of(kShareSigns, holds));
}

std::string bound_in(const StatedIndicator& s, const std::string& unit) {
  static constexpr std::pair<std::string_view, std::string_view> kSigns[] = {{"ge", "≥ "}, {"le", "≤ "}, {"gt", "> "}, {"lt", "< "}, {"approx", "≈ "}};
  std::string out;
  for (const auto& [op, sign] : kSigns)
    if (s.op == op) out = sign;
  const bool before = unit.ends_with("分之");
  if (before) return out + unit + s.value;
  const bool inside = ends_behind_unit(s.value, s.unit);
  return out + (inside ? s.value : with_unit(s.value, unit));
}

}  // namespace

std::string bound_of(const StatedIndicator& s) { return bound_in(s, s.unit); }
std::string bound_of_en(const StatedIndicator& s) { return bound_in(s, unit_in_english(s.value, s.unit)); }

GapText gap_text(double gap, const std::string& unit) {
  const std::string number = gap_of(gap);
  if (unit == "%" || unit == "％" || unit == "百分之") return {number + " 个百分点", number + (number == "1" ? " percentage point" : " percentage points")};
  return {with_unit(number, unit), with_unit(number, unit_in_english(number, unit))};
}

GapText missed_by(const Comparison& compared, const std::string& unit) {
  if (compared.gap == 0) return {"恰在界上", "exactly on the bound"};
  const GapText gap = gap_text(compared.gap, unit);
  return compared.over ? GapText{"超出 " + gap.zh, gap.en + " over"} : GapText{"差 " + gap.zh, gap.en + " short"};
}

std::string named_with_condition(const StatedIndicator& s) { return s.condition.empty() ? s.name : fmt::format("{}（{}）", s.name, s.condition); }
std::string named_with_condition_en(const StatedIndicator& s) { return s.condition.empty() ? s.name : fmt::format("{} ({})", s.name, condition_en(s)); }

std::string with_unit(const std::string& number, const std::string& unit) {
  return number + (unit.empty() || unit.starts_with("%") || unit.starts_with("％") || unit.starts_with("/") ? "" : " ") + unit;
}

std::string gap_of(double gap) { return fmt::format("{:.6g}", gap); }

namespace {

// What a broker must know first: what is missed.
enum class ToldAs : std::uint8_t { not_met, met, not_stated };

struct ToldComparison {
  ToldAs told = ToldAs::met;
  const RecordIndicator *want = nullptr, *have = nullptr;
  Comparison compared;
  NoAnswer why = NoAnswer::unit;  // of not_stated
};

class OutcomeTelling {
 public:
  OutcomeTelling(const std::vector<RecordIndicator>& asked, const std::vector<RecordIndicator>& stated, bool asked_by_need) : asked_by_need_(asked_by_need) {
    for (const Comparison& one : compare(asked, stated)) {
      const RecordIndicator& want = asked[one.asked];
      if (one.outcome != Outcome::not_stated)
        all_.push_back({one.outcome == Outcome::met ? ToldAs::met : ToldAs::not_met, &want, &stated[*one.stated], one, {}});
      else if (const auto otherwise = stated_otherwise(want, stated))
        all_.push_back({ToldAs::not_stated, &want, &stated[otherwise->stated], one, otherwise->why});
      else
        unsaid_.push_back(&want.stated);
    }
    std::ranges::stable_sort(all_, {}, &ToldComparison::told);
  }

  std::vector<Reason> run() {
    for (std::size_t i = 0; i < std::min(all_.size(), kMostTold); ++i) tell(all_[i]);
    rest();
    not_stated();
    return std::move(reasons_);
  }

 private:
  void tell(const ToldComparison& one) {
    const StatedIndicator &want = one.want->stated, &have = one.have->stated;
    // Each side's figure under the name that side gives it.
    const std::string asked_name = want.name == have.name ? "" : want.name + " ";
    const AsStated is = as_stated(have, one.compared.condition_unsaid);
    const std::string should = asked_name + with_condition(want), should_en = asked_name + with_condition_en(want);
    const GapText missed = missed_by(one.compared, want.unit);
    std::string zh, en;
    switch (one.told) {
      case ToldAs::met:
        zh = fmt::format("指标满足：{} {}，要求 {}", have.name, is.zh, should);
        en = fmt::format("indicator met: {} {}, {} asked for", have.name, is.en, should_en);
        break;
      case ToldAs::not_met:
        zh = fmt::format("指标未满足：{} {}，要求 {}，{}", have.name, is.zh, should, missed.zh);
        en = fmt::format("indicator not met: {} {}, {} asked for, {}", have.name, is.en, should_en, missed.en);
        break;
      case ToldAs::not_stated:
        zh = fmt::format("指标未说明：{} {}；写的是 {} {}，{}", want.name, with_condition(want), have.name, is.zh, message_of(one.why));
        en = fmt::format("indicator not stated: {} {} asked for; {} {} is stated, {}", want.name, with_condition_en(want), have.name, is.en,
                         message_en_of(one.why));
        break;
    }
    reasons_.push_back({.signal = "indicators",
                        .message = std::move(zh),
                        .message_en = std::move(en),
                        .asking = place_of(asked_by_need_ ? *one.want : *one.have),
                        .found = place_of(asked_by_need_ ? *one.have : *one.want)});
  }

  void rest() {
    if (all_.size() <= kMostTold) return;
    constexpr std::tuple<ToldAs, const char*, const char*> kWords[] = {
        {ToldAs::not_met, "未满足", "not met"}, {ToldAs::met, "满足", "met"}, {ToldAs::not_stated, "未说明", "not stated"}};
    std::string zh, en;
    for (const auto& [told, word, word_en] : kWords) {
      const auto count = std::count_if(all_.begin() + kMostTold, all_.end(), [&, of = told](const ToldComparison& one) { return one.told == of; });
      if (count == 0) continue;
      zh += fmt::format("{}{} {} 项", zh.empty() ? "" : "、", word, count);
      en += fmt::format("{}{} {}", en.empty() ? "" : ", ", count, word_en);
    }
    const std::size_t more = all_.size() - kMostTold;
    reasons_.push_back({"indicators", fmt::format("另有 {} 项指标：{}", more, zh), fmt::format("{} more indicator{}: {}", more, more == 1 ? "" : "s", en)});
  }

  void not_stated() {
    if (unsaid_.empty()) return;
    std::string zh, en;
    for (std::size_t i = 0; i < std::min(unsaid_.size(), kMostTold); ++i) {
      zh += (zh.empty() ? "" : "、") + named_with_condition(*unsaid_[i]);
      en += (en.empty() ? "" : ", ") + named_with_condition_en(*unsaid_[i]);
    }
    if (unsaid_.size() > kMostTold) {
      zh += fmt::format(" 等 {} 项", unsaid_.size());
      en += fmt::format(" and {} more", unsaid_.size() - kMostTold);
    }
    reasons_.push_back({"indicators", "未说明的指标：" + zh, "indicators not stated: " + en});
  }

  bool asked_by_need_;
  std::vector<ToldComparison> all_;
  std::vector<const StatedIndicator*> unsaid_;
  std::vector<Reason> reasons_;
};

}  // namespace

std::vector<Reason> indicator_reasons(const std::vector<RecordIndicator>& asked, const std::vector<RecordIndicator>& stated, bool asked_by_need) {
  return OutcomeTelling(asked, stated, asked_by_need).run();
}

}  // namespace search
