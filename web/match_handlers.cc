// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/match_handlers.h"

#include <fmt/format.h>

#include "corpus/record_json.h"
#include "web/decision_handlers.h"

namespace web {
namespace {

using corpus::ErrorCode;

// A match reads the index, which knows who is on the black list and whom somebody avoids. Decisions are the broker's own wishes: without them something
// they dismissed comes up again, and that is better than no answer.
search::Note decisions_unread(const corpus::Error& why) {
  return {"decisions_unread",
          fmt::format("读不到您的决定（{}）：您判为不合适的可能仍在其中，各条也不注明您的决定；黑名单照常生效", corpus::meaning_zh(why.code)),
          fmt::format("your decisions could not be read ({}): what you dismissed may be listed, and no row says what you decided; the black list holds",
                      corpus::meaning_en(why.code)),
          0, 0};
}

Wire<Answer> run_match(const App& app, const Call& call, MatchBody asked) {
  search::MatchRequest& request = asked.request;
  request.see_hidden = see_hidden(call.caller);
  request.time_limit = call.question.time_limit;
  const auto decided = decided_by(app, call.caller, request.id);
  const corpus::DecisionBook::Pairs* known = decided && *decided ? &**decided : nullptr;
  if (known != nullptr && !asked.see_dismissed) request.leave_out = corpus::dismissed_in(*known);
  auto result = app.matcher.match(request);
  if (result && !decided) result->notes.push_back(decisions_unread(decided.error()));
  if (result) return answer_match(*result, *result->weights, app.vocabularies, known);
  // "Not in the index" and "not for you" come in the same words.
  return refuse(result.error().code == ErrorCode::not_found ? no_such_record(request.id) : result.error());
}

// A record of the store as it is kept. Not for this reader, or not there: the same words.
Wire<corpus::Record> stored_record(const App& app, const corpus::Caller& caller, const std::string& id) {
  const auto stored = app.store.get(id);
  if (!stored) return refuse(stored.error());
  if (!*stored || !may_see(caller, **stored)) return refuse(no_such_record(id));
  auto record = corpus::record_from_text((*stored)->body);
  if (!record) return refuse(record.error());
  return std::move(*record);
}

}  // namespace

Wire<Answer> record_matches(const App& app, const Call& call) {
  auto asked = read_record_matches(call.question.query);
  if (!asked) return std::unexpected(asked.error());
  asked->request.id = call.id;
  return run_match(app, call, std::move(*asked));
}

Wire<Answer> match(const App& app, const Call& call) {
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  auto body = read_match(call.question.body);
  if (!body) return std::unexpected(body.error());
  if (!body->draft.is_null()) {
    // A draft has no id yet, but a record must have one.
    if (auto& id = body->draft["id"]; id.is_null() || id == "") id = "draft";
    corpus::Diagnostics diagnostics;
    auto draft = app.intake.draft(body->draft, diagnostics);
    if (!draft) return refuse(draft.error(), std::move(diagnostics));
    body->request.draft = std::move(*draft);
  }
  return run_match(app, call, std::move(*body));
}

Wire<Answer> coach(const App& app, const Call& call) {
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  auto body = read_coach(call.question.body);
  if (!body) return std::unexpected(body.error());
  search::CoachRequest request;
  request.see_hidden = see_hidden(call.caller);
  request.time_limit = call.question.time_limit;
  if (body->object.is_null()) {
    auto record = stored_record(app, call.caller, body->id);
    if (!record) return std::unexpected(record.error());
    if (corpus::kind_of(*record) != corpus::Kind::need && corpus::kind_of(*record) != corpus::Kind::achievement)
      return refuse({ErrorCode::invalid_argument, body->id, "只为需求与成果提供填写建议 / only needs and achievements are coached", ""});
    request.record = std::move(*record);
    request.stored = true;
  } else {
    if (auto& id = body->object["id"]; id.is_null() || id == "") id = "draft";
    request.record = corpus::record_from_json(body->object, request.reading);
  }
  return answer_coach(search::Coach(app.readers, app.vocabularies, app.matcher).coach(request));
}

}  // namespace web
