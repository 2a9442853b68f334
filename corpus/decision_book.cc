// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/decision_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <variant>

#include "corpus/record_json.h"

namespace corpus {
namespace {

constexpr std::size_t kSlice = 1000;  // changes read at a time

// What a decision says, without the reasons that were shown; nullopt for what does not count. `index check` names what cannot be read.
std::optional<Decision> decision_in(const StoredRecord& stored) {
  if (stored.status != "published") return std::nullopt;
  auto record = record_from_text(stored.body);
  auto* decision = record ? std::get_if<Decision>(&*record) : nullptr;
  if (decision == nullptr || decision->subject_id == decision->object_id) return std::nullopt;
  decision->reasons_shown = {};
  return std::move(*decision);
}

}  // namespace

void DecisionBook::take(Read read) const {
  for (Word& word : read.words) {
    Words& words = words_[word.decision.by][std::minmax(word.decision.subject_id, word.decision.object_id)];
    if (word.seq <= words.last) continue;
    words.last = word.seq;
    const std::string verdict = word.decision.verdict, undoes = word.decision.undoes;
    words.in_force.say(verdict, undoes, std::move(word));
  }
  reached_ = std::max(reached_, read.reached);
}

Result<DecisionBook::Read> DecisionBook::read_all() const {
  const auto seq = store_.seq();  // before the scan: what is decided meanwhile is read again by the next question
  if (!seq) return std::unexpected(seq.error());
  Read read{*seq, {}};
  auto scanned = store_.scan({.kind = Kind::decision, .status = "published", .after_id = ""}, [&read](const StoredRecord& stored) {
    if (auto decision = decision_in(stored)) read.words.push_back({stored.seq, std::move(*decision)});
    return true;
  });
  if (!scanned) return std::unexpected(scanned.error());
  std::ranges::sort(read.words, {}, &Word::seq);
  return read;
}

Result<std::optional<DecisionBook::Read>> DecisionBook::read_since(Seq after, Seq seq) const {
  Read read{after, {}};
  while (read.reached < seq) {
    const auto changes = store_.changes_since(read.reached, kSlice, Kind::decision);
    if (!changes) return std::unexpected(changes.error());
    for (const Change& change : *changes) {
      const auto stored = store_.get(change.id);
      if (!stored) return std::unexpected(stored.error());
      if (*stored) {
        // An earlier state of this decision may have been read: what it replaced is not known any more.
        if ((*stored)->version > 1) return std::nullopt;
        if (auto decision = decision_in(**stored)) read.words.push_back({(*stored)->seq, std::move(*decision)});
      }
      read.reached = change.seq;
    }
    if (changes->size() < kSlice) read.reached = std::max(read.reached, seq);
  }
  return read;
}

// Several questions may read the same news: they are taken once. What was read while another read all anew may be of another database: it is dropped, and
// the question begins again.
Result<std::unique_lock<std::mutex>> DecisionBook::caught_up() const {
  while (true) {
    std::unique_lock lock(mutex_);
    const std::size_t whole = whole_;
    const Seq reached = reached_;
    lock.unlock();
    const auto seq = store_.seq();  // after `reached` was looked at: it is lower only where another database is in the place of the one that was read
    if (!seq) return std::unexpected(seq.error());
    if (whole > 0 && *seq >= reached) {
      auto news = read_since(reached, *seq);
      if (!news) return std::unexpected(news.error());
      if (*news) {
        lock.lock();
        if (whole_ != whole) continue;
        take(std::move(**news));
        return lock;
      }
    }
    const std::lock_guard turn(reading_all_);
    lock.lock();
    if (whole_ != whole) continue;  // another has, while this one waited
    lock.unlock();
    auto all = read_all();
    if (!all) return std::unexpected(all.error());
    lock.lock();
    words_.clear();
    reached_ = 0;
    take(std::move(*all));
    ++whole_;
    return lock;
  }
}

Result<DecisionBook::Pairs> DecisionBook::with(const std::string& by, const std::string& id) const {
  const auto lock = caught_up();
  if (!lock) return std::unexpected(lock.error());
  Pairs found;
  const auto theirs = words_.find(by);
  if (theirs == words_.end()) return found;
  for (const auto& [pair, words] : theirs->second) {
    const std::optional<Word>& word = words.in_force.match ? words.in_force.match : words.in_force.sameness;
    if (word && (pair.first == id || pair.second == id)) found.emplace(pair.first == id ? pair.second : pair.first, word->decision);
  }
  return found;
}

Result<DecisionBook::InForce> DecisionBook::on(const std::string& by, const std::string& id, const std::string& other) const {
  const auto lock = caught_up();
  if (!lock) return std::unexpected(lock.error());
  InForce found;
  const auto theirs = words_.find(by);
  if (theirs == words_.end()) return found;
  const auto words = theirs->second.find(std::minmax(id, other));
  if (words == theirs->second.end()) return found;
  if (words->second.in_force.match) found.match = words->second.in_force.match->decision;
  if (words->second.in_force.sameness) found.sameness = words->second.in_force.sameness->decision;
  return found;
}

Result<DecisionBook::Page> DecisionBook::list(const Wanted& wanted) const {
  const auto lock = caught_up();
  if (!lock) return std::unexpected(lock.error());
  std::vector<const Word*> words;
  if (const auto theirs = words_.find(wanted.by); theirs != words_.end())
    for (const auto& [pair, said] : theirs->second) {
      if (!wanted.record.empty() && pair.first != wanted.record && pair.second != wanted.record) continue;
      for (const std::optional<Word>* word : {&said.in_force.match, &said.in_force.sameness})
        if (*word && (wanted.verdict.empty() || (*word)->decision.verdict == wanted.verdict)) words.push_back(&**word);
    }
  std::ranges::sort(words, std::greater(), &Word::seq);
  Page page{{}, words.size(), reached_};
  const std::size_t size = std::max<std::size_t>(wanted.size, 1), number = std::max<std::size_t>(wanted.page, 1);
  const std::size_t end = std::min(words.size(), number * size);
  for (std::size_t i = (number - 1) * size; i < end; ++i) page.decisions.push_back(words[i]->decision);
  return page;
}

Result<void> name_undone(Decision& decision, const DecisionBook& book, const Vocabularies& vocabularies) {
  if (!decision.undoes.empty() || vocabularies.at("decision").resolve(decision.verdict) != "withdrawn") return {};
  const auto in_force = book.on(decision.by, decision.subject_id, decision.object_id);
  if (!in_force) return std::unexpected(in_force.error());
  if (in_force->match && in_force->sameness)
    return fail(ErrorCode::conflict, "undoes",
                fmt::format("two of your decisions on this pair are in force: {} and {}", in_force->match->verdict, in_force->sameness->verdict),
                "say which one is taken back: match or sameness");
  if (in_force->match) decision.undoes = kUndoesMatch;
  if (in_force->sameness) decision.undoes = kUndoesSameness;
  return {};
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
