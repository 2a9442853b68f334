// SPDX-License-Identifier: GPL-3.0-or-later
// Builds of many small records, and what can be asked of the generations they leave.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "indexer/build.h"
#include "indexer/check.h"
#include "indexer/generations.h"
#include "indexer/roll_back.h"
#include "world.h"

namespace generations_world {

using namespace indexer;

inline std::string achievement(int i, const std::string& title = "成果") {
  return fmt::format(R"({{"kind":"achievement","id":"a{:05}","title":"{}{}","summary":"第{}个结果的说明"}})", i, title, i, i);
}

inline void put_many(world::World& world, int from, int to) {
  for (int i = from; i < to; ++i) world.put(achievement(i));
}

inline corpus::Result<BuildReport> build(world::World& world, BuildOptions options = {}) {
  options.threads = options.threads == 0 ? 2 : options.threads;
  return build_index(world.store(), world::vocabularies(), world.path(), options);
}

inline Manifest manifest_in_force(const world::World& world) {
  const IndexLayout layout(world.path());
  return read_manifest(layout, read_current(layout).value()).value();
}

inline std::int64_t documents(const world::World& world) {
  std::int64_t count = 0;
  for (const auto& path : databases(IndexLayout(world.path()), manifest_in_force(world))) count += Xapian::Database(path.string()).get_doccount();
  return count;
}

inline CheckReport checked(world::World& world) { return check_index(world.store(), world::vocabularies(), world.path()).value(); }

inline std::string names(const std::vector<GenerationRow>& rows) {
  std::string all;
  for (const GenerationRow& row : rows) all += (all.empty() ? "" : " ") + row.name + (row.current ? "*" : "") + (row.building ? "+" : "") + (row.in_use ? "!" : "");
  return all;
}

inline std::string listed(const world::World& world) { return names(list_generations(IndexLayout(world.path()))); }

inline corpus::Result<std::string> go_back(world::World& world, const std::string& to) {
  return roll_back(world.store(), world::vocabularies(), world.path(), to);
}

// Throws at the first durable point after `documents` have been read, as a kill would stop the build there.
struct Killed {};
inline BuildOptions killed_in(const std::string& phase, std::int64_t at_least = 0) {
  BuildOptions options;
  options.batch_documents = 2;
  options.piece_documents = 10;
  options.progress = [phase, at_least](const BuildProgress& progress) {
    if (progress.phase == phase && progress.done >= at_least) throw Killed{};
  };
  return options;
}

}  // namespace generations_world
