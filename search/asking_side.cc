// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/asking_side.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "indexer/indicators.h"
#include "search/coach_record.h"
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
  if (!document) return std::unexpected(not_in_index(reader, id, "check the id; a record just submitted waits for review"));
  return whole_record_in(*document);
}

void read_indicators(AskingSide& asking, const corpus::Vocabularies& vocabularies, Notes& notes) {
  std::vector<indexer::UnreadIndicator> unread;
  asking.facts.indicators = indexer::indicators_of(*asking.record, vocabularies, &unread);
  if (asking.kind == Kind::need) asking.facts.indicators = without_contradictions(std::move(asking.facts.indicators), vocabularies);
  for (const indexer::UnreadIndicator& one : unread) {
    if (one.why == indexer::text::UnreadWhy::no_figure) continue;  // 符合国标 is an indicator too, though nothing to compare
    notes.push_back({"indicator_not_compared", fmt::format("指标“{}”不参与比较：{}", one.name, message_of(one.why)),
                     fmt::format("indicator \"{}\" is not compared: {}", one.name, message_en_of(one.why)), 0, 0});
  }
}

// Asked for are both of them, so that nothing can meet the text as it stands: of a need they are left aside.
void note_contradictions(const std::vector<Contradiction>& all, Kind kind, Notes& notes) {
  const bool aside = kind == Kind::need;
  std::size_t told = 0;
  for (const Contradiction& one : all) {
    if (one.is_unread) continue;  // said already: it is not compared
    if (++told > kMostContradictionsTold) break;
    const std::string place = place_in_brackets(one);
    notes.push_back({one.code, fmt::format("{}{}{}；{}", one.message, place, aside ? "，不参与比较" : "", one.hint),
                     fmt::format("{}{}{}; {}", one.message_en, place, aside ? ", so not compared" : "", one.hint_en), 0, 0});
  }
}

// A need that is a field's name and no more: what shares the name comes first, whatever it is good for. As coach says it of a title.
void note_title_alone(const std::string& text, const corpus::Vocabularies& vocabularies, Notes& notes) {
  const auto advice = advise_on_title(text, vocabularies);
  if (!advice || advice->code != "title_is_field") return;  // of words that tell nothing apart the search itself says so
  notes.push_back({"title_alone", "需求没有说明要解决什么，只按名称里的词匹配，排序没有多少依据；" + advice->hint,
                   "the need does not say what is to be solved: it is matched by the words of its title alone, which order little; " + advice->hint_en, 0, 0});
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
    if (asking.kind != Kind::need) return asking;
    const std::string& text = asking.text.texts.front();
    asking.facts.indicators = without_contradictions(indexer::indicators_of(text, "text", vocabularies), vocabularies);
    if (!request.explain) return asking;
    note_contradictions(contradictions_of(text, vocabularies), asking.kind, notes);
    note_title_alone(text, vocabularies, notes);
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
  if (request.explain) note_contradictions(contradictions_of(*asking.record, vocabularies), asking.kind, notes);
  const bool title_alone = asking.kind == Kind::need && asking.text.texts.size() == 1 && !asking.facts.states_indicators;
  if (request.explain && title_alone) note_title_alone(asking.text.texts.front(), vocabularies, notes);
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
