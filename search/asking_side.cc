// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/asking_side.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "indexer/indicators.h"
#include "search/contradictions.h"
#include "search/indexed_records.h"
#include "search/match_facts.h"

namespace search {
namespace {

constexpr std::size_t kMostContradictionsTold = 5;

using corpus::ErrorCode;
using corpus::fail;
using corpus::Kind;
using corpus::Record;
using corpus::Result;

Result<Record> indexed(const IndexReader& reader, const std::string& id, bool see_hidden) {
  const auto document = seen_record(reader.database(), id, see_hidden);
  if (!document) return fail(ErrorCode::not_found, id, "no such record in the index", "check the id; a record just submitted waits for review");
  return whole_record_in(*document);
}

void read_indicators(AskingSide& asking, const corpus::Vocabularies& vocabularies, Notes& notes) {
  std::vector<indexer::UnreadIndicator> unread;
  asking.facts.indicators = indexer::indicators_of(*asking.record, vocabularies, &unread);
  for (const indexer::UnreadIndicator& one : unread) {
    if (one.why == indexer::text::UnreadWhy::no_figure) continue;  // 符合国标 is an indicator too, though nothing to compare
    notes.push_back({"indicator_not_compared", fmt::format("指标“{}”不参与比较：{}", one.name, message_of(one.why)),
                     fmt::format("indicator \"{}\" is not compared: {}", one.name, message_en_of(one.why)), 0, 0});
  }
}

// Asked for are both of them, so that nothing can meet the text as it stands.
void note_contradictions(const std::vector<Contradiction>& all, Notes& notes) {
  std::size_t told = 0;
  for (const Contradiction& one : all) {
    if (one.is_unread) continue;  // said already: it is not compared
    if (++told > kMostContradictionsTold) break;
    const std::string place = place_in_brackets(one);
    notes.push_back({one.code, one.message + place + "；" + one.hint, fmt::format("{}{}; {}", one.message_en, place, one.hint_en), 0, 0});
  }
}

void keep_beginnings(AskingText& asking, Notes& notes) {
  if (asking.keep_beginnings())
    notes.push_back({"too_long", fmt::format("所给文字太长，只按前 {} 字节匹配", kMaxAskingBytes),
                     fmt::format("the text is too long: matched by its first {} bytes", kMaxAskingBytes), 0, 0});
}

}  // namespace

Result<AskingSide> read_asking_side(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const MatchRequest& request, Notes& notes) {
  const int given = static_cast<int>(!request.id.empty()) + static_cast<int>(request.draft.has_value()) + static_cast<int>(!request.text.empty());
  if (given != 1)
    return fail(ErrorCode::invalid_argument, "id", "exactly one of id, record and text is needed", "give the id of a stored record, or a draft, or text");
  AskingSide asking;
  if (!request.text.empty()) {
    asking.kind = request.to == MatchTarget::similar ? Kind::achievement : Kind::need;
    asking.text = AskingText(request.text);
    keep_beginnings(asking.text, notes);
    if (asking.kind == Kind::need) asking.facts.indicators = indexer::indicators_of(asking.text.texts.front(), "text", vocabularies);
    if (asking.kind == Kind::need && request.explain) note_contradictions(contradictions_of(asking.text.texts.front(), vocabularies), notes);
    return asking;
  }
  if (request.draft) {
    asking.record = *request.draft;
  } else {
    auto stored = indexed(reader, request.id, request.see_hidden);
    if (!stored) return std::unexpected(stored.error());
    asking.record = std::move(*stored);
  }
  asking.kind = corpus::kind_of(*asking.record);
  asking.text = AskingText(*asking.record);
  asking.facts = facts_of(*asking.record);
  read_indicators(asking, vocabularies, notes);
  if (request.explain) note_contradictions(contradictions_of(*asking.record, vocabularies), notes);
  keep_beginnings(asking.text, notes);
  return asking;
}

Kind kind_of_target(MatchTarget target, Kind asking) {
  switch (target) {
    case MatchTarget::achievement: return Kind::achievement;
    case MatchTarget::need: return Kind::need;
    case MatchTarget::expert: return Kind::expert;
    case MatchTarget::similar: return asking;
  }
  return asking;
}

}  // namespace search
