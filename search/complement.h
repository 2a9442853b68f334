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
};

struct Contribution {
  std::size_t candidate = 0;       // index into the candidates
  std::vector<std::size_t> meets;  // indexes into the need's indicators, of those that no earlier one meets
};

struct Complement {
  std::vector<Contribution> members;  // the one that meets most first
  std::vector<std::size_t> open;      // that none of them meets
};

inline constexpr std::size_t kMostMembers = 5;
// A member's score is at least this share of the best candidate's: a result about something else may well weigh less than 5 kg.
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
