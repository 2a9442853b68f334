// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/relax.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "corpus/diagnostic.h"
#include "search/query_fields.h"
#include "search/query_sentence.h"

namespace search {
namespace {

constexpr std::size_t kQueryShown = 40;      // characters of the query in a note
constexpr std::size_t kMostNotes = 20;  // nobody reads more
constexpr const char *kStrict = "；严格检索（strict）不放宽", *kStrictEn = "; a strict search (strict) loosens nothing";

bool is_text(const Node& node) { return node.kind == NodeKind::words || node.kind == NodeKind::phrase || node.kind == NodeKind::prefix; }

// A filter, or filters joined by OR, but not same:ID and similar:ID, which are what is asked for.
bool is_condition(const Node& node) {
  if (node.kind == NodeKind::filter) return syntax::field_named(node.field).kind != syntax::FieldKind::id;
  return (node.kind == NodeKind::any || node.kind == NodeKind::all) && std::ranges::all_of(node.children, is_condition);
}

bool holds_phrase(const Node& node) {
  if (node.kind == NodeKind::phrase) return true;
  return node.kind != NodeKind::none && std::ranges::any_of(node.children, holds_phrase);
}

Node without_phrases(Node node) {
  if (node.kind == NodeKind::phrase) {
    node.kind = NodeKind::words;
    node.near = 0;
  }
  if (node.kind != NodeKind::none)
    for (Node& child : node.children) child = without_phrases(std::move(child));
  return node;
}

// Texts of a node as free text; filters among alternatives go.
void free_texts(const Node& node, std::vector<Node>& out) {
  if (is_text(node)) {
    out.push_back(node);
    out.back().field.clear();
    out.back().boost = 1;
    if (node.kind == NodeKind::phrase) out.back() = without_phrases(std::move(out.back()));
  } else if (node.kind != NodeKind::none) {
    for (const Node& child : node.children) free_texts(child, out);
  }
}

// What steps 3 and 4 turn into free words: what must hold and has words.
bool must_hold(const Node& node) {
  if (node.kind == NodeKind::none || node.kind == NodeKind::filter || is_condition(node)) return false;
  return !is_text(node) || !node.field.empty() || node.kind == NodeKind::phrase;
}

class QueryRelaxation {
 public:
  QueryRelaxation(const Node& root, const corpus::Vocabularies& vocabularies, const RelaxQuestions& questions)
      : root_(root), vocabularies_(vocabularies), questions_(questions), dropped_(root.children.size(), false) {}

  std::optional<Relaxed> run() {
    if (!loosen()) return std::nullopt;
    put_back();
    return Relaxed{loosened(), share_, notes()};
  }

 private:
  bool finds() const { return questions_.finds(loosened(), share_); }

  bool loosen() {
    phrases_ = holds_phrase(root_);
    if (phrases_ && finds()) return true;
    for (const std::size_t i : filters_most_excluding_first()) {
      dropped_[i] = true;
      order_.push_back(i);
      if (finds()) return true;
    }
    for (const Share share : {Share::some, Share::any}) {
      share_ = share;
      if (finds()) return true;
    }
    return false;
  }

  void put_back() {
    if (phrases_) {
      phrases_ = false;
      phrases_ = !finds();
    }
    for (auto i = order_.rbegin(); i != order_.rend(); ++i) {
      dropped_[*i] = false;
      dropped_[*i] = !finds();
    }
  }

  std::vector<std::size_t> filters_most_excluding_first() const {
    std::vector<std::pair<std::int64_t, std::size_t>> held;
    for (std::size_t i = 0; i < root_.children.size() && held.size() < kMostRelaxedFilters; ++i)
      if (is_condition(root_.children[i])) held.emplace_back(questions_.holders(root_.children[i]), i);
    std::ranges::sort(held);
    std::vector<std::size_t> order;
    for (const auto& [holders, i] : held) order.push_back(i);
    return order;
  }

  Node loosened() const {
    Node out = root_;
    out.children.clear();
    for (std::size_t i = 0; i < root_.children.size(); ++i) {
      const Node& child = root_.children[i];
      if (dropped_[i]) continue;
      if (share_ != Share::most && must_hold(child))
        free_texts(child, out.children);
      else
        out.children.push_back(phrases_ ? without_phrases(child) : child);
    }
    return out;
  }

  Notes notes() const {
    Notes out;
    for (std::size_t i = 0; i < root_.children.size(); ++i) {
      const Node& child = root_.children[i];
      if (dropped_[i]) filter_note(child, out);
      if (phrases_ && (share_ == Share::most || !must_hold(child))) phrase_notes(child, out);
    }
    if (share_ == Share::some)
      out.push_back({"relaxed_share", fmt::format("没有记录完全符合：含检索内容至少 {:.0f}% 的都列出，不论在哪一项{}", 100 * questions_.some_part, kStrict),
                     fmt::format("no record is all of that: those that hold at least {:.0f}% of the words, wherever, are listed{}",
                                 100 * questions_.some_part, kStrictEn),
                     0, 0});
    if (share_ == Share::any)
      out.push_back({"relaxed_terms", fmt::format("没有记录含有全部内容：含其中任何一项的都列出{}", kStrict),
                     fmt::format("no record holds all of it: those that hold any part are listed{}", kStrictEn), 0, 0});
    return out;
  }

  void filter_note(const Node& child, Notes& out) const {
    Node alone;
    alone.kind = NodeKind::all;
    alone.children = {child};
    out.push_back({"relaxed_filter", fmt::format("没有记录符合全部条件：已去掉“{}”{}", syntax::understood_as(alone, vocabularies_, true), kStrict),
                   fmt::format("no record meets all conditions: left out \"{}\"{}", syntax::understood_as(alone, vocabularies_, false), kStrictEn), child.start,
                   child.length});
  }

  static void phrase_notes(const Node& node, Notes& out) {
    if (node.kind == NodeKind::none || out.size() == kMostNotes) return;
    if (node.kind == NodeKind::phrase) {
      const std::string shown = corpus::excerpt(node.text, kQueryShown);
      out.push_back({"relaxed_phrase", fmt::format("没有记录含有短语“{}”：已按词检索{}", shown, kStrict),
                     fmt::format("no record holds the phrase \"{}\": searched as words{}", shown, kStrictEn), node.start, node.length});
    }
    for (const Node& child : node.children) phrase_notes(child, out);
  }

  const Node& root_;
  const corpus::Vocabularies& vocabularies_;
  const RelaxQuestions& questions_;
  bool phrases_ = false;
  Share share_ = Share::most;
  std::vector<bool> dropped_;        // of the root's children
  std::vector<std::size_t> order_;   // in which they were dropped
};

}  // namespace

std::optional<Relaxed> relax(const Node& root, const corpus::Vocabularies& vocabularies, const RelaxQuestions& questions) {
  if (root.children.empty()) return std::nullopt;
  return QueryRelaxation(root, vocabularies, questions).run();
}

}  // namespace search
