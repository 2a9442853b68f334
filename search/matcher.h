// SPDX-License-Identifier: GPL-3.0-or-later
// Need ⇄ achievement and expert: candidates by text → named signals → score → reasons.
//
// score = Σ weight × value over the signals that apply to the pair; the parts are returned with the match and sum to the score. A signal that does
// not apply (nothing stated on one side) is null and counts nothing: what is not stated never counts as failed.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "corpus/date.h"
#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "search/card.h"
#include "search/complement.h"
#include "search/expansion.h"
#include "search/reader_pool.h"
#include "search/match_reasons.h"
#include "search/query.h"
#include "search/signals/region_policy.h"
#include "search/snippet.h"
#include "search/weights.h"

namespace search {

enum class MatchTarget { achievement, need, expert, similar };

inline constexpr std::size_t kMostMoreNamed = 20;

struct Match {
  Card card;
  double score = 0;
  std::map<std::string, double> signals;                 // name → part
  std::map<std::string, std::optional<double>> values;   // name → value in [0,1], or not applicable; integrity only if see_hidden
  std::vector<Reason> reasons;
  std::vector<Fragment> fragments;
  std::int64_t more = 0;  // near-duplicates of it among the candidates, which rank below and are folded away (folding.h)
  std::vector<std::string> more_ids{};  // of these the first kMostMoreNamed, the best first
};

struct MatchRequest {
  std::string id;                          // a stored record, or
  std::optional<corpus::Record> draft;     // one that is not stored (validated), or
  std::string text;                        // bare text, read as a need's
  MatchTarget to = MatchTarget::achievement;
  std::string only;                        // match with this record alone; empty: with all
  std::set<std::string> leave_out{};       // what who asks has dismissed; what would be folded under such a row goes with it, and nothing else
  std::size_t top = 10;
  std::size_t candidates = 200;            // re-ranked by the signals
  bool see_hidden = false;                 // also what is told of integrity: reasons, notes, value, and what it counts in the score
  bool explain = true;                     // reasons and fragments; off for evaluation. Organisations that weigh 0 are then looked up with `only` alone
  bool fold = true;                        // of near-duplicates that meet and miss the same figures the best one only; off for evaluation: judgments name each
  bool withhold = true;                    // experts on the black list are left out, with a note if see_hidden; off for a panel, which explains each itself
  std::chrono::milliseconds time_limit{5000};
  corpus::Day today = corpus::today();     // ages and deadlines are counted to it; the same day gives the same answer again
};

struct MatchResult {
  std::vector<Match> matches;
  std::map<std::string, double> effective_weights;  // of the signals this question knows; evidence and meaning are not of every question
  std::optional<Together> together;  // of a need asked for achievements, with explanations: some that meet together what none meets alone
  std::size_t left_out = 0;  // of leave_out, how many rows would rank above the last one shown; a note says so
  Notes notes;
  corpus::Seq seq = 0;
  std::string generation;
  std::shared_ptr<const Weights> weights;  // that ranked; never null in an answer of match()
  double took_ms = 0;
};

class Matcher {
 public:
  // `expander` may be null: words then stand for themselves. It outlives the matcher.
  Matcher(ReaderPool& pool, const corpus::Vocabularies& vocabularies, Weights weights = default_weights(), const Expander* expander = nullptr,
          RegionPolicy policy = {})
      : Matcher(pool, vocabularies, [fixed = std::make_shared<const Weights>(std::move(weights))] { return fixed; }, expander, std::move(policy)) {}

  // Weights that may change meanwhile: asked once for each match, from many threads, and never null.
  using WeightsSource = std::function<std::shared_ptr<const Weights>()>;
  Matcher(ReaderPool& pool, const corpus::Vocabularies& vocabularies, WeightsSource weights, const Expander* expander = nullptr, RegionPolicy policy = {})
      : pool_(pool), vocabularies_(vocabularies), weights_(std::move(weights)), expander_(expander), policy_(std::move(policy)) {}

  // Thread-safe. Both sides are read from the index generation, so a reason can be reproduced. Errors: not_found where the id is not in the index (or not for
  // this reader), invalid_argument where none or several of id, draft and text are given or the direction does not exist, timeout, unavailable.
  // Of a longer text the first 64 KiB are read, with a note.
  corpus::Result<MatchResult> match(const MatchRequest& request) const;

  // Those of this moment; what ranked an answer is in the answer.
  std::shared_ptr<const Weights> weights() const { return weights_(); }

 private:
  ReaderPool& pool_;
  const corpus::Vocabularies& vocabularies_;
  WeightsSource weights_;
  const Expander* expander_;
  RegionPolicy policy_;
};

// Text and meaning as the one value they are: meaning is what it adds to the words, and counts by the weight of the text. nullopt without a text.
std::optional<double> text_with_meaning(const std::map<std::string, std::optional<double>>& values);

// Which directions a kind has: need → achievement, expert, similar; achievement → need, expert, similar; expert → need, achievement, similar; enterprise → similar.
std::vector<MatchTarget> targets_of(corpus::Kind kind);
// The direction from one kind to another; nullopt where there is none.
std::optional<MatchTarget> target_between(corpus::Kind asking, corpus::Kind found);
std::string_view to_string(MatchTarget target);
std::optional<MatchTarget> target_from_string(std::string_view word);

}  // namespace search
