// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/unpublished.h"

#include <algorithm>
#include <filesystem>
#include <ranges>
#include <system_error>
#include <vector>

#include "indexer/build_progress.h"
#include "indexer/files.h"
#include "indexer/generation_history.h"
#include "indexer/manifest.h"

namespace indexer {

std::optional<std::string> unpublished_generation(const IndexLayout& layout) {
  const auto current = read_current(layout);
  const std::vector<std::string> before = current ? generations_before(layout, *current) : std::vector<std::string>{};
  for (const std::string& name : generations(layout) | std::views::reverse) {
    if ((current && *current == name) || std::ranges::find(before, name) != before.end()) continue;
    const auto progress = read_progress(layout.generation(name));
    if (progress && progress->generation == name && progress->phase == "whole" && read_manifest(layout, name)) return name;
  }
  return std::nullopt;
}

corpus::Result<void> forget_build(const IndexLayout& layout, const std::string& generation) {
  std::error_code error;
  if (!std::filesystem::remove(layout.generation(generation) / "progress.json", error)) {
    if (!error) return {};
    return corpus::fail(corpus::ErrorCode::io, layout.generation(generation).string(), "cannot remove progress.json: " + error.message(),
                        "make the data directory writable");
  }
  return sync_directory(layout.generation(generation));
}

}  // namespace indexer
