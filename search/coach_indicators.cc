// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a figure lacks its unit or its condition depends on what it is of: 压缩比 12 is whole, 粘度 12 is not. Two small tables say so; a parameter that neither
// knows is asked for a unit with a note only, and never for a condition.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "indexer/indicators.h"
#include "indexer/schema.h"
#include "search/coach_record.h"
#include "search/indicator_match.h"
#include "search/indicator_reasons.h"

namespace search {
namespace {

using corpus::Severity;
using indexer::RecordIndicator;
using indexer::text::UnreadWhy;

// In folded names: what is counted or has no unit.
constexpr std::string_view kPureNumbers[] = {"系数", "指数", "比",   "数",   "白度", "球形度", "圆度", "色差", "光泽", "等级", "级别", "精度级", "因子", "倍",
                                             "ph",   "cop",  "eer",  "auc",  "sdi",  "δe",     "f1",   "品种", "种类", "型号", "密度比", "相对密度", "比重", "评分"};
constexpr std::string_view kPureParameters[] = {"ph", "dielectric_constant", "dielectric_loss", "whiteness", "colour_rendering"};

struct Condition {
  std::string_view parameter, zh, en;
};
constexpr Condition kConditions[] = {
    {"viscosity", "温度，如 25 ℃", "the temperature, such as 25 ℃"},
    {"conductivity", "温度，如 25 ℃", "the temperature, such as 25 ℃"},
    {"resistivity", "温度，如 25 ℃", "the temperature, such as 25 ℃"},
    {"specific_capacity", "倍率与温度，如 0.1C，25 ℃", "rate and temperature, such as 0.1C, 25 ℃"},
    {"capacity_retention", "循环次数、倍率与温度，如 1C 循环 500 次，25 ℃", "cycles, rate and temperature, such as 500 cycles at 1C, 25 ℃"},
    {"cycle_life", "倍率、温度与截止的容量保持率，如 1C，25 ℃，保持率 80%", "rate, temperature and the retention that ends it, such as 1C, 25 ℃, 80%"},
    {"dielectric_constant", "频率，如 1 MHz", "the frequency, such as 1 MHz"},
    {"dielectric_loss", "频率，如 1 MHz", "the frequency, such as 1 MHz"},
    {"fatigue_life", "载荷与应力比", "load and stress ratio"},
    {"water_absorption", "浸泡时间与温度，如 24 h，23 ℃", "time and temperature in water, such as 24 h, 23 ℃"},
    {"noise", "测点距离，如 1 m", "the distance, such as 1 m"},
};
// A name that says it: 25℃粘度, 500次循环容量保持率, 常温循环寿命.
constexpr std::string_view kConditionInName[] = {"温", "频", "倍率", "℃", "°c"};

constexpr double kUnbounded = std::numeric_limits<double>::infinity();

const std::vector<corpus::Indicator>& list_of(const corpus::Record& record) {
  static const std::vector<corpus::Indicator> kNone;
  if (const auto* need = std::get_if<corpus::Need>(&record)) return need->indicators;
  if (const auto* result = std::get_if<corpus::Achievement>(&record)) return result->indicators;
  return kNone;
}

struct HintOfUnread {
  Severity severity;
  std::string_view zh, en;
};
HintOfUnread hint_of(UnreadWhy why) {
  switch (why) {
    case UnreadWhy::no_figure:
      return {Severity::note, "写出数值、关系与单位；只能定性的要求可以留着", "give figure, comparison and unit; what has no figure may stay as it is"};
    case UnreadWhy::unknown_unit: return {Severity::warning, "改用常用的单位写法，如 MPa、g/kg、万元", "write the unit as is usual: MPa, g/kg, 万元"};
    case UnreadWhy::contradictory_units: return {Severity::warning, "单位只写在单位栏里", "write the unit once, in its own column"};
    case UnreadWhy::low_above_high: return {Severity::warning, "把较小的数写在前面", "write the smaller figure first"};
    case UnreadWhy::contradictory_comparison: return {Severity::warning, "关系只写一处", "write the comparison once"};
  }
  return {};
}
constexpr std::string_view code_of(UnreadWhy why) {
  return why == UnreadWhy::no_figure ? "indicator_without_figure" : why == UnreadWhy::low_above_high ? "indicator_reversed" : "indicator_unread";
}

struct Bounds {
  double low = -kUnbounded, high = kUnbounded;
  bool open = false;  // whichever bound there is does not belong to it
};
std::optional<Bounds> bounds_of(const RecordIndicator& one) {
  const auto& s = one.stated;
  if (s.op != "ge" && s.op != "gt" && s.op != "le" && s.op != "lt" && s.op != "range") return std::nullopt;  // 达到 95% may be a step on the way
  Bounds out;
  if (s.low) out.low = *s.low * s.factor + s.offset;
  if (s.high) out.high = *s.high * s.factor + s.offset;
  out.open = s.op == "gt" || s.op == "lt";
  return out;
}

bool exclude_each_other(const RecordIndicator& a, const RecordIndicator& b) {
  if (a.stated.dimension != b.stated.dimension || a.about != b.about || a.parameter != b.parameter || a.stated.condition != b.stated.condition) return false;
  const auto x = bounds_of(a), y = bounds_of(b);
  if (!x || !y) return false;
  const double low = std::max(x->low, y->low), high = std::min(x->high, y->high);
  return low > high || (low == high && (x->open || y->open));
}

class IndicatorAdvising {
 public:
  IndicatorAdvising(const corpus::Record& record, const corpus::Vocabularies& lists) : record_(record), list_(list_of(record)) {
    read_ = indexer::indicators_of(record, lists, &unread_);
    std::size_t end = 0;
    for (const corpus::Indicator& one : list_) {
      begins_.push_back(indexer::begin_behind(end));
      end = begins_.back() + indexer::indicator_text(one).size();
    }
  }

  std::vector<Advice> run() {
    if (read_.empty() && unread_.empty()) none();
    if (unread_.size() > indexer::kMostOfARecord) unread_.resize(indexer::kMostOfARecord);
    names();
    for (const auto& one : unread_) unread(one);
    for (const RecordIndicator& one : read_) {
      unit(one);
      condition(one);
    }
    contradictions();
    return std::move(all_);
  }

 private:
  // Which of the list it is; none for one of the running text.
  std::optional<std::size_t> index_of(const RecordIndicator& one) const {
    if (one.field != "indicators") return std::nullopt;
    return static_cast<std::size_t>(std::ranges::upper_bound(begins_, one.stated.begin) - begins_.begin()) - 1;
  }
  std::string field_of(const RecordIndicator& one) const {
    const auto index = index_of(one);
    return index ? fmt::format("indicators[{}]", *index) : one.field;
  }
  static TextPlace place_of(const RecordIndicator& one) { return {one.field, one.stated.begin, one.stated.end}; }

  void none() {
    const bool need = std::holds_alternative<corpus::Need>(record_);
    all_.push_back({.code = "no_indicators",
                    .field = "indicators",
                    .message = "没有一项可以比较的指标，各项说明里也没有读到",
                    .message_en = "no indicator that can be compared, nor one in the texts",
                    .hint = need ? "写出要达到的数值，例如“循环寿命 ≥ 1500 次”" : "写出已达到的数值，例如“循环寿命 1500 次（1C，25 ℃）”",
                    .hint_en = need ? "give the figures to be reached, such as 循环寿命 ≥ 1500 次"
                                    : "give the figures that are reached, such as 循环寿命 1500 次（1C，25 ℃）"});
  }

  // Of the text of the field; nullopt where nothing of it is written.
  std::optional<TextPlace> place_in_list(std::size_t index) const {
    const auto begin = static_cast<std::uint32_t>(begins_[index]);
    const auto end = begin + static_cast<std::uint32_t>(indexer::indicator_text(list_[index]).size());
    return begin == end ? std::nullopt : std::optional(TextPlace{"indicators", begin, end});
  }

  void names() {
    for (std::size_t i = 0; i < std::min(list_.size(), indexer::kMostOfARecord); ++i)
      if (corpus::fold_word(list_[i].name).empty())
        all_.push_back({.code = "indicator_without_name",
                        .field = fmt::format("indicators[{}]", i),
                        .place = place_in_list(i),
                        .message = fmt::format("第 {} 项指标没有写是什么的指标", i + 1),
                        .message_en = fmt::format("indicator {} does not say what it is of", i + 1),
                        .hint = "写出指标名，如“循环寿命”",
                        .hint_en = "name it, such as 循环寿命"});
  }

  void unread(const indexer::UnreadIndicator& one) {
    const HintOfUnread hint = hint_of(one.why);
    all_.push_back({.severity = hint.severity,
                    .code = std::string(code_of(one.why)),
                    .field = fmt::format("indicators[{}]", one.index),
                    .place = place_in_list(one.index),
                    .message = fmt::format("指标“{}”不能比较：{}", corpus::excerpt(one.name, 40), message_of(one.why)),
                    .message_en = fmt::format("indicator \"{}\" cannot be compared: {}", corpus::excerpt(one.name, 40), message_en_of(one.why)),
                    .hint = std::string(hint.zh),
                    .hint_en = std::string(hint.en)});
  }

  // In running text the unit may stand where the reading does not look: 92 % as 9 2%.
  void unit(const RecordIndicator& one) {
    const auto& s = one.stated;
    if (s.dimension != "number" || !s.unit.empty() || !index_of(one)) return;
    if (std::ranges::find(kPureParameters, one.parameter) != std::end(kPureParameters) || holds_any(corpus::fold_word(s.name), kPureNumbers)) return;
    const std::string name = corpus::excerpt(s.name, 40);
    all_.push_back({.severity = one.parameter.empty() ? Severity::note : Severity::warning,
                    .code = "indicator_without_unit",
                    .field = field_of(one),
                    .place = place_of(one),
                    .message = fmt::format("指标“{} {}”没有单位", name, bound_of(s)),
                    .message_en = fmt::format("indicator \"{} {}\" has no unit", name, bound_of(s)),
                    .hint = "补上单位；比例写 %，确实没有单位的可以不写",
                    .hint_en = "give the unit, % for a share; leave it out where there is none"});
  }

  void condition(const RecordIndicator& one) {
    const auto& s = one.stated;
    const auto wanted = std::ranges::find(kConditions, one.parameter, &Condition::parameter);
    // In running text it mostly stands in the same sentence, where the reading may have passed it by.
    if (!s.condition.empty() || wanted == std::end(kConditions) || !index_of(one)) return;
    const std::string name = corpus::fold_word(s.name);
    if (holds_any(name, kConditionInName) || name.find_first_of("0123456789") != std::string::npos) return;
    all_.push_back({.severity = Severity::note,
                    .code = "indicator_without_condition",
                    .field = field_of(one),
                    .place = place_of(one),
                    .message = fmt::format("指标“{}”没有写条件，数值难以相比", corpus::excerpt(s.name, 40)),
                    .message_en = fmt::format("indicator \"{}\" states no condition: its figure can hardly be compared", corpus::excerpt(s.name, 40)),
                    .hint = fmt::format("写明{}", wanted->zh),
                    .hint_en = fmt::format("state {}", wanted->en)});
  }

  // The text of a result tells also what others reach and what was before; that of a need, as far as it is read, what is asked for.
  void contradictions() {
    const bool is_result = std::holds_alternative<corpus::Achievement>(record_);
    for (std::size_t k = 1; k < read_.size(); ++k)
      for (std::size_t i = 0; i < k; ++i) {
        const RecordIndicator &a = read_[i], &b = read_[k];
        if (is_result && (!index_of(a) || !index_of(b))) continue;
        if (!exclude_each_other(a, b)) continue;
        const std::string name = corpus::excerpt(b.stated.name, 40);
        all_.push_back({.code = "indicators_contradict",
                        .field = field_of(b),
                        .place = place_of(b),
                        .message = fmt::format("“{}”的两个要求不能同时满足：{} 与 {}", name, bound_of(a.stated), bound_of(b.stated)),
                        .message_en = fmt::format("no result can meet both of \"{}\": {} and {}", name, bound_of(a.stated), bound_of(b.stated)),
                        .hint = "只留一个，或写明各自的条件",
                        .hint_en = "keep one, or state the condition of each"});
        break;  // one is enough to mend it
      }
  }

  const corpus::Record& record_;
  const std::vector<corpus::Indicator>& list_;
  std::vector<std::size_t> begins_;  // of each in the list, in the text of the field
  std::vector<indexer::UnreadIndicator> unread_;
  std::vector<RecordIndicator> read_;
  std::vector<Advice> all_;
};

}  // namespace

std::vector<Advice> advise_on_indicators(const corpus::Record& record, const corpus::Vocabularies& lists) { return IndicatorAdvising(record, lists).run(); }

}  // namespace search
