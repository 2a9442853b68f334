// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.h"

namespace cli {
namespace {

constexpr const char* kBackupExamples =
    R"(  queqiao backup /backup/queqiao-$(date +%F).db       # while serving; the index is not in it, a build makes it anew)";

Exit run_backup(const std::string& file, Session& session) {
  corpus::Store& store = session.store(Access::read);
  take(store.backup_to(file));
  std::error_code ignored;
  const std::uint64_t bytes = std::filesystem::file_size(file, ignored);
  Output& output = session.output();
  if (output.json())
    output.result({{"file", file}, {"bytes", bytes}});
  else
    output.line(fmt::format("{}  {}", file, bytes_text(bytes)));
  return Exit::done;
}

}  // namespace

void add_backup(Tree& tree) {
  const Command command = tree.add("backup", "Copy the store to a file, whole and consistent, while others read and write", kBackupExamples);
  auto file = std::make_shared<std::string>();
  command.option("FILE", *file, "File to write; it must not exist").required().value_name("FILE").by_place();
  tree.on(command, [file](Session& session) { return run_backup(*file, session); });
}

}  // namespace cli
