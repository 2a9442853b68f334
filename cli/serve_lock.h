// SPDX-License-Identifier: GPL-3.0-or-later
// Lock files of the data directory that tell other commands what runs there. serve.lock is held while a service runs, so that a restore does not put another
// database under it: it then brings the store in use back to the backup instead. worker.lock is held while a service does the builds that are asked for.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/config.h"
#include "corpus/error.h"
#include "indexer/index_writer.h"

namespace cli {

// For `serve`. Empty where another service holds it already: two may answer side by side. io where the lock file cannot be written.
corpus::Result<std::optional<indexer::FileLock>> mark_as_served(const std::filesystem::path& data_directory);

// For `restore`: keeps services from starting meanwhile. Empty where one runs.
std::optional<indexer::FileLock> keep_from_serving(const std::filesystem::path& data_directory);

// Whether a service runs there just now.
bool is_served(const std::filesystem::path& data_directory);

// For the worker of a service. nullopt where another has it, or the file cannot be written; the work is done all the same.
std::optional<indexer::FileLock> mark_as_working(const std::filesystem::path& data_directory);

// Whether a service of this configuration brings an index up to the store and does builds. Not where search.shards names the index of other machines: one
// of its own would be read by nobody, and its job would say that the index was built.
bool has_worker(const Config& config);

// Why nobody on this machine does a build that is asked for now, and what to do, in Chinese and English; empty where somebody does, or where that cannot
// be told. Other machines that share the store are not seen from here. `shared`: whether there may be some. Thread-safe.
std::string why_nobody_builds(const Config& config, bool shared);

}  // namespace cli
