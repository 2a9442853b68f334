// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/query_lexer.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <optional>

#include "indexer/text/normalize.h"
#include "search/query_parser.h"
#include "search/query_suffix.h"

namespace search::syntax {
namespace {

constexpr std::size_t kTemperature = 24;  // bytes in which a number shows its degrees: -20~60℃

bool is_space(UChar32 c) { return c == ' ' || u_isUWhiteSpace(c) || c == 0x200B || c == 0xFEFF; }

enum class Shape : std::uint8_t { word, space, open, close, bar, quote, stray };

struct QueryCharacter {
  UChar32 code = 0;
  Shape shape = Shape::space;
  std::size_t next = 0;
};

bool is_double_quote(UChar32 c) { return c == '"' || c == 0xFF02 || c == 0x201C || c == 0x201D; }
bool is_dash(UChar32 c) { return c == '-' || c == 0xFF0D; }
bool is_colon(UChar32 c) { return c == ':' || c == 0xFF1A; }
bool is_star(UChar32 c) { return c == '*' || c == 0xFF0A; }

Shape shape_of(UChar32 c) {
  switch (c) {
    case ' ': return Shape::space;
    case '(':
    case 0xFF08: return Shape::open;
    case ')':
    case 0xFF09: return Shape::close;
    case '|':
    case 0xFF5C: return Shape::bar;
    case 0x300C:
    case 0x300E: return Shape::quote;  // 「 『
    case 0x300D:
    case 0x300F: return Shape::stray;  // 」 』
    default: return is_double_quote(c) ? Shape::quote : Shape::word;
  }
}

// Curly, straight and full-width quotes close each other: input methods mix them (“电池").
bool closes(UChar32 opener, UChar32 c) { return is_double_quote(opener) ? is_double_quote(c) : c == opener + 1; }

class Lexer {
 public:
  Lexer(std::string_view text, Notebook& notes) : text_(text), notes_(notes) {}

  std::vector<Token> run() {
    while (at_ < text_.size()) {
      const QueryCharacter c = read(at_);
      const bool dash = fresh_ && is_dash(c.code);
      fresh_ = c.shape == Shape::space || c.shape == Shape::open || c.shape == Shape::bar;
      switch (c.shape) {
        case Shape::space: at_ = c.next; break;
        case Shape::open: push(TokenKind::open, c.next); break;
        case Shape::close: push(TokenKind::close, c.next); break;
        case Shape::bar: bars(); break;
        case Shape::quote: phrase(c); break;
        case Shape::stray: stray(c); break;
        case Shape::word: dash ? dashes() : word(at_); break;
      }
    }
    return without_loose_brackets();
  }

 private:
  QueryCharacter read(std::size_t i) const {
    auto next = static_cast<std::int32_t>(i);
    UChar32 c = 0;
    U8_NEXT(text_.data(), next, static_cast<std::int32_t>(text_.size()), c);
    return {c, shape_of(c), static_cast<std::size_t>(next)};
  }

  void push(TokenKind kind, std::size_t end) {
    tokens_.push_back({kind, at_, end, at_, end, nullptr});
    at_ = end;
  }

  // What stands behind a phrase or a value, where nothing else touches it; else nothing, and it ends at `i`.
  Suffix suffix(std::size_t i, bool phrase) {
    const Suffix found = suffix_at(text_, i, phrase);
    if (found.end == i || (found.end < text_.size() && read(found.end).shape == Shape::word)) return {.end = i};
    return in_range(found, i, notes_);
  }

  // || is one bar.
  void bars() {
    std::size_t end = at_;
    for (QueryCharacter c = read(end); c.shape == Shape::bar; c = read(end)) {
      end = c.next;
      if (end == text_.size()) break;
    }
    push(TokenKind::bar, end);
  }

  // A quote that touches a word is a title's or a sentence's way of stressing (浅析村镇银行的“汤水效用”), not a demand: what stands in it is searched as words.
  // Read as phrases, 41 of 7,262 real titles found nothing at all.
  void phrase(const QueryCharacter& opener) {
    const bool word_before = !tokens_.empty() && (tokens_.back().kind == TokenKind::word || tokens_.back().kind == TokenKind::prefix) &&
                             tokens_.back().end == at_ && !is_colon(before(at_));
    std::size_t i = opener.next;
    while (i < text_.size()) {
      const QueryCharacter c = read(i);
      if (closes(opener.code, c.code)) {
        if (const Suffix suffixed = i > opener.next && !word_before ? suffix(c.next, true) : Suffix{.end = c.next}; suffixed.end > c.next) {
          tokens_.push_back({TokenKind::phrase, at_, suffixed.end, opener.next, i, nullptr, suffixed.near, suffixed.boost});
          at_ = suffixed.end;
          return;
        }
        const bool word_after = c.next < text_.size() && read(c.next).shape == Shape::word;
        const bool blank = text_.substr(opener.next, i - opener.next).find_first_not_of(' ') == std::string_view::npos;
        const bool stressed = (word_before || word_after) && !blank && !wanted_whole();
        if (stressed) notes_.add("stressed", at_, c.next, "引号紧挨着文字，其中的内容按词检索；要作短语检索，请用空格隔开", "the quotes touch a word: what they hold is searched as words; put spaces around them for a phrase");
        tokens_.push_back({stressed ? TokenKind::word : TokenKind::phrase, at_, c.next, opener.next, i, nullptr});
        at_ = c.next;
        return;
      }
      i = c.next;
    }
    if (word_before) {
      notes_.ignored(at_, opener.next, "引号没有收尾", "the quote is not closed");
      at_ = opener.next;
      return;
    }
    if (text_.find_first_not_of(' ', opener.next) != std::string_view::npos)
      notes_.add("unclosed_quote", at_, i, "引号没有收尾，短语算到末尾", "the quote is not closed: the phrase runs to the end");
    tokens_.push_back({TokenKind::phrase, at_, i, opener.next, i, nullptr});
    at_ = i;
  }

  // The character that ends at `i`. Requires: i > 0.
  UChar32 before(std::size_t i) const {
    do --i;
    while (i > 0 && U8_IS_TRAIL(static_cast<std::uint8_t>(text_[i])));
    return read(i).code;
  }

  // After a field's name or a minus the quotes are the person's.
  bool wanted_whole() const {
    return !tokens_.empty() && tokens_.back().end == at_ && (tokens_.back().kind == TokenKind::field || tokens_.back().kind == TokenKind::minus);
  }

  void stray(const QueryCharacter& c) {
    const std::string mark(text_.substr(at_, c.next - at_));
    notes_.ignored(at_, c.next, fmt::format("“{}”前面没有与它成对的引号", mark), fmt::format("{} closes no quote", mark));
    at_ = c.next;
  }

  // A dash at the start of a token: without. -20℃ is a temperature.
  void dashes() {
    std::size_t end = at_;
    QueryCharacter c = read(end);
    while (is_dash(c.code)) {
      end = c.next;
      if (end == text_.size()) break;
      c = read(end);
    }
    const bool operand = end < text_.size() && (c.shape == Shape::word || c.shape == Shape::quote || c.shape == Shape::open);
    if (!operand) {
      notes_.nothing_to_leave_out(at_, end, text_.substr(at_, end - at_));
      at_ = end;
    } else if (temperature(end)) {
      word(end);
    } else {
      push(TokenKind::minus, end);
    }
  }

  bool temperature(std::size_t i) const {
    if (!u_isdigit(read(i).code)) return false;
    std::string_view near = text_.substr(i, kTemperature);
    near = near.substr(0, near.find(' '));
    return std::ranges::any_of(std::array<std::string_view, 3>{"℃", "°", "摄氏"},
                               [&](std::string_view sign) { return near.find(sign) != std::string_view::npos; });
  }

  // A run of word characters from at_, known to be one up to `i`: a field's name with its colon, OR, NOT, or a word.
  void word(std::size_t i) {
    std::optional<QueryCharacter> colon;
    std::size_t colon_at = 0;
    while (i < text_.size()) {
      const QueryCharacter c = read(i);
      if (c.shape != Shape::word) break;
      if (!colon && is_colon(c.code)) {
        colon = c;
        colon_at = i;
        if (const Field* field = field_written(text_.substr(at_, i - at_))) return named(*field, c.next);
      }
      i = c.next;
    }
    const std::string_view run = text_.substr(at_, i - at_);
    if (run == "OR") return push(TokenKind::bar, i);
    if (run == "NOT") return push(TokenKind::minus, i);
    if (run == "AND") {
      notes_.ignored(at_, i, "“AND”不必写：各项本来一起检索", "\"AND\" is not needed, all parts count");
      at_ = i;
      return;
    }
    if (colon) unknown_field(colon_at, colon->next, i);
    word_or_prefix(i);
  }

  // A run that ends in a star: poly*. Others that end so are words, and where the star was meant, a note says why it does nothing.
  void word_or_prefix(std::size_t end) {
    const std::size_t start = at_;
    push(TokenKind::word, end);
    std::size_t last = end - 1;
    while (last > start && U8_IS_TRAIL(static_cast<std::uint8_t>(text_[last]))) --last;
    if (last == start || !is_star(read(last).code)) return;
    std::size_t characters = 0, letters = 0, han = 0;
    for (std::size_t i = start; i < last; ++characters) {
      const QueryCharacter c = read(i);
      if (indexer::text::is_han(c.code))
        ++han;
      else if (u_isalnum(c.code))
        ++letters;
      i = c.next;
    }
    if (letters == characters && characters >= kLeastPrefix) {
      tokens_.back().kind = TokenKind::prefix;
      tokens_.back().text_end = last;
    } else if (letters == characters) {
      notes_.add("wildcard", start, end, fmt::format("“*”前面至少要有 {} 个字母，按词检索", kLeastPrefix),
                 fmt::format("a star needs at least {} letters before it: searched as a word", kLeastPrefix));
    } else if (han == characters) {
      notes_.add("wildcard", start, end, "“*”只用于字母；汉字词本来就按部分检索", "a star is for letters; Chinese words match by their parts anyway");
    }
  }

  void named(const Field& field, std::size_t end) {
    push(TokenKind::field, end);
    tokens_.back().field = &field;
    if (at_ < text_.size() && read(at_).shape == Shape::word) value();
  }

  // A value is a run in which colons, dashes and OR mean nothing, and brackets may be attached.
  void value() {
    std::size_t i = at_;
    while (i < text_.size()) {
      const QueryCharacter c = read(i);
      const std::size_t next = c.shape == Shape::word ? c.next : c.shape == Shape::open ? attached(i) : i;
      if (next == i) break;
      i = next;
    }
    if (tokens_.back().field->kind == FieldKind::text) {
      // The weight is the last thing of a value; what stands before the caret is the value.
      for (std::size_t caret = at_; caret < i; caret = read(caret).next) {
        if (!is_caret(read(caret).code)) continue;
        if (const Suffix suffixed = suffix(caret, false); suffixed.end == i && caret > at_) {
          push(TokenKind::word, i);
          tokens_.back().text_end = caret;
          tokens_.back().boost = suffixed.boost;
          return;
        }
      }
      return word_or_prefix(i);
    }
    push(TokenKind::word, i);
  }

  // One past the bracket that closes the one at `i`, where only word characters stand between; else `i`.
  std::size_t attached(std::size_t i) const {
    int depth = 0;
    for (std::size_t at = i; at < text_.size() && at - i < kMaxAttached;) {
      const QueryCharacter c = read(at);
      if (c.shape == Shape::open)
        ++depth;
      else if (c.shape == Shape::close)
        --depth;
      else if (c.shape != Shape::word)
        break;
      at = c.next;
      if (depth == 0) return at;
    }
    return i;
  }

  // name:value with a name of letters that is no field. A URL and a colon at the end of a sentence's word are none.
  void unknown_field(std::size_t colon, std::size_t value, std::size_t end) {
    const std::string_view name = text_.substr(at_, colon - at_);
    if (notes_.full()) return;
    const bool letters =
        !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    const bool followed = value < end || (end < text_.size() && read(end).shape == Shape::quote);
    if (!letters || !followed || text_.substr(value).starts_with("//")) return;
    std::string zh, en;
    for (const Field& field : kFields) {
      zh += fmt::format("{}{} {}", zh.empty() ? "" : "、", field.name, field.zh);
      en += fmt::format("{}{}", en.empty() ? "" : ", ", field.name);
    }
    notes_.add("unknown_field", at_, end, fmt::format("没有名为“{}”的字段，整段按词检索；可用的字段：{}", shown(name), zh),
               fmt::format("there is no field \"{}\": searched as words; the fields are {}", shown(name), en));
  }

  // Brackets without a partner, and pairs deeper than kMaxDepth, are white space.
  std::vector<Token> without_loose_brackets() {
    std::vector<bool> drop(tokens_.size(), false);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind == TokenKind::open) {
        open.push_back(i);
        drop[i] = true;  // until its partner is found
      } else if (tokens_[i].kind == TokenKind::close) {
        drop[i] = open.empty();
        if (open.empty()) continue;
        drop[open.back()] = false;
        open.pop_back();
      }
    }
    if (const auto loose = std::ranges::find(drop, true); loose != drop.end()) {
      const Token& t = tokens_[static_cast<std::size_t>(loose - drop.begin())];
      notes_.add("unbalanced", t.start, t.end, "括号不成对，落单的按空格处理",
                 "brackets do not pair: one without a partner is read as white space");
    }
    const Token* deep = nullptr;
    int depth = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (drop[i]) continue;
      const Token& t = tokens_[i];
      if (t.kind == TokenKind::open && ++depth > kMaxDepth) {
        drop[i] = true;
        if (deep == nullptr) deep = &t;
      }
      if (t.kind == TokenKind::close && depth-- > kMaxDepth) drop[i] = true;
    }
    if (deep != nullptr)
      notes_.add("too_deep", deep->start, deep->end, fmt::format("括号超过 {} 层，更深的按空格处理", kMaxDepth),
                 fmt::format("brackets are more than {} deep: deeper ones are read as white space", kMaxDepth));
    std::vector<Token> kept;
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      if (!drop[i]) kept.push_back(tokens_[i]);
    return kept;
  }

  std::string_view text_;
  Notebook& notes_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  bool fresh_ = true;  // whether a dash here begins a token
};

}  // namespace

// At most three bytes are given up, so that damaged text cannot lose more.
std::string_view within_limit(std::string_view query, Notebook& notes) {
  if (query.size() <= kMaxQueryBytes) return query;
  std::size_t cut = kMaxQueryBytes;
  while (cut > kMaxQueryBytes - 3 && U8_IS_TRAIL(static_cast<std::uint8_t>(query[cut]))) --cut;
  notes.add("too_long", cut, query.size(), fmt::format("查询超过 {} 字节，其后的内容不检索", kMaxQueryBytes),
            fmt::format("the query is longer than {} bytes: what follows is left out", kMaxQueryBytes));
  return query.substr(0, cut);
}

std::string legible(std::string_view query, Notebook& notes) {
  std::string text(query);
  bool damaged = false;
  const auto size = static_cast<std::int32_t>(query.size());
  for (std::int32_t i = 0; i < size;) {
    const std::int32_t begin = i;
    UChar32 c = 0;
    U8_NEXT(query.data(), i, size, c);
    const bool space = c >= 0 && is_space(c);
    const bool fault = c < 0 || (!space && u_charType(c) == U_CONTROL_CHAR);
    if (!space && !fault) continue;
    std::fill(text.begin() + begin, text.begin() + i, ' ');
    if (fault && !std::exchange(damaged, true))
      notes.add("damaged", static_cast<std::size_t>(begin), static_cast<std::size_t>(i), "查询里有控制字符或不是 UTF-8 的字节，按空格处理",
                "the query holds control characters or bytes that are not UTF-8: read as white space");
  }
  return text;
}

std::vector<Token> tokens_of(std::string_view text, Notebook& notes) { return Lexer(text, notes).run(); }

}  // namespace search::syntax
