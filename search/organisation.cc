// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/organisation.h"

#include <algorithm>

#include "corpus/vocabulary.h"
#include "search/integrity.h"

namespace search {
namespace {

using corpus::Enterprise;

const Enterprise* record_behind(const std::string& id, const std::string& name, IndexedRecords& records) {
  if (const Enterprise* known = records.find_as<Enterprise>(id)) return known;
  if (id.empty())
    if (const Enterprise* known = records.find_as<Enterprise>(name)) return known;
  const auto named = records.enterprises_named(name);
  return named.size() == 1 ? named.front() : nullptr;
}

bool holds_one(const std::vector<Holder>& list, const Organisation& wanted) {
  return std::ranges::any_of(list, [&](const Holder& one) { return same(one.organisation, wanted); });
}

// What lies between the two where their ways up meet.
std::vector<std::string> between(const Holder& from, const Holder& to) {
  std::vector<std::string> names = from.through;
  if (to.through.empty()) {
    if (!names.empty()) names.pop_back();  // the meeting place is the other one itself
    return names;
  }
  std::vector<std::string> down(to.through.rbegin() + 1, to.through.rend());
  names.insert(names.end(), down.begin(), down.end());
  return names;
}

}  // namespace

Organisation organisation_of(const std::string& id, const std::string& name, IndexedRecords& records) {
  Organisation out;
  out.id = id;
  out.shown = name.empty() ? id : name;
  if (!name.empty()) out.names.insert(corpus::fold_word(name));
  const Enterprise* known = record_behind(id, name, records);
  if (known == nullptr) return out;
  out.record_id = known->id.value;
  out.record_name = corpus::fold_word(known->name);
  if (out.id.empty()) out.id = out.record_id;
  out.shown = known->name;
  out.names.insert(out.record_name);
  for (const std::string& alias : known->aliases) out.names.insert(corpus::fold_word(alias));
  out.shareholders = known->shareholders;
  out.blacklisted = known->integrity == integrity::kBlacklisted;
  return out;
}

bool same(const Organisation& a, const Organisation& b) {
  if (!a.id.empty() && a.id == b.id) return true;
  if (!a.record_id.empty() && !b.record_id.empty()) return a.record_id == b.record_id || a.record_name == b.record_name;
  return std::ranges::any_of(a.names, [&](const std::string& name) { return b.names.contains(name); });
}

std::vector<Holder> holders_of(const Organisation& organisation, IndexedRecords& records) {
  std::vector<Holder> all{{organisation, {}}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].through.size() >= static_cast<std::size_t>(kOwnershipSteps)) break;  // nearest first: the others are as far
    for (const std::string& word : std::vector<std::string>(all[i].organisation.shareholders)) {
      if (all.size() >= kMostHolders) return all;
      Holder one{organisation_of("", word, records), all[i].through};
      if (one.organisation.empty() || holds_one(all, one.organisation)) continue;
      one.through.push_back(one.organisation.shown);
      all.push_back(std::move(one));
    }
  }
  return all;
}

std::optional<std::vector<std::string>> tie_by_shares(const std::vector<Holder>& from, const std::vector<Holder>& to) {
  const Holder* best_from = nullptr;
  const Holder* best_to = nullptr;
  std::size_t fewest = kOwnershipSteps + 1;
  for (const Holder& a : from)
    for (const Holder& b : to) {
      const std::size_t steps = a.through.size() + b.through.size();
      if (steps >= fewest || !same(a.organisation, b.organisation)) continue;
      if (steps == 0) return std::nullopt;
      fewest = steps, best_from = &a, best_to = &b;
    }
  if (best_from == nullptr) return std::nullopt;
  return between(*best_from, *best_to);
}

}  // namespace search
