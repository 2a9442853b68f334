// SPDX-License-Identifier: GPL-3.0-or-later
// Why a match was proposed: what each signal saw, in the words of the vocabularies.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "corpus/vocabulary.h"
#include "search/signals/signal.h"

namespace search {

struct Reason {
  std::string signal;
  std::string message, message_en;
};

// The two sides of a match, as it was asked.
struct MatchedPair {
  const Facts& asking;
  const Facts& found;
  bool asked_by_need = true;  // else the need is the side that was found
  const std::vector<std::string>& words;  // runs of text that both sides hold
};

// One reason for each signal that has something to say; `values` are the signals' by name. A signal that does not apply says nothing.
std::vector<Reason> reasons_of(const MatchedPair& pair, const std::map<std::string, Value>& values, const corpus::Vocabularies& lists);

}  // namespace search
