// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/build_run.h"
#include "cli/commands.h"
#include "cli/index_state.h"
#include "indexer/follow.h"

namespace cli {
namespace {

constexpr const char* kIndexBuildExamples =
    R"(  queqiao index build                                 # beside the old one, which answers until the new one is whole
  queqiao index build --if-needed                     # only where there is none that can be brought up to the store
  queqiao index build --resume                        # after a crash or a power cut, from the last durable point
  queqiao index build --threads 2 --json)";

struct IndexBuildArguments {
  BuildWishes wishes;
  bool if_needed = false;
};

// Brings the index up to the store without a build. Empty where only a build can; where a running `serve` is at it, that is enough.
std::optional<corpus::Seq> catch_up_without_build(Session& session) {
  corpus::Store& store = session.store(Access::write);
  const auto state = index_state(session);
  if (!can_be_followed(state, take(store.seq()), session.vocabularies())) return std::nullopt;
  while (true) {
    const auto step = indexer::follow_once(store, session.vocabularies(), session.config().data);
    if (!step && step.error().code == corpus::ErrorCode::busy) return state->seq;
    if (!step) return std::nullopt;
    if (step->applied == 0) return step->seq;
  }
}

Exit run_index_build(const IndexBuildArguments& arguments, Session& session) {
  Output& output = session.output();
  if (arguments.if_needed) {
    if (const auto seq = catch_up_without_build(session)) {
      const std::string generation = take(indexer::read_current(indexer::IndexLayout(session.config().data)));
      if (output.json())
        output.result({{"generation", generation}, {"seq", *seq}, {"built", false}});
      else
        output.line(fmt::format("{}: up to date, seq {}", generation, *seq));
      return Exit::done;
    }
  }
  const indexer::BuildReport report = run_build(session, arguments.wishes);
  print_build(report, output);
  return report.skipped > 0 ? Exit::partly : Exit::done;
}

}  // namespace

void add_index_build(Tree& tree, Command index) {
  const Command command = tree.add(index, "build", "Build a new index generation from all published records and publish it", kIndexBuildExamples);
  auto arguments = std::make_shared<IndexBuildArguments>();
  BuildWishes& wishes = arguments->wishes;
  command.option("--threads", wishes.threads, "Threads that analyse [index.threads, else all]").range(1, 1024).value_name("N");
  command.option("--shards", wishes.shards, "Databases to spread the records over [what --resume finds, index.shards, else as now]")
      .range(1, 99)
      .value_name("N");
  command.option("--memory", wishes.memory_mb, "MiB of records before they are written, only lowers [what --resume finds, index.memory_mb, else the fastest]")
      .range(1, 1'000'000)
      .value_name("MB");
  command.flag("--resume", wishes.resume, "Go on with what a killed build left, where there is something; anew where it failed its gate or settings changed");
  command.flag("--full-speed", wishes.full_speed, "Not at idle priority, although a service runs on the data directory");
  command.option("--without-gate", wishes.without_gate, "Publish although this check fails; may be repeated").value_name("CHECK").one_of({"structure", "counts", "golden", "quality"}).repeated();
  command.flag("--accept-quality", wishes.accept_quality, "Where quality is too low, publish, and hold later builds against this level");
  command.flag("--if-needed", arguments->if_needed, "Catch up with the store instead, where the index in force allows it");
  tree.on(command, [arguments](Session& session) { return run_index_build(*arguments, session); });
}

}  // namespace cli
