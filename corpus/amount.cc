// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/amount.h"

#include <unicode/rbnf.h>

#include <charconv>
#include <cmath>
#include <memory>
#include <string>

#include "corpus/vocabulary.h"

namespace corpus {
namespace {

constexpr double kWan = 1e4;
constexpr std::size_t kLongest = 60;  // bytes; a longer text is a sentence

bool drop_end(std::string& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.erase(text.size() - end.size());
  return true;
}

// 1200 and 1,200.5, not 1,20.
std::optional<double> arabic(std::string_view text) {
  std::string digits;
  const auto dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i] != ',') {
      digits += whole[i];
    } else if ((whole.size() - i) % 4 != 0 || i == 0) {
      return std::nullopt;
    }
  }
  if (dot != std::string_view::npos) digits += text.substr(dot);
  double value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  if (error != std::errc() || stop != digits.data() + digits.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// ICU reads 第三 as well, which is no amount.
bool only_numerals(const icu::UnicodeString& text) {
  static const auto numerals = icu::UnicodeString::fromUTF8("零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟");
  for (std::int32_t i = 0; i < text.length(); ++i)
    if (numerals.indexOf(text[i]) < 0) return false;
  return true;
}

// 一百二十万, 壹佰贰拾万; ICU's own spelling rules, which hold state while they parse, so each thread has its own.
std::optional<double> chinese(const std::string& text) {
  thread_local const std::unique_ptr<icu::RuleBasedNumberFormat> rules = [] {
    UErrorCode status = U_ZERO_ERROR;
    auto made = std::make_unique<icu::RuleBasedNumberFormat>(icu::URBNF_SPELLOUT, icu::Locale::getSimplifiedChinese(), status);
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  if (!rules) return std::nullopt;
  const auto unicode = icu::UnicodeString::fromUTF8(text);
  if (!only_numerals(unicode)) return std::nullopt;
  for (const char* set : {"%spellout-cardinal", "%spellout-cardinal-financial"}) {
    UErrorCode status = U_ZERO_ERROR;
    rules->setDefaultRuleSet(icu::UnicodeString(set), status);
    icu::Formattable number;
    icu::ParsePosition end(0);
    rules->parse(unicode, number, end);
    if (U_FAILURE(status) || end.getIndex() != unicode.length()) continue;
    const double value = number.getDouble(status);
    if (U_SUCCESS(status) && std::isfinite(value)) return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> amount_of(std::string_view written) {
  if (written.size() > kLongest) return std::nullopt;
  std::string text = fold_word(written);
  bool currency = false;
  for (const std::string_view sign : {"人民币", "rmb", "cny", "¥", "￥"}) {
    if (drop_end(text, sign)) currency = true;
    if (!text.starts_with(sign)) continue;
    text.erase(0, sign.size());
    currency = true;
  }
  drop_end(text, "整");
  const bool yuan = drop_end(text, "元") || drop_end(text, "圆");
  if (text.empty() || text.front() == '-') return std::nullopt;

  if (text.find_first_of("0123456789") == std::string::npos) {
    const bool thousands = text.find("万") != std::string::npos || text.find("亿") != std::string::npos;
    const auto value = yuan || thousands ? chinese(text) : std::nullopt;
    return value ? std::optional(*value / kWan) : std::nullopt;
  }
  double unit = 1;
  bool named = yuan;
  struct {
    std::string_view word;
    double factor;
  } constexpr kUnits[] = {{"亿", 1e8}, {"万", 1e4}, {"千", 1e3}, {"百", 1e2}};
  for (const auto& [word, factor] : kUnits) {  // 500千元, 2百万元: the wide one stands last
    if (!drop_end(text, word)) continue;
    unit *= factor;
    named = named || factor >= kWan;
  }
  const auto value = arabic(text);
  if (!value) return std::nullopt;
  if (!named) return unit == 1 && !currency ? value : std::nullopt;  // ¥100 in a column of 万元 may mean either
  return *value * unit / kWan;
}

}  // namespace corpus
