// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are whole or not there, also after a power cut.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "corpus/error.h"

namespace indexer {

// Writes beside, syncs, renames and syncs the directory.
corpus::Result<void> write_durably(const std::filesystem::path& file, const std::string& content);

// Syncs the entries of a directory.
corpus::Result<void> sync_directory(const std::filesystem::path& directory);

// Syncs all files below a directory, and the directories.
corpus::Result<void> sync_tree(const std::filesystem::path& directory);

// Renames and syncs the parent directory.
corpus::Result<void> rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);

// Of the regular files below.
std::uint64_t bytes_below(const std::filesystem::path& directory);

}  // namespace indexer
