// SPDX-License-Identifier: GPL-3.0-or-later
// The judgments of the sample corpus: needs × achievements and needs × experts, graded by reading.
#pragma once

#include <filesystem>

#include "cli/session.h"

namespace cli {

// Matches every judged need of `directory`/judgments.tsv in the index of the data directory and prints the figures of ours and, always
// beside them, of plain BM25 over the need's text. `limit` 0 takes all needs.
Exit eval_sample(const std::filesystem::path& directory, std::size_t limit, Session& session);

}  // namespace cli
