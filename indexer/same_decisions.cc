// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/same_decisions.h"

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include "corpus/record_json.h"
#include "corpus/words_on_pair.h"

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

std::optional<bool> SameDecisionsOfStore::same_by(const std::map<std::string, Said>& about_pair) {
  std::vector<const Said*> in_order;
  for (const auto& [id, said] : about_pair) in_order.push_back(&said);
  std::ranges::sort(in_order, {}, &Said::seq);
  std::optional<bool> same;
  std::map<std::string_view, WordsOnPair<Seq>> words;  // by who spoke
  for (const Said* said : in_order) {
    WordsOnPair<Seq>& theirs = words[said->by];
    const bool had_match = theirs.match.has_value();
    theirs.say(said->verdict, said->undoes, said->seq);
    const bool of_sameness = said->undoes.empty() ? !had_match || theirs.match : said->undoes == kUndoesSameness;
    if (about_sameness(said->verdict))
      same = said->verdict == "same";
    else if (said->verdict == "withdrawn" && of_sameness)
      same.reset();
  }
  return same;
}

std::set<std::string> SameDecisionsOfStore::take(const StoredRecord& stored) {
  const auto record = record_from_text(stored.body);
  const auto* decision = record ? std::get_if<Decision>(&*record) : nullptr;
  if (decision == nullptr) return {};  // `index check` and the build name what cannot be read
  if (decision->subject_id == decision->object_id) return {};
  const auto pair = pair_of(decision->subject_id, decision->object_id);
  auto& about_pair = said_[pair];
  if (stored.status == "published")
    about_pair[stored.id] = {stored.seq, decision->verdict, decision->undoes, decision->by};
  else
    about_pair.erase(stored.id);
  if (decision->verdict == "shortlisted" || decision->verdict == "dismissed") return {};  // nothing for an index
  in_force_.erase(pair);
  partners_[pair.first].erase(pair.second);
  partners_[pair.second].erase(pair.first);
  if (const auto same = same_by(about_pair)) {
    in_force_[pair] = *same;
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
