// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_learn.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "indexer/learn_step.h"
#include "indexer/manifest.h"
#include "indexer/model/model_file.h"
#include "indexer/text/lexicon_file.h"

namespace indexer {

using namespace corpus;

namespace {

Result<void> learn_lexicon(const BuildTask& task, BuildDirectory& directory) {
  LexiconWishes wishes = task.options.lexicon;
  if (wishes.learn) {
    wishes.learn->progress = [&task](const std::string& phase, std::int64_t done, std::int64_t total) { task.tell(phase, done, total); };
    wishes.learn->cancelled = task.options.cancelled;
  }
  const auto made = make_lexicon(task.store, directory.path, wishes);
  if (!made) return std::unexpected(made.error());
  directory.progress.learned = made->learned;
  return {};
}

// Its features are the tokens that come without a lexicon, so that the one does not depend on the other.
Result<void> learn_model(const BuildTask& task, BuildDirectory& directory, std::optional<model::LearnReport>& report) {
  if (!task.options.learn) return {};
  model::LearnOptions wishes = *task.options.learn;
  wishes.progress = [&task](const std::string& phase, std::int64_t done, std::int64_t total) { task.tell(phase, done, total); };
  wishes.cancelled = task.options.cancelled;
  auto learned = learn_from(task.store, directory.path, wishes);
  if (!learned) return std::unexpected(learned.error());
  directory.progress.learned.merge(learned_words(*learned));
  report = std::move(*learned);
  return {};
}

Result<void> learn_both(const BuildTask& task, BuildDirectory& directory, std::optional<model::LearnReport>& report) {
  if (auto done = learn_lexicon(task, directory); !done) return done;
  return learn_model(task, directory, report);
}

}  // namespace

Result<LearnedParts> learn_once(const BuildTask& task, BuildDirectory& directory) {
  LearnedParts parts;
  DurableProgress& progress = directory.progress;
  const bool wished = task.options.learn || task.options.lexicon.learn || task.options.lexicon.own;
  // What an earlier run learned stands.
  if (!progress.learning_done && wished && progress.phase == "read" && progress.after_id.empty()) {
    const auto start = std::chrono::steady_clock::now();
    if (auto done = learn_both(task, directory, parts.report); !done)
      return std::unexpected(done.error().code == ErrorCode::timeout ? directory.cancelled() : done.error());
    progress.learn_seconds = seconds_since(start);
    progress.learning_done = true;
    if (auto saved = directory.save(); !saved) return std::unexpected(saved.error());
  }
  const Manifest manifest = directory.stamped(task.today);
  auto lexicon = text::open_lexicon(directory.path, lexicon_edition(manifest));
  if (!lexicon) return std::unexpected(lexicon.error());
  parts.lexicon = std::move(*lexicon);
  auto opened = model::open_model(directory.path, model_edition(manifest));
  if (!opened) return std::unexpected(opened.error());
  parts.model = std::move(*opened);
  return parts;
}

}  // namespace indexer
