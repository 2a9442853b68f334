// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "indexer/dump_document.h"

namespace cli {
namespace {

constexpr const char* kIndexDumpExamples =
    R"(  queqiao index dump A0001                            # data, value slots, terms with counts and positions
  queqiao index dump A0001 | grep '^term XR'          # the regions it is found under)";

Exit run_index_dump(const std::string& id, Session& session) {
  const std::string text = take_by_id(indexer::dump_document(session.config().data, id));
  if (session.output().json())
    session.output().result({{"id", id}, {"dump", text}});
  else
    session.output().text(text);
  return Exit::done;
}

}  // namespace

void add_index_dump(Tree& tree, Command index) {
  const Command command = tree.add(index, "dump", "Print one document as it lies in the index", kIndexDumpExamples);
  auto id = std::make_shared<std::string>();
  command.option("ID", *id, "Id of the record").required().by_place();
  tree.on(command, [id](Session& session) { return run_index_dump(*id, session); });
}

}  // namespace cli
