// SPDX-License-Identifier: GPL-3.0-or-later
// From judged pairs to weights. Judgments of people contradict each other, so there are few parameters (one for each signal that a reason can speak
// of), they are averaged, and they leave the default only as far as the judgments carry them. All other weights stay, beside the text, what they are in force.
//
// Of one need, each match that was dismissed for relevance is compared with each that was shortlisted: the shortlisted one should score higher. A
// refusal moves only the weights of the signals its reason speaks of; all else, text first, stands in the comparison as it ranks, and so does the policy of
// regions, which is configured and not learned. What is minimised, for weights w in units of kNoise, is Σ log(1 + e^−margin) + Σ (w − default)² / 2: logistic
// regression on pairs, with the default as prior.
// That is done for resamples of the needs, and averaged; needs that a resample left out say whether the weights are any better than the start.
// No cloud, no state; the same input and seed give the same weights. Cost grows with the pairs: 1,920 took half a second in a debug build.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "search/matcher.h"
#include "search/weights.h"

namespace search {

using SignalValues = std::map<std::string, std::optional<double>>;  // as in Match::values, with text_with_meaning() for the text

struct Judgment {
  std::string need, other;
  MatchTarget to = MatchTarget::achievement;  // the kind of `other`
  bool wanted = false;
  std::vector<std::string> teaches;  // of one that is not wanted: what its reason speaks of, out of learnable_signals()
  SignalValues values;
};

// What a reason may speak of. Text is what the others are measured by; budget and cooperation are terms of business, which say nothing of relevance.
const std::vector<std::string>& learnable_signals();

struct LearningOptions {
  std::uint64_t seed = 1;         // decides which needs are held back, and the resamples
  std::size_t min_decisions = 40;  // that can be compared, held back ones included
  double policy_boost = 0;         // RegionPolicy::boost of the matcher that gave the values; 0 where it is off
};

struct Learned {
  std::map<std::string, double> of;            // sums to 1; text is the largest
  std::map<std::string, std::size_t> refusals;  // for each learnable signal, those learned from that spoke of it
  bool better = false;                         // than the start, on needs that resamples left out; otherwise `of` is the start
  LearnedFrom from;                            // "after" is what `of` reaches
  std::size_t alone = 0;                       // judgments of needs whose matches all got the same word: nothing to compare
};

// The start has the default's weights of learnable_signals(), whatever was in force of these: all decisions are learned from each time. Of all others it has
// the weights in force, beside its text, and sums to 1. A quarter of the needs is held back, by a hash of the id, so that a need which was held back once
// always is. nDCG@10 before and after orders what was decided of each of them: shortlisted 1, dismissed 0. unavailable where too few judgments can be
// compared, or they are of too few needs.
corpus::Result<Learned> learn(const std::vector<Judgment>& judgments, const Weights& in_force, const LearningOptions& options = {});

}  // namespace search
