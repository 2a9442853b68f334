// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/decision_book.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <variant>

#include "corpus/record_json.h"

namespace corpus {
namespace {

constexpr std::size_t kSlice = 1000;  // changes read at a time

bool in_force(const Decision& decision) { return decision.verdict != "withdrawn"; }

}  // namespace

// Returns false where an earlier state of this decision may have been read: what it replaced is not known any more.
bool DecisionBook::take(const StoredRecord& stored) const {
  if (stored.version > 1) return false;
  auto record = stored.status == "published" ? record_from_text(stored.body) : Result<Record>(Decision{});
  auto* decision = record ? std::get_if<Decision>(&*record) : nullptr;
  if (decision == nullptr || decision->subject_id == decision->object_id) return true;  // `index check` names what cannot be read
  decision->reasons_shown = {};
  Word& word = words_[decision->by][std::minmax(decision->subject_id, decision->object_id)];
  if (word.seq < stored.seq) word = {stored.seq, std::move(*decision)};
  return true;
}

Result<void> DecisionBook::read_all() const {
  read_ = false;
  words_.clear();
  const auto seq = store_.seq();  // before the scan: what is decided meanwhile is read again by the next question
  if (!seq) return std::unexpected(seq.error());
  auto scanned = store_.scan({.kind = Kind::decision, .status = "published", .after_id = ""}, [this](StoredRecord stored) {
    stored.version = 1;  // there is nothing yet that it could replace
    take(stored);
    return true;
  });
  if (!scanned) return scanned;
  reached_ = *seq;
  read_ = true;
  return {};
}

Result<bool> DecisionBook::read_since() const {
  while (true) {
    const auto changes = store_.changes_since(reached_, kSlice, Kind::decision);
    if (!changes) return std::unexpected(changes.error());
    for (const Change& change : *changes) {
      const auto stored = store_.get(change.id);
      if (!stored) return std::unexpected(stored.error());
      if (*stored && !take(**stored)) return false;
      reached_ = change.seq;
    }
    if (changes->size() < kSlice) return true;
  }
}

Result<void> DecisionBook::catch_up() const {
  const auto seq = store_.seq();
  if (!seq) return std::unexpected(seq.error());
  if (!read_ || *seq < reached_) return read_all();  // below what was read: another database is in its place
  if (*seq == reached_) return {};
  const auto read = read_since();
  if (!read) return std::unexpected(read.error());
  if (!*read) return read_all();
  reached_ = std::max(reached_, *seq);
  return {};
}

Result<DecisionBook::Pairs> DecisionBook::with(const std::string& by, const std::string& id) const {
  const std::lock_guard lock(mutex_);
  if (auto caught = catch_up(); !caught) return std::unexpected(caught.error());
  Pairs found;
  const auto theirs = words_.find(by);
  if (theirs == words_.end()) return found;
  for (const auto& [pair, word] : theirs->second)
    if ((pair.first == id || pair.second == id) && in_force(word.decision))
      found.emplace(pair.first == id ? pair.second : pair.first, word.decision);
  return found;
}

Result<DecisionBook::Page> DecisionBook::list(const Wanted& wanted) const {
  const std::lock_guard lock(mutex_);
  if (auto caught = catch_up(); !caught) return std::unexpected(caught.error());
  std::vector<const Word*> words;
  if (const auto theirs = words_.find(wanted.by); theirs != words_.end())
    for (const auto& [pair, word] : theirs->second) {
      const bool of_record = wanted.record.empty() || pair.first == wanted.record || pair.second == wanted.record;
      if (of_record && in_force(word.decision) && (wanted.verdict.empty() || word.decision.verdict == wanted.verdict)) words.push_back(&word);
    }
  std::ranges::sort(words, std::greater(), &Word::seq);
  Page page{{}, words.size(), reached_};
  const std::size_t size = std::max<std::size_t>(wanted.size, 1), number = std::max<std::size_t>(wanted.page, 1);
  const std::size_t end = std::min(words.size(), number * size);
  for (std::size_t i = (number - 1) * size; i < end; ++i) page.decisions.push_back(words[i]->decision);
  return page;
}

std::set<std::string> dismissed_in(const DecisionBook::Pairs& pairs) {
  std::set<std::string> ids;
  for (const auto& [id, decision] : pairs)
    if (decision.verdict == "dismissed") ids.insert(id);
  return ids;
}

Result<std::map<std::string, NamedRecord>> names_in(const std::vector<Decision>& decisions, const Store& store) {
  std::set<std::string> ids;
  for (const Decision& decision : decisions) ids.insert({decision.subject_id, decision.object_id});
  const auto found = store.get_many({ids.begin(), ids.end()});
  if (!found) return std::unexpected(found.error());
  std::map<std::string, NamedRecord> names;
  for (const StoredRecord& stored : *found) {
    const auto record = record_from_text(stored.body);
    names[stored.id] = {stored.kind, record ? title_of(*record) : "", stored.status};
  }
  return names;
}

}  // namespace corpus
