// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/job_handlers.h"

namespace web {
namespace {

using corpus::ErrorCode;
using corpus::Scope;

corpus::Result<void> must_have(const corpus::Caller& caller, Scope scope) {
  if (caller.scope >= scope) return {};
  const std::string word(corpus::to_string(scope));
  if (caller.scope == Scope::none)
    return corpus::fail(ErrorCode::unauthorized, "Authorization", "任务需要令牌 / a token is needed for jobs",
                        "需要权限 / scope needed: " + word);
  return corpus::fail(ErrorCode::forbidden, "Authorization", "令牌没有所需权限 / the token lacks the scope " + word,
                      "请向管理员申请 / ask the operator for one");
}

corpus::Error said(corpus::Error error) {
  if (error.code == ErrorCode::not_found) error.message = "没有这个任务 / there is no job with this id";
  if (error.code == ErrorCode::conflict) error.message = "任务已经结束 / " + error.message;
  return error;
}

Wire<Answer> answer_with_log(const App& app, const corpus::Job& job, int status) {
  const auto log = app.store.job_log(job.id);
  if (!log) return refuse(log.error());
  return answer_job(job, *log, status);
}

}  // namespace

Wire<Answer> list_jobs(const App& app, const Call& call) {
  if (auto may = must_have(call.caller, Scope::read); !may) return refuse(may.error());
  const auto limit = read_jobs(call.question.query);
  if (!limit) return std::unexpected(limit.error());
  const auto jobs = app.store.jobs(*limit);
  if (!jobs) return refuse(jobs.error());
  return answer_jobs(*jobs);
}

Wire<Answer> show_job(const App& app, const Call& call) {
  if (auto may = must_have(call.caller, Scope::read); !may) return refuse(may.error());
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  const auto job = app.store.job(call.id);
  if (!job) return refuse(said(job.error()));
  return answer_with_log(app, *job, 200);
}

Wire<Answer> ask_job(const App& app, const Call& call) {
  if (auto may = must_have(call.caller, Scope::admin); !may) return refuse(may.error());
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  const auto body = read_job(call.question.body);
  if (!body) return std::unexpected(body.error());
  const auto job = app.store.ask_job(body->kind, body->options, call.caller.name);
  if (!job) return refuse(job.error());
  return answer_with_log(app, *job, 202);
}

Wire<Answer> cancel_job(const App& app, const Call& call) {
  if (auto may = must_have(call.caller, Scope::admin); !may) return refuse(may.error());
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  const auto job = app.store.ask_cancel(call.id);
  if (!job) return refuse(said(job.error()));
  return answer_with_log(app, *job, 200);
}

}  // namespace web
