// SPDX-License-Identifier: GPL-3.0-or-later
// Files of a shard that Xapian does not miss. It takes all tables but the postings for optional: without them it opens the database, counts and ranks as
// before, gives every document an empty body, and finds no phrase. Nor does it miss the end of a file before it needs a block from there: a writer that does
// not goes on and commits.
#pragma once

#include <filesystem>
#include <string>

#include "corpus/error.h"

namespace indexer {

// "position.glass is missing", "… is empty" or "… is cut short: 8192 bytes of 16384" where iamglass, which is written with every commit, counts entries in
// a table and its file is not there, has no bytes, or ends before a block that is in use; "iamglass gives …" where it says of a table what would lead Xapian
// beyond its own memory, so that the shard may not be opened; of several the first. Empty where all is there, where a table has no
// entries (documents without Latin words have no positions), and for what is no directory of this machine or has no iamglass of Xapian 1.4 (a stub, a database
// in one file, a shard behind a server), of which nothing is known here. What the bytes of a file are is not looked at. Costs a read of some 100 bytes and a
// look at six directory entries, and a read of the list of free blocks of a file that is shorter than its blocks. Safe beside a writer, in any thread.
std::string lost_table(const std::filesystem::path& directory);

// damaged, with that and how to mend it, where there is such a table.
corpus::Result<void> check_tables(const std::filesystem::path& directory);

}  // namespace indexer
