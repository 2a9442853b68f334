// SPDX-License-Identifier: GPL-3.0-or-later
// Run when the program is built: make_pinyin_table FILE writes ICU's usual reading of each character of the main block (4E00–9FFF), without tone, as C++:
// kSyllableNames, separated by spaces, and kUsualSyllable, a number from 1 of these for each character, 0 for none.
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace {

constexpr UChar32 kFirst = 0x4E00, kLast = 0x9FFF;
constexpr std::int32_t kChunk = 128;  // a call costs more than a character

// lǜ → lv, lüè → lue: letters without marks, from decomposed text.
std::string toneless(const icu::UnicodeString& decomposed) {
  std::string out;
  for (std::int32_t i = 0; i < decomposed.length(); ++i) {
    const char16_t c = decomposed[i];
    if (c == 0x0308 && !out.empty() && out.back() == 'u')
      out.back() = 'v';
    else if (c < 0x80)
      out += static_cast<char>(c);
    else if (u_charType(c) != U_NON_SPACING_MARK)
      return {};  // not a reading: the character itself
  }
  if (out == "lve") return "lue";
  if (out == "nve") return "nue";
  return out;
}

bool is_syllable_text(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; }) && text.find_first_of("aeiouv") != std::string::npos;
}

std::vector<std::string> usual_readings() {
  std::vector<std::string> usual(kLast - kFirst + 1);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> latin(icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, status));
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return {};
  for (UChar32 from = kFirst; from <= kLast; from += kChunk) {
    const UChar32 to = std::min(from + kChunk, kLast + 1);
    icu::UnicodeString lines;
    for (UChar32 c = from; c < to; ++c) lines.append(c).append(u'\n');
    latin->transliterate(lines);
    std::int32_t start = 0;
    for (UChar32 c = from; c < to; ++c) {
      const std::int32_t end = lines.indexOf(u'\n', start);
      if (end < 0) break;
      status = U_ZERO_ERROR;
      const std::string letters = toneless(nfd->normalize(lines.tempSubStringBetween(start, end), status));
      if (U_SUCCESS(status) && is_syllable_text(letters)) usual[static_cast<std::size_t>(c - kFirst)] = letters;
      start = end + 1;
    }
  }
  return usual;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> usual = usual_readings();
  if (argc != 2 || usual.empty()) {
    std::fputs(argc != 2 ? "make_pinyin_table FILE\n" : "this ICU has no Han-Latin transliteration: install its data (Debian: libicu72)\n", stderr);
    return 2;
  }
  const std::set<std::string> names(usual.begin(), usual.end());  // the empty one comes first
  std::ofstream out(argv[1]);
  out << "constexpr std::int32_t kFirst = 0x4E00, kLast = 0x9FFF;\nconstexpr std::string_view kSyllableNames = \"";
  const char* between = "";
  for (const std::string& name : names) {
    if (name.empty()) continue;
    out << between << name;
    between = " ";
  }
  out << "\";\nconstexpr std::uint16_t kUsualSyllable[] = {";
  const std::size_t first = names.contains("") ? 0 : 1;
  for (std::size_t i = 0; i < usual.size(); ++i)
    out << (i % 32 == 0 ? "\n" : "") << first + static_cast<std::size_t>(std::distance(names.begin(), names.find(usual[i]))) << ',';
  out << "\n};\n";
  out.close();
  return out ? 0 : 2;
}
