// SPDX-License-Identifier: GPL-3.0-or-later
// The step of a build that learns, before it reads: a record is written with its place in the model and with the words of the lexicon. learn_step.h learns;
// here it is done once for a generation, in however many runs.
#pragma once

#include <memory>
#include <optional>

#include "corpus/error.h"
#include "indexer/build_directory.h"
#include "indexer/build_task.h"
#include "indexer/model/learn.h"
#include "indexer/model/text_model.h"
#include "indexer/text/lexicon.h"

namespace indexer {

// What a generation has learned, open; all of it is there to be read by several threads.
struct LearnedParts {
  std::shared_ptr<const model::TextModel> model;  // null where the generation has none
  std::shared_ptr<const text::Lexicon> lexicon;   // null where the generation has none
  std::optional<model::LearnReport> report;       // of this run; nullopt where it did not learn
};

// Learns what the options wish where no run has done so and nothing was read yet, which is durable when it returns, and opens what was learned. Errors are the
// store's, io, damaged, and where it was cancelled timeout.
corpus::Result<LearnedParts> learn_once(const BuildTask& task, BuildDirectory& directory);

}  // namespace indexer
