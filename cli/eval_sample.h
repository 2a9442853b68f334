// SPDX-License-Identifier: GPL-3.0-or-later
// The judgments of the sample corpus: needs × achievements and needs × experts, graded by reading.
#pragma once

#include <filesystem>

#include "cli/session.h"
#include "corpus/date.h"

namespace cli {

struct SampleQuestion {
  std::filesystem::path directory;     // with judgments.tsv
  std::size_t limit = 0;               // needs; 0: all
  bool ablation = false;               // also with each signal left out
  corpus::Day today = corpus::today();  // what ages and deadlines are counted to
};

// Matches every judged need in the index of the data directory and prints the figures of ours and, always beside them, of plain BM25 over the need's text.
Exit eval_sample(const SampleQuestion& question, Session& session);

}  // namespace cli
