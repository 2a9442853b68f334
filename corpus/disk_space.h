// SPDX-License-Identifier: GPL-3.0-or-later
// What a full disk is called, everywhere: with the path, what is free there, and what was needed where that is known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "corpus/error.h"

namespace corpus {

struct DiskSpace {
  std::uint64_t free = 0, size = 0;  // bytes; free for this user
};

// Of the file system that holds `path`, or will hold it: the nearest directory above that exists is asked. nullopt where none can be asked.
std::optional<DiskSpace> disk_space(const std::filesystem::path& path);

// io, "the disk is full: PATH: 1.5 MB of 20.0 GB are free, 64.0 MB are needed: DETAIL", and nothing in `where`, which would say the path again. `needed`: bytes,
// 0 where it is not known; `detail` may be empty.
// The figures are those of this moment: ask before anything is removed.
Error disk_full(const std::filesystem::path& path, const std::string& detail, std::uint64_t needed = 0);
bool is_disk_full(const Error& error);

// disk_full where fewer than `needed` bytes are free there.
Result<void> check_room(const std::filesystem::path& path, std::uint64_t needed, const std::string& what_for);

}  // namespace corpus
