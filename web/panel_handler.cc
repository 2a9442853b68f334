// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/panel_handler.h"

#include "search/panel.h"

namespace web {

using corpus::ErrorCode;

Wire<Answer> panel(const App& app, const Call& call) {
  if (auto may = needs_scope(call.caller, corpus::Scope::broker, "抽取专家", "draw a panel"); !may) return refuse(may.error());
  auto request = read_panel(call.question.query);
  if (!request) return std::unexpected(request.error());
  if (app.panel_rules == nullptr)
    return refuse({ErrorCode::unavailable, "panel", "没有回避规则 / there are no rules of conflict", "search.conflicts"});
  request->see_hidden = true;
  request->time_limit = call.question.time_limit;
  const auto drawn = search::draw_panel(app.readers, app.matcher, app.vocabularies, app.expander, *app.panel_rules, *request);
  if (!drawn) return refuse(drawn.error().code == ErrorCode::not_found ? no_such_record(request->id) : drawn.error());
  return answer_panel(*drawn);
}

}  // namespace web
