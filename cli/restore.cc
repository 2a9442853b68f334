// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/build_run.h"
#include "cli/commands.h"
#include "cli/serve_lock.h"

namespace cli {
namespace {

constexpr const char* kExamples =
    R"(  queqiao restore /backup/queqiao-2026-03-05.db       # the present store is kept beside; an index is built anew)";

struct Arguments {
  std::string file;
  bool no_build = false;
};

Exit run(const Arguments& arguments, Session& session) {
  const std::filesystem::path& data = session.config().data;
  const auto lock = refuse_while_served(data);
  take(corpus::restore_backup(arguments.file, data));
  const corpus::Seq seq = take(session.store(Access::write).seq());
  Output& output = session.output();
  if (output.json())
    output.result({{"file", arguments.file}, {"seq", seq}});
  else
    output.line(fmt::format("restored {} up to seq {}", arguments.file, seq));
  // An index of what came after the backup would show records the store has no longer, and follow counts from its number on.
  const bool index = indexer::read_current(indexer::IndexLayout(data)).has_value();
  if (!index) return Exit::done;
  if (arguments.no_build) {
    output.warning("the index is that of the store before; build it anew: queqiao index build");
    return Exit::done;
  }
  run_build(session, 0);
  output.note("the index was built anew");
  return Exit::done;
}

}  // namespace

void add_restore(Tree& tree) {
  CLI::App& command = tree.add("restore", "Put a backup in place of the store; refused while a service runs", kExamples);
  auto arguments = std::make_shared<Arguments>();
  positional(command.add_option("FILE", arguments->file, "The backup")->required()->type_name("FILE"));
  command.add_flag("--no-build", arguments->no_build, "Leave the index as it is");
  tree.on(command, [arguments](Session& session) { return run(*arguments, session); });
}

}  // namespace cli
