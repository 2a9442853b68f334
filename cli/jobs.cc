// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/job_text.h"
#include "cli/serve_lock.h"
#include "corpus/job_id.h"
#include "corpus/job_pace.h"

namespace cli {
namespace {

using nlohmann::ordered_json;

constexpr const char* kJobsExamples =
    R"(  queqiao jobs                                        # imports and builds: what runs, what waits, then the newest that have ended
  queqiao jobs --limit 100 --json
  queqiao jobs start build                            # a running `serve` does it
  queqiao jobs show J-000012                          # with its log
  queqiao jobs cancel J-000012)";
constexpr const char* kJobsShowExamples = R"(  queqiao jobs show J-000012                          # state, phase, counts, rate and the log
  queqiao jobs show 12                                # the same)";
constexpr const char* kJobsCancelExamples =
    R"(  queqiao jobs cancel J-000012                        # one that runs ends when it looks, in most phases within a second or two)";
constexpr const char* kJobsStartExamples =
    R"(  queqiao jobs start build                            # at idle priority, by a running `serve` with its worker
  queqiao jobs start build --shards 4
  queqiao jobs start build --resume                   # goes on with what a build that was killed or failed left)";

struct JobsArguments {
  std::size_t limit = 20;
  std::string id, kind;
  std::size_t shards = 0;
  bool resume = false;
};

// Asked to end and not there yet; only for people, to programs `cancel_asked` says it.
std::string state_text(const corpus::Job& job) { return job.state == "running" && job.cancel_asked ? "cancelling" : job.state; }

ordered_json json_of(const corpus::Job& job) {
  ordered_json json = {{"id", job.id},          {"kind", job.kind},   {"state", job.state},           {"phase", job.phase},
                       {"done", job.done},      {"total", job.total}, {"started_at", job.started_at}, {"finished_at", job.finished_at},
                       {"message", job.message}};
  if (const auto unit = corpus::unit_of(job); !unit.empty()) json["unit"] = unit;
  if (!job.asked_by.empty()) json["asked_by"] = job.asked_by;
  if (job.cancel_asked) json["cancel_asked"] = true;
  if (const auto rate = corpus::rate_of(job)) json["rate"] = *rate;
  if (const auto seconds = corpus::remaining_seconds(job)) json["remaining_s"] = *seconds;
  return json;
}

Exit list_jobs(std::size_t limit, Session& session) {
  const auto jobs = take(session.store(Access::read).jobs(limit));
  Output& output = session.output();
  Table table({"id", "kind", "state", "how far", "started", "finished", "message"});
  ordered_json rows = ordered_json::array();
  for (const corpus::Job& job : jobs) {
    table.row({job.id, job.kind, state_text(job), how_far(job), job.started_at, job.finished_at, job.message});
    rows.push_back(json_of(job));
  }
  if (output.json())
    output.result({{"jobs", rows}});
  else if (table.empty())
    output.note("no jobs yet");
  else
    table.print(output);
  return Exit::done;
}

void print(const corpus::Job& job, Output& output) {
  const auto line = [&](const char* name, const std::string& value) {
    if (!value.empty()) output.line(fmt::format("{:<10} {}", name, value));
  };
  line("id", job.id);
  line("kind", job.kind);
  line("state", state_text(job));
  line("asked by", job.asked_by);
  line("options", job.options == "{}" ? "" : job.options);
  line("how far", how_far(job));
  if (job.total > 0) line("counts", fmt::format("{} of {}", count_text(job.done), count_text(job.total)));
  line("started", job.started_at);
  line("finished", job.finished_at);
  line("message", job.message);
}

Exit show(const std::string& id, Session& session) {
  const corpus::Store& store = session.store(Access::read);
  const auto job = take_by_id(store.job(id));
  const auto log = take(store.job_log(id));
  Output& output = session.output();
  if (output.json()) {
    ordered_json json = json_of(job);
    if (!job.options.empty()) json["options"] = ordered_json::parse(job.options, nullptr, false);
    json["log"] = ordered_json::array();
    for (const corpus::JobLine& line : log) json["log"].push_back({{"at", line.at}, {"line", line.line}});
    output.result(json);
    return Exit::done;
  }
  print(job, output);
  for (const corpus::JobLine& line : log) output.line(fmt::format("{}  {}", line.at, line.line));
  return Exit::done;
}

Exit cancel(const std::string& id, Session& session) {
  const auto job = take_by_id(session.store(Access::write).ask_cancel(id));
  Output& output = session.output();
  if (output.json())
    output.result(json_of(job));
  else
    output.line(job.state == "cancelled" ? job.id + ": cancelled" : job.id + ": asked to end; see queqiao jobs show " + job.id);
  return Exit::done;
}

Exit start(const JobsArguments& arguments, Session& session) {
  corpus::Store& store = session.store(Access::write);
  ordered_json options = ordered_json::object();
  if (arguments.resume) options["resume"] = true;
  if (arguments.shards > 0) options["shards"] = arguments.shards;
  const auto job = take(store.ask_job(arguments.kind, options.dump(), session.actor(Access::write)));
  Output& output = session.output();
  if (output.json())
    output.result(json_of(job));
  else
    output.line(fmt::format("{}: waits for a worker; see queqiao jobs show {}", job.id, job.id));
  if (const std::string why = why_nobody_builds(session.config(), store.shared()); !why.empty()) output.warning(why);
  return Exit::done;
}

}  // namespace

void add_jobs(Tree& tree) {
  auto arguments = std::make_shared<JobsArguments>();
  const Command jobs = tree.add("jobs", "List imports and builds, running and past; look into one, start or cancel one", kJobsExamples);
  jobs.option("--limit", arguments->limit, "How many [20]").range(1, 10000).value_name("N");
  tree.on(jobs, [arguments](Session& session) { return list_jobs(arguments->limit, session); });

  const Command one = tree.add(jobs, "show", "Print one job and its log", kJobsShowExamples);
  one.option("ID", arguments->id, "Id of the job: J-000012, or just 12").required().by_place();
  tree.on(one, [arguments](Session& session) { return show(corpus::job_id_from(arguments->id), session); });

  const Command end = tree.add(jobs, "cancel", "Ask a job to end; one that waits is cancelled at once", kJobsCancelExamples);
  end.option("ID", arguments->id, "Id of the job: J-000012, or just 12").required().by_place();
  tree.on(end, [arguments](Session& session) { return cancel(corpus::job_id_from(arguments->id), session); });

  const Command ask = tree.add(jobs, "start", "Ask for a build, which a running `serve` does in the background", kJobsStartExamples);
  ask.option("KIND", arguments->kind, "What to do: build").required().one_of({"build"});
  ask.option("--shards", arguments->shards, "Databases to spread the records over [what --resume finds, index.shards, else as now]")
      .range(1, 99)
      .value_name("N");
  ask.flag("--resume", arguments->resume, "Go on with what a build that was killed or failed left, where there is something");
  tree.on(ask, [arguments](Session& session) { return start(*arguments, session); });
}

}  // namespace cli
