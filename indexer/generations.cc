// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/generations.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <limits>

#include "indexer/build_progress.h"
#include "indexer/files.h"
#include "indexer/follow.h"
#include "indexer/index_writer.h"
#include "indexer/live_shards.h"
#include "indexer/stamp.h"
#include "indexer/xapian_error.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

namespace {

GenerationRow row_of(const IndexLayout& layout, const std::string& name) {
  GenerationRow row;
  row.name = name;
  row.bytes = bytes_below(layout.generation(name));
  row.in_use = !GenerationHold::take_alone(layout.generation(name)).has_value();
  auto manifest = read_manifest(layout, name);
  if (!manifest) {
    row.problem = manifest.error().message;
    return row;
  }
  if (const auto readable = check_readable(*manifest); !readable) row.problem = readable.error().message;
  const auto seq = guarded(name, [&]() -> Result<Seq> {
    Seq lowest = std::numeric_limits<Seq>::max();
    for (const auto& path : databases(layout, *manifest)) {
      const Xapian::Database database(path.string());
      lowest = std::min(lowest, seq_of(database));
      row.documents += database.get_doccount();
    }
    return lowest;
  });
  if (seq) row.seq = *seq;
  else if (row.problem.empty()) row.problem = seq.error().message;
  row.manifest = std::move(*manifest);
  return row;
}

// Whether it could be taken out of the way. Renamed under the exclusive lock: a reader either has it open or finds no path to it.
bool remove_generation(const fs::path& directory) {
  const auto alone = GenerationHold::take_alone(directory);
  if (!alone) return false;
  std::error_code error;
  const fs::path aside = directory.string() + ".removing";
  if (!rename_durably(directory, aside)) return false;
  fs::remove_all(aside, error);
  return true;
}

}  // namespace

std::vector<GenerationRow> list_generations(const IndexLayout& layout) {
  std::vector<GenerationRow> rows;
  const auto current = read_current(layout);
  for (const std::string& name : generations(layout)) {
    rows.push_back(row_of(layout, name));
    rows.back().current = current && *current == name;
  }
  std::error_code error;
  const bool building = fs::exists(layout.root / "build.lock", error) && !FileLock::take(layout.root / "build.lock", "queqiao index generations");
  for (const auto& entry : fs::directory_iterator(layout.root, error)) {
    if (entry.path().extension() != ".building") continue;
    GenerationRow row;
    row.under_way = building;
    row.name = entry.path().stem().string();
    row.building = true;
    row.bytes = bytes_below(entry.path());
    if (const auto progress = read_progress(entry.path())) {
      row.durable = has_durable_work(*progress);
      row.failed_gate = progress->failed_gate;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::string> roll_back(const fs::path& data_directory, const std::string& to) {
  const IndexLayout layout(data_directory);
  std::error_code ignored;
  if (!fs::exists(layout.root, ignored)) return std::unexpected(read_current(layout).error());
  auto lock = take_writer_lock(data_directory, "queqiao index rollback");
  if (!lock) return std::unexpected(lock.error());
  const auto names = generations(layout);
  const auto current = read_current(layout);
  std::string target = to;
  if (target.empty()) {
    if (!current) return std::unexpected(current.error());
    const auto at = std::ranges::lower_bound(names, *current);
    if (at == names.begin())
      return fail(ErrorCode::not_found, *current, "there is no generation before this one", "`queqiao index generations` lists what there is");
    target = *std::prev(at);
  }
  if (!std::ranges::binary_search(names, target))
    return fail(ErrorCode::not_found, target, "there is no such generation", "`queqiao index generations` lists what there is");
  const auto manifest = read_manifest(layout, target);
  if (!manifest) return std::unexpected(manifest.error());
  if (auto readable = check_readable(*manifest); !readable) return std::unexpected(readable.error());
  for (const auto& path : databases(layout, *manifest)) {
    const auto opened = guarded(path.string(), [&]() -> Result<void> {
      Xapian::Database database(path.string());
      return {};
    });
    if (!opened) return std::unexpected(opened.error());
  }
  if (!current || *current != target)
    if (auto written = write_durably(layout.current(), target + "\n"); !written) return std::unexpected(written.error());
  if (auto pointed = point_live_shards(layout, *manifest); !pointed) return std::unexpected(pointed.error());
  return target;
}

Result<GcReport> remove_old_generations(const IndexLayout& layout, std::size_t keep) {
  GcReport report;
  auto names = generations(layout);
  const auto current = read_current(layout);
  if (!current && current.error().code != ErrorCode::unavailable) return std::unexpected(current.error());
  if (current) std::erase(names, *current);
  const std::size_t others = keep - (current ? 1 : 0);
  while (names.size() > others) {
    const fs::path directory = layout.generation(names.front());
    const std::uint64_t bytes = bytes_below(directory);
    if (remove_generation(directory)) {
      report.removed.push_back(names.front());
      report.bytes += bytes;
    } else {
      report.in_use.push_back(names.front());
    }
    names.erase(names.begin());
  }
  std::error_code error;
  const auto build = FileLock::take(layout.root / "build.lock", "queqiao index gc");
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(layout.root, error)) {
    const auto end = entry.path().extension();
    if (end == ".removing" || (end == ".building" && build)) left.push_back(entry.path());
  }
  for (const fs::path& path : left) {
    report.bytes += bytes_below(path);
    fs::remove_all(path, error);
  }
  return report;
}

}  // namespace indexer
