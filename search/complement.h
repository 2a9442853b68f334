// SPDX-License-Identifier: GPL-3.0-or-later
// Results that together meet what a need asks in figures, where none does alone, and what they leave open.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "indexer/indicators.h"
#include "search/card.h"

namespace search {

// A candidate of a match, as far as the choice needs it.
struct Contributor {
  std::string id;
  double score = 0;
  std::vector<indexer::RecordIndicator> stated;
  double text = 0;                                                       // value of the signal `text`
  std::optional<double> field = std::nullopt, industry = std::nullopt;  // values of these signals; none where the need states nothing
  std::string same{};  // group of near-duplicates; empty for none
};

struct Contribution {
  std::size_t candidate = 0;       // index into the candidates
  std::vector<std::size_t> meets;  // indexes into the need's indicators, of those that no earlier one meets, each asked once
};

// What is open is never missed: a result that misses a demand is no member. What another demand that is met asks as well (续航 3 h beside 续航 ≥ 3 h) is
// not open.
struct Complement {
  std::vector<Contribution> members;          // the one that meets most first
  std::vector<std::size_t> not_stated;        // by any of them
  std::vector<std::size_t> not_comparable;    // one states it in a way that cannot be held against what is asked (indicator_otherwise.h), or in other words
};

inline constexpr std::size_t kMostMembers = 5;
// A result about something else may well weigh less than 5 kg. So a member's score and what its text says for it are at least this share of the best
// candidate's, and it is of a field that the need names (or names none), or of the need's very industry: parts of the score that most results have
// (maturity, budget) and single words of daily life do not make it a partner.
inline constexpr double kLeastShareOfBest = 0.5;

// Two to kMostMembers candidates that together meet more of `asked` than any candidate alone; nothing where there are none such. A figure that misses one
// demand, whichever, shuts its result out: the mass of one drive and the torque of another fit nobody. Demands that may be of one thing (demand_groups.h)
// count once, so that each member adds one that is told apart by dimension or name from those met before. Two near-duplicates are one result and no two
// members: what one leaves unsaid is no part that the other supplies. Where one of two speaks of a demand in other words or another unit than is asked for, so
// that it cannot be known whether it misses, the other does not meet it beside it.
//
// Each step takes the candidate that meets most of what is still open, of those the one with the higher score, then the smaller id: the greedy cover, which
// is within 1 + ln n of the smallest one (Chvátal 1979). Cost: the indicators of both sides multiplied, for every candidate.
std::optional<Complement> complement(const std::vector<indexer::RecordIndicator>& asked, const std::vector<Contributor>& candidates);

// As it is told: with cards, and with the indicators as the need writes them.
struct Together {
  struct Member {
    Card card;
    double score = 0;
    std::vector<std::string> meets;  // 抗拉强度 ≥ 1000 MPa
  };
  std::vector<Member> members;
  std::vector<std::string> not_stated, not_comparable;  // as in Complement
};

}  // namespace search
