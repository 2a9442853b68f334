// SPDX-License-Identifier: GPL-3.0-or-later
// How good is the ranking? Figures over a test collection: docs.jsonl, queries.SPLIT.tsv, qrels.tsv (TREC).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "corpus/error.h"

namespace search {

using Qrels = std::map<std::string, std::map<std::string, int>>;  // query → document → grade; what is not there is 0
using Run = std::map<std::string, std::vector<std::string>>;      // query → documents, best first

// qrels lines: query 0 document grade, separated by white space. run lines: query Q0 document rank score tag. damaged with file:line otherwise.
corpus::Result<Qrels> read_qrels(const std::string& file);
corpus::Result<Run> read_run(const std::string& file);
corpus::Result<std::vector<std::pair<std::string, std::string>>> read_queries(const std::string& file);

struct Figures {
  double mrr10 = 0, ndcg10 = 0, r10 = 0, r100 = 0;
  std::size_t queries = 0;
};

// Of one query. A document counts as relevant where its grade is at least 1. nDCG: gain 2^grade − 1, discount log2(rank + 1), ideal over all judged
// (Järvelin & Kekäläinen 2002; the gain of Burges et al. 2005). A query without a relevant document has no figures and is left out.
Figures figures_of(const std::vector<std::string>& ranking, const std::map<std::string, int>& grades);

// Mean over the queries of `queries` that have a relevant document.
Figures figures_of(const Run& run, const Qrels& qrels, const std::vector<std::string>& queries);

struct Paired {
  double difference = 0;     // ours − theirs, mean over queries
  double low = 0, high = 0;  // 95 % bootstrap interval, 10,000 resamples from a fixed seed
  double p = 1;              // two-sided, from the same resamples
  std::size_t better = 0, worse = 0, same = 0;
};
enum class Figure { mrr10, ndcg10, r10, r100 };
Paired compare(const Run& ours, const Run& theirs, const Qrels& qrels, const std::vector<std::string>& queries, Figure figure);

double percentile(std::vector<double> values, double p);  // p in [0,100]; nearest rank; 0 for none

}  // namespace search
