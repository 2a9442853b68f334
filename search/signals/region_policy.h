// SPDX-License-Identifier: GPL-3.0-or-later
// A bureau's policy that favours what goes from one region to another: people of the capital for firms elsewhere (武汉市内科技人才服务市外企业). Off unless it
// is configured. It is bounded, has a signal and a reason of its own in each match, and never hides in nearness, which is the region signal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/error.h"
#include "corpus/vocabulary.h"
#include "search/signals/signal.h"

namespace search {

struct RegionPair {
  std::string from, to;  // codes: where the offer is, and where the need is
};

struct RegionPolicy {
  std::vector<RegionPair> pairs;
  double boost = 0;  // what a favoured pair gains beside signals that sum to 1; 0 is off
  bool on() const { return boost > 0 && !pairs.empty(); }
};

// Its name among the signals. It is no signal of the weights: what it counts is configured, never learned.
inline constexpr std::string_view kPolicySignal = "policy";

inline constexpr int kMostPolicyBoost = 10;  // hundredths: more than all signals but the text together would no longer be a tie-breaker

// From lines such as "武汉 > 咸宁" or "420100 > 421200", each word one that the list of regions knows. `hundredths` is 0 to kMostPolicyBoost. invalid_argument
// where a line is not of this form, names an unknown region or one region twice.
corpus::Result<RegionPolicy> read_region_policy(const std::vector<std::string>& written, int hundredths, const corpus::Vocabulary& regions);

// The pair that favours this one, or null: the offer lies in `from` and the need in `to`, but not each in the other as well. So 武汉 > 湖北 favours the rest of
// the province, and 湖北 > 武汉 what comes from there.
const RegionPair* favoured(const Facts& need, const Facts& offer, const RegionPolicy& policy, const corpus::Vocabulary& regions);

// 1 where a pair of the policy favours the match, else 0, also where a place is not stated; nullopt where the policy is off.
Value policy_signal(const Facts& need, const Facts& offer, const RegionPolicy& policy, const corpus::Vocabulary& regions);

}  // namespace search
