// SPDX-License-Identifier: GPL-3.0-or-later
// What the index knows of the organisations behind needs and achievements.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "search/deadline.h"
#include "search/index_reader.h"

namespace search {

struct OwnerFacts {
  std::string integrity;             // code, or empty
  std::optional<double> innovation;  // 0–100
};
using Owners = std::map<std::string, OwnerFacts>;  // by id

// Of these ids, those enterprises that this reader may see. One question and one document each. Throws TimeUp; may throw Xapian::Error.
Owners owners_of(const IndexReader& reader, const std::set<std::string>& ids, bool see_hidden, Watch& watch);

}  // namespace search
