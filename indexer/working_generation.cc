// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/working_generation.h"

#include <algorithm>
#include <ranges>

#include "indexer/generation_history.h"
#include "indexer/manifest.h"

namespace indexer {
namespace {

bool has_readable_manifest(const IndexLayout& layout, const std::string& generation) {
  const auto manifest = read_manifest(layout, generation);
  return manifest && check_readable(*manifest);
}

}  // namespace

std::optional<OtherGeneration> generation_to_go_back_to(const IndexLayout& layout, const std::string& current) {
  const auto before = generations_before(layout, current);
  if (!before.empty() && has_readable_manifest(layout, before.back())) return OtherGeneration{before.back(), true};
  for (const std::string& name : generations(layout) | std::views::reverse)
    if (name != current && has_readable_manifest(layout, name)) return OtherGeneration{name, false};
  return std::nullopt;
}

}  // namespace indexer
