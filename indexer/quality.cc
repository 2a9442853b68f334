// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/quality.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace indexer {
namespace {

// The highest figure of generations in force, and whose it is; nullopt where there is none.
struct QualityReached {
  double ndcg10 = 0;
  std::string generation;
  std::optional<AcceptedQuality> accepted;
};

std::optional<QualityReached> best_reached(const MeasuredQuality& m, bool known) {
  std::optional<QualityReached> best;
  if (known) best = {m.known->best, m.known->best_generation, m.known->accepted};
  if (m.before && (!best || *m.before > best->ndcg10)) best = {*m.before, m.in_force, std::nullopt};
  return best;
}

}  // namespace

GateResult judge_quality(const MeasuredQuality& m) {
  const bool known = m.known && m.known->collection == m.collection && m.known->edition == m.edition;
  const auto best = best_reached(m, known);
  std::string message = fmt::format("nDCG@10 {:.4f} over {} queries", m.now, m.questions);
  if (m.before) message += fmt::format(", {:.4f} in the generation in force", *m.before);
  if (known) message += fmt::format(", {:.4f} at best ({})", m.known->best, m.known->best_generation);
  if (!best) message += "; there is no generation in force to compare with";
  if (m.known && !known) message += "; the collection has changed since its best was measured, which begins anew";
  const bool lower = best && m.now < best->ndcg10 - m.margin;
  if (lower) message += fmt::format(": {:.4f} lower, {:.2f} is allowed", best->ndcg10 - m.now, m.margin);
  Quality quality{m.collection, m.edition, m.now, m.now, "", std::nullopt};
  if (lower && m.accept) {
    message += "; accepted as the new level";
    quality.accepted = AcceptedQuality{best->ndcg10, best->generation, ""};
  } else if (best && best->ndcg10 >= m.now) {
    quality.best = best->ndcg10;
    quality.best_generation = best->generation;
    quality.accepted = best->accepted;
  }
  return {"quality", !lower || m.accept, std::move(message), std::move(quality)};
}

std::optional<Quality> quality_in_force(const IndexLayout& layout) {
  const auto current = read_current(layout);
  if (!current) return std::nullopt;
  const auto manifest = read_manifest(layout, *current);
  return manifest ? manifest->quality : std::nullopt;
}

std::optional<Quality> remember_quality(const IndexLayout& layout, const std::vector<GateResult>& gate, const std::string& generation) {
  const auto measured = std::ranges::find_if(gate, [](const GateResult& result) { return result.quality.has_value(); });
  std::optional<Quality> quality = measured == gate.end() ? quality_in_force(layout) : measured->quality;
  if (!quality) return std::nullopt;
  if (measured == gate.end()) quality->ndcg10.reset();
  if (quality->best_generation.empty()) quality->best_generation = generation;
  return quality;
}

}  // namespace indexer
