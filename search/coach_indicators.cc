// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a figure lacks its unit or its condition depends on what it is of: 压缩比 12 is whole, 粘度 12 is not. Two small tables say so; a parameter that neither
// knows is asked for a unit with a note only, and never for a condition.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "indexer/indicators.h"
#include "indexer/schema.h"
#include "search/coach_record.h"
#include "search/contradictions.h"
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

const std::vector<corpus::Indicator>& list_of(const corpus::Record& record) {
  static const std::vector<corpus::Indicator> kNone;
  if (const auto* need = std::get_if<corpus::Need>(&record)) return need->indicators;
  if (const auto* result = std::get_if<corpus::Achievement>(&record)) return result->indicators;
  return kNone;
}

struct HintOfUnread {
  Severity severity;
  std::string_view code, zh, en;
};
// Of what contradicts nothing: the rest is told with the other contradictions.
std::optional<HintOfUnread> hint_of(UnreadWhy why) {
  if (why == UnreadWhy::no_figure)
    return HintOfUnread{Severity::note, "indicator_without_figure", "写出数值、关系与单位；只能定性的要求可以留着",
                        "give figure, comparison and unit; what has no figure may stay as it is"};
  if (why == UnreadWhy::unknown_unit)
    return HintOfUnread{Severity::warning, "indicator_unread", "改用常用的单位写法，如 MPa、g/kg、万元", "write the unit as is usual: MPa, g/kg, 万元"};
  return std::nullopt;
}

class IndicatorAdvising {
 public:
  IndicatorAdvising(const corpus::Record& record, const corpus::Vocabularies& lists) : record_(record), lists_(lists), list_(list_of(record)) {
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
    const auto hint = hint_of(one.why);
    if (!hint) return;
    all_.push_back({.severity = hint->severity,
                    .code = std::string(hint->code),
                    .field = fmt::format("indicators[{}]", one.index),
                    .place = place_in_list(one.index),
                    .message = fmt::format("指标“{}”不能比较：{}", corpus::excerpt(one.name, 40), message_of(one.why)),
                    .message_en = fmt::format("indicator \"{}\" cannot be compared: {}", corpus::excerpt(one.name, 40), message_en_of(one.why)),
                    .hint = std::string(hint->zh),
                    .hint_en = std::string(hint->en)});
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

  void contradictions() {
    for (Contradiction& one : contradictions_of(record_, lists_))
      all_.push_back({.code = std::move(one.code),
                      .field = std::move(one.field),
                      .place = std::move(one.place),
                      .message = std::move(one.message),
                      .message_en = std::move(one.message_en),
                      .hint = std::move(one.hint),
                      .hint_en = std::move(one.hint_en)});
  }

  const corpus::Record& record_;
  const corpus::Vocabularies& lists_;
  const std::vector<corpus::Indicator>& list_;
  std::vector<std::size_t> begins_;  // of each in the list, in the text of the field
  std::vector<indexer::UnreadIndicator> unread_;
  std::vector<RecordIndicator> read_;
  std::vector<Advice> all_;
};

}  // namespace

std::vector<Advice> advise_on_indicators(const corpus::Record& record, const corpus::Vocabularies& lists) { return IndicatorAdvising(record, lists).run(); }

}  // namespace search
