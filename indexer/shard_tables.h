// SPDX-License-Identifier: GPL-3.0-or-later
// Which files of a shard are damaged. An exception of Xapian names none where a block of a table is not what it should be, nor where a table is cut short.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace indexer {

// A sentence for each table that is lost or that Xapian's own check finds wrong, beginning with the file's name; none where nothing is found. Reads every
// table once. Requires: the shard may be written, which Xapian's check needs although it writes nothing, and nobody writes it meanwhile.
std::vector<std::string> damaged_tables(const std::filesystem::path& shard);

}  // namespace indexer
