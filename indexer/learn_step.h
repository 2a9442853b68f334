// SPDX-License-Identifier: GPL-3.0-or-later
// What a build learns from the store before it reads it, and where it lies in the generation.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "corpus/store.h"
#include "indexer/model/learn.h"

namespace indexer {

// Learns from the published records and writes model/report.json below `directory`, and the model where one is used; durable when it
// returns. With fewer records than it takes nothing is read and nothing is written. Errors are the store's, timeout where it was cancelled,
// io.
corpus::Result<model::LearnReport> learn_from(const corpus::Store& store, const std::filesystem::path& directory,
                                              const model::LearnOptions& options);

// Writes what was learned likewise; for test collections.
corpus::Result<void> write_learned(const model::Learned& learned, const std::filesystem::path& directory);

// The entries of a manifest's `learned`.
std::map<std::string, std::string> learned_words(const model::LearnReport& report);

}  // namespace indexer
