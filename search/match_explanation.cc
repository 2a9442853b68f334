// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/match_explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "search/indexed_records.h"
#include "search/match_row.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;
using Clock = std::chrono::steady_clock;

struct Sought {
  Card card;
  bool blacklisted = false;  // an expert whom lists of matches leave out
};

// What the index has of the records, the one that asks first; not_found for what is not there or not for the asker, unavailable while a shard is
// away that may hold it.
Result<std::vector<Sought>> sought_of(ReaderPool& pool, const std::vector<std::string>& ids, bool see_hidden) {
  return pool.with([&](const IndexReader& reader) -> Result<std::vector<Sought>> {
    std::vector<Sought> all;
    for (const std::string& id : ids) {
      const auto document = seen_record(reader.database(), id, see_hidden);
      if (!document) return std::unexpected(not_in_index(reader, id));
      const corpus::Record record = whole_record_in(*document);
      all.push_back({make_card(record), integrity_of(record) == integrity::kBlacklisted});
    }
    return all;
  });
}

void add_once(const Notes& notes, Notes& out) {
  for (const Note& note : notes)
    if (std::ranges::none_of(out, [&](const Note& told) { return told.code == note.code && told.message == note.message; })) out.push_back(note);
}

// One direction for all of them, so that their scores are parts of one scale: evidence and a policy are not of every direction.
Result<void> check(const std::vector<Sought>& all) {
  const Card& asking = all.front().card;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const Card &card = all[i].card, &first = all[1].card;
    if (card.id == asking.id) return fail(ErrorCode::invalid_argument, card.id, "a record is no match of itself", "name another record");
    if (!target_between(asking.kind, card.kind))
      return fail(ErrorCode::invalid_argument, card.id,
                  fmt::format("there is no match from {} to {}", corpus::to_string(asking.kind), corpus::to_string(card.kind)));
    if (card.kind != first.kind)
      return fail(ErrorCode::invalid_argument, card.id,
                  fmt::format("{} is of kind {} and {} of kind {}: their scores have different scales", first.id, corpus::to_string(first.kind), card.id,
                              corpus::to_string(card.kind)),
                  "ask for each alone");
  }
  return {};
}

// A match of one candidate for each record after the first, which asks. What lists withhold is explained like any other: a record for which there is no
// explanation would tell everybody who is on the black list. Requires: check(all).
Result<std::vector<MatchResult>> ask(const Matcher& matcher, const MatchRequest& request, const std::vector<Sought>& all, Clock::time_point deadline) {
  const auto late = [&] { return fail(ErrorCode::timeout, "time_limit", fmt::format("the explanation took more than {} ms", request.time_limit.count())); };
  std::vector<MatchResult> results;
  for (std::size_t i = 1; i < all.size(); ++i) {
    MatchRequest one;
    one.id = all.front().card.id;
    one.to = *target_between(all.front().card.kind, all[i].card.kind);
    one.only = all[i].card.id;
    one.see_hidden = request.see_hidden;
    one.explain = false;  // told are signals, not reasons
    one.withhold = false;
    one.time_limit = std::chrono::floor<std::chrono::milliseconds>(deadline - Clock::now());
    if (one.time_limit.count() <= 0) return late();
    auto result = matcher.match(one);
    if (!result && result.error().code == ErrorCode::timeout) return late();
    if (!result) return std::unexpected(result.error());
    results.push_back(std::move(*result));
  }
  return results;
}

// For those who work here: why a record that is explained does not stand in the list.
void note_withheld(const std::vector<Sought>& all, Notes& notes) {
  std::vector<std::string> ids;
  for (std::size_t i = 1; i < all.size(); ++i)
    if (all[i].blacklisted) ids.push_back(all[i].card.id);
  if (ids.empty()) return;
  const std::string list = fmt::format("{}", fmt::join(ids, ", "));
  notes.push_back({"withheld", "黑名单上的专家，不列入匹配结果：" + list, "on the black list, so not listed among matches: " + list, 0, 0});
}

// Whether neither a commit nor other weights came between two of them.
bool of_one_state(const std::vector<MatchResult>& results) {
  return std::ranges::all_of(results, [&](const MatchResult& one) {
    const MatchResult& first = results.front();
    return one.generation == first.generation && one.seq == first.seq && one.weights->version == first.weights->version;
  });
}

}  // namespace

Result<MatchesExplained> explain_matches(ReaderPool& pool, const Matcher& matcher, const MatchRequest& request, const std::vector<std::string>& ids) {
  const auto deadline = Clock::now() + request.time_limit;
  std::vector<std::string> all_ids{request.id};
  all_ids.insert(all_ids.end(), ids.begin(), ids.end());
  const auto all = sought_of(pool, all_ids, request.see_hidden);
  if (!all) return std::unexpected(all.error());
  if (const auto checked = check(*all); !checked) return std::unexpected(checked.error());
  auto results = ask(matcher, request, *all, deadline);
  if (results && !of_one_state(*results)) results = ask(matcher, request, *all, deadline);
  if (!results) return std::unexpected(results.error());
  MatchesExplained out;
  if (request.see_hidden) note_withheld(*all, out.notes);
  for (std::size_t i = 0; i < results->size(); ++i) {
    MatchResult& result = (*results)[i];
    out.weights.merge(result.effective_weights);  // one without a candidate knows no `meaning`
    out.weights_version = result.weights->version;
    add_once(result.notes, out.notes);
    out.seq = i == 0 ? result.seq : std::min(out.seq, result.seq);
    out.generation = result.generation;
    if (result.matches.empty()) {
      Match none;
      none.card = (*all)[i + 1].card;
      out.records.push_back(std::move(none));
    } else {
      out.records.push_back(std::move(result.matches.front()));
    }
  }
  return out;
}

}  // namespace search
