// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check_counts.h"

#include <fmt/format.h>
#include <xapian.h>

#include <cstdint>
#include <map>

#include "indexer/schema.h"
#include "indexer/xapian_error.h"

namespace indexer {

std::vector<std::string> faults_of_counts(const IndexLayout& layout, const Manifest& manifest) {
  std::vector<std::string> faults;
  const auto compare = [&faults](const std::string& what, std::int64_t said, std::int64_t held) {
    if (said != held) faults.push_back(fmt::format("manifest.json says {} {}, and there are {}", said, what, held));
  };
  const auto paths = databases(layout, manifest);
  const auto seen = guarded(manifest.generation, [&]() -> corpus::Result<void> {
    std::int64_t all = 0, of_all_kinds = 0;
    std::map<std::string, std::int64_t> held = manifest.by_kind;
    for (auto& [kind, count] : held) count = 0;
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const Xapian::Database shard(paths[i].string());
      compare("documents in " + manifest.shards[i].name, manifest.shards[i].documents, shard.get_doccount());
      all += shard.get_doccount();
      for (auto& [kind, count] : held) count += shard.get_termfreq(prefixed(prefix::kKind, kind));
    }
    compare("documents", manifest.documents, all);
    for (const auto& [kind, said] : manifest.by_kind) {
      compare("documents of the kind " + kind, said, held[kind]);
      of_all_kinds += held[kind];
    }
    if (of_all_kinds != all) faults.push_back(fmt::format("manifest.json does not name the kind of {} documents", all - of_all_kinds));
    return {};
  });
  return seen ? faults : std::vector<std::string>();
}

}  // namespace indexer
