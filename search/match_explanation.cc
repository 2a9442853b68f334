// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/match_explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "corpus/record_json.h"
#include "search/indexed_records.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

// What the index has of the records, the one that asks first; not_found for what is not there or not for the asker.
Result<std::vector<Card>> cards_of(ReaderPool& pool, const std::vector<std::string>& ids, bool see_hidden) {
  return pool.with([&](const IndexReader& reader) -> Result<std::vector<Card>> {
    std::vector<Card> cards;
    for (const std::string& id : ids) {
      const auto document = seen_record(reader.database(), id, see_hidden);
      if (!document) return fail(ErrorCode::not_found, id, "there is no record with this id in the index");
      const auto record = corpus::record_from_text(document->get_data());
      if (!record) return std::unexpected(record.error());
      cards.push_back(make_card(*record));
    }
    return cards;
  });
}

void add_once(const Notes& notes, Notes& out) {
  for (const Note& note : notes)
    if (std::ranges::none_of(out, [&](const Note& told) { return told.code == note.code && told.message == note.message; })) out.push_back(note);
}

// One direction for all of them, so that their scores are parts of one scale: evidence and a policy are not of every direction.
Result<void> check(const std::vector<Card>& cards) {
  const Card& asking = cards.front();
  for (std::size_t i = 1; i < cards.size(); ++i) {
    const Card& card = cards[i];
    if (card.id == asking.id) return fail(ErrorCode::invalid_argument, card.id, "a record is no match of itself", "name another record");
    if (!target_between(asking.kind, card.kind))
      return fail(ErrorCode::invalid_argument, card.id,
                  fmt::format("there is no match from {} to {}", corpus::to_string(asking.kind), corpus::to_string(card.kind)));
    if (card.kind != cards[1].kind)
      return fail(ErrorCode::invalid_argument, card.id,
                  fmt::format("{} is of kind {} and {} of kind {}: their scores have different scales", cards[1].id, corpus::to_string(cards[1].kind), card.id,
                              corpus::to_string(card.kind)),
                  "ask for each alone");
  }
  return {};
}

// A match of one candidate for each card after the first, which asks. Requires: check(cards).
Result<std::vector<MatchResult>> ask(const Matcher& matcher, const MatchRequest& request, const std::vector<Card>& cards) {
  std::vector<MatchResult> results;
  for (std::size_t i = 1; i < cards.size(); ++i) {
    MatchRequest one;
    one.id = cards.front().id;
    one.to = *target_between(cards.front().kind, cards[i].kind);
    one.only = cards[i].id;
    one.see_hidden = request.see_hidden;
    one.time_limit = request.time_limit;
    auto result = matcher.match(one);
    if (!result) return std::unexpected(result.error());
    results.push_back(std::move(*result));
  }
  return results;
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
  std::vector<std::string> all{request.id};
  all.insert(all.end(), ids.begin(), ids.end());
  const auto cards = cards_of(pool, all, request.see_hidden);
  if (!cards) return std::unexpected(cards.error());
  if (const auto checked = check(*cards); !checked) return std::unexpected(checked.error());
  auto results = ask(matcher, request, *cards);
  if (results && !of_one_state(*results)) results = ask(matcher, request, *cards);
  if (!results) return std::unexpected(results.error());
  MatchesExplained out;
  for (std::size_t i = 0; i < results->size(); ++i) {
    MatchResult& result = (*results)[i];
    out.weights.merge(result.effective_weights);  // one without a candidate knows no `meaning`
    out.weights_version = result.weights->version;
    add_once(result.notes, out.notes);
    out.seq = i == 0 ? result.seq : std::min(out.seq, result.seq);
    out.generation = result.generation;
    if (result.matches.empty()) {
      Match none;
      none.card = (*cards)[i + 1];
      out.records.push_back(std::move(none));
    } else {
      out.records.push_back(std::move(result.matches.front()));
    }
  }
  return out;
}

}  // namespace search
