// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "indexer/grouping.h"

namespace cli {
namespace {

constexpr const char* kIndexDuplicatesExamples =
    R"(  queqiao index duplicates                            # what is taken for the same, group by group
  queqiao index duplicates --json | jq -c .ids        # one line a group
  queqiao search same:CG-N-007                        # the group of one record)";

// A person who finds a group wrong says so in a decision, and every later build keeps to it.
Exit run_index_duplicates(Session& session) {
  std::int64_t groups = 0, records = 0;
  Output& output = session.output();
  take(session.readers().with([&](const search::IndexReader& reader) -> corpus::Result<void> {
    indexer::each_group(reader.database(), [&](const indexer::Copies& copies) {
      ++groups;
      records += static_cast<std::int64_t>(copies.ids.size());
      if (output.json()) {
        output.result({{"ids", copies.ids}, {"titles", copies.titles}});
      } else {
        for (std::size_t i = 0; i < copies.ids.size(); ++i)
          output.line(fmt::format("{}{}  {}", i == 0 ? "" : "  = ", output.paint(Style::strong, copies.ids[i]), copies.titles[i]));
      }
      return true;
    });
    return {};
  }));
  if (groups == 0)
    output.note("no two records are taken for the same");
  else
    output.note(fmt::format("{} are {}; a decision `not_same` on a pair takes them apart (corpus/FORMAT.md)", counted(static_cast<std::int64_t>(records), "record"),
                            counted(static_cast<std::int64_t>(groups), "result")));
  return Exit::done;
}

}  // namespace

void add_index_duplicates(Tree& tree, Command index) {
  const Command command = tree.add(index, "duplicates", "List the records that are taken for the same", kIndexDuplicatesExamples);
  tree.on(command, run_index_duplicates);
}

}  // namespace cli
