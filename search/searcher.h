// SPDX-License-Identifier: GPL-3.0-or-later
// SearchRequest → SearchResult: hits with fragments, facets, notes, and the sequence number the answer stands on.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "search/card.h"
#include "search/correction.h"
#include "search/reader_pool.h"
#include "search/expansion.h"
#include "search/query.h"
#include "search/snippet.h"

namespace search {

enum class Sort { relevance, date, trl };

struct Filters {
  std::vector<std::string> region, field, industry, stage, cooperation;  // codes; any of one list, all of the lists
  std::optional<int> trl_min, trl_max, year_from, year_to;
};

struct SearchRequest {
  std::string query;
  corpus::Kind kind = corpus::Kind::achievement;
  Filters filters;
  Sort sort = Sort::relevance;
  std::size_t page = 1, size = 10;
  bool facets = true;
  bool fold = true;         // of near-duplicates the best one only
  bool correct = false;     // say what may have been meant where the corpus does not know what was typed (correction.h)
  bool relax = false;       // where nothing matches, with filters or without, loosen the query step by step (relax.h); notes say how
  bool see_hidden = false;  // records that are not public, to a caller of scope read or above
  std::chrono::milliseconds time_limit{5000};
};

struct Hit {
  Card card;
  // Sorted by relevance: BM25, with the part of the model where one is used; otherwise how many of the query's terms the record holds. Compares within
  // one answer only.
  double score = 0;
  std::vector<Part> title_parts;
  std::vector<Fragment> fragments;
  std::int64_t more = 0;  // near-duplicates of it that were found as well and folded away
};

struct FacetValue {
  std::string code;
  std::int64_t count = 0;
  bool selected = false;
  std::vector<FacetValue> children;
};
using Facets = std::map<std::string, std::vector<FacetValue>>;

struct SearchResult {
  std::vector<Hit> hits;
  Facets facets;
  Notes notes;
  std::optional<Correction> did_you_mean;
  corpus::Seq seq = 0;
  std::string generation;
  std::int64_t total = 0;   // near-duplicates folded into one; facets count each record
  bool total_exact = true;
  double took_ms = 0;
};

struct RankedId {
  std::string id;
  double score = 0;
};

class Searcher {
 public:
  // `expander` may be null: words then stand for themselves. It outlives the searcher.
  Searcher(ReaderPool& pool, const corpus::Vocabularies& vocabularies, const Expander* expander = nullptr)
      : pool_(pool), vocabularies_(vocabularies), expander_(expander) {}

  // Thread-safe. Errors: invalid_argument (page too deep), unavailable, timeout.
  // Ranking is over any of the terms. Totals and facets count the records that hold the share of the query's terms that share.h
  // names; hits beyond that number are not shown. Where the filters are why nothing is found, a note filtered_out says what there is without them.
  // A query that is relaxed is asked some ten times more, within the same time limit.
  corpus::Result<SearchResult> search(const SearchRequest& request) const;

  // The ranking alone, `depth` deep: no facets, no fragments, no share. For evaluation.
  corpus::Result<std::vector<RankedId>> rank(const std::string& query, corpus::Kind kind, std::size_t depth) const;

 private:
  ReaderPool& pool_;
  const corpus::Vocabularies& vocabularies_;
  const Expander* expander_;
};

}  // namespace search
