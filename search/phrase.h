// SPDX-License-Identifier: GPL-3.0-or-later
// Words that have to stand as they are written: side by side, or near each other.
#pragma once

#include <xapian.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/text/analyzer.h"
#include "search/characters.h"

namespace search {

inline constexpr std::size_t kMaxCharacters = 32;  // characters asked for alone in one question, each up to Characters::kMost terms

// Tokens that stand for one Han character between other things: 镁, or the 水 of "pH 水". Bigrams come in the order of the text, so one that covers a
// token is found by halving.
class LoneCharacters {
 public:
  explicit LoneCharacters(const std::vector<indexer::text::Token>& tokens);
  bool holds(const indexer::text::Token& token) const;

 private:
  std::vector<std::pair<std::size_t, std::size_t>> bigrams_;
};

// One query of several parts; nothing where there are none.
std::optional<Xapian::Query> joined(Xapian::Query::op by, const std::vector<Xapian::Query>& parts);

// A phrase: all of its bigrams, and its Latin words side by side by position, or with at most `near` others among them in any order. Bigrams have no
// positions (docs/decisions/0006), so characters of a long Han phrase could in rare cases stand apart. Nothing where the text has no terms: marks alone
// ask for nothing. Words of a field have none either: of title:"deep learning" the title must hold both words, and some field both side by side. `characters_seen` counts those asked for alone, over the whole question.
std::optional<Xapian::Query> phrase_query(std::string_view text, std::string_view prefix, std::size_t& characters_seen, Characters& characters,
                                          int near = 0);

}  // namespace search
