// SPDX-License-Identifier: GPL-3.0-or-later
// What a need or a result lacks before it is published, as far as the record itself shows: advice with its place and how to mend it. It blocks nothing.
//
// Pure: no index, no store, no clock. coach.h adds what only the index can tell.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/diagnostic.h"
#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "search/match_reasons.h"

namespace search {

struct Advice {
  corpus::Severity severity = corpus::Severity::warning;  // error: refused as it stands; warning: mend it before publication; note: would help
  std::string code{};                                     // stable word, such as "title_is_field"
  std::string field{};                                    // wire name; "indicators[2]" for one of a list; never empty
  std::optional<TextPlace> place{};                       // where in the text, if it is a part of it
  std::string message{}, message_en{};                    // what
  std::string hint{}, hint_en{};                          // how to mend it
};

struct RecordAdvice {
  corpus::Record record;            // with words of closed lists resolved; to be matched only where nothing is refused
  std::size_t required = 0;         // fields the form asks for; an id, which is given later, does not count
  std::size_t given = 0;            // of those, the ones that are filled in
  std::vector<Advice> advice;       // the gravest first, then in the order of the form
  bool refused = false;             // the intake would refuse it as it stands
};

// `reading` holds what reading it from JSON had to say. Requires: a need or an achievement. Cost: linear in the text. Any text will do.
RecordAdvice advise(corpus::Record record, const corpus::Diagnostics& reading, const corpus::Vocabularies& lists);

// A title that names a field, an industry or nothing at all: 新材料技术, 关于污水处理的技术难题; as a note, one that names a thing and no matter: 传感器技术. nullopt where it
// says more, is empty or is over 200 characters.
std::optional<Advice> advise_on_title(std::string_view title, const corpus::Vocabularies& lists);

// Indicators: none, those that cannot be compared, without a unit or a condition that their parameter needs, and two that no result can meet together.
std::vector<Advice> advise_on_indicators(const corpus::Record& record, const corpus::Vocabularies& lists);

}  // namespace search
