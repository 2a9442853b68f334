// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/searcher.h"

#include <fmt/format.h>

#include <algorithm>

#include "search/deadline.h"
#include "search/loosened.h"
#include "search/meaning.h"
#include "search/one_search.h"
#include "search/plan.h"
#include "search/query_parser.h"
#include "search/ranking.h"
#include "search/reading.h"
#include "search/walk.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxPaging = 10000;  // hits that can be paged to

Note filtered_out(std::int64_t without) {
  return {"filtered_out", fmt::format("没有结果是因为所选的筛选条件：去掉它们有 {} 条记录", without),
          fmt::format("nothing is found because of the filters chosen: without them there {} {} {}", without == 1 ? "is" : "are", without,
                      without == 1 ? "record" : "records"),
          0, 0};
}

// The answer to a query, or, where nothing matches and the request says so, to the query loosened.
SearchResult answer_to(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request,
                       const ParsedQuery& parsed, Clock::time_point deadline) {
  SearchResult result = OneSearch(reader, vocabularies, expander, request, parsed.root, Share::most, deadline).run();
  Notes notes = parsed.notes;
  if (result.total == 0) {
    Instead instead = instead_of(reader, vocabularies, expander, request, parsed, deadline);
    notes.insert(notes.end(), instead.notes.begin(), instead.notes.end());
    std::int64_t beyond = instead.beyond_filters;
    if (const auto& relaxed = instead.relaxed) {
      result = OneSearch(reader, vocabularies, expander, request, relaxed->root, relaxed->share, deadline).run();
      notes.insert(notes.end(), relaxed->notes.begin(), relaxed->notes.end());
      if (result.total == 0) beyond = beyond_filters(reader, vocabularies, expander, request, relaxed->root, relaxed->share, deadline);
    }
    if (beyond > 0) notes.push_back(filtered_out(beyond));
  }
  result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
  if (request.correct) result.did_you_mean = correct(request.query, parsed.root, reader, visible(request.kind, request.see_hidden), expander);
  return result;
}

double milliseconds_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

}  // namespace

Result<SearchResult> Searcher::search(const SearchRequest& request) const {
  if (request.page == 0 || request.size == 0 || request.page > kMaxPaging / request.size)  // not a product, which could overflow
    return fail(ErrorCode::invalid_argument, "page", fmt::format("only the first {} hits can be paged to", kMaxPaging), "narrow the query with filters");
  const auto start = Clock::now();
  const ParsedQuery parsed = parse_query(request.query, vocabularies_);
  auto answer = pool_.with([&](const IndexReader& reader) -> Result<SearchResult> {
    try {
      return answer_to(reader, vocabularies_, expander_, request, parsed, start + request.time_limit);
    } catch (const TimeUp&) {
      return fail(ErrorCode::timeout, "q", fmt::format("the search took more than {} ms", request.time_limit.count()), "ask for fewer words, or add filters");
    }
  });
  if (answer) answer->took_ms = milliseconds_since(start);
  return answer;
}

Result<std::vector<RankedId>> Searcher::rank(const std::string& query, corpus::Kind kind, std::size_t depth) const {
  const ParsedQuery parsed = parse_query(query, vocabularies_);
  return pool_.with([&](const IndexReader& reader) -> Result<std::vector<RankedId>> {
    const Plan plan = make_plan(parsed.root, Frequencies(reader.database(), reader.far(), reader.lexicon()), {.expander = expander_, .see_hidden = true});
    Xapian::Enquire enquire(reader.database());
    enquire.set_weighting_scheme(ranking_weight());
    enquire.set_query(walked(plan.ranking, plan.leading, and_also(visible(kind, true), plan.filter), depth, reader.database()));
    std::vector<RankedId> ranked;
    Notes notes;
    Meaning meaning(reader, question_of(plan), notes);
    if (plan.scored) meaning.ask(plan.texts);
    TextReading reading(reader, notes);
    reading.ask(plan);
    for (const Ranked& one : reading.best(enquire, {.size = depth}, meaning)) ranked.push_back({one.id, one.score});
    return ranked;
  });
}

}  // namespace search
