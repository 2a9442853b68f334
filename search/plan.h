// SPDX-License-Identifier: GPL-3.0-or-later
// Tree → Xapian query: which terms, with which weights, and which filters. The only place that knows how a question becomes terms.
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "search/expansion.h"
#include "search/frequencies.h"
#include "search/query.h"
#include "search/walk.h"

namespace search {

// Weights of the kinds of tokens in a query, from the measurements on real collections: Latin says most, words add to their bigrams.
struct TermWeights {
  double latin = 1.5;
  double number = 1.5;  // a figure in a short query is meant; in a need's text it is mostly a quantity, which says little about the topic
  double word = 0.5;
  double bigram = 1.0;
  double joined = 0.5;  // a word of the index's lexicon: as any other; measured at this weight only (docs/decisions/0012)
};

// Where the words of a text come from and how much they count, such as the title of a need twice.
struct WeightedText {
  std::string_view text;
  double weight = 1;
  double boost = 1;  // multiplies what its terms weigh
};

// Terms of several texts, best first by weight × idf in `database`; at most `limit` (a long need keeps its best terms: 150 give the precision of all).
// Terms the database does not hold are left out.
std::vector<WeightedTerm> select_terms(const std::vector<WeightedText>& texts, const Frequencies& frequencies, std::size_t limit,
                                       const TermWeights& weights = {});

// Matches every document. Not Xapian's static MatchAll: its reference count is not atomic, and threads that copy it at once end the program.
inline Xapian::Query everything() { return Xapian::Query(std::string()); }
// What of `query` the filter lets through, scored as before.
inline Xapian::Query and_also(const Xapian::Query& query, const Xapian::Query& filter) { return Xapian::Query(Xapian::Query::OP_FILTER, query, filter); }

// Records of a kind that a reader may see: the public ones, or all.
Xapian::Query visible(corpus::Kind kind, bool see_hidden);

// OR of the terms, each scaled; MatchNothing for an empty list.
Xapian::Query any_of(const std::vector<WeightedTerm>& terms);

// Words of the question that were widened, and by what: terms of the thesaurus that the index holds.
struct Widened {
  std::string written;
  std::vector<std::string> by;
};

// What `similar:` asks for: the words of the records it names, taken together (likeness.h).
struct Likeness {
  std::vector<std::string> ids;     // of those records, as far as there are such for the asker
  std::vector<WeightedTerm> terms;  // their best ones that other records hold too, with their weights in the ranking
  std::vector<double> shares;       // of each term: what part of them all it makes up; together 1
};

inline constexpr double kWholeShare = 1000;  // large beside the hair by which counting is rounded (walk.cc)

struct Plan {
  Xapian::Query ranking;           // scored; holds every document where the query has no free text, so that the filter alone decides what is found
  Xapian::Query filter;            // boolean; everything() where there is none
  std::vector<Xapian::Query> share;  // of free text: what a hit should hold a share of, one query a term
  // Where free text is long, its best terms alone are in share, and this is what each tells; together kWholeShare.
  std::vector<double> share_weights;
  std::vector<std::string> terms;    // every body term asked for, for highlights
  std::vector<std::string> texts;  // what is asked for in words, as typed, without names of organisations and persons
  std::vector<Widened> widened;    // words that stand for more than themselves
  std::vector<Xapian::Query> leading;  // what the ranking is walked from (walk.h); empty where that is all of it
  bool scored = false;             // whether ranking says anything about relevance
  bool lists_copies = false;       // the question is for the near-duplicates of a record, so none of them may be folded away
  bool cut = false;                // the question asked for more than may be asked at once; what came first is in the plan
  const Node* wordless = nullptr;  // of the tree: text without a word, where nothing else is asked for in words
  std::vector<const Node*> cut_prefixes;  // of the tree: more words begin so than are asked for
  Likeness likeness;
  std::vector<const Node*> unknown_records;  // of the tree: they name records that there are not, or not for the asker
  const Node* misplaced = nullptr;           // of the tree: the first `similar:` behind a minus or beside an OR, where it asks for nothing

  bool of_long_text() const { return !share_weights.empty(); }
};

struct PlanOptions {
  std::size_t max_terms = 150;         // of free text, that rank; where there are more, no others are counted either
  TermWeights weights = {};
  const Expander* expander = nullptr;  // none: words stand for themselves
  bool see_hidden = false;             // `similar:`, `same:` and an id may name records that are not public
};

// What another name counts, as part of what the name asked for would count if it stood there whole; all of it where no document holds that name. Measured on the dev queries
// of six collections: .5 loses .0027 nDCG@10 on author keywords, whose judgments know one spelling only, and .2 changes nothing beyond noise anywhere. Counting a name and its
// other names once, by the best of them, loses .013 there: a text that says both is about it.
inline constexpr double kExpansionWeight = 0.2;

// The other names of what stands in `text`, those that the index holds: what a document holds that is found by one of them.
struct Alternatives {
  std::size_t start = 0, end = 0;  // bytes of the text
  Widened widened;
  Xapian::Query held;              // any of them whole
  Xapian::Query ranked;            // the same, scored by the best of them, in proportion to what was asked for
  std::vector<std::string> terms;
};
void note_widened(const std::vector<Widened>& widened, Notes& notes);
std::vector<Alternatives> alternatives_in(std::string_view text, const Expander& expander, const Frequencies& frequencies, const TermWeights& weights);

// Requires: `tree` comes from parse_query, and outlives the plan. May throw Xapian::Error (stands behind the reading door).
Plan make_plan(const Node& tree, const Frequencies& frequencies, const PlanOptions& options = {});

// Filters for codes of one facet: any of them, the codes' descendants included (documents hold all parents of their codes).
Xapian::Query code_filter(std::string_view facet, const std::vector<std::string>& codes);

// BM25 as measured best on our collections. The caller passes it to Enquire.
inline constexpr double kRankingK1 = 0.7;
Xapian::BM25Weight ranking_weight();

// How rare a term is that `holders` of `all` documents hold, as Xapian's BM25 has it: Robertson and Spärck Jones' weight, bent to stay positive.
double rarity(double holders, double all);

}  // namespace search
