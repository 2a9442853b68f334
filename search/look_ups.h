// SPDX-License-Identifier: GPL-3.0-or-later
// What a correction asks the index and the lists of words: how many records hold a term, and what is known to be a word, whoever typed it.
#pragma once

#include <xapian.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "search/expansion.h"
#include "search/frequencies.h"

namespace search {

// Looks terms up within a query's bound; 0 for all that lies beyond it. One query, one thread.
class LookUps {
 public:
  // `thesaurus` may be null; both outlive this.
  LookUps(const Frequencies& frequencies, std::size_t most, const Expander* thesaurus = nullptr)
      : frequencies_(frequencies), thesaurus_(thesaurus), left_(most) {}

  // How many records hold each. May throw Xapian::Error.
  std::vector<Xapian::doccount> of(const std::vector<std::string>& terms);
  Xapian::doccount of(const std::string& term) { return of(std::vector{term}).front(); }
  // Whether the list of keywords, titles, organisations and names of public records holds this, whole; with `sources` (as kSuggest has them) as one of
  // those. At most kMostEntries times; false beyond.
  bool is_an_entry(const std::string& folded, std::string_view sources = {});
  // Whether the thesaurus or the index's lexicon has this as a word. Asks the index nothing.
  bool is_a_term(std::u16string_view folded) const;
  const Xapian::Database& database() const { return frequencies_.database(); }
  // So few that the term may be somebody's slip: one in a small corpus, one in ten thousand in a large one.
  bool is_rare(Xapian::doccount holders) const { return holders <= std::max<Xapian::doccount>(1, database().get_doccount() / 10000); }
  // So few that it may be a slip of several people, where a word of the field vouches for what was meant: one in two thousand.
  bool is_seldom(Xapian::doccount holders) const { return holders <= std::max<Xapian::doccount>(1, database().get_doccount() / 2000); }

 private:
  static constexpr std::size_t kMostEntries = 100;

  const Frequencies& frequencies_;
  const Expander* thesaurus_;
  std::size_t left_, entries_left_ = kMostEntries;
};

// At least so many times as many records must hold what is offered as hold what was typed.
inline constexpr Xapian::doccount kFarRarer = 10;

}  // namespace search
