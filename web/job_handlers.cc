// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/job_handlers.h"

#include "corpus/job_id.h"

namespace web {
namespace {

using corpus::ErrorCode;
using corpus::Scope;

corpus::Result<void> may_see_jobs(const corpus::Caller& caller) { return needs_scope(caller, Scope::read, "查看任务", "see jobs"); }
corpus::Result<void> may_ask_for_jobs(const corpus::Caller& caller) {
  return needs_scope(caller, Scope::admin, "发起和取消任务", "start and cancel jobs");
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
  if (auto may = may_see_jobs(call.caller); !may) return refuse(may.error());
  const auto limit = read_jobs(call.question.query);
  if (!limit) return std::unexpected(limit.error());
  const auto jobs = app.store.jobs(*limit);
  if (!jobs) return refuse(jobs.error());
  return answer_jobs(*jobs);
}

Wire<Answer> show_job(const App& app, const Call& call) {
  if (auto may = may_see_jobs(call.caller); !may) return refuse(may.error());
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  const auto job = app.store.job(corpus::job_id_from(call.id));
  if (!job) return refuse(said(job.error()));
  return answer_with_log(app, *job, 200);
}

Wire<Answer> ask_job(const App& app, const Call& call) {
  if (auto may = may_ask_for_jobs(call.caller); !may) return refuse(may.error());
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  const auto body = read_job(call.question.body);
  if (!body) return std::unexpected(body.error());
  const auto job = app.store.ask_job(body->kind, body->options, call.caller.name);
  if (!job) return refuse(job.error());
  // The job is written down all the same: on a store that machines share another may do it.
  if (const std::string why = app.lacks_worker ? app.lacks_worker() : ""; !why.empty()) (void)app.store.add_job_lines(job->id, {why});
  return answer_with_log(app, *job, 202);
}

Wire<Answer> cancel_job(const App& app, const Call& call) {
  if (auto may = may_ask_for_jobs(call.caller); !may) return refuse(may.error());
  if (auto nothing = read_nothing(call.question.query); !nothing) return std::unexpected(nothing.error());
  const auto job = app.store.ask_cancel(corpus::job_id_from(call.id));
  if (!job) return refuse(said(job.error()));
  return answer_with_log(app, *job, 200);
}

}  // namespace web
