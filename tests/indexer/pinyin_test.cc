// SPDX-License-Identifier: GPL-3.0-or-later
// Readings without tones, the keys a text is found under by its sound, and what the tables promise.
#include "indexer/text/pinyin.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "indexer/text/normalize.h"

namespace pinyin_test {

using namespace indexer::text;

namespace {

std::string read(const char* character) {
  const auto list = readings(icu::UnicodeString::fromUTF8(character).char32At(0));
  return fmt::format("{}", fmt::join(list.begin(), list.end(), " "));
}

std::string keys(const char* text) { return fmt::format("{}", fmt::join(pinyin_keys(fold(text)), "|")); }

}  // namespace

TEST_CASE("a character has its readings without tones, as they are typed") {
  struct Row {
    const char *character, *readings;
  };
  const Row rows[] = {
      {"锂", "li"},        {"电", "dian"},  {"池", "chi"},  {"女", "nv"},         {"略", "lue"},      {"虐", "nue"},   {"氯", "lv"},
      {"率", "lv shuai"},  {"行", "xing hang"}, {"长", "zhang chang"}, {"重", "zhong chong"}, {"曾", "ceng zeng"}, {"烯", "xi"}, {"绿", "lv lu"},
      {"a", ""},           {"。", ""},      {"5", ""},
  };
  for (const Row& row : rows) {
    INFO(row.character);
    CHECK(read(row.character) == row.readings);
  }
}

TEST_CASE("a text stands under its first syllable and the first letters of the rest") {
  struct Row {
    const char *text, *keys;
  };
  const Row rows[] = {
      {"锂电池", "li dc"},
      {"锂", "li "},
      {"鋰電池", "li dc"},  // the text is folded first
      {"5G通信", "5 gtx"},
      {"X射线", "x sx"},
      {"TiO2涂层", "t io2tc"},
      {"氮化镓（GaN）外延片", "dan hjganwy"},  // at most seven letters after the first syllable
      {"重庆大学", "zhong qdx|chong qdx"},
      {"银行", "yin x|yin h"},
      {"perovskite", ""},  // found by its letters
      {"", ""},
      {"。！", ""},
      {"α-氧化铝", ""},  // begins with what nobody types
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(keys(row.text) == row.keys);
  }
}

TEST_CASE("many characters of several readings make few keys") {
  CHECK(pinyin_keys("行长重调传弹藏曾").size() == kMaxPinyinKeys);
}

TEST_CASE("what a syllable is written as is read so again, and holds only characters in use") {
  CHECK(syllables().size() > 390);
  CHECK(std::ranges::is_sorted(syllables()));
  std::size_t characters = 0;
  for (const std::string& syllable : syllables())
    for (const char16_t c : characters_read(syllable)) {
      ++characters;
      CHECK(std::ranges::count(readings(c), syllable) == 1);
    }
  CHECK(characters > 6763);  // GB 2312 has as many, some with several readings
  CHECK(characters < 7100);
  CHECK(characters_read("lx").empty());
}

}  // namespace pinyin_test
