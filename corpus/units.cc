// SPDX-License-Identifier: GPL-3.0-or-later
// An alias with its prefixes is a row of a map from signs to meanings, so that reading is a look-up of the longest piece and never a guess.
#include "corpus/units.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <utility>

#include "corpus/vocabulary.h"
#include "corpus/json_text.h"
#include "corpus/split.h"

namespace corpus {
namespace {

constexpr std::string_view kUnitsHeading = "code\tdimension\tfactor\toffset\tprefixes\taliases\tcue\tplace";

struct Prefix {
  char32_t letter;
  std::u32string_view han;
  double factor;
};
constexpr Prefix kPrefixes[] = {{U'f', U"飞", 1e-15}, {U'p', U"皮", 1e-12}, {U'n', U"纳", 1e-9}, {U'μ', U"微", 1e-6}, {U'm', U"毫", 1e-3},
                                {U'c', U"厘", 1e-2},  {U'd', U"分", 1e-1},  {U'h', U"百", 1e2},  {U'k', U"千", 1e3},  {U'M', U"兆", 1e6},
                                {U'G', U"吉", 1e9},   {U'T', U"太", 1e12},  {U'P', U"拍", 1e15}, {U'E', U"艾", 1e18}};

std::vector<std::string> words(std::string_view text, char separator) {
  std::vector<std::string> list = split(text, separator);
  std::erase(list, "");
  return list;
}

// Requires: UTF-8, as every line was checked to be.
std::u32string signs(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) c = (c << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    out += plain_sign(c);
    i += length;
  }
  return out;
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || stop != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<UnitPlace> place_of(const std::string& word) {
  if (word.empty()) return UnitPlace::behind;
  if (word == "before") return UnitPlace::before;
  if (word == "around") return UnitPlace::around;
  if (word == "per") return UnitPlace::per;
  return std::nullopt;
}

std::string key(std::vector<std::string_view> above, std::vector<std::string_view> below) {
  std::ranges::sort(above);
  std::ranges::sort(below);
  std::string out;
  for (const std::string_view one : above) (out += one) += '*';
  out += '/';
  for (const std::string_view one : below) (out += one) += '*';
  return out;
}

bool is_latin(char32_t c) { return c < 0x80 || (c >= 0x370 && c < 0x400) || c == U'Å'; }

// The same thing said twice, such as MHz by its own row and by a prefix of Hz.
bool agree(const UnitMeaning& a, const UnitMeaning& b) {
  return a.dimension == b.dimension && a.offset == b.offset && std::abs(a.factor - b.factor) <= 1e-9 * a.factor;
}

bool told_apart(const UnitMeaning& a, const UnitMeaning& b) {
  if (a.cue.empty() && b.cue.empty()) return false;
  return std::ranges::none_of(a.cue, [&](const std::string& cue) { return std::ranges::find(b.cue, cue) != b.cue.end(); });
}

void with_cue_first(std::vector<UnitMeaning>& meanings) {
  std::ranges::stable_sort(meanings, {}, [](const UnitMeaning& one) { return one.cue.empty(); });
}

}  // namespace

char32_t plain_sign(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E && c != U'，') return c - 0xFF01 + U'!';
  switch (c) {
    case 0x00B5: return 0x03BC;  // micro sign → μ
    case 0x2126: return 0x03A9;  // ohm sign → Ω
    case 0x212A: return U'K';    // kelvin sign
    case 0x212B: return 0x00C5;  // ångström sign
    case 0x3000:
    case 0x00A0:
    case 0x2009:
    case 0x202F:
    case 0x2002:
    case 0x2003:
    case U'\t': return U' ';
    case 0x2212:
    case 0xFE63: return U'-';  // minus signs
    case 0xFE62:
    case 0x2795: return U'+';
    case 0x223D:
    case 0x02DC: return U'~';  // a reversed and a small tilde, typed for one between two bounds
    case 0x2022:
    case 0x22C5:
    case 0x2219:
    case 0x30FB:
    case 0x2027: return 0x00B7;  // dots that multiply
    case 0x2103: return c;
    default: return c;
  }
}

Result<Units> Units::read(const std::filesystem::path& file, const Vocabulary& dimensions) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::io, file.string(), "cannot read the table of units", "check that it exists and may be read");
  Units units;
  for (const VocabularyEntry& dimension : dimensions.entries()) {
    const auto formulas = dimension.maps.find("of");
    if (formulas == dimension.maps.end()) continue;
    const auto cue = dimension.maps.find("cue");
    for (const std::string& formula : words(formulas->second, '|')) {
      const auto sides = split(formula, '/');
      std::vector<std::string> above = words(sides[0], '*');
      const std::vector<std::string> below = sides.size() > 1 ? words(sides[1], '*') : std::vector<std::string>{};
      std::erase(above, "1");
      for (const auto* side : {&std::as_const(above), &below})
        for (const std::string& one : *side)
          if (dimensions.find(one) == nullptr)
            return fail(ErrorCode::damaged, dimensions.name() + ".tsv", "dimension " + dimension.code + " is of \"" + one + "\", which is no dimension",
                        "add its row or mend the formula");
      auto& meanings = units.by_formula_[key({above.begin(), above.end()}, {below.begin(), below.end()})];
      UnitMeaning meaning{dimension.code, 1, 0, cue == dimension.maps.end() ? std::vector<std::string>{} : words(cue->second, ','), UnitPlace::behind};
      for (const UnitMeaning& other : meanings)
        if (!told_apart(other, meaning))
          return fail(ErrorCode::damaged, dimensions.name() + ".tsv", "\"" + formula + "\" is both " + other.dimension + " and " + meaning.dimension,
                      "give one of them a cue");
      meanings.push_back(std::move(meaning));
      with_cue_first(meanings);
    }
  }
  std::string line;
  std::size_t row = 0;
  bool heading = false;
  const auto wrong = [&](const std::string& message, const std::string& hint) {
    return fail(ErrorCode::damaged, file.string() + ":" + std::to_string(row), message, hint);
  };
  while (std::getline(in, line)) {
    if (++row == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    if (invalid_utf8(line)) return wrong("the row holds bytes that are not UTF-8", "save the file as UTF-8");
    if (!heading) {
      if (line != kUnitsHeading)
        return wrong("the first line is not the heading", "begin with: code TAB dimension TAB factor TAB offset TAB prefixes TAB aliases TAB cue TAB place");
      heading = true;
      continue;
    }
    const auto cells = split(line, '\t');
    if (cells.size() != 8) return wrong("a row has " + std::to_string(cells.size()) + " columns, not 8", "leave empty columns, but keep their tabs");
    if (cells[0].empty()) return wrong("a row lacks its code", "the code is how the unit is written");
    if (dimensions.find(cells[1]) == nullptr)
      return wrong("dimension \"" + cells[1] + "\" is not in the vocabulary dimension", "add it there or mend the word");
    const auto factor = number(cells[2]), offset = cells[3].empty() ? std::optional(0.0) : number(cells[3]);
    if (!factor || *factor <= 0) return wrong("factor \"" + cells[2] + "\" is not a number above 0", "write how many base units one of it is, such as 0.001");
    if (!offset) return wrong("offset \"" + cells[3] + "\" is not a number", "leave it empty, or write what is added after the factor, such as 273.15");
    const auto place = place_of(cells[7]);
    if (!place) return wrong("place \"" + cells[7] + "\" is not known", "leave it empty, or write before, around or per");
    const UnitMeaning plain{cells[1], *factor, *offset, words(cells[6], ','), *place};
    std::vector<std::pair<std::u32string, UnitMeaning>> ways;
    std::vector<std::string> aliases = words(cells[5], ',');
    aliases.insert(aliases.begin(), cells[0]);
    for (const std::string& alias : aliases) {
      const std::u32string written = signs(alias);
      ways.emplace_back(written, plain);
      for (const char32_t letter : signs(cells[4])) {
        const auto* prefix = std::ranges::find(kPrefixes, letter, &Prefix::letter);
        if (prefix == std::end(kPrefixes))
          return wrong("prefixes \"" + cells[4] + "\" holds one that is no SI prefix", "prefixes are letters of f p n μ m c d h k M G T P E");
        UnitMeaning scaled = plain;
        scaled.factor *= prefix->factor;
        ways.emplace_back((is_latin(written.front()) ? std::u32string(1, letter) : std::u32string(prefix->han)) + written, scaled);
        if (letter == U'μ' && is_latin(written.front())) ways.emplace_back(U"u" + written, scaled);  // um, where a keyboard has no μ
      }
    }
    for (auto& [written, meaning] : ways) {
      auto& meanings = units.by_alias_[written];
      if (std::ranges::any_of(meanings, [&](const UnitMeaning& other) { return agree(other, meaning) && other.cue == meaning.cue; })) continue;
      for (const UnitMeaning& other : meanings)
        if (!told_apart(other, meaning))
          return wrong("unit " + cells[0] + " (" + meaning.dimension + ") is written like one of " + other.dimension,
                       "drop the alias, or tell them apart by a cue");
      std::size_t& longest = units.longest_[written.front()];
      longest = std::max(longest, written.size());
      meanings.push_back(std::move(meaning));
      with_cue_first(meanings);
    }
  }
  if (!heading) return wrong("the file holds no heading", "begin with: code TAB dimension TAB factor TAB offset TAB prefixes TAB aliases TAB cue TAB place");
  return units;
}

Units::Found Units::longest(std::u32string_view text) const {
  const auto most = text.empty() ? longest_.end() : longest_.find(text.front());
  if (most == longest_.end()) return {};
  for (std::size_t length = std::min(text.size(), most->second); length > 0; --length)
    if (const auto it = by_alias_.find(text.substr(0, length)); it != by_alias_.end()) return {length, it->second};
  return {};
}

std::span<const UnitMeaning> Units::compound(std::vector<std::string_view> above, std::vector<std::string_view> below) const {
  const auto it = by_formula_.find(key(std::move(above), std::move(below)));
  return it == by_formula_.end() ? std::span<const UnitMeaning>() : std::span<const UnitMeaning>(it->second);
}

}  // namespace corpus
