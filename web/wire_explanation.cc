// SPDX-License-Identifier: GPL-3.0-or-later
// Explanations → JSON.
#include "web/wire_shapes.h"

namespace web {
namespace {

ordered shape(const search::Explanation& one) {
  ordered terms = ordered::array();
  for (const search::TermPart& part : one.parts) {
    terms.push_back({{"term", part.term}, {"weight", part.weight}});
    if (part.records) terms.back()["records"] = *part.records;
  }
  return {{"id", one.card.id}, {"title", one.card.title}, {"score", one.score},   {"fits", one.fits},
          {"held", one.held},  {"asked", one.asked},      {"needed", one.needed}, {"terms", std::move(terms)}};
}

ordered shape(const search::Match& one) { return {{"id", one.card.id}, {"title", one.card.title}, {"score", one.score}, {"parts", one.signals}}; }

}  // namespace

Answer answer_hits_explained(const std::string& query, const search::HitsExplained& explained) {
  ordered records = ordered::array();
  for (const search::Explanation& one : explained.records) records.push_back(shape(one));
  return answer_json({{"query", query},
                      {"records", std::move(records)},
                      {"notes", explained.records.empty() ? ordered(ordered::array()) : shape_of(explained.records.front().notes)},
                      {"seq", explained.seq},
                      {"generation", explained.generation}});
}

Answer answer_matches_explained(const std::string& need, const search::MatchesExplained& explained) {
  ordered records = ordered::array();
  for (const search::Match& one : explained.records) records.push_back(shape(one));
  return answer_json({{"id", need},
                      {"weights_version", explained.weights_version},
                      {"records", std::move(records)},
                      {"notes", shape_of(explained.notes)},
                      {"seq", explained.seq},
                      {"generation", explained.generation}});
}

}  // namespace web
