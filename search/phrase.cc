// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/phrase.h"

#include <algorithm>
#include <string>

#include "indexer/schema.h"

namespace search {
namespace {

using indexer::prefixed;
using indexer::text::Token;
using indexer::text::TokenKind;

bool has_position(const Token& token) {
  return token.kind == TokenKind::latin || token.kind == TokenKind::number || token.kind == TokenKind::compound;
}

}  // namespace

LoneCharacters::LoneCharacters(const std::vector<Token>& tokens) {
  for (const Token& token : tokens)
    if (token.kind == TokenKind::bigram) bigrams_.push_back({token.start, token.end});
  std::ranges::sort(bigrams_);
}

bool LoneCharacters::holds(const Token& token) const {
  if (token.kind != TokenKind::word || token.term.size() > 4) return false;
  const auto over = std::ranges::upper_bound(bigrams_, token.start, {}, [](const auto& bigram) { return bigram.second; });
  return over == bigrams_.end() || over->first >= token.end;
}

std::optional<Xapian::Query> joined(Xapian::Query::op by, const std::vector<Xapian::Query>& parts) {
  if (parts.empty()) return std::nullopt;
  return Xapian::Query(by, parts.begin(), parts.end());
}

std::optional<Xapian::Query> phrase_query(std::string_view text, std::string_view prefix, std::size_t& characters_seen, Characters& characters,
                                          int near) {
  std::vector<Xapian::Query> parts;
  std::vector<std::string> latin;
  std::uint32_t last = 0;
  const auto close_run = [&] {
    // A window is as wide as its words and what may stand between them.
    const auto window = static_cast<Xapian::termcount>(latin.size() + static_cast<std::size_t>(near));
    if (latin.size() == 1 && prefix.empty()) parts.emplace_back(latin.front());
    if (latin.size() > 1) parts.emplace_back(near > 0 ? Xapian::Query::OP_NEAR : Xapian::Query::OP_PHRASE, latin.begin(), latin.end(), window);
    latin.clear();
  };
  const std::vector<Token> tokens = indexer::text::analyze(text);
  const LoneCharacters lone_characters(tokens);
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::edge) continue;
    if (has_position(token)) {
      if (!latin.empty() && token.position == last) continue;  // a compound stands for its parts
      if (!latin.empty() && near == 0 && token.position != last + 1) close_run();
      last = token.position;
      if (near > 0 && std::ranges::find(latin, token.term) != latin.end()) continue;  // the same place would do for both
      latin.push_back(token.term);
      if (!prefix.empty()) parts.emplace_back(prefixed(prefix, token.term));
      continue;
    }
    const bool lone = lone_characters.holds(token);
    if (token.kind == TokenKind::word && !lone) continue;
    parts.push_back(lone && characters_seen++ < kMaxCharacters ? characters.held(prefixed(prefix, token.term)) : Xapian::Query(prefixed(prefix, token.term)));
  }
  close_run();
  return joined(Xapian::Query::OP_AND, parts);
}

}  // namespace search
