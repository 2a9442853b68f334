// SPDX-License-Identifier: GPL-3.0-or-later
// What an expert has done that is near a question: results they are linked with, the best three of which vote, and pieces of their own
// record, which are told.
//
// Measured (nDCG@10 of 48 judged needs of the sample corpus, MRR@10 of 426 titles of real papers against 1,276 profiles without linked
// results): without votes .855 and .4537, results voting with weight .7 .898 and the same; pieces voting as well .871 and .4492 at weight
// .3, .900 and .4495 at 1, so they do not vote.
#pragma once

#include <xapian.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/record.h"
#include "search/frequencies.h"
#include "search/plan.h"

namespace search {

// A piece of an expert's research, achievements, skills or projects: bytes of indexer::text_of(record, field).
struct EvidencePiece {
  std::string field, text;
  std::uint32_t begin = 0, end = 0;
};

// Split where lists and sentences end; at most kMostPieces, each of at least two characters.
inline constexpr std::size_t kMostPieces = 200;
std::vector<EvidencePiece> pieces_of(const corpus::Expert& expert);

// A result that answers the question, and how well (a score of ranking_weight()).
struct LinkedResult {
  std::string title;
  double score = 0;
  std::vector<std::string> experts;  // ids of its members
  std::set<std::string> patents = {};  // numbers of its IP rights, by indexer::patent_key
};

// One thing that speaks for an expert.
struct Testimony {
  double score = 0;
  std::optional<EvidencePiece> piece;  // of the record, or
  std::string result, title;           // a result, by id
};

// The best three count 1, ½ and ¼, over 1¾: an average that one good piece dominates and a second one helps.
double vote(const std::vector<Testimony>& best);

// For one question.
class Evidence {
 public:
  // `terms` are those of the question; `linked` results that answer it, by id.
  Evidence(const std::vector<WeightedTerm>& terms, const Frequencies& frequencies, std::map<std::string, LinkedResult> linked);

  // Results that the expert is linked with, from either side, or by a patent: at most three, the best first.
  std::vector<Testimony> results_of(const corpus::Expert& expert) const;

  // Pieces of the expert's record that share words with the question: at most two, the best first. Analyses the text of the record.
  std::vector<Testimony> pieces_near(const corpus::Expert& expert) const;

  // The results that answer the question, by id.
  const std::map<std::string, LinkedResult>& results() const { return linked_; }

 private:
  double score(std::string_view piece) const;

  const indexer::text::Lexicon* lexicon_;  // of the index, so that a piece has the terms of the question
  std::map<std::string, double> weight_;   // term → weight × rarity
  std::map<std::string, LinkedResult> linked_;
};

}  // namespace search
