// SPDX-License-Identifier: GPL-3.0-or-later
// Three passes, each linear. `legible` writes everything that is white space or damaged as spaces, byte for byte, so that positions stay
// those of the query and the rest sees valid UTF-8 with one kind of white space. The Lexer cuts tokens; brackets without a partner or too
// deep are dropped before parsing, so the Parser recurses at most kMaxDepth times and never meets a bracket it must forgive. The Parser
// builds the tree.
//
// What the query means is told by Sentence from the finished tree, not from the text: the person sees what the engine will do.
#include "search/query_parser.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <ranges>
#include <utility>

#include "corpus/diagnostic.h"

namespace search {
namespace {

// A query can hold thousands of faults; nobody reads more than these, and looking for near labels costs a walk over the list.
constexpr std::size_t kMaxNotes = 20;  // besides understood and only_negative
constexpr std::size_t kNearLabels = 3;
constexpr std::size_t kShownText = 40;                         // characters of the query in a note
constexpr std::size_t kShownPart = 100, kShownSentence = 300;  // characters of one part, and of all, of the query as understood
constexpr std::size_t kMaxFieldName = 48;                      // bytes
constexpr std::size_t kTemperature = 24;                       // bytes in which a number shows its degrees: -20~60℃
constexpr std::size_t kMaxAttached = 96;                       // bytes of brackets inside a value: 中国地质大学（武汉）

enum class FieldKind : std::uint8_t { text, list, number };

struct Field {
  std::string_view name, zh, en;
  FieldKind kind;
  std::array<std::string_view, 4> words;  // what a person may write, folded
  int lowest = 0, highest = 0;            // of a number
};

constexpr std::array kFields = {
    Field{"title", "标题", "title", FieldKind::text, {"title", "标题", "名称"}},
    Field{"keyword", "关键词", "keyword", FieldKind::text, {"keyword", "keywords", "关键词"}},
    Field{"owner", "单位", "owner", FieldKind::text, {"owner", "org", "单位", "机构"}},
    Field{"person", "完成人", "person", FieldKind::text, {"person", "完成人", "专家"}},
    Field{"region", "地区", "region", FieldKind::list, {"region", "地区"}},
    Field{"field", "领域", "field", FieldKind::list, {"field", "领域"}},
    Field{"industry", "行业", "industry", FieldKind::list, {"industry", "行业"}},
    Field{"stage", "阶段", "stage", FieldKind::list, {"stage", "阶段"}},
    Field{"cooperation", "合作方式", "cooperation", FieldKind::list, {"cooperation", "合作", "合作方式"}},
    Field{"trl", "成熟度", "TRL", FieldKind::number, {"trl", "成熟度"}, 1, 9},
    Field{"year", "年份", "year", FieldKind::number, {"year", "年份"}, 1900, 2200},
};

const Field* field_written(std::string_view word) {
  if (word.empty() || word.size() > kMaxFieldName) return nullptr;
  const std::string folded = corpus::fold_word(word);
  for (const Field& field : kFields)
    if (!folded.empty() && std::ranges::find(field.words, folded) != field.words.end()) return &field;
  return nullptr;
}

const Field& field_named(std::string_view name) { return *std::ranges::find(kFields, name, &Field::name); }

// ---- notes

std::string shown(std::string_view text) { return corpus::excerpt(text, kShownText); }

class Notebook {
 public:
  void add(std::string code, std::size_t start, std::size_t end, std::string zh, std::string en) {
    if (notes_.size() < kMaxNotes) notes_.push_back({std::move(code), std::move(zh), std::move(en), start, end - start});
  }
  void ignored(std::size_t start, std::size_t end, std::string zh, std::string en) {
    add("ignored", start, end, zh + "，已忽略", en + ": ignored");
  }
  void nothing_to_leave_out(std::size_t start, std::size_t end, std::string_view mark) {
    ignored(start, end, fmt::format("“{}”后面没有要排除的词", shown(mark)),
            fmt::format("nothing to leave out follows \"{}\"", shown(mark)));
  }
  bool full() const { return notes_.size() >= kMaxNotes; }

  Notes in_order_after(Note first) && {
    std::ranges::stable_sort(notes_, {}, &Note::start);
    notes_.insert(notes_.begin(), std::move(first));
    return std::move(notes_);
  }

 private:
  Notes notes_;
};

// ---- legible text

// The beginning that is read: a character is not cut in two. At most three bytes are given up, so that damaged text cannot lose more.
std::string_view within_limit(std::string_view query, Notebook& notes) {
  if (query.size() <= kMaxQueryBytes) return query;
  std::size_t cut = kMaxQueryBytes;
  while (cut > kMaxQueryBytes - 3 && U8_IS_TRAIL(static_cast<std::uint8_t>(query[cut]))) --cut;
  notes.add("too_long", cut, query.size(), fmt::format("查询超过 {} 字节，其后的内容不检索", kMaxQueryBytes),
            fmt::format("the query is longer than {} bytes: what follows is left out", kMaxQueryBytes));
  return query.substr(0, cut);
}

bool is_space(UChar32 c) { return c == ' ' || u_isUWhiteSpace(c) || c == 0x200B || c == 0xFEFF; }

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

// ---- tokens

enum class TokenKind : std::uint8_t { word, phrase, open, close, bar, minus, field };

struct Token {
  TokenKind kind = TokenKind::word;
  std::size_t start = 0, end = 0;
  std::size_t text_start = 0, text_end = 0;  // phrase: between its quotes; others: start and end
  const Field* field = nullptr;
};

enum class Shape : std::uint8_t { word, space, open, close, bar, quote, stray };

struct Character {
  UChar32 code = 0;
  Shape shape = Shape::space;
  std::size_t next = 0;
};

bool is_double_quote(UChar32 c) { return c == '"' || c == 0xFF02 || c == 0x201C || c == 0x201D; }
bool is_dash(UChar32 c) { return c == '-' || c == 0xFF0D; }
bool is_colon(UChar32 c) { return c == ':' || c == 0xFF1A; }

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
      const Character c = read(at_);
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
  Character read(std::size_t i) const {
    auto next = static_cast<std::int32_t>(i);
    UChar32 c = 0;
    U8_NEXT(text_.data(), next, static_cast<std::int32_t>(text_.size()), c);
    return {c, shape_of(c), static_cast<std::size_t>(next)};
  }

  void push(TokenKind kind, std::size_t end) {
    tokens_.push_back({kind, at_, end, at_, end, nullptr});
    at_ = end;
  }

  // || is one bar.
  void bars() {
    std::size_t end = at_;
    for (Character c = read(end); c.shape == Shape::bar; c = read(end)) {
      end = c.next;
      if (end == text_.size()) break;
    }
    push(TokenKind::bar, end);
  }

  void phrase(const Character& opener) {
    std::size_t i = opener.next;
    while (i < text_.size()) {
      const Character c = read(i);
      if (closes(opener.code, c.code)) {
        tokens_.push_back({TokenKind::phrase, at_, c.next, opener.next, i, nullptr});
        at_ = c.next;
        return;
      }
      i = c.next;
    }
    if (text_.find_first_not_of(' ', opener.next) != std::string_view::npos)
      notes_.add("unclosed_quote", at_, i, "引号没有收尾，短语算到末尾", "the quote is not closed: the phrase runs to the end");
    tokens_.push_back({TokenKind::phrase, at_, i, opener.next, i, nullptr});
    at_ = i;
  }

  void stray(const Character& c) {
    const std::string mark(text_.substr(at_, c.next - at_));
    notes_.ignored(at_, c.next, fmt::format("“{}”前面没有与它成对的引号", mark), fmt::format("{} closes no quote", mark));
    at_ = c.next;
  }

  // A dash at the start of a token: without. -20℃ is a temperature.
  void dashes() {
    std::size_t end = at_;
    Character c = read(end);
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
    std::optional<Character> colon;
    std::size_t colon_at = 0;
    while (i < text_.size()) {
      const Character c = read(i);
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
    push(TokenKind::word, i);
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
      const Character c = read(i);
      const std::size_t next = c.shape == Shape::word ? c.next : c.shape == Shape::open ? attached(i) : i;
      if (next == i) break;
      i = next;
    }
    push(TokenKind::word, i);
  }

  // One past the bracket that closes the one at `i`, where only word characters stand between; else `i`.
  std::size_t attached(std::size_t i) const {
    int depth = 0;
    for (std::size_t at = i; at < text_.size() && at - i < kMaxAttached;) {
      const Character c = read(at);
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

// ---- values

struct Range {
  int low = 0, high = 0;
  bool swapped = false;  // was written the wrong way round
};

// 6, TRL6, 6级, 6-8, 6..8, >=6, ≥6, >6, 6级以上 and their likes; nullopt for anything else and for what lies outside the field altogether.
class RangeReader {
 public:
  RangeReader(const Field& field, std::string_view value) : field_(field), rest_(value) {}

  std::optional<Range> read() {
    if (take({">=", "≥", "≧"})) return from(number());
    if (take({"<=", "≤", "≦"})) return up_to(number());
    if (take({">"})) return from(number(), 1);
    if (take({"<"})) return up_to(number(), -1);
    take({"="});
    const std::optional<int> first = number();
    if (take({"以上"})) return from(first);
    if (take({"以下"})) return up_to(first);
    const bool range = take({"..", "-", "–", "—", "~", "〜", "−", "至", "到"});
    const std::optional<int> second = range ? number() : first;
    if (!first || !second) return std::nullopt;
    return clamped({std::min(*first, *second), std::max(*first, *second), *first > *second});
  }

 private:
  bool take(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      if (!rest_.starts_with(word)) continue;
      rest_.remove_prefix(word.size());
      return true;
    }
    return false;
  }

  std::optional<int> number() {
    const bool trl = field_.name == "trl";
    if (trl) take({"trl"});
    int value = 0;
    std::size_t digits = 0;
    for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
      if (digits == 6) return std::nullopt;
      value = value * 10 + (rest_[digits] - '0');
    }
    if (digits == 0) return std::nullopt;
    rest_.remove_prefix(digits);
    take({trl ? "级" : "年"});
    return value;
  }

  std::optional<Range> from(std::optional<int> value, int step = 0) const {
    return value ? clamped({*value + step, std::max(*value + step, field_.highest)}) : std::nullopt;
  }
  std::optional<Range> up_to(std::optional<int> value, int step = 0) const {
    return value ? clamped({std::min(*value + step, field_.lowest), *value + step}) : std::nullopt;
  }

  std::optional<Range> clamped(Range range) const {
    if (!rest_.empty() || range.low > field_.highest || range.high < field_.lowest) return std::nullopt;
    range.low = std::max(range.low, field_.lowest);
    range.high = std::min(range.high, field_.highest);
    return range;
  }

  const Field& field_;
  std::string_view rest_;
};

// Labels of a list that look like a word: by the share of both that their longest common subsequence with a label, an alias or the English
// label holds. Among equals those that begin alike come first, then the wider ones (湖背: 湖北省, 湖南省, 湖州市).
class NearLabels {
 public:
  explicit NearLabels(const corpus::Vocabulary& list) : list_(list) {}

  std::vector<const corpus::VocabularyEntry*> of(std::string_view word) const {
    const std::u32string wanted = letters(corpus::fold_word(word.substr(0, kMaxAttached)));
    if (wanted.empty()) return {};
    const double needed = wanted[0] < 0x80 ? 0.67 : 0.5;  // two Latin words easily share half of their letters
    std::vector<std::pair<double, const corpus::VocabularyEntry*>> scored;
    for (const corpus::VocabularyEntry& entry : list_.entries()) {
      double best = std::max(likeness(wanted, letters(entry.label)), likeness(wanted, letters(entry.label_en)));
      for (const std::string& alias : entry.aliases) best = std::max(best, likeness(wanted, letters(alias)));
      if (best < needed) continue;
      const bool same_beginning = letters(entry.label).starts_with(wanted[0]);
      scored.emplace_back(best + (same_beginning ? 0.02 : 0.0) + (entry.parent.empty() ? 0.01 : 0.0), &entry);
    }
    std::ranges::stable_sort(scored, std::greater{}, [](const auto& pair) { return pair.first; });
    std::vector<const corpus::VocabularyEntry*> near;
    for (const auto& [score, entry] : scored | std::views::take(kNearLabels)) near.push_back(entry);
    return near;
  }

 private:
  static constexpr std::size_t kCompared = 24;  // characters

  static std::u32string letters(std::string_view text) {
    std::u32string out;
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size && out.size() < kCompared;) {
      UChar32 c = 0;
      U8_NEXT_OR_FFFD(text.data(), i, size, c);
      if (c != ' ') out += static_cast<char32_t>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return out;
  }

  static double likeness(const std::u32string& a, const std::u32string& b) {
    if (a.empty() || b.empty()) return 0;
    std::array<std::size_t, kCompared + 1> row{};
    for (const char32_t c : a) {
      std::size_t diagonal = 0;
      for (std::size_t j = 0; j < b.size(); ++j) {
        const std::size_t above = row[j + 1];
        row[j + 1] = b[j] == c ? diagonal + 1 : std::max(row[j], above);
        diagonal = above;
      }
    }
    return 2.0 * static_cast<double>(row[b.size()]) / static_cast<double>(a.size() + b.size());
  }

  const corpus::Vocabulary& list_;
};

// ---- the tree

struct Span {
  std::size_t start = 0, end = 0;
};

Node leaf(NodeKind kind, std::string text, Span at) {
  Node node;
  node.kind = kind;
  node.text = std::move(text);
  node.start = at.start;
  node.length = at.end - at.start;
  return node;
}

Node parent(NodeKind kind, std::vector<Node> children, Span at) {
  Node node = leaf(kind, {}, at);
  node.children = std::move(children);
  return node;
}

bool is_plain(const Node& node) { return node.kind == NodeKind::words && node.field.empty(); }

// Brackets that only group are dissolved, and words that stand side by side become one node.
std::vector<Node> joined(std::vector<Node> items) {
  std::vector<Node> out;
  const auto add = [&](Node& node) {
    if (out.empty() || !is_plain(out.back()) || !is_plain(node)) {
      out.push_back(std::move(node));
      return;
    }
    out.back().text += " " + node.text;
    out.back().length = node.start + node.length - out.back().start;
  };
  for (Node& item : items) {
    if (item.kind == NodeKind::all) {
      for (Node& child : item.children) add(child);
    } else {
      add(item);
    }
  }
  return out;
}

// a OR b; an OR inside either side goes up into it.
void either(Node& left, Node right) {
  const Span at{left.start, right.start + right.length};
  if (left.kind != NodeKind::any) {
    std::vector<Node> one;
    one.push_back(std::move(left));
    left = parent(NodeKind::any, std::move(one), at);
  }
  left.length = at.end - at.start;
  if (right.kind == NodeKind::any)
    std::ranges::move(right.children, std::back_inserter(left.children));
  else
    left.children.push_back(std::move(right));
}

class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens, const corpus::Vocabularies& vocabularies, Notebook& notes)
      : text_(text), tokens_(std::move(tokens)), vocabularies_(vocabularies), notes_(notes) {}

  Node run() { return parent(NodeKind::all, sequence(), {0, text_.size()}); }

 private:
  bool at_end() const { return i_ == tokens_.size(); }
  bool next_is(TokenKind kind) const { return !at_end() && tokens_[i_].kind == kind; }

  // Up to the closing bracket or the end.
  std::vector<Node> sequence() {
    std::vector<Node> items;
    const Token* bar = nullptr;
    while (!at_end() && !next_is(TokenKind::close)) {
      if (next_is(TokenKind::bar)) {
        const Token& t = tokens_[i_++];
        if (items.empty() || bar != nullptr)
          no_sides(t);
        else
          bar = &t;
        continue;
      }
      std::optional<Node> node = operand();
      if (!node) continue;
      if (std::exchange(bar, nullptr) != nullptr)
        either(items.back(), std::move(*node));
      else
        items.push_back(std::move(*node));
    }
    if (bar != nullptr) no_sides(*bar);
    return joined(std::move(items));
  }

  void no_sides(const Token& bar) {
    const std::string mark = written({bar.start, bar.end});
    notes_.ignored(bar.start, bar.end, fmt::format("“{}”不是两边都有内容", mark),
                   fmt::format("\"{}\" does not stand between two parts", mark));
  }

  // One word, phrase, field or bracket group, negated or not. Nothing where it turns out empty. Takes at least one token.
  std::optional<Node> operand() {
    const Token first = tokens_[i_];
    while (next_is(TokenKind::minus)) ++i_;
    const bool negated = first.kind == TokenKind::minus;
    if (at_end() || next_is(TokenKind::bar) || next_is(TokenKind::close)) {
      notes_.nothing_to_leave_out(first.start, first.end, written({first.start, first.end}));
      return std::nullopt;
    }
    std::optional<Node> node = positive(negated);
    if (!node || !negated) return node;
    const Span at{first.start, node->start + node->length};
    std::vector<Node> one;
    one.push_back(std::move(*node));
    return parent(NodeKind::none, std::move(one), at);
  }

  std::optional<Node> positive(bool negated) {
    const Token& t = tokens_[i_++];
    switch (t.kind) {
      case TokenKind::open: return group(t);
      case TokenKind::field: return fielded(t, negated);
      case TokenKind::phrase: return phrase(t);
      default: return leaf(NodeKind::words, written({t.start, t.end}), {t.start, t.end});
    }
  }

  std::optional<Node> phrase(const Token& t) {
    std::string text = written({t.text_start, t.text_end});
    if (!text.empty()) return leaf(NodeKind::phrase, std::move(text), {t.start, t.end});
    notes_.ignored(t.start, t.end, "引号里没有内容", "there is nothing between the quotes");
    return std::nullopt;
  }

  std::optional<Node> group(const Token& open) {
    std::vector<Node> children = sequence();
    const Span at{open.start, tokens_[i_++].end};
    if (children.empty()) {
      notes_.ignored(at.start, at.end, "括号里没有内容", "there is nothing between the brackets");
      return std::nullopt;
    }
    if (children.size() == 1) return std::move(children.front());
    return parent(NodeKind::all, std::move(children), at);
  }

  // The value may stand after a space: 地区： 湖北.
  std::optional<Node> fielded(const Token& name, bool negated) {
    Token value = name;
    value.text_start = value.text_end;
    if (next_is(TokenKind::word) || next_is(TokenKind::phrase)) value = tokens_[i_++];
    const Span at{name.start, value.end};
    const std::string text = written({value.text_start, value.text_end});
    std::optional<Node> node;
    if (name.field->kind == FieldKind::text && !text.empty()) {
      node = leaf(value.kind == TokenKind::phrase ? NodeKind::phrase : NodeKind::words, text, at);
      node->field = name.field->name;
    } else if (name.field->kind != FieldKind::text) {
      node = filter(*name.field, {value.text_start, value.text_end}, at, negated);
    }
    if (!node) {
      const std::string mark = written({name.start, name.end});
      notes_.ignored(name.start, at.end, fmt::format("“{}”后面没有值", mark), fmt::format("no value follows \"{}\"", mark));
    }
    return node;
  }

  // Any of the values: one filter for the codes of a list, one per number, words for what the field does not know.
  std::optional<Node> filter(const Field& field, Span value, Span at, bool negated) {
    Values values{field, {}, {}, {}};
    collect(values, value, 0);
    std::vector<Node> parts = std::move(values.ranges);
    if (!values.codes.empty()) {
      parts.push_back(leaf(NodeKind::filter, {}, at));
      parts.back().codes = std::move(values.codes);
    }
    for (Node& part : parts) part.field = field.name;
    if (parts.size() > 1) {
      Node any = parent(NodeKind::any, std::move(parts), at);
      parts.clear();
      parts.push_back(std::move(any));
    }
    // Without A,B leaves out both, so there the unknown word is one more of the alternatives.
    std::ranges::move(values.unknown, std::back_inserter(parts));
    parts = joined(std::move(parts));
    if (parts.empty()) return std::nullopt;
    if (parts.size() == 1) return std::move(parts.front());
    return parent(negated ? NodeKind::any : NodeKind::all, std::move(parts), at);
  }

  struct Values {
    const Field& field;
    std::vector<std::string> codes;
    std::vector<Node> ranges, unknown;
  };

  // The whole value first, for labels hold commas themselves (生物、医药和医疗器械); then the parts between commas, then those between 、.
  void collect(Values& values, Span at, std::size_t level) {
    while (at.start < at.end && text_[at.start] == ' ') ++at.start;
    while (at.start < at.end && text_[at.end - 1] == ' ') --at.end;
    if (at.start == at.end || known(values, at)) return;
    static constexpr std::array<std::array<std::string_view, 2>, 2> kSeparators = {{{",", "，"}, {"、", "、"}}};
    if (level == kSeparators.size()) {
      values.unknown.push_back(leaf(NodeKind::words, written(at), at));
      unknown_value(values.field, at);
      return;
    }
    std::size_t start = at.start;
    for (std::size_t i = at.start; i < at.end;) {
      std::size_t separator = 0;
      for (const std::string_view mark : kSeparators[level])
        if (text_.substr(i, at.end - i).starts_with(mark)) separator = mark.size();
      if (separator > 0) {
        collect(values, {start, i}, level + 1);
        start = i + separator;
      }
      i += std::max<std::size_t>(separator, 1);
    }
    collect(values, {start, at.end}, level + 1);
  }

  bool known(Values& values, Span at) {
    const std::string word = written(at);
    if (values.field.kind == FieldKind::list) {
      const corpus::Vocabulary* list = vocabularies_.find(values.field.name);
      const std::optional<std::string> code = list == nullptr ? std::nullopt : list->resolve(word);
      if (code && std::ranges::find(values.codes, *code) == values.codes.end()) values.codes.push_back(*code);
      return code.has_value();
    }
    if (word.size() > kMaxFieldName) return false;
    const std::string folded = corpus::fold_word(word);
    const std::optional<Range> range = RangeReader(values.field, folded).read();
    if (!range) return false;
    values.ranges.push_back(leaf(NodeKind::filter, {}, at));
    values.ranges.back().low = range->low;
    values.ranges.back().high = range->high;
    if (range->swapped)
      notes_.add("swapped", at.start, at.end, fmt::format("“{}”前后颠倒，按 {} 至 {} 检索", word, range->low, range->high),
                 fmt::format("\"{}\" is the wrong way round: read as {} to {}", word, range->low, range->high));
    return true;
  }

  void unknown_value(const Field& field, Span at) {
    if (notes_.full()) return;
    const std::string word = shown(written(at));
    std::string zh = fmt::format("{}里没有“{}”，按词检索", field.zh, word);
    std::string en = fmt::format("{} has no \"{}\": searched as words", field.en, word);
    if (field.kind == FieldKind::number) {
      const bool trl = field.name == "trl";
      zh = fmt::format("{}要写 {} 到 {} 的数或范围（如 {}），“{}”按词检索", field.zh, field.lowest, field.highest,
                       trl ? "6、6-8、>=6" : "2024、2020-2024、>=2020", word);
      en = fmt::format("{} takes a number or range from {} to {} ({}): \"{}\" is searched as words", field.en, field.lowest, field.highest,
                       trl ? "6, 6-8, >=6" : "2024, 2020-2024, >=2020", word);
    } else if (const corpus::Vocabulary* list = vocabularies_.find(field.name)) {
      std::string near_zh, near_en;
      for (const corpus::VocabularyEntry* entry : NearLabels(*list).of(word)) {
        near_zh += (near_zh.empty() ? "；相近的有：" : "、") + entry->label;
        near_en += (near_en.empty() ? "; near: " : ", ") + list->label_en(entry->code);
      }
      zh += near_zh;
      en += near_en;
    }
    notes_.add("unknown_value", at.start, at.end, std::move(zh), std::move(en));
  }

  // The text with each stretch of white space as one space and none at the ends.
  std::string written(Span at) const {
    std::string out;
    for (std::size_t i = at.start; i < at.end; ++i)
      if (text_[i] != ' ' || (!out.empty() && out.back() != ' ')) out += text_[i];
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  const corpus::Vocabularies& vocabularies_;
  Notebook& notes_;
  std::size_t i_ = 0;
};

// ---- the query as understood

// 检索：水肥一体化；地区：湖北省；不含：大田 — what is searched, then fields and filters as written, then what is left out.
class Sentence {
 public:
  Sentence(const corpus::Vocabularies& vocabularies, bool chinese) : vocabularies_(vocabularies), zh_(chinese) {}

  std::string of(const Node& root) const {
    std::string searched, others, left_out;
    const bool alone = std::ranges::count_if(root.children, is_search) == 1;
    for (const Node& child : root.children) {
      if (is_search(child))
        append(searched, comma(), part(child, !alone));
      else if (child.kind == NodeKind::none)
        append(left_out, comma(), part(child.children.front(), true));
      else
        append(others, semicolon(), part(child, false));
    }
    if (!searched.empty()) searched = labelled(zh_ ? "检索" : "search", searched);
    if (searched.empty() && others.empty()) searched = zh_ ? "全部记录" : "everything";
    append(searched, semicolon(), others);
    if (!left_out.empty()) append(searched, semicolon(), labelled(zh_ ? "不含" : "without", left_out));
    return corpus::excerpt(searched, kShownSentence);
  }

 private:
  std::string comma() const { return zh_ ? "，" : ", "; }
  std::string semicolon() const { return zh_ ? "；" : "; "; }
  std::string labelled(std::string_view label, std::string_view text) const {
    return fmt::format("{}{}{}", label, zh_ ? "：" : ": ", text);
  }

  std::string in_brackets(const std::string& text) const { return zh_ ? "（" + text + "）" : "(" + text + ")"; }

  static void append(std::string& list, const std::string& separator, const std::string& text) {
    if (!list.empty() && !text.empty()) list += separator;
    list += text;
  }

  // Free text, alone or as alternatives: what stands behind 检索.
  static bool is_search(const Node& node) {
    if (node.kind == NodeKind::any || node.kind == NodeKind::all) return std::ranges::all_of(node.children, is_search);
    return (node.kind == NodeKind::words || node.kind == NodeKind::phrase) && node.field.empty();
  }

  std::string part(const Node& node, bool bracketed) const {
    switch (node.kind) {
      case NodeKind::words: return with_field(node, corpus::excerpt(node.text, kShownPart));
      case NodeKind::phrase:
        return with_field(node, fmt::format(fmt::runtime(zh_ ? "“{}”" : "\"{}\""), corpus::excerpt(node.text, kShownPart)));
      case NodeKind::filter: return with_field(node, node.codes.empty() ? range(node) : labels(node));
      case NodeKind::none: return (zh_ ? "不含 " : "without ") + part(node.children.front(), true);
      case NodeKind::all: return list(node, comma(), bracketed);
      case NodeKind::any: return list(node, zh_ ? " 或 " : " or ", bracketed);
    }
    return {};
  }

  std::string list(const Node& node, const std::string& separator, bool bracketed) const {
    std::string out;
    for (const Node& child : node.children) {
      const bool several = node.kind == NodeKind::any && is_plain(child) && child.text.find(' ') != std::string::npos;
      append(out, separator, several ? in_brackets(part(child, true)) : part(child, true));
    }
    return bracketed ? in_brackets(out) : out;
  }

  std::string with_field(const Node& node, const std::string& text) const {
    if (node.field.empty()) return text;
    const Field& field = field_named(node.field);
    return labelled(zh_ ? field.zh : field.en, text);
  }

  std::string labels(const Node& node) const {
    const corpus::Vocabulary& list = vocabularies_.at(node.field);
    std::string out;
    for (const std::string& code : node.codes) append(out, zh_ ? "、" : " or ", zh_ ? list.label(code) : list.label_en(code));
    return out;
  }

  std::string range(const Node& node) const {
    const Field& field = field_named(node.field);
    const bool year = field.name == "year";
    if (node.low == node.high) return std::to_string(node.low);
    if (node.low == field.lowest && node.high == field.highest) return zh_ ? "不限" : "any";
    if (node.high == field.highest)
      return std::to_string(node.low) + (zh_ ? (year ? " 及以后" : " 及以上") : (year ? " and later" : " and above"));
    if (node.low == field.lowest)
      return std::to_string(node.high) + (zh_ ? (year ? " 及以前" : " 及以下") : (year ? " and earlier" : " and below"));
    return std::to_string(node.low) + (zh_ ? " 至 " : " to ") + std::to_string(node.high);
  }

  const corpus::Vocabularies& vocabularies_;
  bool zh_;
};

bool asks_for_something(const Node& node) {
  if (node.kind == NodeKind::none) return false;
  return node.children.empty() || std::ranges::any_of(node.children, asks_for_something);
}

}  // namespace

ParsedQuery parse_query(std::string_view query, const corpus::Vocabularies& vocabularies) {
  Notebook notes;
  const std::string text = legible(within_limit(query, notes), notes);
  ParsedQuery parsed;
  parsed.root = Parser(text, Lexer(text, notes).run(), vocabularies, notes).run();
  const Note understood{"understood", Sentence(vocabularies, true).of(parsed.root), Sentence(vocabularies, false).of(parsed.root), 0, 0};
  parsed.notes = std::move(notes).in_order_after(understood);
  if (!asks_for_something(parsed.root))
    parsed.notes.push_back(
        {"only_negative", "只有要排除的内容：从全部记录里排除", "only exclusions are given: they are taken from all records", 0, 0});
  return parsed;
}

}  // namespace search
