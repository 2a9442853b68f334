// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/live_shards.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "indexer/files.h"

namespace indexer {

namespace fs = std::filesystem;

namespace {

std::string stub_text(const Manifest& manifest, std::size_t shard) { return fmt::format("auto ../{}/{}\n", manifest.generation, shard_name(shard)); }

std::string read_stub(const fs::path& stub) {
  std::ifstream in(stub);
  return {std::istreambuf_iterator<char>(in), {}};
}

// One past the highest number among shard-00, shard-01 … of the directory: one between may be lost.
std::size_t names_of_shards(const fs::path& directory) {
  constexpr std::size_t kMostShards = 99;
  std::error_code ignored;
  std::size_t count = 0;
  for (std::size_t i = 0; i < kMostShards; ++i)
    if (fs::exists(directory / shard_name(i), ignored)) count = i + 1;
  return count;
}

}  // namespace

std::optional<std::size_t> shards_in_force(const IndexLayout& layout) {
  std::size_t count = 0;
  if (const auto current = read_current(layout)) {
    if (const auto manifest = read_manifest(layout, *current)) return manifest->shards.size();
    count = names_of_shards(layout.generation(*current));
  }
  if (count == 0) count = names_of_shards(layout.live());
  return count == 0 ? std::nullopt : std::optional(count);
}

std::vector<std::string> faults_of_live_shards(const IndexLayout& layout, const Manifest& manifest) {
  std::vector<std::string> faults;
  std::error_code ignored;
  for (std::size_t i = 0; i < manifest.shards.size(); ++i) {
    const fs::path stub = layout.live() / shard_name(i);
    if (!fs::is_regular_file(stub, ignored))
      faults.push_back(fmt::format("live/{} is not there: Xapian's servers have no name for this shard", shard_name(i)));
    else if (read_stub(stub) != stub_text(manifest, i))
      faults.push_back(fmt::format("live/{0} does not name {0} of {1}: Xapian's servers serve something else, or nothing", shard_name(i), manifest.generation));
  }
  if (const fs::path next = layout.live() / shard_name(manifest.shards.size()); fs::exists(next, ignored))
    faults.push_back(fmt::format("live/{} is left over: {} has no such shard", next.filename().string(), manifest.generation));
  if (faults.empty()) return faults;
  const auto current = read_current(layout);
  return current && *current == manifest.generation ? faults : std::vector<std::string>();
}

corpus::Result<void> point_live_shards(const IndexLayout& layout, const Manifest& manifest) {
  const fs::path directory = layout.live();
  std::error_code error;
  fs::create_directories(directory, error);
  if (error)
    return corpus::fail(corpus::ErrorCode::io, directory.string(), "cannot create the directory: " + error.message(), "check free space and permissions");
  for (std::size_t i = 0; i < manifest.shards.size(); ++i) {
    const fs::path stub = directory / shard_name(i);
    const std::string wanted = stub_text(manifest, i);
    if (read_stub(stub) == wanted) continue;
    if (auto written = write_durably(stub, wanted); !written) return written;
  }
  for (std::size_t i = manifest.shards.size(); fs::remove(directory / shard_name(i), error); ++i) {
  }
  return {};
}

}  // namespace indexer
