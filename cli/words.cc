// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/exit.h"
#include "cli/nearest.h"

namespace cli {
namespace {

constexpr std::size_t kShortList = 20;

// A short list is shown whole; of a long one what is near.
std::string hint_for(const corpus::Vocabulary& list, const std::string& word) {
  std::vector<std::string> known, shown;
  for (const corpus::VocabularyEntry& entry : list.entries()) {
    known.insert(known.end(), {entry.code, entry.label, entry.label_en});
    shown.push_back(fmt::format("{} {}", entry.code, entry.label));
  }
  if (shown.size() <= kShortList) return fmt::format("one of: {}", fmt::join(shown, ", "));
  const std::string near = did_you_mean(word, known);
  return near.empty() ? fmt::format("the list is the file {}.tsv of the vocabularies", list.name()) : near;
}

}  // namespace

std::string code_of(const corpus::Vocabularies& vocabularies, const std::string& list, const std::string& word, const std::string& option) {
  const corpus::Vocabulary& vocabulary = vocabularies.at(list);
  if (const auto code = vocabulary.resolve(word)) return *code;
  stop(corpus::ErrorCode::invalid_argument, option, fmt::format("\"{}\" is not a word of the list {}", word, list),
       hint_for(vocabulary, word));
}

std::vector<std::string> codes_of(const corpus::Vocabularies& vocabularies, const std::string& list, const std::vector<std::string>& words,
                                  const std::string& option) {
  std::vector<std::string> codes;
  for (const std::string& several : words) {
    for (std::size_t begin = 0; begin <= several.size();) {
      const std::size_t end = std::min(several.find(',', begin), several.size());
      if (end > begin) codes.push_back(code_of(vocabularies, list, several.substr(begin, end - begin), option));
      begin = end + 1;
    }
  }
  return codes;
}

corpus::Day day_asked_for(const std::string& text, const std::string& option) {
  if (text.empty()) return corpus::today();
  const auto day = corpus::day_of(text);
  if (!day) stop(corpus::ErrorCode::invalid_argument, option, fmt::format("\"{}\" is not a day of the calendar", text), "write it like 2026-03-05");
  return *day;
}

}  // namespace cli
