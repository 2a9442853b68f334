// SPDX-License-Identifier: GPL-3.0-or-later
// BLAKE2b-128 (RFC 7693), for telling contents apart; 32 hex digits.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "corpus/error.h"

namespace corpus {

// Of a text, such as the canonical body of a record.
std::string content_hash(std::string_view text);

// Of the regular files right in a directory: names, sizes and bytes, in the order of their names. io where one cannot be read. About 1 GB/s. `cancelled` is
// asked every MiB; timeout once it says so.
Result<std::string> directory_hash(const std::filesystem::path& directory, const std::function<bool()>& cancelled = {});

}  // namespace corpus
