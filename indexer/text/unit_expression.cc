// SPDX-License-Identifier: GPL-3.0-or-later
// unit = [万] term {· term} [/ ( "(" term {· term} ")" | term {· term} ) …]. What stands behind the first slash is below the line, all of it: W/m·K is meant
// as W/(m·K). Dimensions above and below are looked up as lists, never cancelled: mm/m is a slope and mg/kg a share, though both are pure numbers.
#include "indexer/text/unit_expression.h"

#include <algorithm>
#include <cmath>

#include "indexer/text/number.h"
#include "indexer/text/signs.h"

namespace indexer::text {
namespace {

using corpus::UnitMeaning;
using corpus::UnitPlace;

constexpr std::size_t kMostTerms = 6;

Meaning with_factor(const UnitMeaning& one, double factor) { return {one.dimension, factor, one.offset, one.cue, one.place}; }

struct Multiplier {
  std::u32string_view word;
  double factor;
};
constexpr Multiplier kMultipliers[] = {{U"万亿", 1e12}, {U"千万", 1e7}, {U"百万", 1e6}, {U"十万", 1e5},
                                       {U"亿", 1e8},    {U"万", 1e4},   {U"千", 1e3},   {U"百", 1e2}};

class Expression {
 public:
  Expression(std::u32string_view text, std::size_t at, const corpus::Units& units) : text_(text), at_(at), units_(units) {}

  std::optional<UnitReading> read() {
    const std::size_t begin = at_;
    if (sign(at_) != U'/' && !single()) {
      if (!multiplied()) return std::nullopt;
    }
    while (is_dot(sign(at_))) {
      ++at_;
      if (!term(1)) return std::nullopt;
    }
    if (sign(at_) != U'/' && sign(at_) != U'每') return at_ == begin ? std::nullopt : finish();
    const Expression above = *this;
    bool whole = true;
    while (whole && (sign(at_) == U'/' || sign(at_) == U'每')) {
      ++at_;
      whole = below();
    }
    if (auto reading = whole ? finish() : std::nullopt) return reading;
    // 12 V/24 V: the slash parts two figures.
    if (above.at_ > begin && sign(above.at_) == U'/' && is_digit(sign(above.at_ + 1))) return above.finish();
    return std::nullopt;
  }

 private:
  char32_t sign(std::size_t i) const { return i < text_.size() ? text_[i] : U'\0'; }

  bool is_dot(char32_t c) const {
    if (c == U'·' || c == U'*')
      return is_latin_letter(sign(at_ + 1)) || is_hanzi(sign(at_ + 1)) || sign(at_ + 1) == U'℃' || (below_line_ && is_digit(sign(at_ + 1)));
    return c == U'.' && is_latin_letter(sign(at_ + 1)) && is_latin_letter(sign(at_ - 1));
  }

  bool single() { return term(1); }

  // 万吨, 亿/g; 万 with nothing behind it belongs to the figure.
  bool multiplied() {
    for (const Multiplier& one : kMultipliers) {
      if (!text_.substr(at_).starts_with(one.word)) continue;
      const std::size_t back = at_;
      at_ += one.word.size();
      if (sign(at_) == U' ') ++at_;
      factor_ *= one.factor;
      if (sign(at_) == U'/' || term(1)) {
        if (above_.empty()) above_.push_back("count");  // 2.0亿/g
        return true;
      }
      factor_ /= one.factor;
      at_ = back;
    }
    return false;
  }

  bool below() {
    below_line_ = true;
    const bool bracket = sign(at_) == U'(';
    if (bracket) ++at_;
    if (!coefficient() || !term(-1)) return false;
    while (is_dot(sign(at_)) || (bracket && sign(at_) == U'/')) {
      ++at_;
      if (!coefficient() || !term(-1)) return false;
    }
    if (!bracket) return true;
    if (sign(at_) != U')') return false;
    ++at_;
    return true;
  }

  // /100mL, /百万次
  bool coefficient() {
    if (is_digit(sign(at_))) {
      const auto number = read_number(text_, at_);
      if (!number || !number->sound || number->value <= 0 || number->more) return false;
      factor_ /= number->value;
      at_ = number->end;
      if (sign(at_) == U' ') ++at_;
      return true;
    }
    if (units_.longest(text_.substr(at_)).length > 0) return true;
    for (const Multiplier& one : kMultipliers) {
      if (!text_.substr(at_).starts_with(one.word)) continue;
      factor_ /= one.factor;
      at_ += one.word.size();
      return true;
    }
    return true;
  }

  bool term(int side) {
    if (++terms_ > kMostTerms) return false;
    const auto found = units_.longest(text_.substr(std::min(at_, text_.size())));
    if (found.length == 0) return false;
    const UnitMeaning* meaning = nullptr;
    for (const UnitMeaning& one : found.meanings)
      if ((one.place != UnitPlace::per || side < 0 || terms_ > 1) && one.place != UnitPlace::before && (meaning == nullptr || one.cue.empty()))
        meaning = &one;
    if (meaning == nullptr) return false;
    const std::u32string_view written = text_.substr(at_, found.length);
    at_ += found.length;
    const int power = exponent(written) * side;
    if (power == 0) return false;
    if (terms_ == 1 && power == 1) single_ = found.meanings, multiplier_ = factor_;
    factor_ *= std::pow(meaning->factor, power);
    add(meaning->dimension, power);
    return true;
  }

  // m², m^2, m2, s⁻¹, s^-1, h-1; 0 where it cannot be told.
  int exponent(std::u32string_view written) {
    const std::size_t begin = at_;
    int sign_of = 1, value = 0;
    std::size_t i = at_;
    if (is_superscript(sign(i))) {
      if (from_superscript(sign(i)) == U'-') sign_of = -1, ++i;
      for (; is_superscript(sign(i)) && value < 10; ++i) value = value * 10 + static_cast<int>(from_superscript(sign(i)) - U'0');
    } else if (sign(i) == U'^') {
      ++i;
      if (sign(i) == U'-' || sign(i) == U'–') sign_of = -1, ++i;
      for (; is_digit(sign(i)) && value < 10; ++i) value = value * 10 + static_cast<int>(sign(i) - U'0');
    } else if ((sign(i) == U'2' || sign(i) == U'3') && !is_digit(sign(i + 1)) && sign(i + 1) != U'.' && is_length(written)) {
      value = static_cast<int>(sign(i++) - U'0');
    } else if (sign(i) == U'-' && is_digit(sign(i + 1)) && sign(i + 1) < U'4' && !is_digit(sign(i + 2)) && !is_latin_letter(sign(i + 2)) &&
               sign(i + 2) != U'.' && is_sinking(written)) {
      sign_of = -1, value = static_cast<int>(sign(i + 1) - U'0'), i += 2;
    } else {
      return 1;
    }
    if (value < 1 || value > 4) return at_ = begin, 0;
    at_ = i;
    return sign_of * value;
  }

  static bool is_length(std::u32string_view w) { return w == U"m" || w == U"cm" || w == U"mm" || w == U"dm" || w == U"km" || w == U"μm" || w == U"nm"; }
  static bool is_sinking(std::u32string_view w) { return w == U"h" || w == U"s" || w == U"min" || w == U"d" || w == U"cm" || w == U"K"; }

  void add(std::string_view dimension, int power) {
    auto& side = power > 0 ? above_ : below_;
    const int times = std::abs(power);
    if (dimension == "length" && times == 2) return side.push_back("area");
    if (dimension == "length" && times == 3) return side.push_back("volume");
    side.insert(side.end(), static_cast<std::size_t>(times), dimension);
  }

  std::optional<UnitReading> finish() const {
    UnitReading reading{at_, {}};
    if (!single_.empty() && terms_ == 1 && below_.empty()) {
      for (const UnitMeaning& one : single_) {
        if (one.place == UnitPlace::per || one.place == UnitPlace::before) continue;
        reading.meanings.push_back(with_factor(one, one.factor * multiplier_));
      }
    } else {
      // 台/套/年 counts per time: what is counted below adds nothing.
      std::vector<std::string_view> below = below_;
      if (std::ranges::find(above_, "count") != above_.end() && below.size() > 1) std::erase(below, "count");
      if (above_.size() == 1 && below.empty()) {
        reading.meanings.push_back({above_.front(), factor_});
      } else {
        for (const UnitMeaning& one : units_.compound(above_, std::move(below))) reading.meanings.push_back(with_factor(one, factor_));
      }
    }
    if (reading.meanings.empty()) return std::nullopt;
    return reading;
  }

  std::u32string_view text_;
  std::size_t at_;
  const corpus::Units& units_;
  std::span<const UnitMeaning> single_;
  std::vector<std::string_view> above_, below_;
  double factor_ = 1, multiplier_ = 1;
  std::size_t terms_ = 0;
  bool below_line_ = false;
};

}  // namespace

std::optional<UnitReading> read_unit(std::u32string_view text, std::size_t at, const corpus::Units& units) {
  if (at >= text.size()) return std::nullopt;
  return Expression(text, at, units).read();
}

std::optional<UnitReading> read_unit_before(std::u32string_view text, std::size_t at, const corpus::Units& units) {
  if (at >= text.size()) return std::nullopt;
  const auto found = units.longest(text.substr(at));
  UnitReading reading{at + found.length, {}};
  for (const UnitMeaning& one : found.meanings)
    if (one.place == UnitPlace::before || one.place == UnitPlace::around) reading.meanings.push_back(with_factor(one, one.factor));
  if (reading.meanings.empty()) return std::nullopt;
  return reading;
}

const Meaning* meaning_for(std::span<const Meaning> meanings, std::string_view name) {
  for (const Meaning& one : meanings) {
    if (one.cue.empty()) return &one;
    for (const std::string& cue : one.cue)
      if (name.find(cue) != std::string_view::npos) return &one;
  }
  return nullptr;
}

}  // namespace indexer::text
