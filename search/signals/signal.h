// SPDX-License-Identifier: GPL-3.0-or-later
// Signals: what speaks for a pair beside its text. Each is one function of (asked, offered) that returns a value in [0,1], or nothing where it does
// not apply.
//
// It does not apply where the asking side states nothing: then it is null for every candidate and cannot order them. Where the asking side states
// something and the candidate does not, the value is kNotStated, between a fit and a misfit: what is not stated never counts as failed.
//
// A prior is of the candidate alone, whatever is asked. Where the candidate states nothing its function returns nothing, and the matcher puts kNotStated in
// its place: a candidate without a date must not fall behind one of long ago.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/date.h"
#include "corpus/record.h"
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
  bool states_indicators = false;       // also where they were not read, since nobody compares them
  std::optional<corpus::Day> dated;     // how old it is: dated_of of indexer/schema.h
  std::optional<corpus::Day> due;       // of a need: the last day it is wanted; of an achievement: the day it is there
  std::string owner;                    // of a need or an achievement: id of its organisation
  std::string integrity;                // code; of a need or an achievement: of its organisation
  std::optional<double> innovation;     // 0–100; of an enterprise, or of the one that has the need
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

// When the need wants it against when the offer is there: 0 where the need's last day lies before `today`; 1 where the offer is there by that day, falling to 0
// where it comes a year late; kNotStated where the offer does not say. nullopt where the need has no deadline. Field: 需求时限, 研究起止; days of UTC.
inline constexpr double kDaysTooLate = 365;
Value deadline_signal(const Facts& need, const Facts& offer, corpus::Day today);

// BM25 scaled to [0,1] without changing its order: the square root of score / highest score the question could reach. Division by what is one number for all
// candidates and the root both rise strictly, so of two scores below `most` the higher has the higher value; what reaches it, by rounding or since it is an
// estimate, is 1. The root spreads the usual range (a good hit for a long need reaches a tenth to a half of the maximum). Requires: 0 ≤ score; 0 where `most`
// is 0.
double text_value(double score, double most);

// The priors, by name.
inline constexpr std::array<std::string_view, 4> kPriors = {"completeness", "enterprise", "freshness", "integrity"};

// ½ to the power of age / two years: 1 today, 0.5 at two years. An expert's profile counts as stale when nobody has confirmed it for two years (national
// libraries of experts freeze it), and is then as good as one without a date. A day to come has the age 0. nullopt without a date.
inline constexpr double kHalfLifeDays = 730;
Value freshness_signal(const Facts& found, corpus::Day today);

// What the candidate leaves unstated of what its kind can bring to a match, as names of signals (`maturity`, `budget` …). A need: field, industry, region,
// maturity, cooperation, budget, indicators, deadline; an achievement: the same without deadline; an expert: field, industry, region; an enterprise: the
// latter two.
std::vector<std::string_view> lacking(const Facts& found, corpus::Kind kind);

// The share of these that is stated: 1 all, 0 none. nullopt for kinds that are not matched.
Value completeness_signal(const Facts& found, corpus::Kind kind);

// Innovation score (企业创新积分制) of the enterprise that has the need, over 100: how well it may take a result up. nullopt where none is stated. Bounded by its
// weight: it moves a score by half of that from what a need without a score gets.
Value enterprise_signal(const Facts& found);

// Of an expert or an organisation: 1 正常 normal, kOnWatch 关注, 0 黑名单 black list; nullopt where nothing is stated. On watch lies below kNotStated: it is stated.
inline constexpr double kOnWatch = 0.25;
Value integrity_signal(const Facts& found);

}  // namespace search
