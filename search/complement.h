// SPDX-License-Identifier: GPL-3.0-or-later
// Results that together meet what a need asks in figures, where none does alone.
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
};

struct Contribution {
  std::size_t candidate = 0;       // index into the candidates
  std::vector<std::size_t> meets;  // indexes into the need's indicators, of those that no earlier one meets
};

struct Complement {
  std::vector<Contribution> members;  // the one that meets most first
  std::vector<std::size_t> open;      // that none of them meets, and that no one asks that is met (续航 3 h beside 续航 ≥ 3 h)
};

inline constexpr std::size_t kMostMembers = 5;
// A result about something else may well weigh less than 5 kg. So a member's score and what its text says for it are at least this share of the best
// candidate's, and it is of a field that the need names (or names none), or of the need's very industry: parts of the score that most results have
// (maturity, budget) and single words of daily life do not make it a partner.
inline constexpr double kLeastShareOfBest = 0.5;

// Two to kMostMembers candidates that together meet more of `asked` than the best one alone; nothing where there are none such. Each step
// takes the candidate that meets most of what is still open, of those the one with the higher score, then the smaller id: the greedy cover,
// which is within 1 + ln n of the smallest one (Chvátal 1979). Cost: the indicators of both sides multiplied, for every candidate.
std::optional<Complement> complement(const std::vector<indexer::RecordIndicator>& asked, const std::vector<Contributor>& candidates);

// As it is told: with cards, and with the indicators as the need writes them.
struct Together {
  struct Member {
    Card card;
    double score = 0;
    std::vector<std::string> meets;  // 抗拉强度 ≥ 1000 MPa
  };
  std::vector<Member> members;
  std::vector<std::string> open;
};

}  // namespace search
