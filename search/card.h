// SPDX-License-Identifier: GPL-3.0-or-later
// What a list shows of a record, as indexed: the words around a hit or a match.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "corpus/record.h"

namespace search {

struct Card {
  std::string id;
  corpus::Kind kind = corpus::Kind::achievement;
  std::string title;  // or name
  std::string owner;  // organisation
  std::string region;                          // codes; labels are the caller's business
  std::vector<std::string> field, industry, cooperation;
  std::string stage;
  std::optional<int> trl;
  bool trl_inferred = false;
  std::optional<int> year;
  std::string price;  // 面议, 50–80 万元, 预算 100 万元; empty where none is stated
  std::vector<std::string> keywords;
  std::string visibility, updated_at;
};

Card make_card(const corpus::Record& record);

}  // namespace search
