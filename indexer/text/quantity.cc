// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over the signs. Letters with their digits (GB/T, H5N1, D50, PM2.5) are walked over whole, so that no figure begins inside a name; where a figure
// begins it is read with its range or tolerance, and what stands behind it says whether it was sound.
#include "indexer/text/quantity.h"

#include <algorithm>
#include <array>
#include <optional>

#include "indexer/text/number.h"
#include "indexer/text/unit_expression.h"

namespace indexer::text {
namespace {

// Symbols that a figure may follow without a space: pH7, Ra0.8. Other letters with digits are names.
constexpr std::array<std::u32string_view, 14> kSymbols = {U"pH", U"PH", U"ph", U"Ra", U"Rz", U"Ry", U"Rmax", U"COD", U"BOD", U"TN", U"TP", U"SS", U"φ", U"Φ"};
// What numbers a standard or a version; the number behind is no figure.
constexpr std::array<std::u32string_view, 22> kNumbered = {U"GB",   U"GB/T", U"ISO",  U"IEC",  U"IEEE", U"HJ",   U"JB/T", U"NB/T", U"YY/T", U"YY",    U"QB/T",
                                                          U"HG/T", U"SH/T", U"DL/T", U"ASTM", U"DIN",  U"EN",   U"JIS",  U"No",   U"Wi-Fi", U"Python", U"CJ/T"};
constexpr std::u32string_view kRangeSigns = U"~∼〜-–—―";
constexpr std::u32string_view kCluster = U".,:×*/-~+±?■□^%°′″∶_#=\uFFFD";

bool contains(std::u32string_view list, char32_t c) { return list.find(c) != std::u32string_view::npos; }

class Walk {
 public:
  Walk(const Signs& signs, const corpus::Units& units) : signs_(signs), text_(signs.all()), units_(units) {}

  std::vector<Figure> run() {
    while (at_ < text_.size()) {
      const char32_t c = text_[at_];
      if (is_latin_letter(c)) {
        if (!unit_first()) name();
      } else if (is_digit(c) || c == U'±' || is_minus(at_) || is_below_zero(at_)) {
        figure(at_, std::nullopt);
      } else if (is_numeral(c) || c == U'邵') {
        if (!unit_first()) chinese();
      } else {
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  char32_t sign(std::size_t i) const { return signs_.at(i); }
  char32_t before(std::size_t i) const { return i == 0 ? U'\0' : text_[i - 1]; }
  std::size_t spaces(std::size_t i) const {
    const std::size_t most = i + 3;
    while (i < most && sign(i) == U' ') ++i;
    return i;
  }
  bool is_minus(std::size_t i) const {
    if (sign(i) != U'-' && sign(i) != U'–') return false;
    const char32_t c = before(i);
    return is_digit(sign(spaces(i + 1))) && !is_digit(c) && !is_latin_letter(c) && c != U'-' && c != U'_' && c != U'.' && spaces(i + 1) <= i + 2;
  }
  bool is_below_zero(std::size_t i) const { return sign(i) == U'零' && sign(i + 1) == U'下' && is_digit(sign(spaces(i + 2))); }

  // GB/T 4754, LiFePO4, PM2.5, tanδ: walked over with the number that belongs to it.
  void name() {
    const std::size_t begin = at_;
    const auto part = [&](char32_t c) { return is_latin_letter(c) || is_digit(c) || (c >= U'₀' && c <= U'₉'); };
    std::size_t letters = at_;
    while (is_latin_letter(sign(letters))) ++letters;
    const std::u32string_view word = text_.substr(begin, letters - begin);
    const bool symbol = std::ranges::find(kSymbols, word) != kSymbols.end();
    if (symbol && (is_digit(sign(letters)) || is_minus(letters))) {
      at_ = letters;
      return;
    }
    while (at_ < text_.size()) {
      if (part(text_[at_])) ++at_;
      else if (contains(U"-./_+&·", text_[at_]) && part(sign(at_ + 1))) at_ += 2;
      else break;
    }
    const std::u32string_view whole = text_.substr(begin, at_ - begin);
    const std::size_t number = spaces(sign(at_) == U'.' ? at_ + 1 : at_);
    if (std::ranges::find(kNumbered, whole) != kNumbered.end() && is_digit(sign(number))) {
      at_ = number;
      skip_cluster();
    }
  }

  // HRC58-62, HV 600, 百分之七十, 邵A 60: the unit first.
  bool unit_first() {
    const auto unit = read_unit_before(text_, at_, units_);
    if (!unit) return false;
    const std::size_t number = spaces(unit->end);
    if (!is_digit(sign(number)) && !(unit->meanings.front().place == corpus::UnitPlace::before && is_numeral(sign(number)))) return false;
    if (is_latin_letter(before(at_))) return false;
    figure(number, UnitReading(*unit));
    return true;
  }

  void chinese() {
    const auto number = read_number(text_, at_);
    if (!number) {
      ++at_;
      return;
    }
    const std::size_t begin = at_;
    if (number->sound) {
      figure(at_, std::nullopt);
      // A numeral that no unit follows is part of a word (三元, 一体), not a damaged figure.
      if (!out_.empty() && out_.back().begin == begin && (!out_.back().sound || out_.back().loose)) out_.pop_back(), at_ = std::max(number->end, begin + 1);
    } else {
      at_ = std::max(number->end, begin + 1);
    }
  }

  void skip_cluster() {
    while (at_ < text_.size()) {
      const char32_t c = text_[at_];
      if (is_digit(c) || is_latin_letter(c) || is_superscript(c)) ++at_;
      else if (contains(kCluster, c) && (c != U':' || is_digit(sign(at_ + 1)))) ++at_;
      else if (c == U' ' && contains(U"×*+/", before(at_)) && is_digit(sign(at_ + 1))) ++at_;
      else if (c == U' ' && contains(U"×*", sign(at_ + 1)) && is_digit(sign(spaces(at_ + 2)))) at_ += 2;
      else break;
    }
  }

  // --- one figure ---

  struct Part {
    std::size_t begin = 0, end = 0;  // the number
    std::size_t unit_begin = 0, unit_end = 0;
    double value = 0;
    bool more = false, chinese = false, fraction = false;
    std::vector<corpus::UnitMeaning> meanings;
    std::size_t stop() const { return meanings.empty() ? end : unit_end; }
  };

  // A number with its sign and, if one follows, its unit. `sound` is left alone where all is well.
  std::optional<Part> part(std::size_t at, bool& sound) {
    Part out;
    out.begin = at;
    bool negative = false;
    if (is_below_zero(at)) negative = true, at = spaces(at + 2);
    else if ((sign(at) == U'-' || sign(at) == U'–') && is_digit(sign(spaces(at + 1)))) negative = true, at = spaces(at + 1);
    const auto number = read_number(text_, at);
    if (!number) return std::nullopt;
    sound = sound && number->sound;
    out.value = negative ? -number->value : number->value;
    out.end = number->end;
    out.more = number->more, out.chinese = number->chinese, out.fraction = number->fraction;
    if (!number->sound) return out;
    std::size_t u = spaces(out.end);
    if (auto unit = read_unit(text_, u, units_)) {
      out.unit_begin = u, out.unit_end = unit->end;
      out.meanings = std::move(unit->meanings);
      if (sign(out.unit_end) == U'半' && contains(U"年天时月倍", before(out.unit_end)) && !out.more) out.value += 0.5, sound = sound && out.chinese;
    } else if (sign(u) == U'万' || sign(u) == U'亿') {
      out.value *= sign(u) == U'万' ? 1e4 : 1e8;  // 二万, 2万 with no unit
      out.end = u + 1;
    }
    return out;
  }

  void figure(std::size_t at, std::optional<UnitReading> unit_before) {
    Figure f;
    f.begin = unit_before ? at_ : at;
    bool sound = !follows_a_name(f.begin);
    const bool plus_minus = sign(at) == U'±';
    auto first = part(plus_minus ? spaces(at + 1) : at, sound);
    if (!first) {
      ++at_;
      return;
    }
    Part last = *first;
    f.low = f.high = first->value;
    f.chinese = first->chinese, f.fraction = first->fraction;
    if (first->more) f.shape = FigureShape::more;
    if (plus_minus) {
      f.shape = FigureShape::tolerance;
      f.low = -first->value;
    } else if (sound) {
      sound = goes_on(f, *first, last);
    }
    f.value_begin = plus_minus ? at : first->begin;
    f.value_end = last.end;
    f.end = std::max(f.end, last.stop());
    f.meanings = last.meanings;
    f.unit_begin = last.unit_begin, f.unit_end = last.unit_end;
    if (unit_before) {
      sound = sound && f.meanings.empty();
      f.meanings = unit_before->meanings;
      f.unit_begin = at_, f.unit_end = unit_before->end;
    }
    if (f.meanings.empty()) unit_in_brackets(f);
    if (!plus_minus && f.low > f.high) sound = false;
    f.sound = sound && ends_well(f);
    if (f.shape == FigureShape::more && f.meanings.empty()) f.sound = false;
    at_ = std::max(f.end, at_ + 1);
    if (!f.sound) {
      skip_cluster();
      f.end = std::max(f.end, at_);
    }
    out_.push_back(std::move(f));
  }

  bool follows_a_name(std::size_t begin) const {
    const char32_t c = before(begin);
    if (is_latin_letter(c)) {
      std::size_t from = begin;
      while (from > 0 && begin - from < 6 && is_latin_letter(text_[from - 1])) --from;
      return std::ranges::find(kSymbols, text_.substr(from, begin - from)) == kSymbols.end();
    }
    if (c == U'-' || c == U'–') return begin >= 2 && (is_latin_letter(text_[begin - 2]) || is_digit(text_[begin - 2]));
    return is_digit(c) || contains(U"./_#×*?■□^第\uFFFD", c) || is_superscript(c);
  }

  // Range, tolerance or list behind the first figure. Returns false where what follows contradicts it.
  bool goes_on(Figure& f, const Part& first, Part& last) {
    bool sound = true;
    std::size_t at = spaces(first.stop());
    const char32_t c = sign(at);
    if (c == U'±' || (c == U'+' && sign(at + 1) == U'/' && sign(at + 2) == U'-')) return tolerance(f, first, last, spaces(at + (c == U'±' ? 1 : 3)));
    const bool in_words = c == U'至' || c == U'到';
    const bool dash = !in_words && c != U'\0' && contains(kRangeSigns, c) && !(c == U'—' && sign(at + 1) == U'—');
    const bool pair = (c == U'与' || c == U'和') && is_between(at);
    if (in_words || dash || pair) {
      const std::size_t second = spaces(at + 1);
      const bool begins = is_digit(sign(second)) || ((sign(second) == U'-' || sign(second) == U'–') && is_digit(sign(second + 1))) || (first.chinese && is_numeral(sign(second)));
      if (!begins) return true;
      auto to = part(second, sound);
      if (!to || !sound || first.more || to->more || to->fraction) return take(last, to, false);
      return range(f, first, *to) && take(last, to, true);
    }
    if ((c == U'/' || c == U'、' || c == U'或') && is_digit(sign(spaces(at + 1)))) return list(f, first, last, at);
    return true;
  }

  static bool take(Part& last, const std::optional<Part>& to, bool sound) {
    if (to) last = *to;
    return sound;
  }

  // 25与30 ℃之间
  bool is_between(std::size_t at) const {
    const auto window = signs_.part(at, at + 16);
    return window.find(U"之间") != std::u32string_view::npos || window.find(U"间") != std::u32string_view::npos;
  }

  bool range(Figure& f, const Part& first, const Part& to) const {
    f.shape = FigureShape::range;
    f.high = to.value;
    if (to.meanings.empty() && !first.meanings.empty()) return false;
    const auto scale = ratio_of(first, to);
    if (!scale) return false;
    f.low = first.value * *scale;
    return f.low < f.high;
  }

  // What a figure in the first one's unit is multiplied with for the second one's; nullopt where they are not of one dimension. None on the first: 1.
  static std::optional<double> ratio_of(const Part& first, const Part& to) {
    if (first.meanings.empty()) return 1;
    if (to.meanings.empty()) return std::nullopt;
    for (const auto& a : first.meanings)
      for (const auto& b : to.meanings) {
        if (a.dimension == b.dimension && a.offset == b.offset) return a.factor == b.factor ? 1 : a.factor / b.factor;
        if (a.dimension == "ratio" && a.factor == b.factor && (b.dimension == "relative_humidity" || b.dimension == "mass_fraction")) return 1;
      }
    return std::nullopt;
  }

  bool tolerance(Figure& f, const Part& first, Part& last, std::size_t at) {
    bool sound = true;
    const auto by = part(at, sound);
    if (!by) return false;
    last = *by;
    if (!sound || first.more || by->more || by->value < 0) return false;
    f.shape = FigureShape::tolerance;
    double spread = by->value;
    if (!first.meanings.empty()) {
      if (by->meanings.empty()) return false;
      if (const auto scale = ratio_of(first, *by)) {
        f.low = f.high = first.value * *scale;
      } else if (by->meanings.back().dimension == "ratio") {  // 220 V±10%
        spread = std::abs(first.value) * by->value * by->meanings.back().factor;
        f.end = last.stop();
        last.meanings = first.meanings, last.unit_begin = first.unit_begin, last.unit_end = first.unit_end;
      } else {
        return false;
      }
    }
    f.low -= spread, f.high += spread;
    return true;
  }

  // 12 V/24 V/220, 380V、660V、1140V: figures of one unit, the last of which carries it.
  bool list(Figure& f, const Part& first, Part& last, std::size_t at) {
    const char32_t mark = sign(at);
    std::vector<Part> parts = {first};
    std::size_t stop = first.stop();
    for (std::size_t next = at; sign(next) == mark && parts.size() < 20; next = spaces(stop)) {
      bool sound = true;
      const auto one = part(spaces(next + 1), sound);
      if (!one || !sound || one->chinese || one->more) return mark == U'、';
      if (mark != U'/' && one->meanings.empty() && sign(spaces(one->stop())) != mark) break;
      parts.push_back(*one);
      stop = one->stop();
    }
    const bool one_unit = std::ranges::all_of(parts, [&](const Part& p) { return p.meanings.empty() || ratio_of(p, parts.back()) == 1.0; });
    if (parts.size() < 2 || parts.back().meanings.empty() || !one_unit) return mark != U'/';
    last = parts.back();
    f.shape = FigureShape::list;
    return true;
  }

  // 58-62（HRC）, and 卷曲数(个/25mm)12 where the brackets stand before.
  void unit_in_brackets(Figure& f) {
    const std::size_t open = spaces(f.end);
    if (sign(open) == U'(' && !is_digit(sign(open + 1))) {
      const auto unit = read_unit(text_, open + 1, units_);
      if (unit && sign(unit->end) == U')') {
        f.meanings = unit->meanings;
        f.unit_begin = open + 1, f.unit_end = unit->end;
        f.end = unit->end + 1;
        return;
      }
    }
    std::size_t close = f.begin;
    while (close > 0 && f.begin - close < 8 && contains(U" :=≥≤><≈±~为达到于不低高大小超过是", text_[close - 1])) --close;
    if (close == 0 || text_[close - 1] != U')') return;
    std::size_t from = close - 1, depth = 0;
    while (from > 0 && close - from < 24) {
      --from;
      if (text_[from] == U')') ++depth;
      if (text_[from] == U'(' && depth-- == 0) break;
    }
    if (text_[from] != U'(' || is_digit(sign(from + 1))) return;
    const auto unit = read_unit(text_, from + 1, units_);
    if (!unit || unit->end != close - 1) return;
    f.meanings = unit->meanings;
    f.unit_begin = from + 1, f.unit_end = unit->end;
  }

  // Whether what stands right behind leaves the figure whole.
  bool ends_well(Figure& f) const {
    const char32_t c = sign(f.end);
    if (contains(U"×*?■□#_^\uFFFD", c) && c != U'\0') return false;
    if (c == U'+' || is_superscript(c) || is_digit(c) || c == U'/') return false;
    if ((c == U':' || c == U'∶') && is_digit(sign(spaces(f.end + 1)))) return false;
    if (contains(U"~∼〜", c) && c != U'\0') return false;
    if ((c == U'-' || c == U'–') && (is_digit(sign(f.end + 1)) || is_latin_letter(sign(f.end + 1)) || f.meanings.empty())) return false;
    if (c == U'±') return false;
    const std::size_t next = spaces(f.end);
    if (contains(U"×*", sign(next)) && is_digit(sign(spaces(next + 1)))) return false;
    if (f.meanings.empty()) {
      if (sign(next) == U'(' && is_digit(sign(next + 1))) return false;  // 5（8）mg/L: two figures
      if (is_latin_letter(sign(next)) || contains(U"%‰°℃℉", sign(next)) || sign(next) == U'米') return false;
      if (c == U'.' && !(sign(f.end + 1) == U' ' || sign(f.end + 1) == U'\n' || f.end + 1 >= text_.size())) return false;
      f.loose = is_hanzi(sign(next)) && !f.fraction;
      return true;
    }
    if (contains(U"级型版号代届", c)) return false;  // 10万吨级 is an order of magnitude
    // 4K video, not four kelvin.
    if (signs_.part(f.unit_begin, f.unit_end) == U"K" && f.unit_begin == f.value_end && f.high <= 16 && is_hanzi(c)) return false;
    const char32_t end = before(f.end);
    if (is_latin_letter(c) && (is_latin_letter(end) || is_superscript(end) || end == U'°' || end == U'℃')) return false;
    const bool composite = (is_digit(c) || (c == U' ' && is_digit(sign(next)))) && contains(U"年月时分°′天", end);
    return !composite;
  }

  const Signs& signs_;
  std::u32string_view text_;
  const corpus::Units& units_;
  std::size_t at_ = 0;
  std::vector<Figure> out_;
};

}  // namespace

std::vector<Figure> find_figures(const Signs& signs, const corpus::Units& units) { return Walk(signs, units).run(); }

}  // namespace indexer::text
