// SPDX-License-Identifier: GPL-3.0-or-later
// The indicators of a record, out of its list and out of its running text, with what comparing them needs, and their form in a value slot.
//
// Read once, when a record is indexed: a match takes them from the slot and reads no text again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "indexer/indicator_condition.h"
#include "indexer/text/given_indicator.h"
#include "indexer/text/indicator.h"

namespace indexer {

struct RecordIndicator {
  text::StatedIndicator stated;    // begin and end: bytes of text_of(record, field)
  std::string field;               // "indicators" for one of the list
  std::string parameter;           // code of the vocabulary parameter; empty where no row of it holds the name
  std::string about;               // what the name says besides, folded: cod of COD去除率; the whole name where `parameter` is empty
  std::vector<std::string> words;  // terms of the name where `parameter` is empty
  std::vector<ConditionFigure> under;  // figures of the condition
  bool operator==(const RecordIndicator&) const = default;
};

// One of a record's list that cannot be compared, and why.
struct UnreadIndicator {
  std::size_t index = 0;  // in the list
  std::string name;
  text::UnreadWhy why = text::UnreadWhy::no_figure;
};

// A figure of the running text that contradicts itself.
struct UnreadInText {
  std::string field;
  text::UnreadFigure figure;  // begin and end: bytes of text_of(record, field)
};

// No record carries more into its slot; those of the list come first.
inline constexpr std::size_t kMostOfARecord = 60;

// In the order of the list, then of the text, each said once: of a need also what its text asks again in other words (same_demand of indicator_agreement.h);
// the list stands. A condition that a name of the list begins with stands in `condition` (45 ℃循环800次保持率 → 保持率 under 45 ℃循环800次). Of a need only
// what it asks for is read (key_tech and goal, not problem and existing_basis), and a level that is to be reached as the bound it means (准确率达到95%: ≥); of an
// achievement summary, innovation points and applications. `unread`, where given, gets those of the list that say nothing certain; `in_text` what contradicts
// itself in the text. Cost: linear in the text; of a need besides the square of what it states.
std::vector<RecordIndicator> indicators_of(const corpus::Record& record, const corpus::Vocabularies& lists, std::vector<UnreadIndicator>* unread = nullptr,
                                           std::vector<UnreadInText>* in_text = nullptr);

// Of text that is no record's, as a need's; `field` as given.
std::vector<RecordIndicator> indicators_of(std::string_view text, std::string_view field, const corpus::Vocabularies& lists,
                                           std::vector<UnreadInText>* in_text = nullptr);

// A row per indicator, columns separated by tabs: FORMAT.md, "Indicators". What from_slot cannot read is left out.
std::string to_slot(const std::vector<RecordIndicator>& indicators);
std::vector<RecordIndicator> from_slot(std::string_view slot);

}  // namespace indexer
