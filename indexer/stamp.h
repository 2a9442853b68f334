// SPDX-License-Identifier: GPL-3.0-or-later
// What a database says of itself in its metadata: which part of which generation it is, how far it has come, and what it was made with. It travels
// with the database over Xapian's remote and replication servers, where the manifest does not. FORMAT.md has the page.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "corpus/error.h"

namespace indexer {

struct Stamp {
  std::string generation, analyzer, schema, vocabulary;
  std::string build;    // Manifest::build
  std::string model;    // edition; empty where records have no places
  std::string ranking;  // text of model/ranking_weights.h; empty where none was learned
  std::string lexicon;  // edition; empty where no terms were joined
  std::int64_t seq = 0;
  std::size_t shard = 0, shards = 0;  // shards 0: the database does not say, as one of a program before 2026-11-26
};

// May throw Xapian::Error; so may the next. Costs a message for each key where the database is on another machine.
Stamp read_stamp(const Xapian::Database& database);
std::int64_t seq_of(const Xapian::Database& database);

// version_mismatch where the database was made with another analyzer or schema than this program's: it would answer, but wrongly, since its terms
// are not the ones we ask for.
corpus::Result<void> check_meaning(const Stamp& stamp, const std::string& where);

}  // namespace indexer
