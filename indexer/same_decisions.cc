// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/same_decisions.h"

#include <algorithm>
#include <variant>

#include "corpus/record_json.h"

namespace indexer {

using namespace corpus;

Result<void> SameDecisionsOfStore::load(const Store& store) {
  *this = {};
  Store::ScanOptions scan;
  scan.kind = Kind::decision;
  return store.scan(scan, [this](const StoredRecord& stored) {
    take(stored);
    return true;
  });
}

std::set<std::string> SameDecisionsOfStore::take(const StoredRecord& stored) {
  const auto record = record_from_text(stored.body);
  const auto* decision = record ? std::get_if<Decision>(&*record) : nullptr;
  if (decision == nullptr) return {};  // `index check` and the build name what cannot be read
  static constexpr std::string_view kVerdicts[] = {"same", "not_same", "withdrawn"};
  if (std::ranges::find(kVerdicts, decision->verdict) == std::end(kVerdicts) || decision->subject_id == decision->object_id) return {};
  const auto pair = pair_of(decision->subject_id, decision->object_id);
  auto& about_pair = said_[pair];
  if (stored.status == "published")
    about_pair[stored.id] = {stored.seq, decision->verdict};
  else
    about_pair.erase(stored.id);
  in_force_.erase(pair);
  partners_[pair.first].erase(pair.second);
  partners_[pair.second].erase(pair.first);
  const auto last = std::ranges::max_element(about_pair, {}, [](const auto& said) { return said.second.seq; });
  if (last != about_pair.end() && last->second.verdict != "withdrawn") {
    in_force_[pair] = last->second.verdict == "same";
    partners_[pair.first].insert(pair.second);
    partners_[pair.second].insert(pair.first);
  }
  return {pair.first, pair.second};
}

const std::set<std::string>& SameDecisionsOfStore::partners(const std::string& id) const {
  static const std::set<std::string> none;
  const auto at = partners_.find(id);
  return at == partners_.end() ? none : at->second;
}

}  // namespace indexer
