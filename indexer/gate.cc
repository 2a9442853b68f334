// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/gate.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <sstream>

#include "indexer/lost_table.h"
#include "indexer/xapian_error.h"

namespace indexer {

using namespace corpus;

GateResult check_counts(const Store& store, const GateCheck::Databases& candidate, Seq seq, std::int64_t skipped) {
  GateResult result{"counts", false, ""};
  const auto counted = guarded("counts", [&]() -> Result<void> {
    std::int64_t documents = 0, published = 0;
    for (const auto& path : candidate) documents += Xapian::Database(path.string()).get_doccount();
    const auto counts = store.counts();
    if (!counts) return std::unexpected(counts.error());
    for (const auto& [kind, count] : counts->published)
      if (kind != Kind::decision) published += count;
    const auto now = store.seq();
    if (!now) return std::unexpected(now.error());
    const std::int64_t expected = published - skipped, since = *now - seq;
    result.passed = std::abs(documents - expected) <= since;
    result.message = fmt::format("{} documents, {} published records", documents, published);
    if (skipped > 0) result.message += fmt::format(", {} of which could not be indexed", skipped);
    if (since > 0) result.message += fmt::format(", {} changes since", since);
    if (!result.passed) result.message += fmt::format(": {} too {}", std::abs(documents - expected), documents > expected ? "many" : "few");
    return {};
  });
  if (!counted) result.message = corpus::to_text(counted.error());
  return result;
}

GateResult check_structure(const GateCheck::Databases& candidate, const std::function<bool()>& cancelled) {
  GateResult result{"structure", true, ""};
  for (const auto& path : candidate) {
    if (cancelled && cancelled()) return result;
    std::ostringstream words;
    const auto checked = guarded(path.string(), [&]() -> Result<void> {
      if (auto whole = check_tables(path); !whole) return whole;  // Xapian's check passes over a table that is not there
      const std::size_t errors = Xapian::Database::check(path.string(), 0, &words);
      if (errors > 0) return fail(ErrorCode::damaged, path.filename().string(), fmt::format("{} errors", errors), words.str());
      return {};
    });
    if (checked) continue;
    result.passed = false;
    result.message += (result.message.empty() ? "" : "; ") + corpus::to_text(checked.error());
  }
  if (result.passed) result.message = fmt::format("{} {} sound", candidate.size(), candidate.size() == 1 ? "shard" : "shards");
  return result;
}

}  // namespace indexer
