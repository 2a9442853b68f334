// SPDX-License-Identifier: GPL-3.0-or-later
// What a need or a result lacks before it is published: advice on the record (coach_record.h), copies that are in the index already, and how many results a
// need can tell apart. It advises and never blocks: what the index cannot tell is left out with a note.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/diagnostic.h"
#include "corpus/record.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "search/coach_record.h"
#include "search/matcher.h"
#include "search/query.h"
#include "search/reader_pool.h"

namespace search {

// A record that says nearly the same and that the reader may see.
struct Copy {
  std::string id, title;
  std::optional<double> similarity;  // of the texts, in [0,1]; none where the index holds both in one group, or both have the same title and little text
};

// Of the results that fit a need by their words about as well as the best one, how many can be told apart by what the need says? Two results are in one group
// where every signal that depends on the need (signals/signal.h) has the same value for both, to a hundredth; text and meaning, as one signal, to a tenth of
// the best one's, since smaller differences come from the length of a text.
struct Distinction {
  std::size_t candidates = 0;             // at most kMostCandidates; near-duplicates that meet and miss the same figures count once
  std::size_t groups = 0;                 // candidates of one group fit the need equally
  std::size_t largest = 0;                // candidates in the largest group
  std::map<std::string, std::size_t> by;  // signal → groups that it alone makes; 1: it tells nothing apart
  std::string message, message_en;        // the same as a sentence
};
inline constexpr std::size_t kMostCandidates = 50;
inline constexpr double kAsGoodAsBest = 0.5;  // of the best one's value of text and meaning

struct CoachRequest {
  corpus::Record record{};          // a need or an achievement
  corpus::Diagnostics reading{};    // what reading it had to say
  bool stored = false;              // it is the store's own: what the index has under its id is this record, and its group counts
  bool see_hidden = false;          // copies and results that are not public, to a caller of scope read or above
  std::chrono::milliseconds time_limit{5000};
};

struct Coaching {
  corpus::Kind kind = corpus::Kind::need;
  std::size_t required = 0, given = 0;
  std::vector<Advice> advice;               // the gravest first
  std::vector<Copy> copies;                 // the most alike first, at most kMostCopies
  std::optional<Distinction> distinction;   // of a need; none where the index was not asked
  Notes notes;                              // why the index was not asked, or not to the end
  corpus::Seq seq = 0;                      // of the index; 0 where it was not asked
  std::string generation;
};
inline constexpr std::size_t kMostCopies = 10;

class Coach {
 public:
  Coach(ReaderPool& pool, const corpus::Vocabularies& vocabularies, const Matcher& matcher) : pool_(pool), vocabularies_(vocabularies), matcher_(matcher) {}

  // Thread-safe. Requires: a need or an achievement. A record that would be refused is advised on without the index. Cost: two questions that share the time
  // limit: for copies a match of explain = false, or of a stored record the first of its group, and of a need another match.
  Coaching coach(const CoachRequest& request) const;

 private:
  ReaderPool& pool_;
  const corpus::Vocabularies& vocabularies_;
  const Matcher& matcher_;
};

}  // namespace search
