// SPDX-License-Identifier: GPL-3.0-or-later
// Rankings of a set of queries with the time each took, as figures, as a TREC run and against another run.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "cli/output.h"
#include "search/evaluation.h"
#include "search/searcher.h"

namespace cli {

inline constexpr std::size_t kDepth = 100;  // of every ranking: R@100 asks for no more

using Queries = std::vector<std::pair<std::string, std::string>>;  // id, text
using Ranker = std::function<std::vector<search::RankedId>(const std::string& id, const std::string& text)>;

struct Measurement {
  search::Run run;
  std::vector<std::pair<std::string, std::vector<search::RankedId>>> scored;  // the same with scores, in the order asked
  std::vector<double> milliseconds;                                           // of each query
  std::vector<std::string> ids() const;
};

// Asks the queries one by one on this thread, with a progress bar.
Measurement measure(const Queries& queries, const Ranker& rank, const std::string& what, Output& output);

// {"MRR@10":…,"nDCG@10":…,"R@10":…,"R@100":…,"p50_ms":…,"p99_ms":…,"queries":…}
nlohmann::ordered_json figures_json(const Measurement& measurement, const search::Qrels& qrels);
void print_figures(const Measurement& measurement, const search::Qrels& qrels, Output& output);

// TREC: query Q0 document rank score tag. Stops where the file cannot be written.
void write_run(const Measurement& measurement, const std::string& file);

// Ours against theirs on the four figures, query by query. A figure that asks deeper than theirs ranks is left out.
nlohmann::ordered_json comparison_json(const Measurement& ours, const search::Run& theirs, const search::Qrels& qrels);
void print_comparison(const Measurement& ours, const search::Run& theirs, const std::string& their_name, const search::Qrels& qrels,
                      Output& output);

}  // namespace cli
