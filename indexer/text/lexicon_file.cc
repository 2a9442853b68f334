// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/lexicon_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "corpus/diagnostic.h"
#include "indexer/hint.h"
#include "indexer/text/normalize.h"

namespace indexer::text {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

constexpr std::size_t kShownCharacters = 40;  // of a line in a message
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Advice {
  const char *fault, *hint;
};

Advice advice_on(WordFault fault) {
  switch (fault) {
    case WordFault::parted:
      return {"a word holds no spaces, commas or other signs that part words", "write each word on a line of its own, and remarks on lines that begin with #"};
    case WordFault::too_short: return {"a word has at least two characters", "leave it out: single characters are words already"};
    case WordFault::too_long: return {"a word has at most twenty characters", "write the words that it is made of, each on a line of its own"};
    case WordFault::not_han:
      return {"a word without Han characters is kept whole already", "leave it out; names that mean the same go into the thesaurus: search.thesaurus"};
    case WordFault::none: break;
  }
  return {"", ""};
}

std::string_view trimmed(std::string_view line) {
  const auto from = line.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return line.substr(from, line.find_last_not_of(" \t\r") - from + 1);
}

}  // namespace

std::string to_text(const Lexicon& lexicon) {
  std::string out = fmt::format("# {} words, edition {}\n", lexicon.size(), lexicon.edition());
  for (const std::string& word : lexicon.words()) out += word + '\n';
  return out;
}

Result<Lexicon> lexicon_from_text(std::string_view content, const std::string& file) {
  if (content.starts_with(kByteOrderMark)) content.remove_prefix(kByteOrderMark.size());
  std::vector<std::string> words;
  std::size_t number = 0;
  for (std::size_t from = 0; from < content.size();) {
    const std::size_t to = std::min(content.find('\n', from), content.size());
    const std::string_view line = trimmed(content.substr(from, to - from));
    from = to + 1;
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::string where = fmt::format("{}:{}", file, number);
    // What cannot be shown as it stands is not UTF-8, or holds control characters; a tab parts words.
    std::string shown(line);
    std::ranges::replace(shown, '\t', ' ');
    if (corpus::excerpt(shown, shown.size()) != shown)
      return fail(ErrorCode::damaged, where, "the line is not text in UTF-8: " + corpus::excerpt(line, kShownCharacters),
                  "save the file as UTF-8, such as with: iconv -f GB18030 -t UTF-8");
    const icu::UnicodeString text = normalize(line).text;
    if (const WordFault fault = fault_of(text); fault != WordFault::none) {
      const Advice advice = advice_on(fault);
      return fail(ErrorCode::damaged, where, fmt::format("{}: {}", advice.fault, corpus::excerpt(line, kShownCharacters)), advice.hint);
    }
    if (words.size() == kMostLexiconWords)
      return fail(ErrorCode::too_large, where, fmt::format("a lexicon has at most {} words", kMostLexiconWords), "keep the words that matter most");
    text.toUTF8String(words.emplace_back());
  }
  return Lexicon(std::move(words));
}

Result<Lexicon> read_lexicon(const std::filesystem::path& file) {
  std::error_code ignored;
  std::ifstream stream(file, std::ios::binary);
  if (!stream.is_open() || !std::filesystem::is_regular_file(file, ignored))
    return fail(ErrorCode::io, file.string(), "the lexicon cannot be opened", "check the path and its permissions");
  if (std::filesystem::file_size(file, ignored) > kMostLexiconBytes)
    return fail(ErrorCode::too_large, file.string(), fmt::format("a lexicon has at most {} MiB", kMostLexiconBytes >> 20), "keep the words that matter most");
  const std::string content{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) return fail(ErrorCode::io, file.string(), "reading the lexicon stopped in the middle", "check the disk and try again");
  return lexicon_from_text(content, file.string());
}

Result<std::shared_ptr<const Lexicon>> open_lexicon(const std::filesystem::path& generation, const std::string& edition) {
  if (edition.empty()) return nullptr;
  const std::filesystem::path file = generation / kLexiconFile;
  auto read = read_lexicon(file);
  if (!read) {
    read.error().hint = kBuildAgain;
    return std::unexpected(read.error());
  }
  if (read->edition() != edition)
    return fail(ErrorCode::version_mismatch, file.string(),
                fmt::format("the lexicon is of edition {}, the index was made with {}", read->empty() ? "none" : read->edition(), edition), kBuildAgain);
  return std::make_shared<const Lexicon>(std::move(*read));
}

}  // namespace indexer::text
