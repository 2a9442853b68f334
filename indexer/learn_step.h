// SPDX-License-Identifier: GPL-3.0-or-later
// What a build learns from the store before it reads it, and where it lies in the generation.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "corpus/store.h"
#include "indexer/model/learn.h"
#include "indexer/model/lexicon_learner.h"
#include "indexer/text/lexicon.h"

namespace indexer {

// Learns from the published records and writes model/report.json below `directory`, and the model where one is used; durable when it
// returns. With fewer records than it takes nothing is read and nothing is written. Errors are the store's, timeout where it was cancelled,
// io.
corpus::Result<model::LearnReport> learn_from(const corpus::Store& store, const std::filesystem::path& directory,
                                              const model::LearnOptions& options);

// Writes what was learned likewise; for test collections.
corpus::Result<void> write_learned(const model::Learned& learned, const std::filesystem::path& directory);

// What a generation's lexicon is made of.
struct LexiconWishes {
  std::optional<model::LexiconOptions> learn;   // words learned from the records; nullopt: none
  std::shared_ptr<const text::Lexicon> own;     // the operator's (lexicon.file); null: none
};

struct MadeLexicon {
  std::shared_ptr<const text::Lexicon> lexicon;  // null where no words came together
  std::map<std::string, std::string> learned;    // the entries of a manifest's `learned`; none where nothing was wished
};

// Joins the operator's words and those learned from what `scan` hands over, and writes them to model/lexicon.txt below `directory`; durable when it
// returns. Errors are the scan's, timeout where it was cancelled, io.
corpus::Result<MadeLexicon> make_lexicon(const model::RecordScan& scan, const std::filesystem::path& directory, const LexiconWishes& wishes);
// The same from the published records of the store.
corpus::Result<MadeLexicon> make_lexicon(const corpus::Store& store, const std::filesystem::path& directory, const LexiconWishes& wishes);

// The entries of a manifest's `learned` for a model.
std::map<std::string, std::string> learned_words(const model::LearnReport& report);

}  // namespace indexer
