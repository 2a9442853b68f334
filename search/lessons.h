// SPDX-License-Identifier: GPL-3.0-or-later
// From recorded decisions to judgments that can teach: which decisions count, which do not and why.
//
// What somebody shortlisted or dismissed counts while it is in force (corpus/words_on_pair.h): until they decide anew or take it back. Where several people
// have a word in force on a pair, the latest of these counts: one judgment for each pair. A shortlisted match counts as wanted. A dismissed one
// counts as not wanted only where its reason is about relevance; price, terms, timing, conflicts and the quality of a description count neither way.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/store.h"
#include "search/learning.h"

namespace search {

enum class LeftOut {
  reason,       // dismissed for what does not bear on relevance; the reason's code stands beside it
  withdrawn,    // taken back, and what was
  replaced,     // decided anew later, or by somebody else later
  same_record,  // about two records being the same one
  no_need,      // not about a need and a result or an expert
  not_matched,  // the pair has no match: not in the index, no shared word, or an expert whom lists withhold
};
std::string_view to_string(LeftOut why);

struct Lessons {
  std::size_t decisions = 0;  // all of them: as many as judgments and left out ones together
  std::vector<Judgment> judgments;
  std::map<std::pair<LeftOut, std::string>, std::size_t> left_out;
};

// The kind of a record; nullopt where there is no such record.
using KindOf = std::function<corpus::Result<std::optional<corpus::Kind>>(const std::string& id)>;
// The signals of a need and what may be matched with it, meaning within the text; nullopt where they have no match.
using ValuesOf = std::function<corpus::Result<std::optional<SignalValues>>(const std::string& need, MatchTarget to, const std::string& other)>;

// `in_order`: as they were written. damaged where the list of reasons names a signal that decisions may not move.
corpus::Result<Lessons> lessons_of(const std::vector<corpus::Decision>& in_order, const corpus::Vocabulary& reasons, const KindOf& kind_of,
                                   const ValuesOf& values_of);

// The published decisions of a store in the order of their writing. One that cannot be read is passed over: the store's own check names it.
corpus::Result<std::vector<corpus::Decision>> decisions_of(const corpus::Store& store);

// From the store, and from the generation of the index that is in force; both outlive the function.
KindOf kinds_by(const corpus::Store& store);
ValuesOf values_by(const Matcher& matcher, std::chrono::milliseconds time_limit);

}  // namespace search
