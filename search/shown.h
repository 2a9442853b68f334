// SPDX-License-Identifier: GPL-3.0-or-later
// What a list of matches says of one pair at this moment. A decision remembers it, since the generation it was read from is removed some day.
#pragma once

#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/store.h"
#include "search/matcher.h"

namespace search {

struct Shown {
  std::string generation;
  corpus::Seq seq = 0;
  std::string weights_version;
  std::vector<std::string> reasons;  // in Chinese, as shown; none where the pair has no match, or is not in the index
};

// Thread-safe. Cost: one match of one candidate. Errors: unavailable, timeout.
corpus::Result<Shown> shown_of_pair(ReaderPool& pool, const Matcher& matcher, const std::string& subject_id, const std::string& object_id, bool see_hidden);

// Writes what was shown into a decision.
void remember(const Shown& shown, corpus::Decision& decision);

}  // namespace search
