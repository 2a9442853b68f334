// SPDX-License-Identifier: GPL-3.0-or-later
// A generation that is whole and has its name, and that CURRENT does not name yet, since its build was killed, lost its power or found the disk full between
// the two renames. Its progress.json says so (`whole`); whoever moves CURRENT to it or away from it removes that file.
#pragma once

#include <optional>
#include <string>

#include "corpus/error.h"
#include "indexer/generation_layout.h"

namespace indexer {

// The newest such; nullopt where there is none. Beside a build that publishes it may be that build's. Cost: a look at each generation.
std::optional<std::string> unpublished_generation(const IndexLayout& layout);

// From now on this generation is one that was published. Durable when it returns; does nothing where nothing is left of its build. Before CURRENT names
// another one: else a generation that a rollback went back from would be taken for an unpublished one. io.
corpus::Result<void> forget_build(const IndexLayout& layout, const std::string& generation);

}  // namespace indexer
