// SPDX-License-Identifier: GPL-3.0-or-later
// normalize → one writing → segment → tokens. Han segments of one run make overlapping bigrams across word boundaries; latin segments make a whole and parts.
#include "indexer/text/analyzer.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <xapian.h>

#include <algorithm>

#include "indexer/text/compound.h"
#include "indexer/text/count.h"
#include "indexer/text/lexicon.h"
#include "indexer/text/normalize.h"
#include "indexer/text/one_writing.h"
#include "indexer/text/segment.h"

namespace indexer::text {
namespace {

std::string utf8(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end) {
  std::string out;
  text.tempSubStringBetween(begin, end).toUTF8String(out);
  if (out.size() > kMaxTermBytes) {
    std::size_t cut = kMaxTermBytes;
    while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0u) == 0x80u) --cut;
    out.resize(cut);
  }
  return out;
}

const Xapian::Stem& stemmer() {
  // Stem's implementation keeps a work buffer, so each thread has its own.
  thread_local const Xapian::Stem english("english");
  return english;
}

class Analysis {
 public:
  Analysis(std::string_view original, std::uint32_t first_position, const Lexicon* lexicon)
      : normalized_(in_one_writing(normalize(original), original)), text_(normalized_.text), lexicon_(lexicon), position_(first_position) {
    tokens_.reserve(original.size() / 2 + 4);
  }

  std::vector<Token> run() {
    const std::vector<Segment> segments = segment(text_);
    if (lexicon_ != nullptr) {
      for (const JoinedWord& one : lexicon_->find(text_, segments))
        joined_.push_back({segments[one.first].begin, segments[one.last].end, one.longest});
    }
    counts_ = counts_in(text_, segments);
    for (std::size_t i = 0; i < segments.size();) {
      switch (segments[i].kind) {
        case SegmentKind::han: {
          std::size_t last = i;
          while (last + 1 < segments.size() && segments[last + 1].kind == SegmentKind::han) ++last;
          han_run(segments, i, last);
          i = last + 1;
          break;
        }
        case SegmentKind::latin:
          latin(segments[i]);
          ++i;
          break;
        case SegmentKind::other:
          if (breaks_phrase(segments[i])) ++position_;
          ++i;
          break;
      }
    }
    return std::move(tokens_);
  }

 private:
  void add(TokenKind kind, std::string term, std::int32_t begin, std::int32_t end, std::uint32_t position, bool is_word = false) {
    if (term.empty() || begin >= end) return;
    tokens_.push_back({std::move(term), kind, is_word, normalized_.start[static_cast<std::size_t>(begin)],
                       normalized_.end[static_cast<std::size_t>(end - 1)], position});
  }

  // The words of the lexicon that begin here. True where one of them is a word of two Han characters: that is the bigram, and no token besides.
  bool add_joined(std::int32_t begin, std::uint32_t position) {
    bool two_characters = false;
    for (; next_joined_ < joined_.size() && joined_[next_joined_].begin == begin; ++next_joined_) {
      const auto& [from, end, longest] = joined_[next_joined_];
      if (text_.countChar32(from, end - from) == 2 && is_han(text_.char32At(from)) && is_han(text_.char32At(text_.moveIndex32(from, 1))))
        two_characters = two_characters || longest;
      else
        add(TokenKind::joined, utf8(text_, from, end), from, end, position, longest);
    }
    return two_characters;
  }

  void add_count(std::int32_t begin, std::uint32_t position) {
    for (; next_count_ < counts_.size() && counts_[next_count_].begin <= begin; ++next_count_)
      if (const Count& one = counts_[next_count_]; one.begin == begin) add(TokenKind::count, one.term, begin, one.end, position);
  }

  // White space alone does not separate: damaged text has stray spaces inside words' neighbourhoods, but a phrase may go on.
  bool breaks_phrase(const Segment& s) const {
    for (std::int32_t i = s.begin; i < s.end; i = text_.moveIndex32(i, 1))
      if (!u_isUWhiteSpace(text_.char32At(i))) return true;
    return false;
  }

  void han_run(const std::vector<Segment>& segments, std::size_t first, std::size_t last) {
    const std::int32_t begin = segments[first].begin, end = segments[last].end;
    std::size_t word = first;
    std::uint32_t position = position_;
    for (std::int32_t at = begin; at < end; ++position) {
      const std::int32_t second = text_.moveIndex32(at, 1);
      while (word < last && segments[word].end <= at) ++word;
      const bool starts_word = segments[word].begin == at, pair = add_joined(at, position);
      add_count(at, position);
      const std::int32_t characters = text_.countChar32(segments[word].begin, segments[word].end - segments[word].begin);
      if (starts_word && characters != 2)
        add(TokenKind::word, utf8(text_, at, segments[word].end), at, segments[word].end, position, true);
      if (second < end) {
        const std::int32_t third = text_.moveIndex32(second, 1);
        add(TokenKind::bigram, utf8(text_, at, third), at, third, position, pair || (starts_word && characters == 2));
      } else if (!starts_word || characters != 1) {
        add(TokenKind::edge, utf8(text_, at, second), at, second, position);
      }
      at = second;
    }
    position_ = position;
  }

  void latin(const Segment& s) {
    // A locant such as `n-` or `2,6-` ties itself to the name that follows; the name's bigrams come out all the same with its Han run.
    std::int32_t begin = s.begin;
    add_joined(begin, position_);
    if (s.end + 1 < text_.length() && text_[s.end] == '-' && is_han(text_.char32At(s.end + 1))) {
      const std::int32_t name_end = chemical_name_end(text_, s.end + 1);
      if (name_end > s.end + 1) add(TokenKind::compound, utf8(text_, begin, name_end), begin, name_end, position_);
    }
    const std::vector<std::pair<std::int32_t, std::int32_t>> parts = split(s);
    if (parts.size() > 1 || mixed(begin, s.end)) add(TokenKind::compound, utf8(text_, begin, s.end), begin, s.end, position_);
    for (const auto& [from, to] : parts) {
      // The single letters of c/c say nothing on their own; a lone letter between spaces is a token (维生素 C).
      if (parts.size() > 1 && to - from < 2 && !u_isdigit(text_.char32At(from))) continue;
      if (parts.size() == 1 && mixed(from, to)) {  // the compound is this part
        add_parts(from, to);
        continue;
      }
      std::string term = utf8(text_, from, to);
      if (numeric(from, to)) {
        add_count(from, position_);
        add(TokenKind::number, std::move(term), from, to, position_);
        continue;
      }
      add(TokenKind::latin, mixed(from, to) ? std::move(term) : stemmer()(term), from, to, position_);
      if (to == s.end) add_parts(from, to);
    }
    ++position_;
  }

  // Two that stand side by side, so that the phrase 150 mm finds 150mm.
  void add_parts(std::int32_t begin, std::int32_t end) {
    const std::int32_t cut = compound_cut(text_, begin, end);
    if (cut == begin) return;
    for (const auto& [from, to] : {std::pair(begin, cut), std::pair(cut, end)}) {
      const bool letters = !u_isdigit(text_.char32At(from));
      add(TokenKind::part, letters ? stemmer()(utf8(text_, from, to)) : utf8(text_, from, to), from, to, position_ + (from == cut ? 1u : 0u));
    }
    ++position_;
  }

  // Parts between joiners. A decimal point between digits joins: 1.2 is one number.
  std::vector<std::pair<std::int32_t, std::int32_t>> split(const Segment& s) const {
    std::vector<std::pair<std::int32_t, std::int32_t>> parts;
    std::int32_t from = s.begin;
    for (std::int32_t i = s.begin; i < s.end; i = text_.moveIndex32(i, 1)) {
      const UChar32 c = text_.char32At(i);
      if (u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK) continue;
      if (c == '.' && i > s.begin && u_isdigit(text_[i - 1]) && u_isdigit(text_.char32At(i + 1))) continue;
      parts.emplace_back(from, i);
      from = text_.moveIndex32(i, 1);
    }
    parts.emplace_back(from, s.end);
    return parts;
  }

  bool numeric(std::int32_t begin, std::int32_t end) const {
    for (std::int32_t i = begin; i < end; i = text_.moveIndex32(i, 1))
      if (const UChar32 c = text_.char32At(i); !u_isdigit(c) && c != '.') return false;
    return true;
  }

  // Letters and digits together: 5g, tio2, lifepo4.
  bool mixed(std::int32_t begin, std::int32_t end) const {
    bool letter = false, digit = false;
    for (std::int32_t i = begin; i < end; i = text_.moveIndex32(i, 1)) {
      const UChar32 c = text_.char32At(i);
      digit = digit || u_isdigit(c);
      letter = letter || u_isalpha(c);
    }
    return letter && digit;
  }

  Normalized normalized_;
  const icu::UnicodeString& text_;
  const Lexicon* lexicon_;
  struct Range {
    std::int32_t begin = 0, end = 0;  // units of text_
    bool longest = false;
  };
  std::vector<Range> joined_;
  std::size_t next_joined_ = 0;
  std::vector<Count> counts_;
  std::size_t next_count_ = 0;
  std::uint32_t position_;
  std::vector<Token> tokens_;
};

}  // namespace

std::string_view to_string(TokenKind kind) {
  switch (kind) {
    case TokenKind::bigram: return "bigram";
    case TokenKind::word: return "word";
    case TokenKind::latin: return "latin";
    case TokenKind::number: return "number";
    case TokenKind::edge: return "edge";
    case TokenKind::compound: return "compound";
    case TokenKind::joined: return "joined";
    case TokenKind::count: return "count";
    case TokenKind::part: return "part";
  }
  return "";
}

std::vector<Token> analyze(std::string_view original, std::uint32_t first_position, const Lexicon* lexicon) {
  return Analysis(original, first_position, lexicon).run();
}

std::string explain(std::string_view original, const Lexicon* lexicon) {
  const Normalized normalized = in_one_writing(normalize(original), original);
  const icu::UnicodeString& text = normalized.text;
  std::string plain;
  text.toUTF8String(plain);
  const std::vector<Segment> segments = segment(text);
  std::string out = fmt::format("normalized  {}\nsegments   ", plain);
  for (const Segment& s : segments)
    if (s.kind != SegmentKind::other) out += " " + utf8(text, s.begin, s.end);
  out += "\n";
  if (lexicon != nullptr && !lexicon->empty()) {
    std::vector<std::size_t> last(segments.size());  // of the word that begins with a segment
    for (std::size_t i = 0; i < last.size(); ++i) last[i] = i;
    for (const JoinedWord& one : lexicon->find(text, segments))
      if (one.longest) last[one.first] = one.last;
    out += "lexicon    ";
    for (std::size_t i = 0; i < segments.size(); i = last[i] + 1)
      if (segments[i].kind != SegmentKind::other) out += " " + utf8(text, segments[i].begin, segments[last[i]].end);
    out += "\n";
  }
  if (const std::vector<Count> counts = counts_in(text, segments); !counts.empty()) {
    out += "counts     ";
    for (const Count& one : counts) out += fmt::format(" {}={}", utf8(text, one.begin, one.end), one.term);
    out += "\n";
  }
  for (const Token& t : analyze(original, 1, lexicon))
    out += fmt::format("{:<10}  {}{}  bytes {}–{}  position {}\n", to_string(t.kind), t.term,
                       t.is_word && (t.kind == TokenKind::bigram || t.kind == TokenKind::joined) ? " (word)" : "", t.start, t.end, t.position);
  return out;
}

}  // namespace indexer::text
