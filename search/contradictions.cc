// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/contradictions.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "corpus/columns.h"
#include "corpus/split.h"
#include "indexer/indicator_period.h"
#include "indexer/schema.h"
#include "search/indicator_reasons.h"

namespace search {
namespace {

using indexer::RecordIndicator;
using indexer::text::UnreadWhy;

constexpr double kNoBound = std::numeric_limits<double>::infinity();
constexpr std::size_t kNameShown = 40;

// What any parameter may be said in: a share or change of itself, a pure number, a grade.
constexpr std::string_view kOfAnything[] = {"number", "ratio", "change", "percentage_points", "mass_fraction", "grade", "count_rate"};

struct WordsOfUnread {
  UnreadWhy why;
  std::string_view code, hint, hint_en;
};
constexpr WordsOfUnread kWordsOfUnread[] = {
    {UnreadWhy::low_above_high, "indicator_reversed", "把较小的数写在前面", "write the smaller figure first"},
    {UnreadWhy::contradictory_units, "indicator_unread", "单位只写在单位栏里", "write the unit once, in its own column"},
    {UnreadWhy::contradictory_comparison, "indicator_unread", "关系只写一处", "write the comparison once"}};

struct FigureBounds {
  double low = -kNoBound, high = kNoBound;
  bool open = false;  // whichever bound there is does not belong to it
};
std::optional<FigureBounds> figure_bounds(const RecordIndicator& one) {
  const auto& s = one.stated;
  if (s.op != "ge" && s.op != "gt" && s.op != "le" && s.op != "lt" && s.op != "range") return std::nullopt;  // 达到 95% may be a step on the way
  FigureBounds out;
  if (s.low) out.low = *s.low * s.factor + s.offset;
  if (s.high) out.high = *s.high * s.factor + s.offset;
  out.open = s.op == "gt" || s.op == "lt";
  return out;
}

bool exclude_each_other(const RecordIndicator& a, const RecordIndicator& b) {
  if (a.stated.dimension != b.stated.dimension || a.about != b.about || a.parameter != b.parameter || a.stated.condition != b.stated.condition) return false;
  if (indexer::period_of(a) != indexer::period_of(b)) return false;  // 月产量 and 年产量 are one parameter
  const auto x = figure_bounds(a), y = figure_bounds(b);
  if (!x || !y) return false;
  const double low = std::max(x->low, y->low), high = std::min(x->high, y->high);
  return low > high || (low == high && (x->open || y->open));
}

// What the vocabularies say the parameter is measured in; empty where they leave it open. 比强度 is strength by density, and no strength.
std::vector<std::string> dimensions_of(const RecordIndicator& one, const corpus::Vocabularies& lists) {
  if (one.about.ends_with("比")) return {};
  if (!one.parameter.empty()) {
    const corpus::VocabularyEntry* entry = lists.at("parameter").find(one.parameter);
    if (entry == nullptr) return {};
    const auto said = entry->maps.find("dimension");
    return said == entry->maps.end() ? std::vector<std::string>() : corpus::split(said->second, ',');
  }
  std::vector<std::string> out;
  for (const corpus::VocabularyEntry& dimension : lists.at("dimension").entries())
    if (const auto named = dimension.maps.find("named"); named != dimension.maps.end())
      if (std::ranges::any_of(corpus::split(named->second, ','), [&](const std::string& end) { return one.about.ends_with(end); })) out.push_back(dimension.code);
  return out;
}

// What it should be measured in, where its unit is of something else; empty where it fits or anything would.
std::vector<std::string> dimensions_instead(const RecordIndicator& one, const corpus::Vocabularies& lists) {
  if (std::ranges::find(kOfAnything, one.stated.dimension) != std::end(kOfAnything)) return {};
  std::vector<std::string> wanted = dimensions_of(one, lists);
  if (std::ranges::find(wanted, one.stated.dimension) != wanted.end()) wanted.clear();
  return wanted;
}

class ContradictionFinding {
 public:
  ContradictionFinding(const corpus::Record& record, const corpus::Vocabularies& lists)
      : lists_(lists), is_result_(std::holds_alternative<corpus::Achievement>(record)) {
    const std::vector<corpus::Indicator>* list = nullptr;
    if (const auto* need = std::get_if<corpus::Need>(&record)) list = &need->indicators;
    if (const auto* result = std::get_if<corpus::Achievement>(&record)) list = &result->indicators;
    if (list == nullptr) return;
    read_ = indexer::indicators_of(record, lists, &unread_, &in_text_);
    std::size_t end = 0;
    for (const corpus::Indicator& one : *list) {
      const std::size_t begin = indexer::begin_behind(end);
      end = begin + indexer::indicator_text(one).size();
      places_.push_back({"indicators", static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
  }
  ContradictionFinding(std::string_view text, const corpus::Vocabularies& lists) : lists_(lists) {
    read_ = indexer::indicators_of(text, "text", lists, &in_text_);
  }

  std::vector<Contradiction> run() {
    if (unread_.size() > indexer::kMostOfARecord) unread_.resize(indexer::kMostOfARecord);
    for (const indexer::UnreadIndicator& one : unread_) of_list(one);
    for (const indexer::UnreadInText& one : in_text_) of_text(one);
    for (const RecordIndicator& one : read_) dimension(one);
    pairs();
    return std::move(all_);
  }

 private:
  // Which of the list it is; none for one of the running text.
  std::optional<std::size_t> index_of(const RecordIndicator& one) const {
    if (one.field != "indicators") return std::nullopt;
    return static_cast<std::size_t>(std::ranges::upper_bound(places_, one.stated.begin, {}, &TextPlace::begin) - places_.begin()) - 1;
  }
  std::string field_of(const RecordIndicator& one) const {
    const auto index = index_of(one);
    return index ? fmt::format("indicators[{}]", *index) : one.field;
  }
  static TextPlace place_of(const RecordIndicator& one) { return {one.field, one.stated.begin, one.stated.end}; }

  void unread(const std::string& name, UnreadWhy why, std::string field, std::optional<TextPlace> place, bool in_list) {
    const auto words = std::ranges::find(kWordsOfUnread, why, &WordsOfUnread::why);
    if (words == std::end(kWordsOfUnread)) return;  // damaged or unknown, and contradicts nothing
    const std::string shown = corpus::excerpt(name, kNameShown);
    const bool two_units = why == UnreadWhy::contradictory_units && !in_list;
    all_.push_back({.code = std::string(words->code),
                    .field = std::move(field),
                    .place = std::move(place),
                    .message = fmt::format("指标“{}”不能比较：{}", shown, two_units ? "数值后有两个互相矛盾的单位" : message_of(why)),
                    .message_en = fmt::format("indicator \"{}\" cannot be compared: {}", shown,
                                              two_units ? "two units behind the figure contradict each other" : message_en_of(why)),
                    .hint = two_units ? "只留一个单位" : std::string(words->hint),
                    .hint_en = two_units ? "keep one of the units" : std::string(words->hint_en),
                    .is_unread = in_list});
  }

  void of_list(const indexer::UnreadIndicator& one) {
    const TextPlace& place = places_[one.index];
    unread(one.name, one.why, fmt::format("indicators[{}]", one.index), place.begin == place.end ? std::nullopt : std::optional(place), true);
  }

  void of_text(const indexer::UnreadInText& one) {
    unread(one.figure.name, one.figure.why, one.field, TextPlace{one.field, one.figure.begin, one.figure.end}, false);
  }

  void dimension(const RecordIndicator& one) {
    const std::vector<std::string> wanted = dimensions_instead(one, lists_);
    if (wanted.empty()) return;
    const corpus::Vocabulary& dimensions = lists_.at("dimension");
    const std::string name = corpus::excerpt(one.stated.name, kNameShown), &is = one.stated.dimension, &should = wanted.front();
    all_.push_back({.code = "indicator_dimension",
                    .field = field_of(one),
                    .place = place_of(one),
                    .message = fmt::format("“{}”的单位不对：{} 是{}的单位，应为{}的单位", name, bound_of(one.stated), dimensions.label(is), dimensions.label(should)),
                    .message_en = fmt::format("the unit of \"{}\" does not fit it: {} is of {}, not of {}", name, bound_of(one.stated), dimensions.label_en(is),
                                              dimensions.label_en(should)),
                    .hint = "核对单位",
                    .hint_en = "look at the unit again"});
  }

  void pairs() {
    for (std::size_t k = 1; k < read_.size(); ++k)
      for (std::size_t i = 0; i < k; ++i) {
        const RecordIndicator &a = read_[i], &b = read_[k];
        if (is_result_ && (!index_of(a) || !index_of(b))) continue;
        if (!exclude_each_other(a, b)) continue;
        const std::string name = corpus::excerpt(b.stated.name, kNameShown);
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

  const corpus::Vocabularies& lists_;
  bool is_result_ = false;
  std::vector<TextPlace> places_;  // of each of the list, in the text of the field
  std::vector<indexer::UnreadIndicator> unread_;
  std::vector<indexer::UnreadInText> in_text_;
  std::vector<RecordIndicator> read_;
  std::vector<Contradiction> all_;
};

}  // namespace

std::vector<Contradiction> contradictions_of(const corpus::Record& record, const corpus::Vocabularies& lists) {
  return ContradictionFinding(record, lists).run();
}

std::vector<Contradiction> contradictions_of(std::string_view text, const corpus::Vocabularies& lists) {
  return ContradictionFinding(text, lists).run();
}

std::vector<bool> contradictory(const std::vector<RecordIndicator>& asked, const corpus::Vocabularies& lists) {
  std::vector<bool> out(asked.size(), false);
  for (std::size_t k = 0; k < asked.size(); ++k) {
    if (!dimensions_instead(asked[k], lists).empty()) out[k] = true;
    for (std::size_t i = 0; i < k; ++i)
      if (exclude_each_other(asked[i], asked[k])) out[i] = out[k] = true;
  }
  return out;
}

std::vector<RecordIndicator> without_contradictions(std::vector<RecordIndicator> asked, const corpus::Vocabularies& lists) {
  const std::vector<bool> out = contradictory(asked, lists);
  std::vector<RecordIndicator> kept;
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (!out[i]) kept.push_back(std::move(asked[i]));
  return kept;
}

corpus::Diagnostics contradictions_as_warnings(const corpus::Record& record, const corpus::Vocabularies& lists) {
  corpus::Diagnostics out;
  for (const Contradiction& one : contradictions_of(record, lists)) {
    const std::string label = corpus::field_label(lists, corpus::kind_of(record), one.field);
    const std::string bytes = one.place ? fmt::format(" (bytes {}–{})", one.place->begin, one.place->end) : "";
    const std::string message = fmt::format("field \"{}\" ({}): {}{}", one.field, label, one.message_en, bytes);
    out.push_back({corpus::Severity::warning, one.code, one.field, message, one.hint_en, {}, {}});
  }
  return out;
}

std::string place_in_brackets(const Contradiction& one) {
  return one.place ? fmt::format("（{} {}–{}）", one.place->field, one.place->begin, one.place->end) : "";
}

}  // namespace search
