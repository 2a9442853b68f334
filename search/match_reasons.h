// SPDX-License-Identifier: GPL-3.0-or-later
// Why a match was proposed: what each signal saw, in the words of the vocabularies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/vocabulary.h"
#include "search/evidence.h"
#include "search/signals/region_policy.h"
#include "search/signals/signal.h"

namespace search {

// A piece of a field's text: bytes of indexer::text_of(record, field), or of the text that was given where field is "text".
struct TextPlace {
  std::string field;
  std::uint32_t begin = 0, end = 0;
  bool operator==(const TextPlace&) const = default;
};

// What both texts say, as the asking side writes it, and where either does.
struct SharedPhrase {
  std::string text;
  TextPlace asking, found;
  bool operator==(const SharedPhrase&) const = default;
};

// Of a match, no more phrases are told with their places; the sentence names the first of them.
inline constexpr std::size_t kMostPhrases = 10;
inline constexpr std::size_t kMostPhrasesSaid = 6;

struct Reason {
  std::string signal;
  std::string message, message_en;
  std::optional<TextPlace> asking{}, found{};  // where either side says it, in its own words; of several phrases, the first
  std::vector<SharedPhrase> phrases{};         // of the signal text: at most kMostPhrases, the longest first
};

// The two sides of a match, as it was asked.
struct MatchedPair {
  const Facts& asking;
  const Facts& found;
  bool asked_by_need = true;  // else the need is the side that was found
  const std::vector<SharedPhrase>& phrases;  // that both sides hold
  const std::vector<Testimony>& evidence;  // of an expert that was found; empty where none was asked for
  corpus::Day today{};                   // deadlines are counted to it
  const RegionPolicy* policy = nullptr;  // and what a favoured pair gains by it
  double policy_weight = 0;
};

// One reason for each signal that has something to say; `values` are the signals' by name. A signal that does not apply says nothing.
std::vector<Reason> reasons_of(const MatchedPair& pair, const std::map<std::string, Value>& values, const corpus::Vocabularies& lists);

}  // namespace search
