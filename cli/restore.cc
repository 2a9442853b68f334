// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/build_run.h"
#include "cli/commands.h"
#include "cli/index_state.h"
#include "cli/serve_lock.h"

namespace cli {
namespace {

constexpr const char* kRestoreExamples =
    R"(  queqiao restore /backup/queqiao-2026-03-05.db       # nothing serves: the present store is kept beside, an index is built anew
                                                      # while serving: records go back by new changes, and the index follows
  QUEQIAO_STORE_URL=postgresql://queqiao@db1/queqiao queqiao restore /backup/queqiao-2026-03-05.db
                                                      # into an empty database: everything as it is; else by new changes)";

struct RestoreArguments {
  std::string file;
  bool no_build = false;
};

std::string summary(const corpus::RestoreReport& report, const std::string& file, bool served) {
  if (report.whole) return fmt::format("restored {} whole: {}, seq {}", file, counted(report.put_back, "record"), report.seq);
  return fmt::format("restored {}{}: {} put back, {} withdrawn, seq {}", file, served ? " while serving" : " by new changes",
                     counted(report.put_back, "record"), count_text(report.taken_out), report.seq);
}

// Under a running service the file must stay the one it has open, so the backup comes in as changes; the service's follower brings them to
// the index. On PostgreSQL always: a service of another machine may be at work, and there is no file to put in another's place.
Exit restore_in_use(const RestoreArguments& arguments, Session& session, bool served) {
  const Access access = session.config().store.url.empty() ? Access::write : Access::create;
  corpus::Store& store = session.store(access);
  const corpus::RestoreReport report = take(store.restore_from(arguments.file, session.actor(access)));
  Output& output = session.output();
  if (output.json())
    output.result({{"file", arguments.file},
                   {"whole", report.whole},
                   {"seq", report.seq},
                   {"put_back", report.put_back},
                   {"taken_out", report.taken_out}});
  else
    output.line(summary(report, arguments.file, served));
  if (served) output.note("the index follows by itself; the history keeps what the records were before");
  return Exit::done;
}

// An index of what came after the backup would show records the store has no longer, and follow counts from its number on.
Exit build_after(const RestoreArguments& arguments, Session& session) {
  Output& output = session.output();
  const bool index = indexer::read_current(indexer::IndexLayout(session.config().data)).has_value();
  if (arguments.no_build && is_searcher(session)) {
    output.note("本机没有自己的索引，由 search.shards 应答：存储恢复了，检索结果不变；要让检索跟上，请在建立这些分片的机器上恢复并重建 / this machine has no index of its own: "
                "search.shards names what answers, so searches stay as they are; restore and build on the machine that builds the shards");
    return Exit::done;
  }
  if (arguments.no_build) {
    output.warning(index ? "the index is that of the store before; build it anew: queqiao index build"
                         : "there is no index yet: queqiao index build");
    return Exit::done;
  }
  BuildWishes wishes;
  wishes.holder = "queqiao restore";
  run_build(session, wishes);
  output.note(index ? "the index was built anew" : "the index was built");
  return Exit::done;
}

Exit run_restore(const RestoreArguments& arguments, Session& session) {
  const std::filesystem::path& data = session.config().data;
  const auto lock = keep_from_serving(data);
  if (!lock) return restore_in_use(arguments, session, true);
  if (!session.config().store.url.empty()) {
    restore_in_use(arguments, session, false);
    return build_after(arguments, session);
  }
  take(corpus::restore_backup(arguments.file, data));
  const corpus::Seq seq = take(session.store(Access::write).seq());
  Output& output = session.output();
  if (output.json())
    output.result({{"file", arguments.file}, {"seq", seq}});
  else
    output.line(fmt::format("restored {} up to seq {}", arguments.file, seq));
  return build_after(arguments, session);
}

}  // namespace

void add_restore(Tree& tree) {
  const Command command = tree.add("restore", "Bring the store back to a backup, also while serving", kRestoreExamples);
  auto arguments = std::make_shared<RestoreArguments>();
  command.option("FILE", arguments->file, "The backup").required().value_name("FILE").by_place();
  command.flag("--no-build", arguments->no_build, "Leave the index as it is; while serving it follows all the same");
  tree.on(command, [arguments](Session& session) { return run_restore(*arguments, session); });
}

}  // namespace cli
