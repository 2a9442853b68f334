// SPDX-License-Identifier: GPL-3.0-or-later
// Who may see what: `see_hidden` goes into every question put to search, `may_see` guards what comes from the store (both handlers.h), and contacts stay in the
// store below scope broker; integrity goes with `see_hidden`.
#include "web/handlers.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "corpus/json_text.h"
#include "corpus/record_json.h"
#include "indexer/manifest.h"
#include "search/suggest.h"
#include "web/decision_handlers.h"
#include "web/explain_handler.h"
#include "web/job_handlers.h"
#include "web/match_handlers.h"
#include "web/panel_handler.h"
#include "web/result_list.h"
#include "web/without_places.h"

namespace web {
namespace {

using corpus::ErrorCode;
using corpus::Result;
using corpus::Scope;

Result<corpus::Caller> caller_of(const App& app, std::string_view authorization) {
  if (authorization.empty()) return corpus::Caller{};
  const auto token = bearer_token(authorization);
  if (!token)
    return corpus::fail(ErrorCode::unauthorized, "Authorization", "令牌的写法有误 / the token is not written as it should be",
                        "写作 Authorization: Bearer 令牌 / write Authorization: Bearer TOKEN");
  auto caller = corpus::check_token(app.store, *token);
  if (!caller && caller.error().where.empty()) caller.error().where = "Authorization";
  return caller;
}

// What is wrong with the service is told to everybody, where its parts are to whoever reads the log.
void hide_places(corpus::Error& error, const std::string& request_id) {
  const corpus::Error outward = without_places(error);
  if (corpus::to_text(outward) != corpus::to_text(error)) spdlog::warn("request {}: {}", request_id, corpus::to_text(error));
  error = outward;
}

// ---- search

Wire<Answer> run_search(const App& app, const Call& call, Wire<search::SearchRequest> request) {
  if (!request) return std::unexpected(request.error());
  request->see_hidden = see_hidden(call.caller);
  request->time_limit = call.question.time_limit;
  request->correct = true;
  const auto result = app.searcher.search(*request);
  if (!result) return refuse(result.error());
  return answer_search(*result, *request, app.vocabularies);
}

Wire<Answer> search_get(const App& app, const Call& call) {
  return run_search(app, call, read_search(call.question.query, app.vocabularies));
}

Wire<Answer> search_post(const App& app, const Call& call) {
  return run_search(app, call, read_search_body(call.question.body, app.vocabularies));
}

Wire<Answer> run_export(const App& app, const Call& call, Wire<ExportRequest> request) {
  if (!request) return std::unexpected(request.error());
  request->search.see_hidden = see_hidden(call.caller);
  request->search.time_limit = call.question.time_limit;
  const auto result = app.searcher.search(request->search);
  if (!result) return refuse(result.error());
  return answer_export(*result, request->search, request->format, app.vocabularies);
}

Wire<Answer> export_get(const App& app, const Call& call) { return run_export(app, call, read_export(call.question.query, app.vocabularies)); }

Wire<Answer> export_post(const App& app, const Call& call) { return run_export(app, call, read_export_body(call.question.body, app.vocabularies)); }

Wire<Answer> facets(const App& app, const Call& call) {
  auto request = read_facets(call.question.query, app.vocabularies);
  if (!request) return std::unexpected(request.error());
  request->see_hidden = see_hidden(call.caller);
  request->time_limit = call.question.time_limit;
  const auto result = app.searcher.search(*request);
  if (!result) return refuse(result.error());
  return answer_facets(*result, app.vocabularies);
}

Wire<Answer> suggest(const App& app, const Call& call) {
  const auto request = read_suggest(call.question.query);
  if (!request) return std::unexpected(request.error());
  const auto suggestions = search::suggest(app.readers, request->text, request->size, see_hidden(call.caller));
  if (!suggestions) return refuse(suggestions.error());
  return answer_suggest(*suggestions);
}

// ---- records

Result<corpus::Seq> index_seq(const App& app) {
  return app.readers.with([](const search::IndexReader& reader) -> Result<corpus::Seq> { return reader.seq(); });
}

// Links lead only where this reader may go; an id would tell that there is something to hide. What is not in the store hides nothing.
void leave_out_hidden(const App& app, const corpus::Caller& caller, corpus::Record& record) {
  const auto hidden = [&](const std::string& id) {
    const auto stored = app.store.get(id);
    return stored && *stored && !may_see(caller, **stored);
  };
  const auto leave_out = [&](auto& id) {
    if (hidden(id.value)) id.value.clear();
  };
  if (auto* expert = std::get_if<corpus::Expert>(&record)) {
    std::erase_if(expert->linked_results, hidden);
    leave_out(expert->org_id);
  } else if (auto* need = std::get_if<corpus::Need>(&record)) {
    leave_out(need->enterprise_id);
  } else if (auto* achievement = std::get_if<corpus::Achievement>(&record)) {
    leave_out(achievement->owner_org_id);
    for (corpus::Member& member : achievement->members) leave_out(member.expert_id);
  }
}

Wire<Answer> record(const App& app, const Call& call) {
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  const auto stored = app.store.get(call.id);
  if (!stored) return refuse(stored.error());
  if (!*stored || !may_see(call.caller, **stored)) return refuse(no_such_record(call.id));
  auto body = corpus::record_from_text((*stored)->body);
  if (!body) return refuse(body.error());
  leave_out_hidden(app, call.caller, *body);
  corpus::common_of(*body).status = (*stored)->status;  // the row moves on from review to review; the body stays as it was handed in
  const auto reached = index_seq(app);
  const bool indexed = reached && *reached >= (*stored)->seq;
  return answer_record({**stored, *body, indexed, call.caller.scope >= Scope::broker, see_hidden(call.caller)}, app.vocabularies);
}

Wire<Answer> submit(const App& app, const Call& call) {
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  const auto body = read_record(call.question.body);
  if (!body) return std::unexpected(body.error());
  // A need is open to anyone; the rest is for those who keep the corpus.
  if (body->kind != corpus::Kind::need)
    if (auto may = needs_scope(call.caller, Scope::write, "提交需求以外的记录", "submit what is no need"); !may) return refuse(may.error());
  corpus::Diagnostics diagnostics;
  const auto submission = app.intake.submit(body->object, call.caller.name.empty() ? "web" : call.caller.name, diagnostics);
  if (!submission) return refuse(submission.error(), std::move(diagnostics));
  return answer_receipt(*submission);
}

// Whoever holds the number may know the state; why a reviewer refused is for scope read and above, since numbers can be guessed.
Wire<Answer> receipt(const App& app, const Call& call) {
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  const auto found = app.store.find_receipt(call.id);
  if (!found) return refuse(found.error());
  if (!*found || (*found)->number != call.id) return refuse(no_such_receipt(call.id));
  const auto history = app.store.history((*found)->id);
  if (!history) return refuse(history.error());
  if (history->empty()) return refuse(no_such_receipt(call.id));
  const corpus::StoredRecord& now = history->front();
  return answer_receipt_state(**found, now, see_hidden(call.caller) ? now.reason : "", app.vocabularies);
}

// ---- the service itself

Wire<Answer> vocabularies(const App& app, const Call& call) {
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  return answer_vocabularies(app.vocabularies);
}

// What the reading door has open now, with the story of its building from the manifest.
Result<IndexState> index_state(const App& app, bool hidden, std::map<corpus::Kind, std::int64_t>& shown) {
  auto state = app.readers.with([&](const search::IndexReader& reader) -> Result<IndexState> {
    for (const corpus::Kind kind : {corpus::Kind::achievement, corpus::Kind::need, corpus::Kind::expert, corpus::Kind::enterprise})
      shown[kind] = reader.documents(kind, hidden);
    return IndexState{reader.seq(), reader.generation(), {}, {}, reader.documents(hidden)};
  });
  if (!state) return state;
  const auto manifest = indexer::read_manifest(indexer::IndexLayout(app.store.directory()), state->generation);
  if (manifest) state->built_at = manifest->built_at, state->analyzer = manifest->analyzer;
  return state;
}

// Where an index was published and cannot be asked; of shards elsewhere shard_set tells.
std::optional<IndexFault> index_fault(const App& app, const corpus::Error& error) {
  const indexer::IndexLayout layout(app.store.directory());
  const auto current = indexer::read_current(layout);
  const bool built = current || current.error().code != ErrorCode::unavailable || !indexer::generations(layout).empty();
  if (app.readers.shard_set() || !built) return std::nullopt;
  return IndexFault{current.value_or(""), error};
}

Wire<Answer> status(const App& app, const Call& call) {
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  StatusView view;
  view.version = app.version;
  view.read_only = app.read_only;
  view.uptime_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - app.started).count();
  const bool hidden = see_hidden(call.caller);
  std::map<corpus::Kind, std::int64_t> shown;
  const auto index = index_state(app, hidden, shown);  // before the store is asked: the lag may be a change too old, never negative
  if (index)
    view.index = *index;
  else
    view.index_fault = index_fault(app, index.error());
  view.shards = app.readers.shards(false);
  view.shard_set = app.readers.shard_set();
  const auto seq = app.store.seq();
  if (!seq) return refuse(seq.error());
  const auto counts = app.store.counts();
  if (!counts) return refuse(counts.error());
  const auto jobs = app.store.jobs(20);
  if (!jobs) return refuse(jobs.error());
  view.seq = *seq;
  view.counts = *counts;
  if (!hidden) view.counts.published = shown, view.counted = index.has_value();  // how many records are not public is not public either
  view.jobs = *jobs;
  view.messages = hidden;
  return answer_status(view);
}

Wire<Answer> openapi(const App& app, const Call&) { return answer_contract(app.contract); }

Wire<Answer> healthz(const App&, const Call&) { return answer_health("ok"); }

Wire<Answer> readyz(const App& app, const Call&) {
  if (const auto seq = app.store.seq(); !seq) return refuse({ErrorCode::unavailable, "store", seq.error().message, seq.error().hint});
  if (const auto seq = index_seq(app); !seq) {
    const corpus::Error error = app.say_more ? app.say_more(seq.error()) : seq.error();  // that of the index itself; what goes out names no place
    return refuse({ErrorCode::unavailable, "index", error.message, error.hint});
  }
  return answer_health("ready");
}

constexpr Route kRoutes[] = {
    {"GET", "/api/v1/search", search_get},
    {"POST", "/api/v1/search", search_post},
    {"GET", "/api/v1/search/export", export_get},
    {"POST", "/api/v1/search/export", export_post},
    {"GET", "/api/v1/facets", facets},
    {"GET", "/api/v1/suggest", suggest},
    {"GET", "/api/v1/records/{id}", record},
    {"GET", "/api/v1/records/{id}/matches", record_matches},
    {"POST", "/api/v1/match", match},
    {"GET", "/api/v1/explain", explain},
    {"POST", "/api/v1/coach", coach},
    {"GET", "/api/v1/panel", panel},
    {"POST", "/api/v1/records", submit, true},
    {"GET", "/api/v1/receipts/{id}", receipt},
    {"GET", "/api/v1/decisions", list_decisions},
    {"POST", "/api/v1/decisions", decide, true},
    {"GET", "/api/v1/decisions/export", export_decisions},
    {"GET", "/api/v1/vocabularies", vocabularies},
    {"GET", "/api/v1/status", status},
    {"GET", "/api/v1/jobs", list_jobs},
    {"POST", "/api/v1/jobs", ask_job, true},
    {"GET", "/api/v1/jobs/{id}", show_job},
    {"POST", "/api/v1/jobs/{id}/cancel", cancel_job, true},
    {"GET", "/openapi.yaml", openapi},
    {"GET", "/healthz", healthz},
    {"GET", "/readyz", readyz},
};

// Whether the path is of the route's form; fills `id`. What is empty or cannot be decoded is no id.
bool fits(std::string_view form, std::string_view path, std::string& id) {
  while (!form.empty() && !path.empty()) {
    const std::size_t form_end = std::min(form.find('/', 1), form.size()), path_end = std::min(path.find('/', 1), path.size());
    const std::string_view wanted = form.substr(0, form_end), seen = path.substr(0, path_end);
    if (wanted == "/{id}") {
      const auto decoded = percent_decode(seen.substr(1), false);
      if (!decoded || decoded->empty()) return false;
      id = *decoded;
    } else if (wanted != seen) {
      return false;
    }
    form.remove_prefix(form_end);
    path.remove_prefix(path_end);
  }
  return form.empty() && path.empty();
}

std::string_view scope_name(Scope scope) {
  switch (scope) {
    case Scope::none: break;
    case Scope::read: return "读";
    case Scope::write: return "写";
    case Scope::broker: return "经纪人";
    case Scope::admin: return "管理员";
  }
  return "";
}

// What the intake would never have accepted as an id is not looked up.
bool may_be_id(std::string_view id) {
  return id.size() <= 64 && !corpus::invalid_utf8(id) && std::ranges::none_of(id, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Result<void> needs_scope(const corpus::Caller& caller, Scope least, std::string_view zh, std::string_view en) {
  if (caller.scope >= least) return {};
  const char* hint = "请向管理员申请 / ask the operator for one";
  if (caller.scope == Scope::none)
    return corpus::fail(ErrorCode::unauthorized, "Authorization", fmt::format("{}需要令牌 / a token is needed to {}", zh, en), hint);
  return corpus::fail(ErrorCode::forbidden, "Authorization",
                      fmt::format("令牌没有{}权限 / the token lacks the scope {}", scope_name(least), corpus::to_string(least)), hint);
}

bool may_see(const corpus::Caller& caller, const corpus::StoredRecord& stored) {
  if (stored.kind == corpus::Kind::decision) return false;  // judgements about a pair: not among the kinds of the API
  return see_hidden(caller) || (stored.status == "published" && stored.visibility == "public");
}

Found find_route(std::string_view method, std::string_view path) {
  Found found;
  for (const Route& route : kRoutes) {
    std::string id;
    if (!fits(route.path, path, id)) continue;
    found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(route.method == "GET" ? "GET, HEAD" : route.method);
    if (route.method != (method == "HEAD" ? "GET" : method)) continue;
    found.route = &route;
    found.id = std::move(id);
  }
  return found;
}

Answer answer(const App& app, const Question& question, const Found& found) {
  const auto caller = caller_of(app, question.authorization);
  if (!caller) return answer_of({caller.error(), {}}, question.request_id);
  if (!found.id.empty() && !may_be_id(found.id)) return answer_of({no_such_record(found.id), {}}, question.request_id);
  if (found.route->writes && app.read_only) return answer_of({service_is_read_only(), {}}, question.request_id);
  auto reply = found.route->handler(app, {question, *caller, found.id});
  if (!reply && reply.error().error.code == ErrorCode::unavailable && app.say_more) reply.error().error = app.say_more(std::move(reply.error().error));
  if (!reply && status_of(reply.error().error.code) >= 500) hide_places(reply.error().error, question.request_id);
  Answer out = reply ? std::move(*reply) : answer_of(reply.error(), question.request_id);
  out.caller = caller->name;
  return out;
}

}  // namespace web
