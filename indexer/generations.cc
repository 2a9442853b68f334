// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/generations.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "corpus/writable.h"
#include "indexer/build_progress.h"
#include "indexer/files.h"
#include "indexer/generation_history.h"
#include "indexer/index_writer.h"
#include "indexer/lost_table.h"
#include "indexer/stamp.h"
#include "indexer/unpublished.h"
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
  Seq lowest = std::numeric_limits<Seq>::max();
  std::int64_t documents = 0;
  const auto seen = guarded(name, [&]() -> Result<void> {
    for (const auto& path : databases(layout, *manifest)) {
      if (auto whole = check_tables(path); !whole) return std::unexpected(whole.error());
      const Xapian::Database database(path.string());
      lowest = std::min(lowest, seq_of(database));
      documents += database.get_doccount();
    }
    return {};
  });
  row.counted = seen.has_value();
  if (seen) row.seq = lowest, row.documents = documents;
  else if (row.problem.empty()) row.problem = seen.error().message;
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

// Where what is in force is not there or cannot be read, the others are what can be gone back to: none of them is in the way.
Result<void> generation_there(const IndexLayout& layout, const std::string& current) {
  const auto manifest = read_manifest(layout, current);
  if (manifest) return {};
  std::string hint = "build the index again: queqiao index build";
  if (std::vector<std::string> names = generations(layout); std::erase(names, current), !names.empty())
    hint = fmt::format("go back to one that is there, queqiao index rollback --to {}, or {}", names.back(), hint);
  return fail(ErrorCode::damaged, layout.current().string(),
              fmt::format("nothing was removed: {}, which is in force, cannot be read ({})", current, manifest.error().message), hint);
}

// Which go first: those that no rollback would choose, then those that were in force longest ago.
std::vector<std::string> in_order_of_removal(const IndexLayout& layout, const std::string& current) {
  const std::vector<std::string> before = generations_before(layout, current);
  std::vector<std::string> names = generations(layout);
  std::erase_if(names, [&](const std::string& name) { return name == current || std::ranges::find(before, name) != before.end(); });
  names.insert(names.end(), before.begin(), before.end());
  return names;
}

// Whether its manifest is lost or damaged. One that cannot be opened just now, such as for want of rights or of file descriptors, says nothing.
bool is_broken(const IndexLayout& layout, const std::string& name) {
  const auto manifest = read_manifest(layout, name);
  if (manifest || manifest.error().code != ErrorCode::damaged) return false;
  std::error_code error;
  if (!fs::exists(layout.manifest(name), error)) return !error;
  return std::ifstream(layout.manifest(name)).is_open();
}

}  // namespace

std::vector<GenerationRow> list_generations(const IndexLayout& layout) {
  std::vector<GenerationRow> rows;
  const auto current = read_current(layout);
  std::error_code gone;
  const bool there = current && fs::exists(layout.generation(*current), gone);  // else none can be said to have been left
  const std::vector<std::string> before = there ? generations_before(layout, *current) : generations(layout);
  const auto unpublished = unpublished_generation(layout);
  for (const std::string& name : generations(layout)) {
    rows.push_back(row_of(layout, name));
    rows.back().current = current && *current == name;
    rows.back().unpublished = unpublished == name;
    rows.back().left = !rows.back().current && !rows.back().unpublished && std::ranges::find(before, name) == before.end();
  }
  std::error_code error;
  // In a directory that may only be read the lock cannot be asked, and no build of this machine is under way.
  const auto building_now = [&] {
    const auto lock = FileLock::take(layout.root / "build.lock", "queqiao index generations");
    return !lock && lock.error().code == ErrorCode::busy;
  };
  const bool building = fs::exists(layout.root / "build.lock", error) && building_now();
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

Result<GcReport> remove_old_generations(const IndexLayout& layout, std::size_t keep) {
  GcReport report;
  if (auto writable = corpus::check_writable(layout.root); !writable) return std::unexpected(writable.error());
  const auto current = read_current(layout);
  if (!current && current.error().code != ErrorCode::unavailable) return std::unexpected(current.error());
  if (current)
    if (auto there = generation_there(layout, *current); !there) return std::unexpected(there.error());
  auto names = current ? in_order_of_removal(layout, *current) : generations(layout);
  const std::size_t others = keep - (current ? 1 : 0);
  // Where nothing is known to be in force, a broken one may have been.
  const auto whole = std::stable_partition(names.begin(), names.end(), [&](const std::string& name) { return current && is_broken(layout, name); });
  for (auto broken = whole - names.begin(); broken > 0 || names.size() > others; --broken) {
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
