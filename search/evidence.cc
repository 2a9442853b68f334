// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/evidence.h"

#include <algorithm>
#include <set>

#include "indexer/schema.h"
#include "indexer/text/analyzer.h"

namespace search {
namespace {

constexpr std::string_view kEvidenceFields[] = {"research", "achievements", "skills", "linked_projects"};
constexpr std::string_view kEnds[] = {"；", ";", "。", "\n", "．"};

// BM25 of a piece: k1 as in the ranking, and its length against that of a title. A piece is a line: what it says twice it says once.
constexpr double kUsualTerms = 25;
constexpr double kLengthShare = 0.4;

void split(const std::string& field, const std::string& text, std::vector<EvidencePiece>& pieces) {
  for (std::size_t from = 0; from < text.size() && pieces.size() < kMostPieces;) {
    std::size_t to = text.size(), next = text.size();
    for (const std::string_view end : kEnds)
      if (const std::size_t at = text.find(end, from); at < to) to = at, next = at + end.size();
    if (to - from > 3)
      pieces.push_back({field, text.substr(from, to - from), static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)});
    from = next;
  }
}

constexpr std::size_t kMostPiecesTold = 2;
constexpr double kShares[] = {1, 0.5, 0.25};
constexpr std::size_t kVoices = std::size(kShares);

std::vector<Testimony> best_of(std::vector<Testimony> all, std::size_t most) {
  std::ranges::stable_sort(all, std::greater<>(), &Testimony::score);
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace

std::vector<EvidencePiece> pieces_of(const corpus::Expert& expert) {
  std::vector<EvidencePiece> pieces;
  const corpus::Record record(expert);
  for (const std::string_view field : kEvidenceFields) split(std::string(field), indexer::text_of(record, field), pieces);
  return pieces;
}

double vote(const std::vector<Testimony>& best) {
  double sum = 0;
  for (std::size_t i = 0; i < std::min(best.size(), kVoices); ++i) sum += kShares[i] * best[i].score;
  return sum / 1.75;
}

Evidence::Evidence(const std::vector<WeightedTerm>& terms, const Frequencies& frequencies, std::map<std::string, LinkedResult> linked)
    : lexicon_(frequencies.lexicon()), linked_(std::move(linked)) {
  const double all = frequencies.database().get_doccount();
  for (const WeightedTerm& term : terms) weight_[term.term] += term.weight * rarity(frequencies.of(term.term), all);
}

double Evidence::score(std::string_view piece) const {
  std::set<std::string> terms;
  std::size_t length = 0;
  for (const indexer::text::Token& token : indexer::text::analyze(piece, 1, lexicon_)) {
    length += is_other_form(token.kind) ? 0u : 1u;
    terms.insert(token.term);
  }
  double sum = 0;
  for (const std::string& term : terms)
    if (const auto at = weight_.find(term); at != weight_.end()) sum += at->second;
  const double norm = 1 - kLengthShare + kLengthShare * static_cast<double>(length) / kUsualTerms;
  return sum * (kRankingK1 + 1) / (1 + kRankingK1 * norm);
}

std::vector<Testimony> Evidence::results_of(const corpus::Expert& expert) const {
  std::vector<Testimony> all;
  std::vector<std::string> patents;
  for (const std::string& number : expert.linked_patents) patents.push_back(indexer::patent_key(number));
  for (const auto& [id, result] : linked_) {
    const bool theirs = std::ranges::find(expert.linked_results, id) != expert.linked_results.end() ||
                        std::ranges::find(result.experts, expert.id.value) != result.experts.end() ||
                        std::ranges::any_of(patents, [&](const std::string& key) { return result.patents.contains(key); });
    if (theirs) all.push_back({result.score, std::nullopt, id, result.title});
  }
  return best_of(std::move(all), kVoices);
}

std::vector<Testimony> Evidence::pieces_near(const corpus::Expert& expert) const {
  std::vector<Testimony> all;
  for (EvidencePiece& piece : pieces_of(expert))
    if (const double s = score(piece.text); s > 0) all.push_back({s, std::move(piece), {}, {}});
  return best_of(std::move(all), kMostPiecesTold);
}

}  // namespace search
