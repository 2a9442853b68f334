// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/signs.h"

#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "corpus/units.h"
#include "indexer/text/normalize.h"

namespace indexer::text {
namespace {

constexpr std::u32string_view kSuperscripts = U"⁰¹²³⁴⁵⁶⁷⁸⁹";

// ㎡ ㎎ ㎜ …: squared words, which only units are written with.
bool is_squared(UChar32 c) { return c >= 0x3380 && c <= 0x33DF; }

std::u32string unsquared(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  std::u32string out;
  if (U_FAILURE(status)) return {static_cast<char32_t>(c)};
  const icu::UnicodeString plain = nfkc->normalize(icu::UnicodeString(c), status);
  for (std::int32_t i = 0; i < plain.length(); i = plain.moveIndex32(i, 1)) out += corpus::plain_sign(static_cast<char32_t>(plain.char32At(i)));
  return out;
}

}  // namespace

std::u32string_view Signs::part(std::size_t from, std::size_t to) const {
  from = std::min(from, text.size()), to = std::clamp(to, from, text.size());
  return std::u32string_view(text).substr(from, to - from);
}

Signs read_signs(std::string_view original) {
  Signs out;
  out.text.reserve(original.size() / 2 + 8);
  const auto* data = reinterpret_cast<const std::uint8_t*>(original.data());
  const auto size = static_cast<std::int32_t>(original.size());
  for (std::int32_t i = 0; i < size;) {
    const std::int32_t from = i;
    UChar32 c;
    U8_NEXT_OR_FFFD(data, i, size, c);
    const auto add = [&](char32_t sign) {
      out.text += sign;
      out.begin.push_back(static_cast<std::uint32_t>(from));
      out.end.push_back(static_cast<std::uint32_t>(i));
    };
    if (is_squared(c))
      for (const char32_t sign : unsquared(c)) add(sign);
    else
      add(corpus::plain_sign(static_cast<char32_t>(simplified(c))));
  }
  return out;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_latin_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= 0x370 && c < 0x400) || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7);
}
bool is_hanzi(char32_t c) { return is_han(static_cast<UChar32>(c)); }
bool is_superscript(char32_t c) { return c == U'⁻' || c == U'⁺' || kSuperscripts.find(c) != std::u32string_view::npos; }

char32_t from_superscript(char32_t c) {
  if (c == U'⁻') return U'-';
  if (c == U'⁺') return U'+';
  const auto at = kSuperscripts.find(c);
  return at == std::u32string_view::npos ? c : static_cast<char32_t>(U'0' + at);
}

std::string to_utf8(std::u32string_view signs) {
  std::string out;
  for (const char32_t sign : signs) {
    char bytes[4];
    std::int32_t length = 0;
    UBool error = false;
    U8_APPEND(bytes, length, 4, sign, error);
    if (!error) out.append(bytes, static_cast<std::size_t>(length));
  }
  return out;
}

}  // namespace indexer::text
