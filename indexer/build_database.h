// SPDX-License-Identifier: GPL-3.0-or-later
// A database straight from records, without store or generation: for test collections.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "indexer/build.h"
#include "indexer/manifest.h"
#include "indexer/model/text_model.h"
#include "indexer/text/lexicon.h"

namespace indexer {

// `next` returns nullopt at the end. Returns the text bytes. With a model, whose edition the manifest then names, records get their places; with a lexicon
// likewise its words. Neither is made here.
corpus::Result<std::uint64_t> build_database(const std::function<std::optional<corpus::Record>()>& next, const corpus::Vocabularies& vocabularies,
                                             const std::filesystem::path& database, const Manifest& manifest, const BuildOptions& options = {},
                                             const model::TextModel* model = nullptr, const text::Lexicon* lexicon = nullptr);

}  // namespace indexer
