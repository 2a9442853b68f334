// SPDX-License-Identifier: GPL-3.0-or-later
// What [lexicon] and learn.lexicon ask of a build.
#pragma once

#include <memory>

#include "cli/config.h"
#include "indexer/learn_step.h"

namespace cli {

// Reads lexicon.file; its errors are read_lexicon's, with file and line.
corpus::Result<indexer::LexiconWishes> lexicon_wishes(const Config& config);

}  // namespace cli
