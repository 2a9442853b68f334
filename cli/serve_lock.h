// SPDX-License-Identifier: GPL-3.0-or-later
// serve.lock in the data directory: held while a service runs there, so that a restore does not put another database under it.
// A restore then brings the store in use back to the backup instead.
#pragma once

#include <filesystem>
#include <optional>

#include "corpus/error.h"
#include "indexer/index_writer.h"

namespace cli {

// For `serve`. Empty where another service holds it already: two may answer side by side. io where the lock file cannot be written.
corpus::Result<std::optional<indexer::FileLock>> mark_as_served(const std::filesystem::path& data_directory);

// For `restore`: keeps services from starting meanwhile. Empty where one runs.
std::optional<indexer::FileLock> keep_from_serving(const std::filesystem::path& data_directory);

// Whether a service runs there just now.
bool is_served(const std::filesystem::path& data_directory);

}  // namespace cli
