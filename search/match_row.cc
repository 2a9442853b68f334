// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/match_row.h"

#include <algorithm>
#include <iterator>

#include "search/indexed_records.h"
#include "search/match_reasons.h"
#include "search/shared_words.h"
#include "search/snippet.h"

namespace search {
namespace {

using corpus::Kind;
using corpus::Record;

TextPlace place_in(const AskingText& side, const PieceOfText& piece) { return {side.fields[piece.text], piece.begin, piece.end}; }

std::vector<SharedPhrase> shared_phrases(const AskingText& asking, const Record& found, const IsTelling& is_telling) {
  const AskingText offered(found);
  std::vector<SharedPhrase> phrases;
  for (const SharedRun& run : shared_words(asking.texts, offered.texts, is_telling, kMostPhrases))
    phrases.push_back({run.words, place_in(asking, run.asking), place_in(offered, run.offered)});
  return phrases;
}

}  // namespace

const std::string& integrity_of(const Record& record) {
  static const std::string not_stated;
  const auto* expert = std::get_if<corpus::Expert>(&record);
  return expert == nullptr ? not_stated : expert->integrity;
}

bool is_withheld(const MatchRow& row, const MatchRequest& request, const AskingSide& asking) {
  return request.withhold && row.facts.integrity == integrity::kBlacklisted && kind_of_target(request.to, asking.kind) == Kind::expert;
}

bool RowTelling::tell(MatchRow& row) const {
  // Before the record is read: a damaged one withholds its expert all the same.
  if (is_withheld(row, of_.request, of_.asking)) return false;
  const auto record = record_in(row.document);
  if (!record) return true;  // `index check` names it
  row.match.card = make_card(*record);
  if (!of_.request.explain) return true;
  std::vector<std::string> terms = of_.found.other_terms;
  for (const WeightedTerm& term : of_.found.terms) terms.push_back(term.term);
  row.match.fragments = fragments(*record, highlight_terms(terms));
  const auto* expert = std::get_if<corpus::Expert>(&*record);
  if (of_.found.evidence && expert != nullptr) std::ranges::move(of_.found.evidence->pieces_near(*expert), std::back_inserter(row.evidence));
  const auto phrases = shared_phrases(of_.asking.text, *record, [this](const std::string& term) { return is_telling(term); });
  const MatchedPair pair{.asking = of_.asking.facts,
                         .found = row.facts,
                         .asked_by_need = of_.asking.kind == Kind::need,
                         .phrases = phrases,
                         .evidence = row.evidence,
                         .today = of_.request.today,
                         .policy = &of_.policy,
                         .policy_weight = of_.policy_weight};
  row.match.reasons = reasons_of(pair, row.match.values, of_.vocabularies);
  if (!of_.request.see_hidden) return true;  // integrity is for those who work here
  const bool of_expert = kind_of_target(of_.request.to, of_.asking.kind) == Kind::expert;
  const std::string& status = row.facts.integrity;  // of other kinds what is known of the organisation, by now or never
  if (of_expert) {
    if (status == integrity::kWatch) row.match.reasons.insert(row.match.reasons.begin(), Reason{"integrity", "诚信状态：关注", "integrity: on watch"});
  } else if (status == integrity::kWatch || status == integrity::kBlacklisted) {
    const auto& list = of_.vocabularies.at("integrity");
    row.match.reasons.insert(row.match.reasons.begin(), Reason{"integrity", "单位诚信状态：" + list.label(status),
                                                               "integrity of the organisation: " + list.label_en(status)});
  }
  return true;
}

bool RowTelling::is_telling(const std::string& term) const {
  return is_held_by_few(of_.frequencies.of(term), of_.reader.database().get_doccount());
}

}  // namespace search
