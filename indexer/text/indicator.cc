// SPDX-License-Identifier: GPL-3.0-or-later
// Figure by figure: what stands before it in its clause is comparison and name, what stands behind it bounds it or makes it a condition. A figure that ends
// up without a name is dropped.
#include "indexer/text/indicator.h"

#include <algorithm>
#include <cmath>

#include "indexer/text/bounds.h"
#include "indexer/text/claim.h"
#include "indexer/text/clause.h"
#include "indexer/text/comparison.h"
#include "indexer/text/held_under.h"
#include "indexer/text/parameter_name.h"
#include "indexer/text/quantity.h"
#include "indexer/text/signs.h"
#include "indexer/text/unit_expression.h"
#include "indexer/text/word_list.h"

namespace indexer::text {
namespace {

constexpr std::size_t kLongCondition = 120;  // signs; of a longer chain of conditions the last ones count
constexpr std::size_t kNearLevel = 14;       // signs between an old level and the new one
constexpr auto kNoFigure = static_cast<std::size_t>(-1);
constexpr std::size_t kPiece = 64u << 10;    // bytes; a longer text is read in pieces

class Reading {
 public:
  Reading(std::string_view original, const corpus::Units& units)
      : original_(original),
        units_(units),
        signs_(read_signs(original)),
        text_(signs_.all()),
        figures_(find_figures(signs_, units)),
        clauses_(signs_, figures_) {}

  std::vector<StatedIndicator> run(std::size_t most) {
    for (std::size_t i = 0; i < figures_.size() && out_.size() < most; ++i) {
      if (figures_[i].sound)
        read(i);
      else if (is_reversed(figures_[i]))
        contradicts_itself(figures_[i], place_of(i), UnreadWhy::low_above_high);
    }
    return std::move(out_);
  }
  std::vector<UnreadFigure>& unread() { return unread_; }

 private:
  // --- the text around ---

  std::optional<std::size_t> partner(std::size_t i) const { return clauses_.partner(i); }
  bool clause_between(std::size_t from, std::size_t to) const { return clauses_.ends_between(from, to); }
  Place place_of(std::size_t i) const { return clauses_.place_of(i, condition_stop_); }
  Range named(std::size_t from, std::size_t to) const { return clauses_.named(from, to); }
  std::u32string_view view(Range range) const { return signs_.part(range.begin, range.end); }
  std::string written(Range range) const {
    while (!range.empty() && text_[range.begin] == U' ') ++range.begin;
    while (!range.empty() && text_[range.end - 1] == U' ') --range.end;
    if (range.empty()) return {};
    return std::string(original_.substr(signs_.begin[range.begin], signs_.end[range.end - 1] - signs_.begin[range.begin]));
  }

  // --- one figure ---

  void read(std::size_t i) {
    if (figures_[i].begin < done_) return;
    if (in_side_brackets(figures_[i])) return;
    Place place = place_of(i);
    if (is_old_level(i, place)) return;
    if (is_age(i, place) || is_condition(i, place)) return;
    Figure f = figures_[i];
    bool two_bounds = false;
    if (i + 1 < figures_.size()) two_bounds = join_second_bound(f, figures_[i + 1], place);
    if (!f.sound) {
      if (two_bounds && f.low < f.high) contradicts_itself(f, place, UnreadWhy::low_above_high);
      done_ = f.end;
      return;
    }
    Range name = name_of(i, place);
    std::size_t begin = f.begin;
    if (name.empty()) {
      name = name_behind(i, place);
      if (name.empty()) return;
      begin = std::min(place.before.begin, f.begin);
      if (place.before.op == Op::none) begin = f.begin;
    } else {
      begin = aged_again_for_ == i ? std::min(place.before.begin, f.begin) : std::min(name.begin, begin);
    }
    const std::size_t stated = out_.size();
    settle(f, place, name, begin, two_bounds);
    if (aged_for_ == i && out_.size() > stated) aged_ = name, aged_end_ = std::max(place.behind.end, f.end), aged_dimension_ = out_.back().dimension;
  }

  // Brackets right behind another figure hold its condition.
  bool in_side_brackets(const Figure& f) const { return f.begin < side_end_; }

  // 由71%提高到86.5%: the first is the old level, and the name stands before it. Behind 由 and 从 it is so whatever leads to the other, 由2个月延至14个月, and also
  // where the other cannot be read.
  bool is_old_level(std::size_t i, const Place& place) {
    const std::u32string_view lead = signs_.part(place.from, figures_[i].begin);
    const bool begins = begins_a_change(lead);
    const bool right_behind = begins && right_behind_its_begin(lead);
    // 间隔从2个月到14个月 may have grown; 温度从-20 ℃到60 ℃ is a range.
    const FigureShape shape = figures_[i].shape;
    const bool alone = right_behind && (shape == FigureShape::single || (shape == FigureShape::range && !may_range(view(named(place.from, place.name_end)))));
    if (i + 1 >= figures_.size()) return alone;
    const Figure& next = figures_[i + 1];
    const auto between = signs_.part(figures_[i].end, next.begin);
    if (between.size() > kNearLevel || parts_levels(between, begins)) return alone;
    const bool known = leads_to_level(between);
    if (!known && !(begins && leads_to(between))) return alone;
    const Range name = named(place.from, place.name_end);
    if (!name.empty()) carried_ = name, carried_for_ = i + 1, carried_over_verb_ = !known;
    return true;
  }

  // One comma may stand between 由2个月 and 延长至14个月.
  static bool parts_levels(std::u32string_view between, bool begins) {
    const auto ends = std::ranges::count_if(between, [](char32_t c) { return ends_clause(c); });
    return ends > 0 && !(begins && ends == 1 && (between.starts_with(U"，") || between.starts_with(U",")));
  }

  // 由2个月, 从原来的2个月: nothing but the begin stands before the figure.
  static bool right_behind_its_begin(std::u32string_view lead) {
    static const WordList kBetween({U"原来", U"原有", U"原先", U"原", U"目前", U"现有", U"现在", U"过去", U"传统", U"改造前", U"约", U"的", U"近", U" "});
    while (const auto* word = kBetween.at_end_of(lead)) lead.remove_suffix(word->text.size());
    return lead.ends_with(U"由") || lead.ends_with(U"从");
  }

  // 抗压强度28天不低于50 MPa: how old it is by then, and no strength of 28 days. Another age of it may follow, ，90天≥60 MPa.
  bool is_age(std::size_t i, const Place& place) {
    const Figure& f = figures_[i];
    if (place.before.op != Op::none || i + 1 >= figures_.size() || !figures_[i + 1].sound || f.shape == FigureShape::list) return false;
    const Meaning* own = meaning_for(f.meanings, "");
    if (own == nullptr) return false;
    const Figure& next = figures_[i + 1];
    std::size_t end = place.behind.end + condition_words(signs_.part(place.behind.end, std::min(next.begin, place.behind.end + 4)), true);
    const Before compared = read_before(text_, end, next.begin);
    while (signs_.at(end) == U' ') ++end;
    if (compared.begin > end || (compared.op == Op::none && end < next.begin)) return false;
    Range name = named(place.from, place.name_end);
    const bool again = name.empty() && aged_end_ > 0 && f.begin >= aged_end_ && only_parts(aged_end_, f.begin);
    if (again)
      name = aged_;
    else if (name.empty() || !is_circumstance(view(name), own->dimension))
      return false;
    const Meaning* measured = meaning_for(next.meanings, to_utf8(view(name)));
    if (measured == nullptr ? !next.meanings.empty() || !compared.sign : measured->dimension == own->dimension) return false;
    if (again && (measured == nullptr || measured->dimension != aged_dimension_)) return false;
    const bool near = condition_end_ > 0 && f.begin - condition_end_ < 16;
    const bool waits = near && end - condition_.begin <= kLongCondition && !clause_between(condition_end_, f.begin);
    condition_ = {waits ? condition_.begin : f.begin, end};
    condition_end_ = condition_stop_ = end;
    carried_ = name, carried_for_ = aged_for_ = i + 1, carried_over_verb_ = false;
    if (again) aged_again_for_ = i + 1;
    return true;
  }

  // Nothing but what parts one of a list from the next.
  bool only_parts(std::size_t from, std::size_t to) const {
    return to - from <= 3 && std::ranges::all_of(signs_.part(from, to), [](char32_t c) { return contains(U"，,、;和及 ", c); });
  }

  bool is_condition(std::size_t i, const Place& place) {
    const Figure& f = figures_[i];
    const std::size_t from = place.behind.end;
    const std::size_t limit = i + 1 < figures_.size() ? figures_[i + 1].begin : text_.size();
    const auto after = signs_.part(from, std::min(limit, from + 12));
    std::size_t words = condition_words(after, place.before.sign);
    const std::u32string_view lead = signs_.part(place.from, place.before.begin);
    const auto at = lead.find_last_of(U"在于当经以");
    const bool led = at != std::u32string_view::npos;
    std::size_t exposure = 0;
    if (words == 0) {
      // 60℃动力粘度≥40000Pa·s; 在1100 ℃以上停留时间≥2s: no name before, and a name with a figure behind.
      exposure = exposure_before(f, place);
      const bool alone = place.before.op == Op::none && (exposure > 0 || named(place.from, place.name_end).empty() || (led && at + 2 >= lead.size()));
      // 样品于85 ℃、85%RH条件下: where something is, and no parameter before.
      if (place.before.op == Op::none && led && at + 1 == lead.size() && !ends_in_parameter(lead.substr(0, at))) {
        condition_ = {f.begin, from};
        condition_end_ = condition_stop_ = from;
        return true;
      }
      const bool year = f.low >= 1900 && view({f.unit_begin, f.unit_end}) == U"年";
      if (f.meanings.empty() || year || (meaning_for(f.meanings, "") == nullptr && view({f.unit_begin, f.unit_end}) != U"C")) return false;
      if (!alone || i + 1 >= figures_.size() || (exposure == 0 && f.begin - place.from > 12)) return false;
      auto between = signs_.part(from, figures_[i + 1].begin);
      const bool comma = exposure > 0 && (between.starts_with(U"，") || between.starts_with(U","));
      if (comma) between.remove_prefix(1);
      if (between.size() > 24 || std::ranges::any_of(between, [](char32_t c) { return ends_clause(c) || c == U'、'; })) return false;
      const Place next = place_of(i + 1);
      const Range name = named(std::max(from, next.from), next.name_end);
      if (next.from > from + 1 || name.empty() || (exposure > 0 && !ends_in_parameter(view(name)) && !is_change(view(name)))) return false;
      if (comma && !tells_what_is_left(view(name))) return false;  // 循环2000次，能量密度≥160 Wh/kg are two
    }
    std::size_t begin = led ? place.from + at + 1 : named(place.from, place.before.begin).begin;
    if (exposure > 0) begin = named(place.from, place.name_end).end - exposure;
    if (!led && exposure == 0 && named(place.from, place.before.begin).empty()) begin = f.begin;
    if (condition_end_ > 0 && f.begin - condition_end_ < 16 && from + words - condition_.begin <= kLongCondition && !clause_between(condition_end_, f.begin))
      begin = condition_.begin;
    condition_ = {begin, from + words};
    condition_end_ = condition_stop_ = condition_.end;
    if (led && at > 0) {
      const Range name = named(place.from, place.from + at);
      if (!name.empty() && ends_in_parameter(view(name))) carried_ = name, carried_for_ = i + 1, carried_over_verb_ = false;
    }
    return true;
  }

  // 电池循环|1500周保持率88%: how much of the name is what is done so long or so often.
  std::size_t exposure_before(const Figure& f, const Place& place) const {
    if (place.before.op != Op::none || place.behind.said) return 0;
    const Meaning* meaning = meaning_for(f.meanings, "");
    if (meaning == nullptr || (meaning->dimension != "time" && meaning->dimension != "count")) return 0;
    return exposure_at_end(view(named(place.from, place.name_end)));
  }

  // 大于30mV小于50mV, ≥5且≤10%.
  bool join_second_bound(Figure& f, const Figure& next, const Place& place) {
    const bool lower = place.before.op == Op::ge || place.before.op == Op::gt, upper = place.before.op == Op::le || place.before.op == Op::lt;
    if ((!lower && !upper) || f.shape != FigureShape::single || next.shape != FigureShape::single || !next.sound || place.behind.said ||
        next.begin - f.end > 10)
      return false;
    const Before second = read_before(text_, f.end, next.begin);
    const bool other = lower ? second.op == Op::le || second.op == Op::lt : second.op == Op::ge || second.op == Op::gt;
    if (!other) return false;
    for (const char32_t c : signs_.part(f.end, second.begin))
      if (std::u32string_view(U"且并而但, ，、").find(c) == std::u32string_view::npos) return false;
    double scale = 1;
    if (!f.meanings.empty()) {
      if (next.meanings.empty() || f.meanings.front().dimension != next.meanings.front().dimension) return false;
      scale = f.meanings.front().factor / next.meanings.front().factor;
    }
    const double a = scale == 1 ? f.low : f.low * scale, b = next.low;
    f.low = std::min(a, b), f.high = std::max(a, b);
    if (lower ? a >= b : b >= a) f.sound = false;  // ≥10且≤5
    f.shape = FigureShape::range;
    f.value_end = next.value_end, f.end = next.end;
    f.unit_begin = next.unit_begin, f.unit_end = next.unit_end, f.meanings = next.meanings;
    return true;
  }

  // --- the name ---

  Range name_of(std::size_t i, const Place& place) {
    Range name = named(place.from, place.name_end);
    const bool only_a_verb = carried_over_verb_ && !ends_in_parameter(view(name));  // 增浓至
    if (carried_for_ == i && (name.empty() || only_a_verb)) name = carried_;
    if (name.empty() && place.before.op != Op::none) name = clauses_.topic(place.from);
    if (name.begin > 0 && is_digit(text_[name.begin - 1])) name.begin += counted_part(view(name));
    if (!name.empty()) {
      if (const std::size_t head = condition_in_name(view(name))) {
        condition_ = {name.begin, aged_for_ == i ? condition_.end : name.begin + head};  // 常温抗压强度28天
        condition_end_ = condition_.end;
        name.begin += head;
      }
    }
    return name;
  }

  // 60 ℃以下固化温度, ≥95%的去除率: the name behind its figure.
  Range name_behind(std::size_t i, const Place& place) const {
    if (place.before.op == Op::none && !place.behind.said) return {};
    std::size_t from = place.behind.end;
    if (signs_.at(from) == U'的') ++from;
    std::size_t end = from;
    const std::size_t limit = i + 1 < figures_.size() ? figures_[i + 1].begin : text_.size();
    while (end < limit && end - from < 14 && (is_hanzi(text_[end]) || is_latin_letter(text_[end])) && text_[end] != U'的') ++end;
    if (end == limit && i + 1 < figures_.size()) return {};
    const Range name{from, end};
    return end - from >= 2 && ends_in_parameter(view(name)) && !is_fact(view(name)) ? name : Range{};
  }

  // --- what contradicts itself ---

  // 20～10 μm. 由20降到10 goes down, and －20～－40 ℃ goes down from the colder end: neither is a slip. Nor is 3万～18万 m³/h, whose 万 is a number once and
  // of the unit once.
  bool is_reversed(const Figure& f) const {
    if (f.shape != FigureShape::range || f.low <= f.high || f.high < 0 || f.meanings.empty() || f.chinese) return false;
    if (view({f.value_begin, std::max(f.value_end, f.unit_end)}).find_first_of(U"万亿") != std::u32string_view::npos) return false;
    return view({f.value_begin, f.value_end}).find_first_of(U"~∼〜-–—") != std::u32string_view::npos;
  }

  // 80 MPa ℃: what stands behind the unit is another one, of another dimension, and the two make none together.
  std::size_t second_unit(const Figure& f) const {
    if (f.meanings.empty() || f.unit_end != f.end || signs_.at(f.end) != U' ') return 0;
    std::size_t at = f.end;
    while (signs_.at(at) == U' ') ++at;
    const auto other = read_unit(text_, at, units_);
    if (!other) return 0;
    const std::string_view first = f.meanings.front().dimension, second = other->meanings.front().dimension;
    if (first == second || !units_.compound({first, second}, {}).empty()) return 0;
    std::size_t end = other->end;
    while (signs_.at(end) == U' ') ++end;
    return end >= text_.size() || ends_clause(text_[end]) ? other->end : 0;
  }

  // Only of what would be measured: a name that is no parameter makes no claim.
  void contradicts_itself(const Figure& f, const Place& place, UnreadWhy why) {
    if (f.begin < done_ || in_side_brackets(f)) return;
    const Range name = named(place.from, place.name_end);
    if (name.empty() || !ends_in_parameter(view(name)) || is_fact(view(name))) return;
    std::size_t end = f.end;
    while (end > f.unit_end && end > f.value_end && (text_[end - 1] == U' ' || text_[end - 1] == U')')) --end;
    if (end <= name.begin || unread_.size() >= kMostIndicators) return;
    unread_.push_back({written(name), why, signs_.begin[name.begin], signs_.end[end - 1]});
  }

  // --- what does it say ---

  // 试验园占地面积520亩 is a fact about the project; 占地面积≤2亩 is asked of a machine, or kept by it.
  bool is_room_it_may_take(const Figure& f, const Place& place, Range name, std::string_view dimension) const {
    if (dimension != "area" || f.shape != FigureShape::single) return false;
    const Op op = together(place.before.op, place.behind);
    return (op == Op::le || op == Op::lt) && demands_little_room(view(name), signs_.part(place.from, f.end));
  }

  void settle(Figure& f, const Place& place, Range name, std::size_t begin, bool two_bounds) {
    if (!f.sound) return;
    if (const std::size_t end = second_unit(f)) {
      Figure whole = f;
      whole.end = whole.unit_end = end;
      return contradicts_itself(whole, place, UnreadWhy::contradictory_units);
    }
    const auto unit = meaning_of(signs_, f, name);
    if (!unit) return;
    const auto word = view(name);
    if (unit->dimension == "time" && f.low >= 1900 && f.low <= 2100 && view({f.unit_begin, f.unit_end}) == U"年") return;
    if (!is_room_it_may_take(f, place, name, unit->dimension) && !is_claim(signs_, f, place, name, unit->dimension)) return;
    StatedIndicator out;
    const Op op = two_bounds ? Op::eq : together(place.before.op, place.behind);
    if (op == Op::contradictory) return;
    const bool share = unit->dimension == "ratio" && unit->factor * f.low >= 0.5;  // 识别精度优于98%
    if (place.behind.op == Op::ge && is_fineness(word) && !share) return;
    if (!set_bounds(f, op, word, share, out)) return;
    // Nothing can shrink by more than itself.
    if (unit->dimension == "change" && is_decrease(word) && out.op != "range" && f.high * unit->factor >= 1 &&
        !(f.high * unit->factor == 1 && unit->factor < 1))
      return;
    out.name = written(name);
    out.value = written({f.value_begin, f.value_end});
    out.unit = f.unit_begin < f.unit_end ? written({f.unit_begin, f.unit_end}) : "";
    out.dimension = unit->dimension, out.factor = unit->factor, out.offset = unit->offset;
    std::size_t end = f.end;
    while (end > begin && (text_[end - 1] == U' ' || text_[end - 1] == U')') && f.unit_end < end && f.value_end < end) --end;
    out.begin = signs_.begin[begin], out.end = signs_.end[end - 1];
    if (!out_.empty() && out.begin < out_.back().end) return;
    out.condition = condition_of(f, place, begin);
    done_ = std::max(done_, f.end);
    out_.push_back(std::move(out));
  }

  // Stated before, or in brackets before the comparison or behind the figure.
  std::string condition_of(const Figure& f, const Place& place, std::size_t begin) {
    std::string out;
    if (condition_end_ > 0 && condition_.begin < condition_.end) {
      const std::size_t until = std::max(begin, condition_end_);
      const auto gap = signs_.part(condition_end_, until);
      const bool next_clause = gap.size() < 24 && std::ranges::count_if(gap, [](char32_t c) { return ends_clause(c); }) <=
                                                      (gap.starts_with(U"，") || gap.starts_with(U",") ? 1 : 0);
      if (next_clause) out = written(clauses_.balanced(condition_));
      condition_end_ = 0;
    }
    const bool unit_there = f.unit_begin >= place.bracket.begin && f.unit_begin < place.bracket.end;
    if (!place.bracket.empty() && !unit_there && holds_figure(place.bracket)) out = written(place.bracket);
    std::size_t open = std::max(place.behind.end, f.end);
    while (signs_.at(open) == U' ') ++open;
    if (signs_.at(open) == U'(')
      if (const auto close = partner(open)) {
        side_end_ = *close;
        if (out.empty()) out = written({open + 1, *close});
      }
    return out;
  }
  bool holds_figure(Range range) const {
    return std::ranges::any_of(view(range), [](char32_t c) { return is_digit(c); });
  }

  std::string_view original_;
  const corpus::Units& units_;
  Signs signs_;
  std::u32string_view text_;
  std::vector<Figure> figures_;
  Clauses clauses_;
  std::vector<StatedIndicator> out_;
  std::vector<UnreadFigure> unread_;
  std::size_t done_ = 0;      // figures before are taken
  std::size_t side_end_ = 0;  // brackets behind the last indicator
  Range condition_;
  std::size_t condition_end_ = 0;   // 0: none waits
  std::size_t condition_stop_ = 0;  // no name reaches back across it
  Range carried_;                   // a name from before an old level or a condition
  std::size_t carried_for_ = 0;
  Range aged_;                      // the name of the last indicator that holds at an age, where it ends, what it measures
  std::size_t aged_end_ = 0;
  std::string aged_dimension_;
  std::size_t aged_for_ = kNoFigure, aged_again_for_ = kNoFigure;  // the figure that holds at an age; the one whose name stands before another
  bool carried_over_verb_ = false;  // what stands before its figure leads to it and is no name
};

// Behind the first sentence that ends kPiece bytes from `from` or later. A piece takes some forty times its bytes while it is read, and
// once there are kMostIndicators the rest is not looked at; nothing that belongs together is parted but for brackets that hold sentences.
std::size_t end_of_piece(std::string_view text, std::size_t from) {
  static constexpr std::string_view kStop = "。";
  for (std::size_t i = from + kPiece; i < text.size(); ++i) {
    if (text[i] == '\n') return i + 1;
    if (text.substr(i).starts_with(kStop)) return i + kStop.size();
  }
  return text.size();
}

}  // namespace

std::vector<StatedIndicator> read_indicators(std::string_view text, const corpus::Units& units, std::vector<UnreadFigure>* unread) {
  std::vector<StatedIndicator> all;
  for (std::size_t from = 0; from < text.size() && all.size() < kMostIndicators;) {
    const std::size_t to = end_of_piece(text, from);
    const auto offset = static_cast<std::uint32_t>(from);
    Reading reading(text.substr(from, to - from), units);
    for (StatedIndicator& one : reading.run(kMostIndicators - all.size())) {
      one.begin += offset, one.end += offset;
      all.push_back(std::move(one));
    }
    if (unread != nullptr)
      for (UnreadFigure& one : reading.unread()) {
        if (unread->size() >= kMostIndicators) break;
        one.begin += offset, one.end += offset;
        unread->push_back(std::move(one));
      }
    from = to;
  }
  return all;
}

}  // namespace indexer::text
