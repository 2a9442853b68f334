// SPDX-License-Identifier: GPL-3.0-or-later
// Files of a shard that Xapian does not miss. It takes the tables of stored documents and of their terms for optional: without them it opens the database,
// counts and ranks as before, and gives every document an empty body.
#pragma once

#include <xapian.h>

#include <filesystem>
#include <string>

namespace indexer {

// "docdata.glass" or "termlist.glass" where the database holds documents and this file of it is not there; empty where all is there, and for what is no
// directory (a stub, a database in one file), of which nothing is known. Positions are not asked for: documents without Latin words have none.
// Costs a look at two directory entries. May throw Xapian::Error.
std::string lost_table(const std::filesystem::path& directory, const Xapian::Database& database);

}  // namespace indexer
