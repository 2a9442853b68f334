// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces → one compact database.
#pragma once

#include <filesystem>
#include <vector>

#include "corpus/error.h"

namespace indexer {

// Compacts the pieces into `target`, which must not exist; in rounds where there are many, since each open database costs about five file
// descriptors. What lies between is written below `work` and removed; the pieces stay. Durable when it returns. No pieces: an empty database.
corpus::Result<void> merge_pieces(std::vector<std::filesystem::path> pieces, const std::filesystem::path& work, const std::filesystem::path& target,
                                  unsigned threads);

}  // namespace indexer
