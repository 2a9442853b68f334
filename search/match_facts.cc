// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/match_facts.h"

#include <algorithm>

#include "indexer/schema.h"

namespace search {
namespace {

using corpus::Kind;
using corpus::Record;
using indexer::Slot;

std::vector<std::string> split(const std::string& joined) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from < joined.size();) {
    const std::size_t to = std::min(joined.find(' ', from), joined.size());
    parts.push_back(joined.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

std::optional<double> number(const std::string& value) {
  return value.empty() ? std::nullopt : std::optional(Xapian::sortable_unserialise(value));
}

std::optional<corpus::Day> day(const std::string& value) {
  const auto iso = corpus::iso_date(value);
  return iso ? std::optional(corpus::first_day(*iso)) : std::nullopt;
}

// Slots of trees hold codes with their parents, for facets; a signal wants the codes alone.
std::vector<std::string> finest(std::vector<std::string> codes, const corpus::Vocabulary& list) {
  std::vector<std::string> parents;
  for (const std::string& code : codes)
    if (const auto* entry = list.find(code); entry != nullptr && !entry->parent.empty()) parents.push_back(entry->parent);
  std::erase_if(codes, [&](const std::string& code) { return std::ranges::find(parents, code) != parents.end(); });
  return codes;
}

}  // namespace

Facts facts_of(const Xapian::Document& document, Kind kind, const corpus::Vocabularies& lists) {
  const auto value = [&](Slot s) { return document.get_value(indexer::slot(s)); };
  Facts facts;
  facts.field = split(value(Slot::field));
  facts.industry = finest(split(value(Slot::industry)), lists.at("industry"));
  facts.cooperation = finest(split(value(Slot::cooperation)), lists.at("cooperation"));
  const auto regions = split(value(Slot::region));
  if (!regions.empty()) facts.region = regions.front();  // the finest stands first
  facts.accept_regions = split(value(Slot::accept_regions));
  facts.trl = static_cast<int>(number(value(Slot::trl)).value_or(0));
  facts.trl_inferred = !value(Slot::trl_inferred).empty();
  if (kind == Kind::need)
    facts.budget = number(value(Slot::price_high));
  else {
    facts.price_low = number(value(Slot::price_low));
    facts.price_high = number(value(Slot::price_high));
  }
  facts.states_indicators = !value(Slot::indicators).empty();
  facts.dated = day(value(Slot::dated));
  facts.due = day(value(Slot::due));
  if (kind == Kind::need || kind == Kind::achievement) facts.owner = value(Slot::owner);
  facts.integrity = value(Slot::integrity);
  facts.innovation = number(value(Slot::innovation));
  return facts;
}

Facts facts_of(const Record& record) {
  Facts facts;
  facts.trl = indexer::trl_of(record, facts.trl_inferred);
  facts.dated = indexer::dated_of(record);
  facts.due = indexer::due_of(record);
  if (const auto* n = std::get_if<corpus::Need>(&record)) {
    facts.field = n->tech_field, facts.industry = n->industry, facts.cooperation = n->cooperation_modes;
    facts.region = n->region, facts.accept_regions = n->accept_regions, facts.budget = n->budget;
    facts.owner = n->enterprise_id.value, facts.states_indicators = !n->indicators.empty();
  } else if (const auto* a = std::get_if<corpus::Achievement>(&record)) {
    facts.field = a->tech_field, facts.industry = a->industry, facts.cooperation = a->cooperation_modes;
    facts.region = a->region, facts.price_low = a->price_min, facts.price_high = a->price_max;
    facts.owner = a->owner_org_id.value, facts.states_indicators = !a->indicators.empty();
  } else if (const auto* e = std::get_if<corpus::Expert>(&record)) {
    facts.field = e->tech_field, facts.industry = e->industry;
    facts.region = e->region, facts.accept_regions = e->service_regions, facts.integrity = e->integrity;
  } else if (const auto* o = std::get_if<corpus::Enterprise>(&record)) {
    facts.industry = o->industry, facts.region = o->region;
    facts.integrity = o->integrity, facts.innovation = o->innovation_score;
  }
  return facts;
}

}  // namespace search
