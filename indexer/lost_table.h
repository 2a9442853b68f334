// SPDX-License-Identifier: GPL-3.0-or-later
// Files of a shard that Xapian does not miss. It takes all tables but the postings for optional: without them it opens the database, counts and ranks as
// before, gives every document an empty body, and finds no phrase.
#pragma once

#include <filesystem>
#include <string>

#include "corpus/error.h"

namespace indexer {

// "position.glass is missing" or "… is empty" where iamglass, which is written with every commit, counts entries in a table and its file is not there or has
// no bytes; of several the first. Empty where all is there, where a table has no entries (documents without Latin words have no positions), and for what is no
// directory of this machine or has no iamglass of Xapian 1.4 (a stub, a database in one file, a shard behind a server), of which nothing is known here.
// A file that was cut short is not seen. Costs a read of some 100 bytes and a look at six directory entries. Safe beside a writer, in any thread.
std::string lost_table(const std::filesystem::path& directory);

// damaged, with that and how to mend it, where there is such a table.
corpus::Result<void> check_tables(const std::filesystem::path& directory);

}  // namespace indexer
