// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over the signs. Letters with their digits (GB/T, H5N1, D50, PM2.5) are walked over whole, so that no figure begins inside a name; where a figure
// begins it is read with its range or tolerance, and what stands behind it says whether it was sound.
#include "indexer/text/quantity.h"

#include <algorithm>
#include <array>
#include <optional>

#include "indexer/text/figure_part.h"
#include "indexer/text/figure_reader.h"
#include "indexer/text/number.h"

namespace indexer::text {
namespace {

// What numbers a standard or a version; the number behind is no figure.
constexpr std::array<std::u32string_view, 22> kNumbered = {U"GB",   U"GB/T", U"ISO",  U"IEC",   U"IEEE",   U"HJ",   U"JB/T", U"NB/T",
                                                           U"YY/T", U"YY",   U"QB/T", U"HG/T",  U"SH/T",   U"DL/T", U"ASTM", U"DIN",
                                                           U"EN",   U"JIS",  U"No",   U"Wi-Fi", U"Python", U"CJ/T"};
constexpr std::u32string_view kCluster = U".,:×*/-~+±?■□^%°′″∶_#=\uFFFD";

class Walk {
 public:
  Walk(const Signs& signs, const corpus::Units& units) : signs_(signs), text_(signs.all()), units_(units) {}

  std::vector<Figure> run() {
    while (at_ < text_.size()) {
      const char32_t c = text_[at_];
      if (is_latin_letter(c)) {
        if (!unit_first()) name();
      } else if (is_digit(c) || c == U'±' || is_minus(at_) || is_plus(at_) || (c == U'零' && behind_sign(signs_, at_) > at_)) {
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
  std::size_t spaces(std::size_t i) const { return behind_spaces(signs_, i); }
  bool is_minus(std::size_t i) const {
    if (sign(i) != U'-' && sign(i) != U'–') return false;
    const char32_t c = before(i);
    return is_digit(sign(spaces(i + 1))) && !is_digit(c) && !is_latin_letter(c) && c != U'-' && c != U'_' && c != U'.' && spaces(i + 1) <= i + 2;
  }

  // +5～+40 ℃; what stands behind a figure, a letter or a bracket adds, or is of a name.
  bool is_plus(std::size_t i) const {
    if (sign(i) != U'+' || behind_sign(signs_, i) > i + 2 || behind_sign(signs_, i) == i) return false;
    while (i > 0 && text_[i - 1] == U' ') --i;
    const char32_t c = before(i);
    return !is_digit(c) && !is_latin_letter(c) && !is_superscript(c) && (c == U'\0' || !contains(U"+-_.)]%‰°′″℃℉", c));
  }

  // The 5 of BOD5 is its name where no unit and no range makes it a figure: BOD5≤10 mg/L, BOD5去除率; not BOD 5 mg/L.
  bool is_index(std::u32string_view word, std::size_t at) const {
    if (word != U"BOD" || sign(at) != U'5') return false;
    const char32_t c = sign(at + 1);
    if (is_digit(c) || (c == U'.' && is_digit(sign(at + 2)))) return false;
    if (c != U'\0' && contains(U"~∼〜-–—至", c) && is_digit(sign(spaces(at + 2)))) return false;
    return !read_unit(text_, spaces(at + 1), units_);
  }

  // GB/T 4754, LiFePO4, PM2.5, tanδ: walked over with the number that belongs to it.
  void name() {
    const std::size_t begin = at_;
    const auto part = [&](char32_t c) { return is_latin_letter(c) || is_digit(c) || (c >= U'₀' && c <= U'₉'); };
    std::size_t letters = at_;
    while (is_latin_letter(sign(letters))) ++letters;
    const std::u32string_view word = text_.substr(begin, letters - begin);
    if (is_symbol(word) && (is_digit(sign(letters)) || is_minus(letters)) && !is_index(word, letters)) {
      at_ = letters;
      return;
    }
    while (at_ < text_.size()) {
      if (part(text_[at_]))
        ++at_;
      else if (contains(U"-./_+&·", text_[at_]) && part(sign(at_ + 1)))
        at_ += 2;
      else
        break;
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
    figure(number, UnitBefore{at_, *unit});
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
      if (!out_.empty() && out_.back().begin == begin && (!out_.back().sound || out_.back().loose)) {
        const bool half_of_it = !out_.back().meanings.empty();  // 五吨半载, 一米八: what goes on behind the unit is no figure either
        at_ = half_of_it ? out_.back().end : std::max(number->end, begin + 1);
        while (half_of_it && is_numeral(sign(at_))) ++at_;
        out_.pop_back();
      }
    } else {
      at_ = std::max(number->end, begin + 1);
    }
  }

  void skip_cluster() {
    while (at_ < text_.size()) {
      const char32_t c = text_[at_];
      if (is_digit(c) || is_latin_letter(c) || is_superscript(c))
        ++at_;
      else if (contains(kCluster, c) && (c != U':' || is_digit(sign(at_ + 1))))
        ++at_;
      else if (c == U' ' && contains(U"×*+/", before(at_)) && is_digit(sign(at_ + 1)))
        ++at_;
      else if (c == U' ' && contains(U"×*", sign(at_ + 1)) && is_digit(sign(spaces(at_ + 2))))
        at_ += 2;
      else
        break;
    }
  }

  void figure(std::size_t at, const std::optional<UnitBefore>& unit) {
    auto f = read_figure(signs_, units_, at, unit);
    if (!f) {
      ++at_;
      return;
    }
    at_ = std::max(f->end, at_ + 1);
    if (!f->sound) {
      skip_cluster();
      f->end = std::max(f->end, at_);
    }
    out_.push_back(std::move(*f));
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
