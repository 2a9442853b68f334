// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"

namespace cli {
namespace {

constexpr const char* kExamples =
    R"(  queqiao jobs                                        # imports and builds, newest first
  queqiao jobs --limit 100 --json)";

std::string how_far(const corpus::Job& job) {
  if (job.total > 0) return fmt::format("{} {:.0f} %", job.phase, 100.0 * static_cast<double>(job.done) / static_cast<double>(job.total));
  return job.phase;
}

nlohmann::ordered_json to_json(const corpus::Job& job) {
  return {{"id", job.id},          {"kind", job.kind},   {"state", job.state},           {"phase", job.phase},
          {"done", job.done},      {"total", job.total}, {"started_at", job.started_at}, {"finished_at", job.finished_at},
          {"message", job.message}};
}

Exit run(std::size_t limit, Session& session) {
  const auto jobs = take(session.store(Access::read).jobs(limit));
  Output& output = session.output();
  Table table({"id", "kind", "state", "how far", "started", "finished", "message"});
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const corpus::Job& job : jobs) {
    table.row({job.id, job.kind, job.state, job.state == "running" ? how_far(job) : "", job.started_at, job.finished_at, job.message});
    rows.push_back(to_json(job));
  }
  if (output.json())
    output.result({{"jobs", rows}});
  else if (table.empty())
    output.note("no jobs yet");
  else
    table.print(output);
  return Exit::done;
}

}  // namespace

void add_jobs(Tree& tree) {
  const Command command = tree.add("jobs", "List imports and builds, running and past", kExamples);
  auto limit = std::make_shared<std::size_t>(20);
  command.option("--limit", *limit, "How many [20]").range(1, 10000).value_name("N");
  tree.on(command, [limit](Session& session) { return run(*limit, session); });
}

}  // namespace cli
