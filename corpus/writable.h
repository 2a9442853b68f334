// SPDX-License-Identifier: GPL-3.0-or-later
// What a directory that may only be read is called, everywhere.
#pragma once

#include <filesystem>

#include "corpus/error.h"

namespace corpus {

// io where the directory is there and may only be read; whether by a read-only mount or by rights its words say. Done where it is not there. Cost: one call.
Result<void> check_writable(const std::filesystem::path& directory);

}  // namespace corpus
