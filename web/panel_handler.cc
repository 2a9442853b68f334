// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/panel_handler.h"

#include "search/panel.h"

namespace web {
namespace {

using corpus::ErrorCode;
using corpus::Scope;

corpus::Result<void> may_draw(const corpus::Caller& caller) {
  if (caller.scope >= Scope::broker) return {};
  if (caller.scope == Scope::none)
    return corpus::fail(ErrorCode::unauthorized, "Authorization", "抽取专家需要令牌 / a token is needed to draw a panel", "请向管理员申请 / ask the operator for one");
  return corpus::fail(ErrorCode::forbidden, "Authorization", "令牌没有经纪人权限 / the token lacks the scope broker", "请向管理员申请 / ask the operator for one");
}

}  // namespace

Wire<Answer> panel(const App& app, const Call& call) {
  auto request = read_panel(call.question.query);
  if (!request) return std::unexpected(request.error());
  if (auto may = may_draw(call.caller); !may) return refuse(may.error());
  if (app.panel_rules == nullptr)
    return refuse({ErrorCode::unavailable, "panel", "没有回避规则 / there are no rules of conflict", "search.conflicts"});
  request->see_hidden = true;
  request->time_limit = call.question.time_limit;
  const auto drawn = search::draw_panel(app.readers, app.matcher, app.vocabularies, app.expander, *app.panel_rules, *request);
  if (!drawn) return refuse(drawn.error().code == ErrorCode::not_found ? no_such_record(request->id) : drawn.error());
  return answer_panel(*drawn);
}

}  // namespace web
