// SPDX-License-Identifier: GPL-3.0-or-later
// What people decided about two records being the same one, read from the store and kept up with it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "corpus/error.h"
#include "corpus/store.h"
#include "indexer/near_duplicates.h"

namespace indexer {

// Of each pair the published decision `same` or `not_same` written last is in force. `withdrawn` takes it back, whoever wrote it, where that is what it
// names. One that names nothing does, too, but not where of its author's own words on the pair the last in force is `shortlisted` or `dismissed`: then it
// takes back only that (corpus/words_on_pair.h). Not thread-safe.
class SameDecisionsOfStore {
 public:
  // Reads all decisions anew. Cost: one scan over them.
  corpus::Result<void> load(const corpus::Store& store);
  // Takes in the present state of one decision. Returns the ids of the pair it is about, or of none.
  std::set<std::string> take(const corpus::StoredRecord& stored);

  const SameDecisions& in_force() const { return in_force_; }
  // With whom a record was compared by a person.
  const std::set<std::string>& partners(const std::string& id) const;

 private:
  struct Said {
    corpus::Seq seq = 0;
    std::string verdict, undoes, by;
  };
  static std::optional<bool> same_by(const std::map<std::string, Said>& about_pair);

  std::map<std::pair<std::string, std::string>, std::map<std::string, Said>> said_;  // pair → decision → what
  SameDecisions in_force_;
  std::map<std::string, std::set<std::string>> partners_;
};

}  // namespace indexer
