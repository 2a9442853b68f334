// SPDX-License-Identifier: GPL-3.0-or-later
// Corrections of a run of Han characters; correction.h says by which rules.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "search/frequencies.h"

namespace search {

// Looks terms up within a query's bound; 0 for all that lies beyond it.
class LookUps {
 public:
  LookUps(const Frequencies& frequencies, std::size_t most) : frequencies_(frequencies), left_(most) {}

  // How many records hold each. May throw Xapian::Error.
  std::vector<Xapian::doccount> of(const std::vector<std::string>& terms);
  Xapian::doccount of(const std::string& term) { return of(std::vector{term}).front(); }
  // Whether the list of keywords, titles, organisations and names of public records holds this, whole. At most kMostEntries times; false beyond.
  bool is_an_entry(const std::string& folded);
  const Xapian::Database& database() const { return frequencies_.database(); }
  // So few that the term may be somebody's slip: one in a small corpus, one in ten thousand in a large one.
  bool is_rare(Xapian::doccount holders) const { return holders <= std::max<Xapian::doccount>(1, database().get_doccount() / 10000); }

 private:
  static constexpr std::size_t kMostEntries = 100;

  const Frequencies& frequencies_;
  std::size_t left_, entries_left_ = kMostEntries;
};

// At least so many times as many records must hold what is offered as hold what was typed.
inline constexpr Xapian::doccount kFarRarer = 10;

// A run with characters replaced, one for one, and the terms that must stand in a record for it to be offered. Empty where nothing is offered.
struct RunCorrection {
  std::u16string run;
  std::vector<std::string> terms;
};

// Requires: `run` is folded, all Han.
RunCorrection correct_run(const std::u16string& run, LookUps& look_ups);

// Characters that are typed for this one by mistake: of the same or nearly the same sound, or alike in shape.
std::u16string mistakable(char16_t character);

}  // namespace search
