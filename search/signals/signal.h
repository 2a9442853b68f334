// SPDX-License-Identifier: GPL-3.0-or-later
// Signals: what speaks for a pair beside its text. Each is one function of (asked, offered) that returns a value in [0,1], or nothing where it does
// not apply.
//
// It does not apply where the asking side states nothing: then it is null for every candidate and cannot order them. Where the asking side states
// something and the candidate does not, the value is kNotStated, between a fit and a misfit: what is not stated never counts as failed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "corpus/vocabulary.h"
#include "indexer/indicators.h"

namespace search {

inline constexpr double kNotStated = 0.5;

// What the signals read of one side of a pair; from value slots of the index, or from a draft. Codes as in the vocabularies.
struct Facts {
  std::vector<std::string> field;        // codes
  std::vector<std::string> industry;     // codes, without parents
  std::vector<std::string> cooperation;  // codes, without parents
  std::string region;                    // the finest code stated
  std::vector<std::string> accept_regions;  // a need: where help may come from; an envoy: where they serve
  int trl = 0;                           // stated or inferred; of a need: the least it accepts; 0: not stated
  bool trl_inferred = false;
  std::optional<double> price_low, price_high;  // of an offer, 万元
  std::optional<double> budget;                 // of a need, 万元
  std::vector<indexer::RecordIndicator> indicators;
};

using Value = std::optional<double>;

// Share of the asked fields that the candidate is in: 1 all, 0 none.
Value field_signal(const Facts& asked, const Facts& offered);

// Distance in the tree of GB/T 4754, best pair: 1 the same code, or one above the other; 0 where not even the section is the same.
inline constexpr double kSameDivision = 0.7, kSameSection = 0.4;
Value industry_signal(const Facts& asked, const Facts& offered, const corpus::Vocabulary& industries);

// Nearness: 1 the same prefecture, or a region the asking side accepts; .6 the same province; 0 elsewhere.
Value region_signal(const Facts& asked, const Facts& offered, const corpus::Vocabulary& regions);

// TRL against the least asked for: 1 where it is reached, falling by a quarter for each level below, to 0.
Value maturity_signal(const Facts& need, const Facts& offer);

// 1 where one way of working together is wanted by both (a kind of licence counts as the licence), 0 where none is.
Value cooperation_signal(const Facts& asked, const Facts& offered, const corpus::Vocabulary& modes);

// Budget against price: 1 where the budget reaches the lowest price, else budget / price: 100 of 200 万元 is 0.5.
Value budget_signal(const Facts& need, const Facts& offer);

// What the need asks in figures against what the offer states: the mean over the need's indicators, 1 for one that is met, kNotStated for one
// that is not stated, and for one that is not met less than that, falling to 0 where the bound is missed by as much as it is.
Value indicators_signal(const Facts& need, const Facts& offer);

// BM25 scaled to [0,1] without changing its order: the square root of score / highest score the question could reach. The root spreads the usual
// range (a good hit for a long need reaches a tenth to a half of the maximum). Requires: 0 ≤ score; 0 where `most` is 0.
double text_value(double score, double most);

}  // namespace search
