// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/index_state.h"
#include "cli/interruption.h"
#include "indexer/follow.h"

namespace cli {
namespace {

constexpr const char* kIndexFollowExamples =
    R"(  queqiao index follow                                # keep the index up to the store until Ctrl-C; `serve` does so by itself
  queqiao index follow --once                         # catch up and end)";

void print_step(const indexer::FollowStep& step, Output& output) {
  const auto& unfollowed = step.regrouped.unfollowed;
  if (output.json()) {
    auto left = nlohmann::ordered_json::array();
    for (const indexer::UnfollowedSame& one : unfollowed) left.push_back({{"ids", {one.ids.first, one.ids.second}}, {"message", indexer::to_text(one)}});
    return output.result({{"seq", step.seq}, {"applied", step.applied}, {"problems", step.problems}, {"same_not_followed", left}});
  }
  output.line(fmt::format("seq {}: {}", step.seq, counted(step.applied, "change")));
  if (step.problems > 0) output.warning(counted(step.problems, "record") + " could not be indexed: queqiao index check");
  if (const auto lines = indexer::lines_of(unfollowed); !lines.empty()) output.warning(fmt::format("{}", fmt::join(lines, "\n")));
}

// Said before the writer lock is asked for, whose directory the first build makes. What `follow` waits out in silence later is worth a word, too.
void stop_without_index(Session& session) {
  stop_without_own_index(session);
  take(indexer::read_current(indexer::IndexLayout(session.config().data)));
}

Exit catch_up_once(Session& session) {
  corpus::Store& store = session.store(Access::read);
  stop_without_index(session);
  indexer::FollowStep all;
  while (true) {
    auto followed = indexer::follow_once(store, session.vocabularies(), session.config().data);
    if (!followed) throw Stop{followed.error()};  // not take(): GCC 12 warns falsely of what it moves here
    indexer::FollowStep& step = *followed;
    all.seq = step.seq;
    all.applied += step.applied;
    all.problems += step.problems;
    all.regrouped.take(std::move(step.regrouped));
    if (step.applied == 0) break;
  }
  print_step(all, session.output());
  return all.problems > 0 ? Exit::partly : Exit::done;
}

Exit keep_following(Session& session) {
  corpus::Store& store = session.store(Access::read);
  const corpus::Vocabularies& vocabularies = session.vocabularies();
  stop_without_index(session);
  const Interruption interruption;
  indexer::FollowOptions options;
  options.interval = std::chrono::milliseconds(session.config().index.follow_interval_ms);
  options.on_step = [&](const indexer::FollowStep& step) {
    print_step(step, session.output());
    session.output().finish();  // whoever reads a pipe sees it now
  };
  options.on_error = [&](const corpus::Error& error) { session.output().error(error); };
  session.output().note("following; Ctrl-C ends");
  indexer::follow(interruption.token(), store, vocabularies, session.config().data, options);
  return Exit::done;
}

}  // namespace

void add_index_follow(Tree& tree, Command index) {
  const Command command = tree.add(index, "follow", "Bring the index up to the store, change by change", kIndexFollowExamples);
  auto once = std::make_shared<bool>(false);
  command.flag("--once", *once, "Catch up and end");
  tree.on(command, [once](Session& session) { return *once ? catch_up_once(session) : keep_following(session); });
}

}  // namespace cli
