// SPDX-License-Identifier: GPL-3.0-or-later
// Three passes, each linear. `legible` writes everything that is white space or damaged as spaces, byte for byte, so that positions stay
// those of the query and the rest sees valid UTF-8 with one kind of white space. The lexer cuts tokens; brackets without a partner or too
// deep are dropped before parsing, so the Parser recurses at most kMaxDepth times and never meets a bracket it must forgive. The Parser
// builds the tree, and query_sentence.h tells it back.
#include "search/query_parser.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "corpus/diagnostic.h"
#include "indexer/text/normalize.h"
#include "search/query_lexer.h"
#include "search/query_sentence.h"
#include "search/query_values.h"

namespace search {
namespace syntax {
namespace {

struct QuerySpan {
  std::size_t start = 0, end = 0;
};

Node leaf(NodeKind kind, std::string text, QuerySpan at) {
  Node node;
  node.kind = kind;
  node.text = std::move(text);
  node.start = at.start;
  node.length = at.end - at.start;
  return node;
}

Node parent(NodeKind kind, std::vector<Node> children, QuerySpan at) {
  Node node = leaf(kind, {}, at);
  node.children = std::move(children);
  return node;
}

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
  const QuerySpan at{left.start, right.start + right.length};
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
    const QuerySpan at{first.start, node->start + node->length};
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
      case TokenKind::prefix: return leaf(NodeKind::prefix, written({t.text_start, t.text_end}), {t.start, t.end});
      default: return leaf(NodeKind::words, written({t.text_start, t.text_end}), {t.start, t.end});
    }
  }

  std::optional<Node> phrase(const Token& t) {
    std::string text = written({t.text_start, t.text_end});
    if (!text.empty()) return phrase_of(t, std::move(text), {t.start, t.end});
    notes_.ignored(t.start, t.end, "引号里没有内容", "there is nothing between the quotes");
    return std::nullopt;
  }

  Node phrase_of(const Token& t, std::string text, QuerySpan at) {
    Node node = leaf(NodeKind::phrase, std::move(text), at);
    node.near = t.near;
    node.boost = t.boost;
    if (node.near > 0 && holds_han(node.text))
      notes_.add("near_han", t.start, t.end, "汉字的位置没有编入索引：只要求这些字词都在同一条记录里，不论相隔多远",
                 "the index has no places of Chinese characters: they only have to stand in one record, however far apart");
    return node;
  }

  static bool holds_han(std::string_view text) {
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(text.size());) {
      UChar32 c = 0;
      U8_NEXT(text.data(), i, static_cast<std::int32_t>(text.size()), c);
      if (indexer::text::is_han(c)) return true;
    }
    return false;
  }

  std::optional<Node> group(const Token& open) {
    std::vector<Node> children = sequence();
    const QuerySpan at{open.start, tokens_[i_++].end};
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
    if (next_is(TokenKind::word) || next_is(TokenKind::phrase) || next_is(TokenKind::prefix)) value = tokens_[i_++];
    const QuerySpan at{name.start, value.end};
    const std::string text = written({value.text_start, value.text_end});
    std::optional<Node> node;
    if (name.field->kind == FieldKind::text && !text.empty()) {
      if (value.kind == TokenKind::phrase)
        node = phrase_of(value, text, at);
      else
        node = leaf(value.kind == TokenKind::prefix ? NodeKind::prefix : NodeKind::words, text, at);
      node->boost = value.boost;
      node->field = name.field->name;
    } else if (name.field->kind == FieldKind::id && !text.empty()) {
      node = leaf(NodeKind::filter, {}, at);
      node->field = name.field->name;
      node->codes = {text};
    } else if (name.field->kind == FieldKind::list || name.field->kind == FieldKind::number) {
      node = filter(*name.field, {value.text_start, value.text_end}, at, negated);
    }
    if (!node) {
      const std::string mark = written({name.start, name.end});
      notes_.ignored(name.start, at.end, fmt::format("“{}”后面没有值", mark), fmt::format("no value follows \"{}\"", mark));
    }
    return node;
  }

  // Any of the values: one filter for the codes of a list, one per number, words for what the field does not know.
  std::optional<Node> filter(const Field& field, QuerySpan value, QuerySpan at, bool negated) {
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
  void collect(Values& values, QuerySpan at, std::size_t level) {
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

  bool known(Values& values, QuerySpan at) {
    const std::string word = written(at);
    if (values.field.kind == FieldKind::list) {
      const corpus::Vocabulary* list = vocabularies_.find(values.field.name);
      const std::optional<std::string> code = list == nullptr ? std::nullopt : list->resolve(word);
      if (code && std::ranges::find(values.codes, *code) == values.codes.end()) values.codes.push_back(*code);
      return code.has_value();
    }
    if (word.size() > kMaxFieldName) return false;
    const std::string folded = corpus::fold_word(word);
    const std::optional<Range> range = range_of(values.field, folded);
    if (!range) return false;
    values.ranges.push_back(leaf(NodeKind::filter, {}, at));
    values.ranges.back().low = range->low;
    values.ranges.back().high = range->high;
    if (range->swapped)
      notes_.add("swapped", at.start, at.end, fmt::format("“{}”前后颠倒，按 {} 至 {} 检索", word, range->low, range->high),
                 fmt::format("\"{}\" is the wrong way round: read as {} to {}", word, range->low, range->high));
    return true;
  }

  void unknown_value(const Field& field, QuerySpan at) {
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
      for (const corpus::VocabularyEntry* entry : near_labels(*list, word)) {
        near_zh += (near_zh.empty() ? "；相近的有：" : "、") + entry->label;
        near_en += (near_en.empty() ? "; near: " : ", ") + list->label_en(entry->code);
      }
      zh += near_zh;
      en += near_en;
    }
    notes_.add("unknown_value", at.start, at.end, std::move(zh), std::move(en));
  }

  // The text with each stretch of white space as one space and none at the ends.
  std::string written(QuerySpan at) const {
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

bool asks_for_something(const Node& node) {
  if (node.kind == NodeKind::none) return false;
  return node.children.empty() || std::ranges::any_of(node.children, asks_for_something);
}

}  // namespace
}  // namespace syntax

ParsedQuery parse_query(std::string_view query, const corpus::Vocabularies& vocabularies) {
  syntax::Notebook notes;
  const std::string text = syntax::legible(syntax::within_limit(query, notes), notes);
  ParsedQuery parsed;
  parsed.root = syntax::Parser(text, syntax::tokens_of(text, notes), vocabularies, notes).run();
  const Note understood{"understood", syntax::understood_as(parsed.root, vocabularies, true), syntax::understood_as(parsed.root, vocabularies, false), 0, 0};
  parsed.notes = std::move(notes).in_order_after(understood);
  if (!syntax::asks_for_something(parsed.root))
    parsed.notes.push_back(
        {"only_negative", "只有要排除的内容：从全部记录里排除", "only exclusions are given: they are taken from all records", 0, 0});
  return parsed;
}

}  // namespace search
