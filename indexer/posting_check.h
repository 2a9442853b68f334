// SPDX-License-Identifier: GPL-3.0-or-later
// Do the postings of a shard say what its documents' own term lists say? Xapian keeps both, and searches read the postings only: a term whose name a bad
// disk has changed is found no more, although each document still names it.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <string>
#include <vector>

namespace indexer {

// What disagrees, in sentences without the shard's name, none where all is well; of terms the first `most` are named. Terms, documents and weights (wdf) are
// compared, with them entries for suggestions and groups, which are terms; also counts of terms and lengths of documents. Positions and values are not.
// Reads every term list and every posting once, and again where something disagrees. Takes 32 KiB, and the terms of a five-hundredth of the index where
// something disagrees. May throw Xapian::Error.
std::vector<std::string> posting_faults(const Xapian::Database& shard, std::size_t most);

}  // namespace indexer
