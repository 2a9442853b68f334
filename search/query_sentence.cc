// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/query_sentence.h"

#include <fmt/format.h>

#include <algorithm>

#include "corpus/diagnostic.h"
#include "search/query_fields.h"

namespace search::syntax {
namespace {

constexpr std::size_t kShownPart = 100, kShownSentence = 300;  // characters of one part, and of all

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
    return node.kind != NodeKind::filter && node.kind != NodeKind::none && node.field.empty();
  }

  std::string part(const Node& node, bool bracketed) const {
    switch (node.kind) {
      case NodeKind::words: return with_field(node, corpus::excerpt(node.text, kShownPart) + boost(node));
      case NodeKind::phrase:
        return with_field(node, fmt::format(fmt::runtime(zh_ ? "“{}”" : "\"{}\""), corpus::excerpt(node.text, kShownPart)) + near(node) + boost(node));
      case NodeKind::prefix: return with_field(node, corpus::excerpt(node.text, kShownPart) + (zh_ ? "… 开头的词" : "…"));
      case NodeKind::filter: return with_field(node, node.codes.empty() ? range(node) : labels(node));
      case NodeKind::none: return (zh_ ? "不含 " : "without ") + part(node.children.front(), true);
      case NodeKind::all: return list(node, comma(), bracketed);
      case NodeKind::any: return list(node, zh_ ? " 或 " : " or ", bracketed);
    }
    return {};
  }

  std::string near(const Node& node) const {
    if (node.near == 0) return {};
    return zh_ ? fmt::format("（中间至多隔 {} 个词）", node.near) : fmt::format(" ({} words between at most)", node.near);
  }

  std::string boost(const Node& node) const { return node.boost == 1 ? "" : fmt::format(fmt::runtime(zh_ ? "（权重 {:g}）" : " (weight {:g})"), node.boost); }

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
    if (field_named(node.field).kind == FieldKind::id) return node.codes.front();
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

}  // namespace

std::string understood_as(const Node& root, const corpus::Vocabularies& vocabularies, bool chinese) {
  return Sentence(vocabularies, chinese).of(root);
}

}  // namespace search::syntax
