// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/figure_reader.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "indexer/text/figure_part.h"
#include "indexer/text/number.h"
#include "indexer/text/tolerance.h"
#include "indexer/text/word_list.h"

namespace indexer::text {
namespace {

constexpr std::array<std::u32string_view, 14> kSymbols = {U"pH", U"PH", U"ph", U"Ra", U"Rz", U"Ry", U"Rmax", U"COD", U"BOD", U"TN", U"TP", U"SS", U"φ", U"Φ"};
constexpr std::u32string_view kRangeSigns = U"~∼〜-–—―";

class Reader {
 public:
  Reader(const Signs& signs, const corpus::Units& units) : signs_(signs), text_(signs.all()), units_(units) {}

  std::optional<Figure> read(std::size_t at, const std::optional<UnitBefore>& unit) const {
    Figure f;
    f.begin = unit ? unit->begin : at;
    bool sound = !follows_a_name(f.begin);
    const bool plus_minus = sign(at) == U'±';
    auto first = part(plus_minus ? spaces(at + 1) : at, sound);
    if (!first) return std::nullopt;
    Part last = *first;
    f.low = f.high = first->value;
    f.chinese = first->chinese, f.fraction = first->fraction;
    if (first->more) f.shape = FigureShape::more;
    if (plus_minus) {
      f.shape = FigureShape::tolerance;
      f.low = -first->value;
    } else if (sound) {
      sound = goes_on(f, *first, last) && !(f.shape == FigureShape::single && adds(at));
    }
    f.value_begin = plus_minus ? at : first->begin;
    f.value_end = last.end;
    f.end = std::max(f.end, last.stop());
    f.meanings = last.meanings;
    f.unit_begin = last.unit_begin, f.unit_end = last.unit_end;
    if (unit) {
      sound = sound && f.meanings.empty();
      f.meanings = unit->reading.meanings, f.unit_begin = unit->begin, f.unit_end = unit->reading.end;
    }
    if (f.meanings.empty() || (f.share && !unit)) unit_in_brackets(f);
    if (!plus_minus && f.low > f.high) sound = false;
    f.sound = sound && ends_well(f);
    if (f.shape == FigureShape::more && f.meanings.empty()) f.sound = false;
    return f;
  }

 private:
  using Part = FigurePart;

  char32_t sign(std::size_t i) const { return signs_.at(i); }
  char32_t before(std::size_t i) const { return i == 0 ? U'\0' : text_[i - 1]; }
  std::size_t spaces(std::size_t i) const { return behind_spaces(signs_, i); }

  std::optional<Part> part(std::size_t at, bool& sound) const { return read_part(signs_, units_, at, sound); }

  bool follows_a_name(std::size_t begin) const {
    const char32_t c = before(begin);
    if (is_latin_letter(c)) {
      std::size_t from = begin;
      while (from > 0 && begin - from < 6 && is_latin_letter(text_[from - 1])) --from;
      return !is_symbol(text_.substr(from, begin - from));
    }
    if (c == U'-' || c == U'–') return begin >= 2 && (is_latin_letter(text_[begin - 2]) || is_digit(text_[begin - 2]));
    return is_digit(c) || contains(U"./_#×*?■□^第\uFFFD", c) || is_superscript(c);
  }

  // 环境温度+5 ℃ is so much above it. Of a range, +5～+40 ℃, the sign is a sign, and so it is behind a mark or a word that leads to a figure.
  bool adds(std::size_t at) const {
    if (sign(at) != U'+') return false;
    while (at > 0 && text_[at - 1] == U' ') --at;
    return is_hanzi(before(at)) && !contains(U"为是达到至在于约和", before(at));
  }

  // Range, tolerance or list behind the first figure. Returns false where what follows contradicts it.
  bool goes_on(Figure& f, const Part& first, Part& last) const {
    bool sound = true;
    std::size_t at = spaces(first.stop());
    const char32_t c = sign(at);
    if (c == U'±' || (c == U'+' && sign(at + 1) == U'/' && sign(at + 2) == U'-')) return tolerance(f, first, last, spaces(at + (c == U'±' ? 1 : 3)));
    const bool in_words = c == U'至' || c == U'到';
    const bool dash = !in_words && c != U'\0' && contains(kRangeSigns, c) && !(c == U'—' && sign(at + 1) == U'—');
    const bool pair = (c == U'与' || c == U'和') && is_between(at);
    const bool long_dash = c == U'—' && sign(at + 1) == U'—';
    if (in_words || dash || pair || long_dash) {
      const std::size_t second = spaces(at + (long_dash ? 2 : 1));
      const bool begins = is_digit(sign(second)) || behind_sign(signs_, second) > second || (first.chinese && is_numeral(sign(second)));
      if (!begins) return !(in_words && is_bound_in_words(second));
      auto to = part(second, sound);
      if (long_dash && !(to && sound && one_dimension(first, *to))) return true;  // a dash of the sentence
      if (!to || !sound || first.more || first.fraction || to->more || to->fraction) return take(last, to, false);
      return range(f, first, *to) && take(last, to, f.low < f.high);  // 20~10 μm is one figure, and no sound one
    }
    if ((c == U'/' || c == U'、' || c == U'或') && is_digit(sign(spaces(at + 1)))) return !first.fraction && list(f, first, last, at);
    return true;
  }

  // -40 ℃至室温: the other bound is a word.
  bool is_bound_in_words(std::size_t at) const {
    static const WordList kBoundWords({U"室温", U"常温", U"高温", U"常压", U"真空", U"环境", U"大气压", U"沸点", U"沸腾", U"熔点", U"无穷"});
    return kBoundWords.at_begin_of(signs_.part(at, at + 4)) != nullptr;
  }

  static bool one_dimension(const Part& first, const Part& to) { return !first.meanings.empty() && !to.meanings.empty() && ratio_of(first, to).has_value(); }

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
    // 3万～18万吨/年: the second 万 is of the unit, and so is the first, which was taken for a number.
    const char32_t myriad = before(first.end);
    if (first.meanings.empty() && !to.meanings.empty() && (myriad == U'万' || myriad == U'亿') && sign(to.unit_begin) == myriad)
      f.low /= myriad == U'万' ? 1e4 : 1e8;
    return true;
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

  bool tolerance(Figure& f, const Part& first, Part& last, std::size_t at) const {
    bool sound = true;
    const auto by = read_spread(signs_, units_, at, sound);
    if (!by) return false;
    last = *by;
    if (!sound || first.more || by->more || by->value < 0) return false;
    f.shape = FigureShape::tolerance;
    const auto share = share_of(*by);
    const bool unit_first = share && by->unit_begin == by->begin;
    double spread = by->value;
    if (first.meanings.empty()) {
      f.low -= spread, f.high += spread;
      if (share) f.share = {first.value, *share};
      return !unit_first && (!share || unit_behind_share(f, last));
    }
    if (const auto scale = ratio_of(first, *by)) {
      if (unit_first) return false;  // 90%±百分之二
      f.low = f.high = first.value * *scale;
    } else if (share && !is_of_something_else(signs_, by->stop())) {  // 220 V±10%
      spread = std::abs(first.value) * *share;
      last.end = by->stop();  // without its % it would be 10 V
      last.meanings = first.meanings, last.unit_begin = first.unit_begin, last.unit_end = first.unit_end;
    } else {
      return false;
    }
    f.low -= spread, f.high += spread;
    return true;
  }

  // 380±10% V. False where what stands behind the % leaves open what it is a share of.
  bool unit_behind_share(Figure& f, Part& last) const {
    const std::size_t stop = last.stop(), at = spaces(stop);
    const auto unit = read_unit(text_, at, units_);
    if (!unit || !is_of_the_figure(f, unit->meanings, signs_.part(at, unit->end))) return !is_of_something_else(signs_, stop);
    if (!closes_figure(signs_, unit->end)) return false;
    spread_by_share(f);
    last.end = stop;
    last.meanings = unit->meanings, last.unit_begin = at, last.unit_end = unit->end;
    return true;
  }

  // 12 V/24 V/220, 380V、660V、1140V: figures of one unit, the last of which carries it.
  bool list(Figure& f, const Part& first, Part& last, std::size_t at) const {
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
  void unit_in_brackets(Figure& f) const {
    const std::size_t open = spaces(f.end);
    if (sign(open) == U'(' && !is_digit(sign(open + 1)) && !f.share) {  // behind 50±5% it is a remark: (V/V)
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
    if (f.share) {  // 电压(V)380±10%
      if (!is_of_the_figure(f, unit->meanings, signs_.part(from + 1, unit->end))) return;
      spread_by_share(f);
    }
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
    if (c == U'±' || (c == U'半' && !is_word_of_half(signs_, f.end))) return false;
    const std::size_t next = spaces(f.end);
    if (sign(next) == U'+' && is_digit(sign(spaces(next + 1)))) return false;  // 2 cm + 1 ppm
    if (contains(U"×*", sign(next)) && is_digit(sign(spaces(next + 1)))) return false;
    if (next > f.end && sign(next) == U'.' && is_digit(sign(next + 1))) return false;  // 9 .2%
    if (f.meanings.empty()) {
      if (sign(next) == U'(' && is_digit(sign(next + 1))) return false;  // 5（8）mg/L: two figures
      if (is_latin_letter(sign(next)) || contains(U"%‰°℃℉", sign(next)) || sign(next) == U'米') return false;
      if (c == U'.' && !(sign(f.end + 1) == U' ' || sign(f.end + 1) == U'\n' || f.end + 1 >= text_.size())) return false;
      f.loose = is_hanzi(sign(next)) && !f.fraction;
      return true;
    }
    if (contains(U"级型版号代届", c)) return false;  // 10万吨级 is an order of magnitude
    if (f.chinese && c != U'半' && is_numeral(c) && goes_on_in_numerals(f)) return false;
    // 20轮 counts; 四轮转向 and 3轮冲刷 do not say how often.
    if (signs_.part(f.unit_begin, f.unit_end) == U"轮" && !closes_figure(signs_, f.end)) return false;
    // 4K video, not four kelvin.
    if (signs_.part(f.unit_begin, f.unit_end) == U"K" && f.unit_begin == f.value_end && f.high <= 16 && is_hanzi(c)) return false;
    const char32_t end = before(f.end);
    if (is_latin_letter(c) && (is_latin_letter(end) || is_superscript(end) || end == U'°' || end == U'℃')) return false;
    const bool composite = (is_digit(c) || (c == U' ' && is_digit(sign(next)))) && contains(U"年月时分°′天", end);
    return !composite;
  }

  // 一米八, 两小时三十分钟, 一斤二两: only half of it stands before. 检修周期两年一次 and 三吨两台 go on to something else.
  bool goes_on_in_numerals(const Figure& f) const {
    const auto next = read_number(text_, f.end);
    if (!next) return false;
    const auto unit = next->sound ? read_unit(text_, spaces(next->end), units_) : std::nullopt;
    if (!unit) return f.meanings.front().dimension != "time";
    return unit->meanings.front().dimension == f.meanings.front().dimension;
  }

  const Signs& signs_;
  std::u32string_view text_;
  const corpus::Units& units_;
};

}  // namespace

std::optional<Figure> read_figure(const Signs& signs, const corpus::Units& units, std::size_t at, const std::optional<UnitBefore>& unit) {
  return Reader(signs, units).read(at, unit);
}

bool is_symbol(std::u32string_view word) { return std::ranges::find(kSymbols, word) != kSymbols.end(); }

}  // namespace indexer::text
