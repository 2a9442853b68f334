// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/compound.h"

#include <algorithm>
#include <string_view>

namespace indexer::text {
namespace {

// Case is folded: ma would be the letters of many a model, so currents are cut where they are mAh only.
constexpr std::u16string_view kUnits[] = {
    u"nm",  u"μm", u"um",  u"mm",  u"cm",  u"km",   u"m",    u"mg",  u"kg",  u"μg", u"ug",  u"ng",  u"g",   u"t",   u"ml",  u"μl",  u"l",
    u"ms",  u"μs", u"us",  u"ns",  u"ps",  u"s",    u"min",  u"h",   u"hz",  u"khz", u"mhz", u"ghz", u"thz", u"v",   u"kv",  u"mv",  u"ah",
    u"mah", u"wh", u"kwh", u"mwh", u"gwh", u"w",    u"kw",   u"mw",  u"gw",  u"kva", u"mva", u"pa",  u"kpa", u"mpa", u"gpa", u"n",   u"kn",
    u"kj",  u"mj", u"ev",  u"kev", u"mev", u"db",   u"dbm",  u"mol", u"mmol", u"ppm", u"ppb", u"rpm", u"bar", u"mm2", u"m2",  u"m3",  u"cm2",
    u"cm3", u"kb", u"mb",  u"gb",  u"tb",  u"mbps", u"gbps", u"lm",  u"lux", u"px", u"dpi", u"ω",   u"kω",  u"mω"};
constexpr std::int32_t kFewestLetters = 2, kFewestDigits = 3, kMostBehind = 2;

bool is_ascii_digit(char16_t c) { return c >= u'0' && c <= u'9'; }
bool is_ascii_letter(char16_t c) { return c >= u'a' && c <= u'z'; }

template <typename Is>
std::int32_t run_of(const icu::UnicodeString& text, std::int32_t from, std::int32_t end, Is is) {
  while (from < end && is(text[from])) ++from;
  return from;
}

}  // namespace

std::int32_t compound_cut(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end) {
  const std::u16string_view all(text.getBuffer(), static_cast<std::size_t>(text.length()));
  if (const std::int32_t digits = run_of(text, begin, end, is_ascii_digit); digits > begin) {
    const std::int32_t decimals = digits < end && text[digits] == u'.' ? run_of(text, digits + 1, end, is_ascii_digit) : digits;
    const std::u16string_view unit = all.substr(static_cast<std::size_t>(decimals), static_cast<std::size_t>(end - decimals));
    if (std::ranges::find(kUnits, unit) == std::end(kUnits)) return begin;
    return unit == u"g" && decimals - begin == 1 ? begin : decimals;  // 5g, 4g: generations of networks
  }
  const std::int32_t cut = run_of(text, begin, end, is_ascii_letter), behind = run_of(text, cut, end, is_ascii_digit);
  const bool model = cut - begin >= kFewestLetters && behind - cut >= kFewestDigits && end - behind <= kMostBehind &&
                     run_of(text, behind, end, is_ascii_letter) == end;
  return model ? cut : begin;
}

}  // namespace indexer::text
