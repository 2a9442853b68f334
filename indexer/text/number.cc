// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/number.h"

#include <charconv>
#include <cmath>
#include <string>

#include "indexer/text/signs.h"

namespace indexer::text {
namespace {

constexpr std::size_t kMostDigits = 18;  // what is longer is an identity number

char32_t sign_at(std::u32string_view text, std::size_t i) { return i < text.size() ? text[i] : U'\0'; }

std::size_t digits_end(std::u32string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// --- Arabic digits ---

class Arabic {
 public:
  Arabic(std::u32string_view text, std::size_t at) : text_(text), at_(at) {}

  Number read() {
    whole();
    if (out_.sound) decimals();
    if (out_.sound) exponent();
    if (digits_.size() > kMostDigits + 20) out_.sound = false;
    out_.end = at_;
    if (!out_.sound) return out_;
    const std::string written = digits_ + (exponent_.empty() ? "" : "e" + exponent_);
    const auto [stop, error] = std::from_chars(written.data(), written.data() + written.size(), out_.value);
    if (error != std::errc() || stop != written.data() + written.size() || !std::isfinite(out_.value)) out_.sound = false;
    return out_;
  }

 private:
  void take(std::size_t to) {
    for (; at_ < to; ++at_)
      if (is_digit(text_[at_]) && digits_.size() <= kMostDigits + 20) digits_ += static_cast<char>(text_[at_]);
  }

  void whole() {
    const std::size_t first = digits_end(text_, at_), length = first - at_;
    if (length > kMostDigits || (text_[at_] == U'0' && length > 1)) out_.sound = false;  // 0531, a number of something
    take(first);
    if (const char32_t mark = sign_at(text_, at_); mark == U',' || mark == U' ') groups(mark, length);
  }

  // 12,000 and 1 500: groups of three, the first of one to three digits. 3,5 is neither a thousand nor sure to be a decimal.
  void groups(char32_t mark, std::size_t first) {
    const auto is_group = [&](std::size_t from) { return sign_at(text_, from) == mark && digits_end(text_, from + 1) == from + 4; };
    if (mark == U' ' && (first > 3 || digits_ == "0" || !is_group(at_))) return;
    if (mark == U',' && !is_digit(sign_at(text_, at_ + 1))) return;
    if (first > 3 || digits_ == "0") out_.sound = false;
    while (is_group(at_)) take(at_ + 4);
    while (mark == U',' && sign_at(text_, at_) == mark && is_digit(sign_at(text_, at_ + 1))) {
      out_.sound = false;
      take(digits_end(text_, at_ + 1));
    }
  }

  void decimals() {
    if (sign_at(text_, at_) != U'.') return;
    const std::size_t end = digits_end(text_, at_ + 1);
    if (end == at_ + 1) {
      // 5.μm and 0..8 lack something; at the end of a sentence a point may stand.
      const char32_t next = sign_at(text_, end);
      if (next == U'.' || is_latin_letter(next) || next == U'%') out_.sound = false;
      return;
    }
    digits_ += '.';
    take(end);
    if (sign_at(text_, at_) == U'.' && is_digit(sign_at(text_, at_ + 1))) out_.sound = false;
  }

  // 10⁵, 10^-5, ×10⁵, E7. The base must be 10, and the exponent must stand high or behind a ^: 1.2×105 has lost it.
  void exponent() {
    const char32_t c = sign_at(text_, at_);
    if ((c == U'E' || c == U'e') && digits_.size() < 8) {
      const std::size_t sign = at_ + (sign_at(text_, at_ + 1) == U'-' || sign_at(text_, at_ + 1) == U'+' ? 2u : 1u);
      const std::size_t end = digits_end(text_, sign);
      if (end == sign || is_latin_letter(sign_at(text_, end))) return;
      power(at_ + 1, end, false);
      at_ = end;
      return;
    }
    if (is_superscript(c) || c == U'^') {
      if (digits_ != "10" || !raised(at_))
        out_.sound = false;
      else
        digits_ = "1";
      return;
    }
    std::size_t times = at_;
    while (sign_at(text_, times) == U' ' && times < at_ + 2) ++times;
    const char32_t cross = sign_at(text_, times);
    if (cross != U'×' && cross != U'*' && cross != U'x' && cross != U'X' && cross != U'·') return;
    std::size_t ten = times + 1;
    while (sign_at(text_, ten) == U' ' && ten < times + 3) ++ten;
    if (!is_digit(sign_at(text_, ten))) return;
    const bool is_ten = sign_at(text_, ten) == U'1' && sign_at(text_, ten + 1) == U'0';
    if (is_ten && raised(ten + 2)) return;
    out_.sound = false;
  }

  bool raised(std::size_t from) {
    std::size_t end = from;
    if (is_superscript(sign_at(text_, from))) {
      while (is_superscript(sign_at(text_, end))) ++end;
      if (!power(from, end, true)) return false;
      at_ = end;
      return true;
    }
    if (sign_at(text_, from) != U'^') return false;
    ++from;
    const char32_t open = sign_at(text_, from);
    const bool bracket = open == U'(' || open == U'{';
    if (bracket) ++from;
    end = from;
    if (const char32_t s = sign_at(text_, end); s == U'-' || s == U'+' || s == U'–') ++end;
    end = digits_end(text_, end);
    if (!power(from, end, false)) return false;
    if (bracket && sign_at(text_, end) != (open == U'(' ? U')' : U'}')) return false;
    at_ = end + (bracket ? 1 : 0);
    return true;
  }

  bool power(std::size_t from, std::size_t end, bool high) {
    std::string written;
    for (; from < end && written.size() < 6; ++from) {
      const char32_t c = high ? from_superscript(text_[from]) : text_[from];
      if (c == U'+') continue;
      written += c == U'–' ? '-' : static_cast<char>(c);
    }
    int value = 0;
    const auto [stop, error] = std::from_chars(written.data(), written.data() + written.size(), value);
    if (from < end || error != std::errc() || stop != written.data() + written.size() || value < -40 || value > 40) {
      out_.sound = false;
      return false;
    }
    exponent_ = std::to_string(value);
    return true;
  }

  std::u32string_view text_;
  std::size_t at_;
  std::string digits_, exponent_;
  Number out_;
};

// --- Chinese numerals ---

int digit_of(char32_t c) {
  static constexpr std::u32string_view kDigits = U"一二三四五六七八九", kFormal = U"壹贰叁肆伍陆柒捌玖";
  if (c == U'零' || c == U'〇') return 0;
  if (c == U'两') return 2;
  if (const auto at = kDigits.find(c); at != kDigits.npos) return static_cast<int>(at) + 1;
  if (const auto at = kFormal.find(c); at != kFormal.npos) return static_cast<int>(at) + 1;
  return -1;
}

double han_unit(char32_t c) {
  switch (c) {
    case U'十':
    case U'拾': return 10;
    case U'百':
    case U'佰': return 100;
    case U'千':
    case U'仟': return 1000;
    case U'万': return 1e4;
    case U'亿': return 1e8;
    default: return 0;
  }
}

class Chinese {
 public:
  Chinese(std::u32string_view text, std::size_t at, bool for_unit, bool above = false) : text_(text), at_(at), for_unit_(for_unit), above_(above) {}

  Number read() {
    out_.chinese = true;
    if (text_[at_] == U'半') {
      out_.value = 0.5;
      out_.end = at_ + 1;
      return out_;
    }
    const std::size_t begin = at_;
    for (; at_ < text_.size() && sound_so_far() && step(); ++at_) {
    }
    out_.value = total_ + section_ + (digit_ > 0 ? digit_ : 0);
    // 二百五, 三万五: 250 or 205? A digit behind 百 wants its 十 or 零.
    if (digit_ > 0 && last_ > 10 && !zero_) out_.sound = false;
    if (out_.sound && text_.substr(begin, at_ - begin) == U"一" && sign_at(text_, at_) == U'半') return share(0.5, at_ + 1);
    if (out_.sound && sign_at(text_, at_) == U'点') point();
    if (out_.sound && !above_ && sign_at(text_, at_) == U'分' && sign_at(text_, at_ + 1) == U'之' && is_numeral(sign_at(text_, at_ + 2))) {
      const Number above = Chinese(text_, at_ + 2, false, true).read();
      out_.sound = above.sound && !above.fraction && out_.value > 0;
      return share(out_.sound ? above.value / out_.value : 0, above.end);
    }
    if (for_unit_ && at_ > begin + 1 && plain_total_ && (text_[at_ - 1] == U'万' || text_[at_ - 1] == U'亿')) {
      --at_;
      out_.value = before_big_;
    }
    out_.end = at_;
    if (at_ == begin) out_.sound = false;
    return out_;
  }

 private:
  bool sound_so_far() const { return out_.sound; }

  Number share(double value, std::size_t end) {
    out_.value = value;
    out_.fraction = true;
    out_.end = end;
    return out_;
  }

  // Takes the sign in; false where it belongs to no numeral.
  bool step() {
    const char32_t c = text_[at_];
    if (const int digit = digit_of(c); digit >= 0) {
      if (digit_ > 0 || (digit_ == 0 && digit == 0)) out_.sound = false;  // 两三, 二〇二三
      if (digit == 0) zero_ = true;
      digit_ = digit;
      return true;
    }
    const double unit = han_unit(c);
    if (unit == 0) return false;
    if (unit < 1e4) {
      if (unit >= last_ && last_ != 0) out_.sound = false;
      section_ += (digit_ > 0 ? digit_ : 1) * unit;
      last_ = unit;
    } else {
      before_big_ = section_ + (digit_ > 0 ? digit_ : 0);
      plain_total_ = total_ == 0;
      if (before_big_ == 0 && total_ == 0) return false;  // 万 alone is no number
      total_ = unit == 1e8 ? (total_ + before_big_) * unit : total_ + before_big_ * unit;
      section_ = 0;
      last_ = unit;
      zero_ = false;
      digit_ = -1;
      return true;
    }
    digit_ = -1;
    zero_ = false;
    return true;
  }

  void point() {
    double scale = 0.1;
    std::size_t end = at_ + 1;
    for (; end < text_.size() && end < at_ + 12; ++end, scale /= 10) {
      const int digit = digit_of(text_[end]);
      if (digit < 0) break;
      out_.value += digit * scale;
    }
    if (end == at_ + 1) return;
    // Decimals as they read, not as they add up: 零点五五 is 0.55 to the last bit.
    out_.value = std::round(out_.value * std::pow(10, static_cast<double>(end - at_ - 1))) / std::pow(10, static_cast<double>(end - at_ - 1));
    at_ = end;
    plain_total_ = false;
  }

  std::u32string_view text_;
  std::size_t at_;
  bool for_unit_, above_;  // above_: the upper part of a fraction, which holds no other
  double total_ = 0, section_ = 0, last_ = 0, before_big_ = 0;
  int digit_ = -1;
  bool zero_ = false, plain_total_ = false;
  Number out_;
};

}  // namespace

bool is_numeral(char32_t c) { return digit_of(c) >= 0 || han_unit(c) > 0 || c == U'半'; }

std::optional<Number> read_number(std::u32string_view text, std::size_t at, bool for_unit) {
  if (at >= text.size()) return std::nullopt;
  Number number;
  if (is_digit(text[at])) {
    number = Arabic(text, at).read();
  } else if (is_numeral(text[at]) && text[at] != U'万' && text[at] != U'亿') {
    number = Chinese(text, at, for_unit).read();
    const std::u32string_view before = text.substr(0, at);
    const auto after = [&](std::u32string_view word) { return before.ends_with(word); };
    // 数十, 上百, 几千; 大半: about how many is not said.
    if (han_unit(text[at]) > 0 && (after(U"数") || after(U"上") || after(U"几") || after(U"成"))) number.sound = false;
    if (text[at] == U'半' && (after(U"大") || after(U"多") || (after(U"过") && !after(U"超过")) || after(U"小"))) number.sound = false;
    const bool percent = after(U"百分之") || after(U"千分之") || after(U"万分之");
    if ((after(U"分之") && !percent) || after(U"几") || after(U"第")) number.sound = false;
  } else {
    return std::nullopt;
  }
  if (number.end <= at) number.end = at + 1;
  const char32_t next = sign_at(text, number.end);
  if (next == U'余' || next == U'多') {
    number.more = true;
    ++number.end;
  } else if (next == U'几' || next == U'来' || next == U'数') {
    number.sound = false;
    ++number.end;
  }
  return number;
}

}  // namespace indexer::text
