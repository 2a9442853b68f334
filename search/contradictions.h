// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of one record or text that cannot all be meant: two bounds that nothing meets, a lower bound above its upper one, a unit that contradicts another
// or the parameter itself. One place finds them, and import, `indicators`, coach and match tell them in the same words.
//
// Pure: no index, no store, no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/diagnostic.h"
#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "indexer/indicators.h"
#include "search/match_reasons.h"

namespace search {

struct Contradiction {
  std::string code;   // indicators_contradict, indicator_reversed, indicator_unread or indicator_dimension
  std::string field;  // wire name; "indicators[2]" for one of the list; "text" for running text
  std::optional<TextPlace> place;    // none where the list names nothing that could be shown
  std::string message, message_en;   // what, naming the figures
  std::string hint, hint_en;         // how to mend it
  bool is_unread = false;            // one of the list that cannot be compared, which a match says anyway
};

// In the order of the list, then of the text. Of an achievement's running text, which tells also what others reach and what was before, no two figures are held
// against each other. Records without indicators have none. Cost: reads the text once; the figures of a record pair by pair (indexer::kMostOfARecord).
std::vector<Contradiction> contradictions_of(const corpus::Record& record, const corpus::Vocabularies& lists);

// Of running text, read as a need's.
std::vector<Contradiction> contradictions_of(std::string_view text, const corpus::Vocabularies& lists);

// Of what a need asks in figures (indexer::indicators_of), those that cannot be meant: true for both of two bounds that nothing meets, and for a unit that does
// not fit its parameter. Nothing can be held against them, and nobody can be asked for them. One for each of `asked`. Cost: pair by pair, no text is read.
std::vector<bool> contradictory(const std::vector<indexer::RecordIndicator>& asked, const corpus::Vocabularies& lists);

// `asked` without them.
std::vector<indexer::RecordIndicator> without_contradictions(std::vector<indexer::RecordIndicator> asked, const corpus::Vocabularies& lists);

// contradictions_of() as warnings, for corpus::Intake: the field in the words of the forms, and the bytes.
corpus::Diagnostics contradictions_as_warnings(const corpus::Record& record, const corpus::Vocabularies& lists);

// "（key_tech 31–53）"; empty without a place.
std::string place_in_brackets(const Contradiction& one);

}  // namespace search
