// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/explain_handler.h"

#include "search/explanation.h"
#include "search/match_explanation.h"

namespace web {
namespace {

using corpus::ErrorCode;

// "Not in the index" and "not for you" come in the same words.
std::unexpected<Failure> no(const corpus::Error& error) { return refuse(error.code == ErrorCode::not_found ? no_such_record(error.where) : error); }

Wire<Answer> explain_search(const App& app, const Call& call, const ExplainQuestion& asked) {
  search::SearchRequest request;
  request.query = asked.query;
  request.see_hidden = see_hidden(call.caller);
  request.time_limit = call.question.time_limit;
  const auto explained = search::explain_hits(app.readers, app.vocabularies, app.expander, request, asked.ids);
  if (!explained) return no(explained.error());
  return answer_hits_explained(asked.query, *explained);
}

Wire<Answer> explain_match(const App& app, const Call& call, const ExplainQuestion& asked) {
  search::MatchRequest request;
  request.id = asked.need;
  request.see_hidden = see_hidden(call.caller);
  request.time_limit = call.question.time_limit;
  const auto explained = search::explain_matches(app.readers, app.matcher, request, asked.ids);
  if (!explained) return no(explained.error());
  return answer_matches_explained(asked.need, *explained);
}

}  // namespace

Wire<Answer> explain(const App& app, const Call& call) {
  const auto asked = read_explain(call.question.query);
  if (!asked) return std::unexpected(asked.error());
  return asked->need.empty() ? explain_search(app, call, *asked) : explain_match(app, call, *asked);
}

}  // namespace web
