// SPDX-License-Identifier: GPL-3.0-or-later
// Pinyin without tones, as people type it: ü is v (lv, nv), üe is ue (lue, nue). Readings come from ICU's Han-Latin rules; characters of several readings
// that this field's words are full of (行 长 重 …) have a table of their own.
//
// All of it is thread-safe. The first call in a program reads ICU's rules and all characters, about half a second; the rest are look-ups.
#pragma once

#include <unicode/umachine.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace indexer::text {

// Readings of a Han character, ICU's choice first: 行 → xing, hang. Empty where none is known. Lasts as long as the program.
std::span<const std::string_view> readings(UChar32 character);

// The characters of GB 2312 (those in use) with this reading, in the order of their code points. Lasts as long as the program.
const std::u16string& characters_read(std::string_view syllable);

// Every syllable some character is read as, in alphabetical order.
std::span<const std::string> syllables();

// One place of a text that something is typed for: a Han character by its readings, another letter or digit by itself.
struct TypedPlace {
  UChar32 written = 0;
  std::span<const std::string_view> readings;
};

// The places of a folded text, at most `most`; marks and white space are nobody's to type.
std::vector<TypedPlace> places(std::string_view folded, std::size_t most);

// The keys under which a folded text is found by what is typed for it: the first syllable, a space, and the first letters of at most seven places
// after it: 锂电池 → "li dc". Several where characters have several readings, at most kMaxPinyinKeys; none for a text without Han characters.
inline constexpr std::size_t kMaxPinyinKeys = 4, kMaxPinyinInitials = 7;
std::vector<std::string> pinyin_keys(std::string_view folded);

}  // namespace indexer::text
