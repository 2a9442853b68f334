// SPDX-License-Identifier: GPL-3.0-or-later
// Shared index terms are not shared words: two texts can hold 电池 and 池高 (电池高度) without either holding 电池高温. So a run is cut at the word
// boundaries of the asking text and looked up, whole, in the folded texts of the other side. What is found there is led back to the bytes it was folded from.
#include "search/shared_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "indexer/text/analyzer.h"
#include "indexer/text/normalize.h"

namespace search {
namespace {

using indexer::text::analyze;
using indexer::text::is_latin_or_digit;
using indexer::text::Token;
using indexer::text::TokenKind;

constexpr std::size_t kLongestRun = 60;  // bytes; what is longer is a sentence copied, not a word
constexpr std::size_t kTwoHan = 6;       // bytes of two Han characters
constexpr double kTellingShare = 0.1;    // of a collection
constexpr double kFewHolders = 5;        // in a small collection a tenth is next to nothing

// Frequent in every need and result, whatever it is about.
constexpr std::array<std::string_view, 64> kSaysNothing = {
    "采用", "进行", "通过", "利用", "使用", "实现", "得到", "具有", "提供", "需要", "希望", "要求", "现有", "目前", "左右", "以上",
    "以下", "以内", "不同", "主要", "相关", "问题", "技术", "研究", "开发", "提高", "降低", "达到", "能够", "可以", "其中", "以及",
    "个月", "每年", "每天", "公司", "企业", "项目", "产品", "应用", "方法", "系统", "工艺", "设备", "生产", "材料", "合作", "单位",
    "成果", "需求", "专家", "解决", "完成", "形成", "存在", "影响", "情况", "方面", "结果", "过程", "条件", "水平", "能力", "没有"};

// Characters that join words. ICU cuts what its dictionary lacks into single characters (熔|覆), so that others may begin and end a run.
constexpr std::string_view kJoins = "的了和与及在是为对等中以从由被将把其该此者之而或但也不有可会要用于到得着过就都很各按据并且个每";
// Beside figures alike, but they make words among themselves: 分级, 时分, 年级.
constexpr std::string_view kCounts = "种类项第天月年日时分秒元级";
constexpr std::size_t kHan = 3;  // bytes of one character of either

struct WordSpan {
  std::size_t start = 0, end = 0;
  bool counts = false;  // may begin and end a run
};

struct Text {
  std::string_view text;
  std::vector<Token> tokens;
  std::vector<WordSpan> words;  // side by side
};

bool is_word_of_its_own(const Token& token) {
  switch (token.kind) {
    case TokenKind::bigram: return token.is_word;
    case TokenKind::word:
    case TokenKind::latin:
    case TokenKind::compound: return true;
    case TokenKind::joined: return token.is_word;
    case TokenKind::number:
    case TokenKind::count:
    case TokenKind::part:
    case TokenKind::edge: return false;
  }
  return false;
}

bool says_something(const Token& token) {
  if (token.kind == TokenKind::latin && token.term.size() < 2) return false;  // the C of ℃
  if (token.kind == TokenKind::word && token.term.size() < kTwoHan) return kJoins.find(token.term) == std::string_view::npos && kCounts.find(token.term) == std::string_view::npos;
  return std::ranges::find(kSaysNothing, token.term) == kSaysNothing.end();
}

// Cut into words, the longer where two begin at one place.
Text read(std::string_view text) {
  Text out{text, analyze(text), {}};
  std::ranges::stable_sort(out.tokens, [](const Token& a, const Token& b) { return a.start != b.start ? a.start < b.start : a.end > b.end; });
  for (const Token& token : out.tokens) {
    if (!is_word_of_its_own(token) || (!out.words.empty() && token.start < out.words.back().end)) continue;
    out.words.push_back({token.start, token.end, says_something(token)});
  }
  return out;
}

// Whether a term of more than one character inside the range is telling.
bool tells(const Text& text, std::size_t start, std::size_t end, const IsTelling& is_telling) {
  return std::ranges::any_of(text.tokens, [&](const Token& token) {
    const bool term = token.kind == TokenKind::bigram || (is_word_of_its_own(token) && token.term.size() > (token.kind == TokenKind::word ? 3u : 1u));
    return term && token.start >= start && token.end <= end && says_something(token) && is_telling(token.term);
  });
}

// One text of the side that offers. Units of UTF-16 know their bytes in the original, bytes of the folded text do not, so they are counted through to them.
class FoldedText {
 public:
  explicit FoldedText(std::string_view original) : normalized_(indexer::text::normalize(original)) { normalized_.text.toUTF8String(folded_); }

  // Where `run`, folded as well, stands first; Latin letters and digits only as whole words, so that AI is not found in chain.
  std::optional<std::size_t> find(std::string_view run) const {
    for (std::size_t at = folded_.find(run); at != std::string::npos; at = folded_.find(run, at + 1)) {
      const std::size_t end = at + run.size();
      const bool cut_before = at > 0 && is_latin_or_digit(run.front()) && is_latin_or_digit(folded_[at - 1]);
      const bool cut_after = end < folded_.size() && is_latin_or_digit(run.back()) && is_latin_or_digit(folded_[end]);
      if (!cut_before && !cut_after) return at;
    }
    return std::nullopt;
  }

  // Bytes of the original. Requires: `length` above 0, both at the ends of characters.
  std::pair<std::uint32_t, std::uint32_t> origin_of(std::size_t at, std::size_t length) const {
    const std::size_t first = units_in(0, at), last = first + units_in(at, at + length) - 1;
    return {normalized_.start[first], normalized_.end[last]};
  }

 private:
  std::size_t units_in(std::size_t from, std::size_t to) const {
    std::size_t units = 0;
    for (std::size_t i = from; i < to; ++i) {
      const auto byte = static_cast<unsigned char>(folded_[i]);
      if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
    }
    return units;
  }

  indexer::text::Normalized normalized_;
  std::string folded_;
};

// Of the first text that holds it: which one, and at which of its folded bytes.
std::optional<std::pair<std::size_t, std::size_t>> first_place(const std::vector<FoldedText>& texts, std::string_view run) {
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (const auto at = texts[i].find(run)) return std::pair{i, *at};
  return std::nullopt;
}

struct FoundRun {
  PieceOfText asking;
  std::string folded;
};

void collect(const Text& asking, std::size_t number, const std::vector<FoldedText>& offered, const IsTelling& is_telling, std::vector<FoundRun>& runs) {
  const std::vector<WordSpan>& words = asking.words;
  for (std::size_t i = 0; i < words.size();) {
    std::size_t after = i;  // one past the last word of the longest run that begins at i
    for (std::size_t j = i; j < words.size() && (j == i || words[j].start == words[j - 1].end); ++j) {
      const std::string_view run = asking.text.substr(words[i].start, words[j].end - words[i].start);
      if (run.size() > kLongestRun || !first_place(offered, indexer::text::fold(run))) break;
      after = j + 1;
    }
    std::size_t from = i, to = after;
    while (from < to && !words[from].counts) ++from;
    while (to > from && !words[to - 1].counts) --to;
    if (from < to && tells(asking, words[from].start, words[to - 1].end, is_telling)) {
      const std::size_t begin = words[from].start, end = words[to - 1].end;
      const PieceOfText piece{number, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
      runs.push_back({piece, indexer::text::fold(asking.text.substr(begin, end - begin))});
    }
    i = std::max(after, i + 1);
  }
}

}  // namespace

bool is_function_word(std::string_view term) {
  if (term.size() == 1) return is_latin_or_digit(term.front());
  if (term.empty() || term.size() % kHan != 0) return false;
  for (std::size_t i = 0; i < term.size(); i += kHan) {
    const auto at = kJoins.find(term.substr(i, kHan));
    if (at == std::string_view::npos || at % kHan != 0) return false;
  }
  return true;
}

bool is_held_by_few(double holders, double all) { return holders > 0 && (holders < kFewHolders || holders <= kTellingShare * all); }

std::vector<SharedRun> shared_words(const std::vector<std::string>& asking, const std::vector<std::string>& offered, const IsTelling& is_telling,
                                    std::size_t most) {
  std::vector<FoldedText> folded;
  for (const std::string& text : offered) folded.emplace_back(text);
  std::vector<FoundRun> runs;
  for (std::size_t i = 0; i < asking.size(); ++i) collect(read(asking[i]), i, folded, is_telling, runs);
  std::ranges::stable_sort(runs, [](const FoundRun& a, const FoundRun& b) { return a.folded.size() > b.folded.size(); });
  std::vector<FoundRun> best;
  for (FoundRun& run : runs) {
    if (best.size() == most) break;
    const bool inside = std::ranges::any_of(best, [&](const FoundRun& longer) { return longer.folded.find(run.folded) != std::string::npos; });
    if (!inside) best.push_back(std::move(run));
  }
  std::vector<SharedRun> shared;
  for (const FoundRun& run : best) {
    const auto place = first_place(folded, run.folded);
    if (!place) continue;  // its longer run stood there, so it does; cut at its ends, a letter may touch it
    const auto [begin, end] = folded[place->first].origin_of(place->second, run.folded.size());
    const PieceOfText& from = run.asking;
    shared.push_back({asking[from.text].substr(from.begin, from.end - from.begin), from, {place->first, begin, end}});
  }
  return shared;
}

}  // namespace search
