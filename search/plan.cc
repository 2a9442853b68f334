// SPDX-License-Identifier: GPL-3.0-or-later
// Free text becomes an OR of its terms, built by hand: Xapian's own parser finds almost nothing for a Chinese sentence (MRR .24 against .90 on titles).
#include "search/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/normalize.h"
#include "search/asking_text.h"
#include "search/characters.h"
#include "search/indexed_records.h"
#include "search/likeness.h"
#include "search/other_forms.h"
#include "search/phrase.h"

namespace search {
namespace {

using indexer::prefixed;
using indexer::text::analyze;
using indexer::text::Token;
using indexer::text::TokenKind;
namespace prefix = indexer::prefix;

// Bounds on what one question may ask of the index; a question of 64 KB could else hold twenty thousand terms, each a list to be read for every
// document. A need of 1,500 characters has up to 1,400 distinct terms, of which PlanOptions::max_terms are asked for.
constexpr std::size_t kMaxHeldParts = 1000;   // words, phrases and filters that must hold
constexpr std::size_t kMaxPrefixes = 8;       // poly* and the like, each up to Characters::kMost terms

constexpr std::size_t kMostOtherForms = 8;    // that rank

constexpr std::size_t kMaxUnknownRecords = 20;  // that are told of

constexpr double kIdWeight = 100;  // above anything that words reach

double weight_of(const Token& token, const TermWeights& weights) {
  switch (token.kind) {
    case TokenKind::bigram: return weights.bigram + (token.is_word ? weights.word : 0);
    case TokenKind::word: return weights.word;
    case TokenKind::joined: return token.is_word ? weights.joined : 0;  // what is within a longer one is counted with it
    case TokenKind::number: return weights.number;
    case TokenKind::latin:
    case TokenKind::compound: return weights.latin;
    case TokenKind::edge: return 0;  // only for a character asked for alone
    case TokenKind::count:
    case TokenKind::part: return 0;  // asked for beside what they are other forms of (other_forms.h)
  }
  return 0;
}

double idf(const Frequencies& frequencies, const std::string& term) {
  const double holders = frequencies.of(term);
  if (holders == 0) return 0;
  const double all = std::max<double>(1, frequencies.database().get_doccount());
  return std::log(1 + (all - holders + 0.5) / (holders + 0.5));
}

// Of a word that no document holds, as of one that a single document holds: else what is left of a name would seem to be all of it.
double rarity_in(const Frequencies& frequencies, const std::string& term) {
  return rarity(std::max(1.0, static_cast<double>(frequencies.of(term))), std::max<double>(1, frequencies.database().get_doccount()));
}

bool is_term(const Token& token) { return token.kind != TokenKind::edge && !is_other_form(token.kind); }

std::string_view prefix_of(const std::string& field) {
  if (field == "title") return prefix::kTitle;
  if (field == "keyword") return prefix::kKeyword;
  if (field == "owner") return prefix::kOrganisation;
  if (field == "person") return prefix::kPerson;
  return "";
}

Xapian::Query range(indexer::Slot slot, int low, int high) {
  return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, indexer::slot(slot), Xapian::sortable_serialise(low), Xapian::sortable_serialise(high));
}

class Planner {
 public:
  Planner(const Frequencies& frequencies, const PlanOptions& options)
      : frequencies_(frequencies), options_(options), characters_(frequencies.database()) {}

  Plan make(const Node& root) {
    conjunction(root);
    be_like();
    plan_.filter = filter_;
    const bool words = !free_.empty() || !characters_asked_.empty(), alike = !plan_.likeness.terms.empty(), free = words || alike;
    plan_.scored = free || !mentioned_.empty() || !alternatives_.empty();
    if (plan_.scored || id_) plan_.wordless = nullptr;
    plan_.ranking = everything();
    if (words) plan_.ranking = free_ranking();
    if (alike) lead(plan_.likeness.terms);
    if (alike) plan_.ranking = words ? Xapian::Query(Xapian::Query::OP_OR, plan_.ranking, any_of(plan_.likeness.terms)) : any_of(plan_.likeness.terms);
    if (id_) {
      plan_.ranking = Xapian::Query(Xapian::Query::OP_OR, plan_.ranking, Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, *id_, kIdWeight));
      if (free) plan_.leading.push_back(*id_);
      for (Xapian::Query& one : plan_.share) one = Xapian::Query(Xapian::Query::OP_SYNONYM, one, *id_);
    }
    // Words of phrases and the like say how well a record fits, not whether: that says the filter. 标题:镁 holds 镁合金, whose term is 镁合.
    if (!mentioned_.empty() || !alternatives_.empty())
      plan_.ranking = Xapian::Query(Xapian::Query::OP_AND_MAYBE, free ? plan_.ranking : unscored(), mentioned_ranking());
    if (!narrowed_) plan_.leading.clear();
    return std::move(plan_);
  }

 private:
  static Xapian::Query unscored() { return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, everything(), 0); }

  std::vector<WeightedTerm> best_of(const std::vector<WeightedText>& texts) const {
    return select_terms(texts, frequencies_, options_.max_terms, options_.weights);
  }

  Xapian::Query free_ranking() {
    const std::vector<WeightedTerm> terms = best_of(free_);
    if (plan_.share.size() > options_.max_terms) keep_best(terms);
    lead(terms);
    Xapian::Query query = any_of(terms);
    for (const auto* others : {&characters_asked_, &names_asked_})
      for (const Xapian::Query& one : *others) query = Xapian::Query(Xapian::Query::OP_OR, query, one);
    return query;
  }

  // A long text is counted and marked by the terms that rank it: the many beside them stand in most records, and a share of all of them would be a share of
  // what says nothing. Where the index holds none of it, its first terms are asked for, and nothing is found.
  void keep_best(const std::vector<WeightedTerm>& best) {
    std::unordered_map<std::string, double> ranks;
    for (const WeightedTerm& one : best) ranks.emplace(one.term, one.weight);
    std::vector<Xapian::Query> kept;
    double whole = 0;
    const auto keep = [&](std::size_t i, double weight) {
      kept.push_back(plan_.share[i]);
      plan_.share_weights.push_back(weight);
      whole += weight;
    };
    for (std::size_t i = 0; i < plan_.share.size() && kept.size() < options_.max_terms; ++i) {
      if (share_terms_[i].empty())
        keep(i, counted_part(plan_.share[i], frequencies_).weight);
      else if (const auto one = ranks.find(share_terms_[i]); one != ranks.end())
        keep(i, counted_part(WeightedTerm{one->first, one->second}, frequencies_).weight);
    }
    if (kept.empty())
      for (std::size_t i = 0; i < plan_.share.size() && i < options_.max_terms; ++i) keep(i, 1);
    for (double& weight : plan_.share_weights) weight *= kWholeShare / whole;
    plan_.share = std::move(kept);
    std::erase_if(plan_.terms, [&](const std::string& term) { return free_terms_.contains(term) && !ranks.contains(term); });
  }

  // By these and by the characters that stand alone. Other names lead by themselves: a name stands for them that no record may hold.
  void lead(const std::vector<WeightedTerm>& terms) {
    std::vector<CountedPart> parts;
    for (const WeightedTerm& one : terms) parts.push_back(counted_part(one, frequencies_));
    for (const Xapian::Query& one : characters_asked_) parts.push_back(counted_part(one, frequencies_));
    std::vector<Xapian::Query> leads = leading(parts, frequencies_);
    narrowed_ = narrowed_ || leads.size() < parts.size();
    std::ranges::move(leads, std::back_inserter(plan_.leading));
  }

  Xapian::Query mentioned_ranking() const {
    Xapian::Query query = any_of(best_of(mentioned_));
    for (const Xapian::Query& one : alternatives_) query = Xapian::Query(Xapian::Query::OP_OR, query, one);
    return query;
  }

  // Words at the top, also inside brackets there, rank; everything else must hold.
  void conjunction(const Node& node) {
    for (const Node& child : node.children) {
      if (child.kind == NodeKind::words && child.field.empty())
        free_text(child);
      else if (child.kind == NodeKind::prefix && child.field.empty())
        free_prefix(child);
      else if (child.kind == NodeKind::all)
        conjunction(child);
      else if (is_similar(child))
        similar(child);
      else if (const auto held = child.kind == NodeKind::none ? hold(child.children.front(), false) : hold(child, true))
        filter_ = Xapian::Query(child.kind == NodeKind::none ? Xapian::Query::OP_AND_NOT : Xapian::Query::OP_FILTER, filter_, *held);
    }
  }

  static bool is_similar(const Node& node) { return node.kind == NodeKind::filter && node.field == "similar"; }

  // Whom to be like is read here, what that means when the whole question is known.
  void similar(const Node& node) {
    const std::string& id = node.codes.front();
    if (std::ranges::find(plan_.likeness.ids, id) != plan_.likeness.ids.end()) return;
    if (similar_seen_ == kMostAlike) {
      plan_.cut = true;
      return;
    }
    ++similar_seen_;
    if (const auto document = seen_record(frequencies_.database(), id, options_.see_hidden))
      if (const auto record = record_in(*document)) {
        plan_.likeness.ids.push_back(id);
        alike_to_.add(*record);
        return;
      }
    filter_ = Xapian::Query(Xapian::Query::OP_FILTER, filter_, unknown(node));  // of a damaged record `index check` tells
  }

  void be_like() {
    if (plan_.likeness.ids.empty()) return;
    if (alike_to_.keep_beginnings()) plan_.cut = true;
    choose_terms(alike_to_, frequencies_, options_.max_terms, plan_.likeness);
    for (const WeightedTerm& one : plan_.likeness.terms) plan_.terms.push_back(one.term);
    std::ranges::copy(alike_to_.texts, std::back_inserter(plan_.texts));
    if (plan_.likeness.terms.empty()) filter_ = Xapian::Query::MatchNothing;
    std::vector<Xapian::Query> themselves;
    for (const std::string& id : plan_.likeness.ids) themselves.emplace_back(prefixed(prefix::kId, id));
    filter_ = Xapian::Query(Xapian::Query::OP_AND_NOT, filter_, Xapian::Query(Xapian::Query::OP_OR, themselves.begin(), themselves.end()));
  }

  Xapian::Query unknown(const Node& node) {
    if (plan_.unknown_records.size() < kMaxUnknownRecords) plan_.unknown_records.push_back(&node);
    return Xapian::Query::MatchNothing;
  }

  void free_text(const Node& node) {
    const std::string& text = node.text;
    const std::vector<Token> tokens = analyze(text);
    if (std::ranges::any_of(tokens, is_term)) {
      free_.push_back({text, 1});
      plan_.texts.push_back(text);
    } else {
      without_words(node);
    }
    const std::vector<Alternatives> alternatives = widen(text);
    // The id of a record asks for that record, first of all. One that the asker may not see is like any other word.
    if (seen_record(frequencies_.database(), text, options_.see_hidden)) id_ = Xapian::Query(prefixed(prefix::kId, text));
    const LoneCharacters lone_characters(tokens);
    const OtherForms forms(tokens);
    for (const OtherForm& form : forms.all()) ask_for(form, tokens);
    for (const Token& token : tokens) {
      if (!is_term(token)) continue;
      plan_.terms.push_back(token.term);
      const bool lone = lone_characters.holds(token);
      if (!lone) free_terms_.insert(token.term);
      // Words are made of bigrams that are counted already; the parts of a compound likewise.
      if (token.kind == TokenKind::word && !lone) continue;
      if (!seen_.insert(token.term).second) continue;
      const OtherForm* const form = forms.over(token);
      if (form != nullptr && form->instead) {
        if (seen_.insert(form->terms.front()).second) count(token.term, form->held);
        continue;
      }
      const bool as_beginning = lone && characters_seen_++ < kMaxCharacters;
      if (as_beginning) characters_asked_.push_back(characters_.ranked(token.term));
      Xapian::Query held = as_beginning ? characters_.held(token.term) : Xapian::Query(token.term);
      if (form != nullptr) held = Xapian::Query(Xapian::Query::OP_SYNONYM, held, form->held);
      const auto other = std::ranges::find_if(alternatives, [&](const Alternatives& one) { return one.start <= token.start && token.end <= one.end; });
      count(as_beginning ? "" : token.term, other == alternatives.end() ? held : Xapian::Query(Xapian::Query::OP_SYNONYM, held, other->held));
    }
  }

  // `term`: by which it ranks; empty for what ranks by itself.
  void count(const std::string& term, const Xapian::Query& held) {
    share_terms_.push_back(term);
    plan_.share.push_back(held);
  }

  // Ranked beside what is asked for, as other names are: in proportion to it, since what is listed ends where as many are listed as hold the share. In a
  // long text figures are mostly quantities, and its best terms are enough.
  void ask_for(const OtherForm& form, const std::vector<Token>& tokens) {
    std::ranges::copy(form.terms, std::back_inserter(plan_.terms));
    if (forms_seen_ == kMostOtherForms || !once_.insert(form.terms.front()).second) return;
    ++forms_seen_;
    std::vector<const Token*> covered;
    std::vector<std::string> asked = form.terms;
    for (auto at = std::ranges::lower_bound(tokens, form.start, {}, &Token::start); at != tokens.end() && at->start < form.end; ++at) {
      if (at->end > form.end || !is_term(*at)) continue;
      covered.push_back(&*at);
      asked.push_back(at->term);
    }
    frequencies_.fetch(asked);
    double whole = 0, own = 0;
    bool unknown = false;
    for (const Token* const token : covered) {
      whole += weight_of(*token, options_.weights) * rarity_in(frequencies_, token->term);
      unknown = unknown || (token->kind != TokenKind::word && frequencies_.of(token->term) == 0);
    }
    for (const std::string& term : form.terms) own += rarity_in(frequencies_, term);
    if (own <= 0) return;
    const double share = form.instead ? kInsteadWeight : unknown ? 1 : kOtherFormWeight;
    const Xapian::Query query(Xapian::Query::OP_SCALE_WEIGHT, form.held, share * whole / own);
    plan_.leading.push_back(query);
    names_asked_.push_back(query);
  }

  void without_words(const Node& node) {
    if (plan_.wordless == nullptr) plan_.wordless = &node;
  }

  std::vector<Alternatives> widen(const std::string& text) {
    if (options_.expander == nullptr) return {};
    std::vector<Alternatives> alternatives = alternatives_in(text, *options_.expander, frequencies_, options_.weights);
    for (Alternatives& one : alternatives) {
      plan_.leading.push_back(one.ranked);
      names_asked_.push_back(one.ranked);
      plan_.widened.push_back(one.widened);
      std::ranges::move(one.terms, std::back_inserter(plan_.terms));
    }
    return alternatives;
  }

  void free_prefix(const Node& node) {
    const std::string beginning = beginning_of(node, true);
    if (!seen_.insert(beginning + "*").second || !room()) return;
    characters_asked_.push_back(characters_.ranked(beginning));
    count("", characters_.held(beginning));
  }

  // poly* begins all of polymer, polyester …, as the index has them: case folded and stemmed. They are highlighted.
  std::string beginning_of(const Node& node, bool positive) {
    std::string beginning = prefixed(prefix_of(node.field), indexer::text::fold(node.text));
    if (prefixes_seen_++ >= kMaxPrefixes) {
      plan_.cut = true;
      return prefixed(beginning, "\t");  // no term begins so
    }
    const std::size_t prefix = prefix_of(node.field).size();
    if (positive)
      for (const std::string& term : characters_.terms(beginning)) plan_.terms.push_back(term.substr(prefix));
    if (characters_.is_cut(beginning)) plan_.cut_prefixes.push_back(&node);
    return beginning;
  }

  // What must hold for a document to match a node: a boolean query; nothing where the node asks for nothing, such as 、 between two words. Its
  // words also count for the ranking where `positive`.
  std::optional<Xapian::Query> hold(const Node& node, bool positive) {
    switch (node.kind) {
      case NodeKind::words:
      case NodeKind::phrase: {
        if (positive) mention(node);
        if (!room()) return std::nullopt;
        if (node.kind == NodeKind::phrase) return phrase_query(node.text, prefix_of(node.field), characters_seen_, characters_, node.near);
        return every_word(node);
      }
      case NodeKind::prefix: {
        if (!room()) return std::nullopt;
        const std::string beginning = beginning_of(node, positive);
        if (positive && node.field.empty()) alternatives_.push_back(characters_.ranked(beginning));
        return characters_.held(beginning);
      }
      case NodeKind::filter:
        if (is_similar(node)) {
          if (plan_.misplaced == nullptr) plan_.misplaced = &node;
          return std::nullopt;
        }
        return room() ? std::optional(filter(node)) : std::nullopt;
      case NodeKind::none: {
        const auto held = hold(node.children.front(), false);
        if (!held) return std::nullopt;
        return Xapian::Query(Xapian::Query::OP_AND_NOT, everything(), *held);
      }
      case NodeKind::all:
      case NodeKind::any: {
        std::vector<Xapian::Query> parts;
        std::set<std::string> once;  // 水 OR 水 asks for 水
        for (const Node& child : node.children) {
          if (!once.insert(to_text(child)).second) continue;
          if (auto part = hold(child, positive)) parts.push_back(std::move(*part));
        }
        return joined(node.kind == NodeKind::all ? Xapian::Query::OP_AND : Xapian::Query::OP_OR, parts);
      }
    }
    return std::nullopt;
  }

  bool room() {
    if (held_++ < kMaxHeldParts) return true;
    plan_.cut = true;
    return false;
  }

  // Words between spaces each as they stand, in any order.
  std::optional<Xapian::Query> every_word(const Node& node) {
    std::vector<Xapian::Query> parts;
    std::set<std::string_view> once;
    for (std::size_t from = 0; from < node.text.size();) {
      const std::size_t to = std::min(node.text.find(' ', from), node.text.size());
      const std::string_view word = std::string_view(node.text).substr(from, to - from);
      from = to + 1;
      if (!once.insert(word).second) continue;
      if (!room()) break;
      if (auto part = phrase_query(word, prefix_of(node.field), characters_seen_, characters_)) parts.push_back(std::move(*part));
    }
    return joined(Xapian::Query::OP_AND, parts);
  }

  void mention(const Node& node) {
    const std::size_t before = plan_.terms.size();
    for (const Token& token : analyze(node.text))
      if (token.kind != TokenKind::edge) plan_.terms.push_back(token.term);
    if (plan_.terms.size() == before) return without_words(node);
    mentioned_.push_back({node.text, 1, node.boost});
    if (const std::string_view of = prefix_of(node.field); of != prefix::kOrganisation && of != prefix::kPerson) plan_.texts.push_back(node.text);
  }

  Xapian::Query filter(const Node& node) {
    if (node.field == "same") {
      plan_.lists_copies = true;
      return same_as(node);
    }
    if (node.field == "trl") return range(indexer::Slot::trl, node.low, node.high);
    if (node.field == "year") return range(indexer::Slot::year, node.low, node.high);
    return code_filter(node.field, node.codes);
  }

  // A record and its near-duplicates; the record alone where it has none.
  Xapian::Query same_as(const Node& node) {
    const std::string& id = node.codes.front();
    const auto document = seen_record(frequencies_.database(), id, options_.see_hidden);
    if (!document) return unknown(node);
    const std::string group = document->get_value(indexer::slot(indexer::Slot::group));
    return Xapian::Query(group.empty() ? prefixed(prefix::kId, id) : prefixed(prefix::kGroup, group));
  }

  const Frequencies& frequencies_;
  const PlanOptions& options_;
  Characters characters_;
  Plan plan_;
  Xapian::Query filter_ = everything();
  std::vector<WeightedText> free_, mentioned_;  // words that rank; words of what must hold
  std::vector<Xapian::Query> characters_asked_;  // characters that stand alone, and beginnings, for the ranking
  std::vector<Xapian::Query> names_asked_;       // other names, for the ranking
  std::vector<Xapian::Query> alternatives_;     // beginnings of what must hold
  AskingText alike_to_;                         // what the records of `similar:` say
  std::optional<Xapian::Query> id_;
  bool narrowed_ = false;  // some words do not lead
  std::unordered_set<std::string> seen_, free_terms_, once_;  // terms of the share; of the free text; other forms
  std::vector<std::string> share_terms_;                      // of plan_.share, one each
  std::size_t held_ = 0, characters_seen_ = 0, prefixes_seen_ = 0, similar_seen_ = 0, forms_seen_ = 0;
};

}  // namespace

Xapian::Query visible(corpus::Kind kind, bool see_hidden) {
  const Xapian::Query of_kind(prefixed(prefix::kKind, corpus::to_string(kind)));
  if (see_hidden) return of_kind;
  return Xapian::Query(Xapian::Query::OP_AND, of_kind, Xapian::Query(prefixed(prefix::kVisibility, "public")));
}

std::vector<WeightedTerm> select_terms(const std::vector<WeightedText>& texts, const Frequencies& frequencies, std::size_t limit,
                                       const TermWeights& weights) {
  struct Seen {
    double kind = 0, count = 0;
  };
  std::map<std::string, Seen> seen;
  for (const WeightedText& text : texts)
    for (const Token& token : analyze(text.text, 1, frequencies.lexicon())) {
      const double kind = weight_of(token, weights);
      if (kind == 0) continue;
      Seen& one = seen[token.term];
      one.kind = std::max(one.kind, kind * text.boost);
      one.count += text.weight;
    }
  std::vector<std::string> terms;
  for (const auto& [term, one] : seen) terms.push_back(term);
  frequencies.fetch(terms);
  std::vector<std::pair<double, WeightedTerm>> scored;
  scored.reserve(seen.size());
  for (const auto& [term, one] : seen) {
    // A count in the question says more, but less and less: 1 + log.
    const double weight = one.kind * (one.count <= 1 ? one.count : 1 + std::log(one.count));
    const double value = weight * idf(frequencies, term);
    if (value > 0) scored.push_back({value, {term, weight}});
  }
  const std::size_t kept = std::min(limit, scored.size());
  std::partial_sort(scored.begin(), scored.begin() + static_cast<std::ptrdiff_t>(kept), scored.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second.term < b.second.term;
  });
  std::vector<WeightedTerm> best;
  for (std::size_t i = 0; i < kept; ++i) best.push_back(std::move(scored[i].second));
  return best;
}

Xapian::Query any_of(const std::vector<WeightedTerm>& terms) {
  std::vector<Xapian::Query> parts;
  parts.reserve(terms.size());
  for (const WeightedTerm& term : terms) parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(term.term), term.weight);
  if (parts.empty()) return Xapian::Query::MatchNothing;
  return Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
}

std::vector<Alternatives> alternatives_in(std::string_view text, const Expander& expander, const Frequencies& frequencies, const TermWeights& weights) {
  const std::vector<Expansion> expansions = expander.find(text);
  const auto terms_of = [](const std::string& name) {
    std::vector<std::string> terms;
    for (const Token& token : analyze(name))
      if (is_term(token) && token.kind != TokenKind::word) terms.push_back(token.term);  // a word's bigrams say the same
    return terms;
  };
  std::vector<std::string> asked;
  for (const Expansion& expansion : expansions)
    for (const std::string& name : expansion.others) std::ranges::move(terms_of(name), std::back_inserter(asked));
  if (expansions.empty()) return {};
  const std::vector<Token> tokens = analyze(text, 1, frequencies.lexicon());
  for (const Token& token : tokens) asked.push_back(token.term);
  frequencies.fetch(asked);
  Characters characters(frequencies.database());
  std::vector<Alternatives> out;
  for (const Expansion& expansion : expansions) {
    Alternatives one{expansion.start, expansion.end, {std::string(text.substr(expansion.start, expansion.end - expansion.start)), {}}, {}, {}, {}};
    double whole = 0;
    bool unknown = false;  // a piece of the name is nowhere, so the name is nowhere
    for (const Token& token : tokens) {
      if (token.start < expansion.start || expansion.end < token.end || !is_term(token)) continue;
      whole += weight_of(token, weights) * rarity_in(frequencies, token.term);
      unknown = unknown || (token.kind != TokenKind::word && token.kind != TokenKind::joined && frequencies.of(token.term) == 0);
    }
    const double share = unknown ? 1 : kExpansionWeight;
    std::vector<Xapian::Query> phrases, ranked;
    for (const std::string& name : expansion.others) {
      std::vector<std::string> terms = terms_of(name);
      if (!std::ranges::all_of(terms, [&](const std::string& term) { return frequencies.of(term) > 0; })) continue;
      std::size_t none_alone = kMaxCharacters;
      if (auto phrase = phrase_query(name, {}, none_alone, characters)) {
        double own = 0;
        for (const std::string& term : terms) own += rarity_in(frequencies, term);
        ranked.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, *phrase, own > 0 ? share * whole / own : 0);
        phrases.push_back(std::move(*phrase));
        one.widened.by.push_back(name);
        std::ranges::move(terms, std::back_inserter(one.terms));
      }
    }
    if (phrases.empty()) continue;
    one.held = Xapian::Query(Xapian::Query::OP_OR, phrases.begin(), phrases.end());
    one.ranked = Xapian::Query(Xapian::Query::OP_MAX, ranked.begin(), ranked.end());
    out.push_back(std::move(one));
  }
  return out;
}

void note_widened(const std::vector<Widened>& widened, Notes& notes) {
  for (const Widened& one : widened)
    notes.push_back({"widened", fmt::format("“{}”也按其他名称检索：{}；加引号则只按原词", one.written, fmt::join(one.by, "、")),
                     fmt::format("\"{}\" is also looked for by other names: {}; in quotes it stands for itself", one.written, fmt::join(one.by, ", ")), 0, 0});
}

Plan make_plan(const Node& tree, const Frequencies& frequencies, const PlanOptions& options) { return Planner(frequencies, options).make(tree); }

Xapian::Query code_filter(std::string_view facet, const std::vector<std::string>& codes) {
  std::string_view prefix;
  if (facet == "region") prefix = prefix::kRegion;
  if (facet == "field") prefix = prefix::kField;
  if (facet == "industry") prefix = prefix::kIndustry;
  if (facet == "stage") prefix = prefix::kStage;
  if (facet == "cooperation") prefix = prefix::kCooperation;
  if (facet == "kind") prefix = prefix::kKind;
  if (prefix.empty() || codes.empty()) return Xapian::Query::MatchNothing;
  std::vector<Xapian::Query> parts;
  for (const std::string& code : codes) parts.emplace_back(prefixed(prefix, code));
  return Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
}

double rarity(double holders, double all) {
  const double odds = (all - holders + 0.5) / (holders + 0.5);
  return std::log(odds < 2 ? odds * 0.5 + 1 : odds);
}

Xapian::BM25Weight ranking_weight() { return Xapian::BM25Weight(kRankingK1, 0, 8, 0.6, 0.1); }

}  // namespace search
