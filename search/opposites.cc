// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/opposites.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "corpus/diagnostic.h"
#include "indexer/text/analyzer.h"
#include "search/query_sentence.h"

namespace search {
namespace {

constexpr std::size_t kMostCompared = 16;      // parts of each sort
constexpr std::size_t kOppositeShown = 40;     // characters of the query in a note

// The filters of one field any of which is enough; empty for everything else.
std::vector<const Node*> choices_of(const Node& node) {
  if (node.kind == NodeKind::filter) return {&node};
  std::vector<const Node*> choices;
  if (node.kind != NodeKind::any) return choices;
  for (const Node& child : node.children) {
    if (child.kind != NodeKind::filter || child.field != node.children.front().field) return {};
    choices.push_back(&child);
  }
  return choices;
}

// A record has one of these, of the other lists several.
bool is_single(const std::string& field) { return field == "region" || field == "stage" || field == "trl" || field == "year"; }

class Opposites {
 public:
  Opposites(const Node& root, const corpus::Vocabularies& vocabularies, Notes& notes) : vocabularies_(vocabularies), notes_(notes) {
    for (const Node& child : root.children) {
      const bool out = child.kind == NodeKind::none;
      const Node& part = out ? child.children.front() : child;
      const bool text = part.kind == NodeKind::words || part.kind == NodeKind::phrase;
      if (!text && choices_of(part).empty()) continue;
      std::vector<const Node*>& of = text ? (out ? words_out_ : words_) : (out ? filters_out_ : filters_);
      if (of.size() < kMostCompared) of.push_back(&part);
    }
  }

  void tell() {
    for (std::size_t i = 0; i < filters_.size(); ++i)
      for (std::size_t k = i + 1; k < filters_.size(); ++k)
        if (apart(*filters_[i], *filters_[k])) two(*filters_[i], *filters_[k]);
    for (const Node* const out : filters_out_)
      for (const Node* const in : filters_)
        if (lies_within(*in, *out)) in_and_out(sentence(*in, true), sentence(*in, false), *out);
    for (const Node* const out : words_out_)
      for (const Node* const in : words_)
        if (in->field == out->field && says(*in, *out)) {
          const std::string shown = corpus::excerpt(out->text, kOppositeShown);
          in_and_out(shown, shown, *out);
          break;
        }
  }

 private:
  bool is_below(const std::string& field, const std::string& code, const std::string& other) const {
    if (code == other) return true;
    const corpus::Vocabulary* list = vocabularies_.find(field);
    if (list == nullptr) return false;
    const auto above = list->ancestors(code);
    return std::ranges::find(above, other) != above.end();
  }

  bool meet(const Node& a, const Node& b) const {
    if (a.codes.empty() || b.codes.empty()) return a.low <= b.high && b.low <= a.high;
    return std::ranges::any_of(a.codes, [&](const std::string& one) {
      return std::ranges::any_of(b.codes, [&](const std::string& other) { return is_below(a.field, one, other) || is_below(a.field, other, one); });
    });
  }

  bool apart(const Node& a, const Node& b) const {
    const auto of_a = choices_of(a), of_b = choices_of(b);
    if (of_a.front()->field != of_b.front()->field || !is_single(of_a.front()->field)) return false;
    return std::ranges::none_of(of_a, [&](const Node* one) { return std::ranges::any_of(of_b, [&](const Node* other) { return meet(*one, *other); }); });
  }

  // Whether whatever fits the one fits the other.
  bool lies_within(const Node& inner, const Node& outer) const {
    const auto of_inner = choices_of(inner), of_outer = choices_of(outer);
    if (of_inner.front()->field != of_outer.front()->field) return false;
    const auto covered = [&](const Node* one) { return std::ranges::any_of(of_outer, [&](const Node* other) { return covers(*other, *one); }); };
    return std::ranges::all_of(of_inner, covered);
  }

  bool covers(const Node& outer, const Node& inner) const {
    if (inner.codes.empty() || outer.codes.empty()) return inner.codes.empty() && outer.codes.empty() && outer.low <= inner.low && inner.high <= outer.high;
    return std::ranges::all_of(inner.codes, [&](const std::string& one) {
      return std::ranges::any_of(outer.codes, [&](const std::string& other) { return is_below(outer.field, one, other); });
    });
  }

  static std::set<std::string> terms_of(const Node& node) {
    std::set<std::string> terms;
    for (const auto& token : indexer::text::analyze(node.text))
      if (token.kind != indexer::text::TokenKind::edge) terms.insert(token.term);
    return terms;
  }

  static bool says(const Node& node, const Node& words) {
    const auto terms = terms_of(words);
    return !terms.empty() && std::ranges::includes(terms_of(node), terms);
  }

  std::string sentence(const Node& part, bool chinese) const {
    Node alone;
    alone.kind = NodeKind::all;
    alone.children = {part};
    return syntax::understood_as(alone, vocabularies_, chinese);
  }

  void two(const Node& a, const Node& b) {
    add(fmt::format("“{}”和“{}”互相矛盾，没有记录同时符合", sentence(a, true), sentence(b, true)),
        fmt::format("\"{}\" and \"{}\" contradict each other: no record can meet both", sentence(a, false), sentence(b, false)), b);
  }

  void in_and_out(const std::string& zh, const std::string& en, const Node& at) {
    add(fmt::format("“{}”既要检索，又要排除，互相矛盾", zh), fmt::format("\"{}\" is both asked for and left out: that is a contradiction", en), at);
  }

  void add(std::string zh, std::string en, const Node& at) {
    if (told_++ < kMostOpposites) notes_.push_back({"contradictory", std::move(zh), std::move(en), at.start, at.length});
  }

  const corpus::Vocabularies& vocabularies_;
  Notes& notes_;
  std::vector<const Node*> words_, filters_, words_out_, filters_out_;
  std::size_t told_ = 0;
};

}  // namespace

void note_opposites(const Node& root, const corpus::Vocabularies& vocabularies, Notes& notes) { Opposites(root, vocabularies, notes).tell(); }

}  // namespace search
