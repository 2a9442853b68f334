// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/decision_handlers.h"

#include "web/result_list.h"

namespace web {
namespace {

using corpus::DecisionBook;
using corpus::ErrorCode;
using corpus::Result;
using corpus::Scope;

Result<void> may_decide(const corpus::Caller& caller) { return needs_scope(caller, Scope::broker, "记录和查看决定", "record and read decisions"); }

// Fills `by` where it is empty. What one broker thinks of a pair is not for the next one.
Result<void> may_list(const corpus::Caller& caller, std::string& by) {
  if (by.empty()) by = caller.name;
  if (by == caller.name || caller.scope >= Scope::admin) return {};
  return corpus::fail(ErrorCode::forbidden, "by", "只能查看自己的清单 / this token reads its own list only",
                      "不要写 by，或用管理员令牌 / leave by out, or use a token of scope admin");
}

}  // namespace

Result<std::optional<DecisionBook::Pairs>> decided_by(const App& app, const corpus::Caller& caller, const std::string& id) {
  if (id.empty() || caller.scope < Scope::broker) return std::nullopt;
  auto pairs = app.decisions->with(caller.name, id);
  if (!pairs) return std::unexpected(pairs.error());
  return std::move(*pairs);
}

Wire<Answer> decide(const App& app, const Call& call) {
  if (auto may = may_decide(call.caller); !may) return refuse(may.error());
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  auto decision = read_decision(call.question.body);
  if (!decision) return std::unexpected(decision.error());
  const auto shown = search::shown_of_pair(app.readers, app.matcher, decision->subject_id, decision->object_id, true);
  if (!shown) return refuse(shown.error());
  decision->by = call.caller.name;
  if (auto named = corpus::name_undone(*decision, *app.decisions, app.vocabularies); !named) return refuse(named.error());
  search::remember(*shown, *decision);
  const std::string subject = decision->subject_id, object = decision->object_id;
  corpus::Diagnostics diagnostics;
  const auto recorded = app.intake.decide(std::move(*decision), diagnostics);
  if (!recorded) return refuse(recorded.error(), std::move(diagnostics));
  // It is recorded, and the answer says so, whether or not the store can still be read.
  const auto in_force = app.decisions->on(call.caller.name, subject, object);
  return answer_decision(*recorded, *shown, in_force ? &*in_force : nullptr, app.vocabularies);
}

Wire<Answer> list_decisions(const App& app, const Call& call) {
  if (auto may = may_decide(call.caller); !may) return refuse(may.error());
  auto wanted = read_decisions(call.question.query);
  if (!wanted) return std::unexpected(wanted.error());
  if (auto may = may_list(call.caller, wanted->by); !may) return refuse(may.error());
  const auto page = app.decisions->list(*wanted);
  if (!page) return refuse(page.error());
  const auto names = corpus::names_in(page->decisions, app.store);
  if (!names) return refuse(names.error());
  return answer_decisions(*page, *wanted, *names, app.vocabularies);
}

Wire<Answer> export_decisions(const App& app, const Call& call) {
  if (auto may = may_decide(call.caller); !may) return refuse(may.error());
  auto file = read_decision_file(call.question.query);
  if (!file) return std::unexpected(file.error());
  if (auto may = may_list(call.caller, file->wanted.by); !may) return refuse(may.error());
  const auto page = app.decisions->list(file->wanted);
  if (!page) return refuse(page.error());
  const auto names = corpus::names_in(page->decisions, app.store);
  if (!names) return refuse(names.error());
  return answer_list(list_of(*page, *names, app.vocabularies), "撮合清单", file->format);
}

}  // namespace web
