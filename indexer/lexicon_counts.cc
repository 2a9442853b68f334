// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/lexicon_counts.h"

#include <fmt/format.h>

#include <charconv>

namespace indexer {
namespace {

constexpr std::string_view kSaysWords = " words: ", kSaysFile = " of lexicon.file", kSaysKeywords = " keywords and ", kSaysTerms = " terms learned from ",
                           kSaysRecords = " records";

// Takes a number and the words after it from the beginning of `text`; changes nothing where it does not begin so.
std::optional<std::int64_t> take_count(std::string_view& text, std::string_view words) {
  std::int64_t count = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  const auto digits = static_cast<std::size_t>(end - text.data());
  if (problem != std::errc() || !text.substr(digits).starts_with(words)) return std::nullopt;
  text.remove_prefix(digits + words.size());
  return count;
}

}  // namespace

std::string to_text(const LexiconCounts& counts) {
  std::string text = fmt::format("{}{}", counts.words, kSaysWords);
  if (counts.of_file) text += fmt::format("{}{}", *counts.of_file, kSaysFile);
  if (counts.of_file && counts.learned) text += ", ";
  if (counts.learned)
    text += fmt::format("{}{}{}{}{}{}", counts.learned->keywords, kSaysKeywords, counts.learned->terms, kSaysTerms, counts.learned->records, kSaysRecords);
  return text;
}

std::optional<LexiconCounts> lexicon_counts_from(std::string_view text) {
  LexiconCounts counts;
  const auto words = take_count(text, kSaysWords);
  if (!words) return std::nullopt;
  counts.words = *words;
  counts.of_file = take_count(text, kSaysFile);
  if (counts.of_file && text.starts_with(", ")) text.remove_prefix(2);
  if (const auto keywords = take_count(text, kSaysKeywords)) {
    const auto terms = take_count(text, kSaysTerms);
    const auto records = take_count(text, kSaysRecords);
    if (!terms || !records) return std::nullopt;
    counts.learned = LexiconCounts::Learned{*keywords, *terms, *records};
  }
  if (!text.empty()) return std::nullopt;
  return counts;
}

}  // namespace indexer
