// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/mistakable.h"

#include <algorithm>
#include <map>
#include <vector>

#include "indexer/text/pinyin.h"
#include "search/lookalikes.h"

namespace search {
namespace {

using indexer::text::readings;

// What ears and southern tongues take for one: zhang, zang and zhan are zan; nan is lan.
std::string blurred(std::string_view syllable) {
  std::string out(syllable);
  if (out.size() > 1 && out[1] == 'h') out.erase(1, 1);
  if (out.size() > 1 && out.front() == 'n') out.front() = 'l';
  if (out.ends_with("ang") || out.ends_with("eng") || out.ends_with("ing")) out.pop_back();
  return out;
}

// Syllables by what they blur to.
const std::map<std::string, std::vector<std::string>, std::less<>>& blurs() {
  static const auto made = [] {
    std::map<std::string, std::vector<std::string>, std::less<>> out;
    for (const std::string& syllable : indexer::text::syllables()) out[blurred(syllable)].push_back(syllable);
    return out;
  }();
  return made;
}

}  // namespace

std::span<const std::string> syllables_like(std::string_view syllable) { return blurs().find(blurred(syllable))->second; }

std::u16string mistakable(char16_t character) {
  std::u16string others(lookalikes(character));
  for (const std::string_view reading : readings(character))
    for (const std::string& syllable : syllables_like(reading)) others += indexer::text::characters_read(syllable);
  std::ranges::sort(others);
  const auto rest = std::ranges::unique(others);
  others.erase(rest.begin(), rest.end());
  std::erase(others, character);
  return others;
}

bool sound_alike(char16_t one, char16_t other) {
  for (const std::string_view a : readings(one))
    for (const std::string_view b : readings(other))
      if (blurred(a) == blurred(b)) return true;
  return false;
}

bool closely_alike(char16_t one, char16_t other) {
  if (lookalikes(one).find(other) != std::u16string_view::npos) return true;
  return std::ranges::any_of(readings(one), [&](std::string_view a) { return std::ranges::find(readings(other), a) != readings(other).end(); });
}

}  // namespace search
