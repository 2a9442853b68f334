// SPDX-License-Identifier: GPL-3.0-or-later
// What an index knows of terms: by which lexicon its words were joined, and how many documents hold a term, asked for many terms at once. On this machine
// that is a third of a microsecond a term; over the network it is a message to every shard for each term, where a question with all of them costs as much
// as two.
#pragma once

#include <xapian.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/text/lexicon.h"

namespace search {

class Frequencies {
 public:
  // `far`: whether a part of the database is on another machine. `lexicon`: the index's, null where it has none; outlives this. Implicit, so that a
  // database can stand for itself.
  Frequencies(const Xapian::Database& database, bool far = false, const indexer::text::Lexicon* lexicon = nullptr)
      : database_(database), far_(far), lexicon_(lexicon) {}

  // Asks for those of these that are not known yet, so that `of` answers without a message. May throw Xapian::Error, as may the next.
  void fetch(const std::vector<std::string>& terms) const;
  Xapian::doccount of(const std::string& term) const;
  const Xapian::Database& database() const { return database_; }
  const indexer::text::Lexicon* lexicon() const { return lexicon_; }

 private:
  const Xapian::Database& database_;
  bool far_;
  const indexer::text::Lexicon* lexicon_;
  mutable std::unordered_map<std::string, Xapian::doccount> known_;  // one reader, one thread
};

}  // namespace search
