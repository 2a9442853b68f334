// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/pair_values.h"

#include <algorithm>
#include <utility>

#include "indexer/indicators.h"
#include "indexer/schema.h"
#include "search/contradictions.h"
#include "search/match_facts.h"

namespace search {
namespace {

using corpus::Kind;
using indexer::Slot;

// These signals are of (need, offer) whoever asks. Seen from the offer, a need that states no limit is "not stated", and an offer that states nothing
// makes the signal null for every need: one that were null for some candidates only would order them by how much they say.
Value other_way(Value value, bool reversed, bool offer_states) {
  if (!reversed) return value;
  return offer_states ? Value(value.value_or(kNotStated)) : std::nullopt;
}

Value prior(Value value) { return value.value_or(kNotStated); }

}  // namespace

void set_owner(const OwnerFacts& owner, Facts& found, std::map<std::string, Value>& values) {
  found.integrity = owner.integrity;
  found.innovation = owner.innovation;
  values["integrity"] = prior(integrity_signal(found));
  if (Value& value = values["enterprise"]; value) value = prior(enterprise_signal(found));
}

std::optional<double> text_with_meaning(const std::map<std::string, Value>& values) {
  const auto text = values.find("text"), meaning = values.find("meaning");
  if (text == values.end() || !text->second) return std::nullopt;
  return *text->second + (meaning == values.end() ? 0 : meaning->second.value_or(0));
}

PairValues Pairing::with(std::size_t candidate) const {
  const Xapian::Document& document = candidates_.documents[candidate];
  const Ranked& ranked = candidates_.ranked[candidate];
  const Kind target = kind_of_target(request_.to, asking_.kind);
  PairValues pair{facts_of(document, target, vocabularies_), {}};
  const Facts& asked = asking_.facts;
  auto& values = pair.values;
  values["text"] = text_value(ranked.words, most_);
  // What meaning adds to the words, so that text and meaning together order as the list did.
  if (candidates_.by_meaning) values["meaning"] = std::max(0.0, text_value(ranked.score, most_) - *values["text"]);
  // Who asks and who offers: a need asks, also where the question began at the other side.
  const bool reversed = target == Kind::need && asking_.kind != Kind::need;
  const Facts& need = reversed ? pair.found : asked;
  const Facts& offer = reversed ? asked : pair.found;
  const bool both_sides = need_and_offer(asking_.kind, target);
  values["field"] = field_signal(asked, pair.found);
  values["industry"] = industry_signal(asked, pair.found, vocabularies_.at("industry"));
  const bool offer_has_place = !offer.region.empty() || !offer.accept_regions.empty();
  values["region"] = both_sides ? other_way(region_signal(need, offer, vocabularies_.at("region")), reversed, offer_has_place) : std::nullopt;
  if (both_sides && policy_.on()) values[std::string(kPolicySignal)] = policy_signal(need, offer, policy_, vocabularies_.at("region"));
  const bool with_achievement = both_sides && (target == Kind::achievement || asking_.kind == Kind::achievement);
  values["maturity"] = with_achievement ? other_way(maturity_signal(need, offer), reversed, offer.trl != 0) : std::nullopt;
  values["cooperation"] = with_achievement ? cooperation_signal(asked, pair.found, vocabularies_.at("cooperation")) : std::nullopt;
  if (with_achievement && !asked.indicators.empty()) pair.found.indicators = indexer::from_slot(document.get_value(indexer::slot(Slot::indicators)));
  if (target == Kind::need) pair.found.indicators = without_contradictions(std::move(pair.found.indicators), vocabularies_);
  values["indicators"] = with_achievement ? other_way(indicators_signal(need, offer), reversed, !offer.indicators.empty()) : std::nullopt;
  values["budget"] = with_achievement ? other_way(budget_signal(need, offer), reversed, offer.price_low || offer.price_high) : std::nullopt;
  const Value in_time = reversed || with_achievement ? deadline_signal(need, offer, request_.today) : std::nullopt;
  values["deadline"] = reversed ? prior(in_time) : in_time;  // today is stated, whoever asks
  values["freshness"] = prior(freshness_signal(pair.found, request_.today));
  values["completeness"] = completeness_signal(pair.found, target);
  values["enterprise"] = reversed ? prior(enterprise_signal(pair.found)) : std::nullopt;
  values["integrity"] = prior(integrity_signal(pair.found));
  if (candidates_.evidence) values["evidence"] = candidates_.testimonies.empty() ? Value() : text_value(vote(candidates_.testimonies[candidate]), most_);
  return pair;
}

}  // namespace search
