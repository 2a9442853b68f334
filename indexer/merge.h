// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces → one compact database.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "corpus/error.h"

namespace indexer {

// Compacts the pieces into `target`, which must not exist; in rounds where there are many, since each open database costs about five file
// descriptors. What lies between is written below `work` and removed; the pieces stay. Durable when it returns. No pieces: an empty database. timeout once
// `cancelled` says so, which is asked before each of the tables of a database, the largest of which is half of it; `target` is then unfinished.
corpus::Result<void> merge_pieces(std::vector<std::filesystem::path> pieces, const std::filesystem::path& work, const std::filesystem::path& target,
                                  unsigned threads, const std::function<bool()>& cancelled = {});

}  // namespace indexer
