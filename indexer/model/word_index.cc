// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/word_index.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "indexer/text/analyzer.h"

namespace indexer::model {
namespace {

using text::Token;
using text::TokenKind;

// Those of search/plan.h and, of the tokens of a long text, of search/asking_text.h: what is tried here is what searches do.
constexpr double kK1 = 0.7, kB = 0.6, kShortestLength = 0.1;
constexpr std::size_t kMostTerms = 150;

double weight_of(const Token& token, Wording wording) {
  switch (token.kind) {
    case TokenKind::bigram: return (wording == Wording::few_words ? 1 : 0.5) + (token.is_word ? 0.5 : 0);
    case TokenKind::word: return 0.5;
    case TokenKind::joined: return 0;  // the trial has no lexicon
    case TokenKind::latin:
    case TokenKind::compound: return 1.5;
    case TokenKind::number: return wording == Wording::few_words ? 1.5 : 0.15;
    case TokenKind::count:
    case TokenKind::part:
    case TokenKind::edge: return 0;
  }
  return 0;
}

double rarity(double holders, double all) {
  const double odds = (all - holders + 0.5) / (holders + 0.5);
  return std::log(odds < 2 ? odds * 0.5 + 1 : odds);
}

}  // namespace

std::vector<AskedTerm> terms_of(std::string_view question, Wording wording) {
  struct Seen {
    double kind = 0, count = 0;
  };
  std::map<std::string, Seen> seen;
  for (Token& token : text::analyze(question)) {
    const double kind = weight_of(token, wording);
    if (kind == 0) continue;
    Seen& one = seen[std::move(token.term)];
    one.kind = std::max(one.kind, kind);
    ++one.count;
  }
  std::vector<AskedTerm> terms;
  for (const auto& [term, one] : seen) terms.push_back({term, one.kind * (1 + std::log(one.count))});
  return terms;
}

WordIndex::WordIndex(std::span<const AskedTerm> terms) {
  for (const AskedTerm& one : terms) postings_.try_emplace(one.term);
}

void WordIndex::add(std::span<const CountedText> record) {
  const auto number = static_cast<std::uint32_t>(lengths_.size());
  std::uint32_t length = 0;
  for (const CountedText& counted : record)
    for (const Token& token : text::analyze(counted.text)) {
      if (is_other_form(token.kind)) continue;  // nothing is asked for by them here
      length += counted.times;
      const auto at = postings_.find(token.term);
      if (at == postings_.end()) continue;
      if (at->second.empty() || at->second.back().record != number) at->second.push_back({number, 0});
      at->second.back().count += counted.times;
    }
  lengths_.push_back(length);
  all_lengths_ += length;
}

double WordIndex::rarity_of(const std::string& term) const {
  const auto at = postings_.find(term);
  return rarity(at == postings_.end() ? 0 : static_cast<double>(at->second.size()), static_cast<double>(lengths_.size()));
}

std::vector<WordIndex::Found> WordIndex::best(const std::vector<AskedTerm>& question, std::size_t most, std::int64_t itself) const {
  const auto all = static_cast<double>(lengths_.size());
  std::vector<std::pair<double, const std::vector<Posting>*>> asked;
  for (const AskedTerm& one : question) {
    const auto at = postings_.find(one.term);
    if (at != postings_.end() && !at->second.empty())
      asked.emplace_back(one.weight * rarity(static_cast<double>(at->second.size()), all), &at->second);
  }
  std::ranges::stable_sort(asked, [](const auto& a, const auto& b) { return a.first > b.first; });
  if (asked.size() > kMostTerms) asked.resize(kMostTerms);
  std::vector<double> scores(lengths_.size(), 0.0);
  const double mean = all > 0 ? all_lengths_ / all : 1;
  for (const auto& [weight, postings] : asked)
    for (const Posting& posting : *postings) {
      const double length = std::max(kShortestLength, lengths_[posting.record] / mean), count = posting.count;
      scores[posting.record] += weight * (kK1 + 1) * count / (count + kK1 * (1 - kB + kB * length));
    }
  std::vector<Found> found;
  for (std::uint32_t record = 0; record < scores.size(); ++record)
    if (scores[record] > 0 && record != itself) found.push_back({record, scores[record]});
  const auto better = [](const Found& a, const Found& b) { return a.score != b.score ? a.score > b.score : a.record < b.record; };
  const std::size_t kept = std::min(most, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(), better);
  found.resize(kept);
  return found;
}

}  // namespace indexer::model
