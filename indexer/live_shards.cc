// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/live_shards.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "indexer/files.h"

namespace indexer {

namespace fs = std::filesystem;

corpus::Result<void> point_live_shards(const IndexLayout& layout, const Manifest& manifest) {
  const fs::path directory = layout.live();
  std::error_code error;
  fs::create_directories(directory, error);
  if (error)
    return corpus::fail(corpus::ErrorCode::io, directory.string(), "cannot create the directory: " + error.message(), "check free space and permissions");
  for (std::size_t i = 0; i < manifest.shards.size(); ++i) {
    const fs::path stub = directory / shard_name(i);
    const std::string wanted = fmt::format("auto ../{}/{}\n", manifest.generation, shard_name(i));
    std::ifstream in(stub);
    if (std::string(std::istreambuf_iterator<char>(in), {}) == wanted) continue;
    if (auto written = write_durably(stub, wanted); !written) return written;
  }
  for (std::size_t i = manifest.shards.size(); fs::remove(directory / shard_name(i), error); ++i) {
  }
  return {};
}

}  // namespace indexer
