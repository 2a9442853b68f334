// SPDX-License-Identifier: GPL-3.0-or-later
// What people decided about pairs of records, as it is in force now: read from the store and kept up with it.
//
// What one person said of a pair counts from whichever of its two records it was said, as corpus/words_on_pair.h has it: up to two words, one about the
// match and one about being the same record. Only published decisions count. What one person decided binds nobody else.
// (Whether two records are the same one is for all, and the index's business: indexer/same_decisions.h.)
//
// Every question first reads what was decided since the last one, so a decision stands in the very next answer, whether or not the index has followed.
// It is read without holding up other questions: the store may be slow or busy. Only to read all anew is for one at a time, and the others wait for that.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "corpus/words_on_pair.h"

namespace corpus {

// Thread-safe. Cost: the first question parses every decision of the store once, and the same again after a decision was rewritten (by an import or a
// restore); each later one asks for the store's sequence number, reads what was decided since, and passes over the decisions of one person. In memory
// stand the decisions in force, without the reasons that were shown. Errors are the store's.
class DecisionBook {
 public:
  // One person's decisions on pairs of one record, by the id of the other: on the match where there is one, else on being the same record.
  using Pairs = std::map<std::string, Decision>;

  // `store` outlives the book.
  explicit DecisionBook(const Store& store) : store_(store) {}

  // What `by` decided on pairs that `id` is in.
  Result<Pairs> with(const std::string& by, const std::string& id) const;

  // What of `by` is in force on one pair, whichever of the two ids comes first.
  struct InForce {
    std::optional<Decision> match, sameness;
  };
  Result<InForce> on(const std::string& by, const std::string& id, const std::string& other) const;

  struct Wanted {
    std::string by;
    std::string verdict;  // a code; empty: any
    std::string record;   // the id of either of the two; empty: any
    std::size_t page = 1, size = 20;
  };
  struct Page {
    std::vector<Decision> decisions;
    std::size_t total = 0;
    Seq seq = 0;  // of the store when it was read
  };
  // Newest first. A page after the last one is empty.
  Result<Page> list(const Wanted& wanted) const;

 private:
  using Pair = std::pair<std::string, std::string>;  // the smaller id first
  struct Word {
    Seq seq = 0;
    Decision decision;
    bool operator<(const Word& other) const { return seq < other.seq; }
  };
  struct Words {
    Seq last = 0;  // of the latest one taken, withdrawn or not
    WordsOnPair<Word> in_force;
  };
  struct Read {
    Seq reached = 0;          // every decision up to it is among the words, or was before
    std::vector<Word> words;  // in the order of their writing
  };

  Result<std::unique_lock<std::mutex>> caught_up() const;  // holds the mutex; every decision up to the moment of the call is in words_
  Result<Read> read_all() const;
  Result<std::optional<Read>> read_since(Seq after, Seq seq) const;  // nullopt where one that had been read before was rewritten
  void take(Read read) const;                                        // Requires: the mutex is held. What was taken before is passed over

  const Store& store_;
  mutable std::mutex reading_all_;  // taken before the other
  mutable std::mutex mutex_;        // guards what follows; nobody reads the store under it
  mutable std::size_t whole_ = 0;   // how often all was read
  mutable Seq reached_ = 0;
  mutable std::map<std::string, std::map<Pair, Words>> words_;  // of each person on each pair
};

// Fills in what a withdrawal undoes where it names nothing and its author has one word in force on the pair; leaves it empty where there is none. conflict
// where there are two: which of them is meant is not for us to guess. Any other decision is left as it is. Words of the lists may be codes or labels.
Result<void> name_undone(Decision& decision, const DecisionBook& book, const Vocabularies& vocabularies);

// The ids in `pairs` that were dismissed.
std::set<std::string> dismissed_in(const DecisionBook::Pairs& pairs);

// What the records that decisions are about are called, by id; one that is not in the store is not there.
struct NamedRecord {
  Kind kind = Kind::achievement;
  std::string title, status;
};
Result<std::map<std::string, NamedRecord>> names_in(const std::vector<Decision>& decisions, const Store& store);

}  // namespace corpus
