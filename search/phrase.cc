// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/phrase.h"

#include <algorithm>
#include <string>

#include "indexer/schema.h"
#include "search/other_forms.h"

namespace search {
namespace {

using indexer::prefixed;
using indexer::text::Token;
using indexer::text::TokenKind;

bool has_position(const Token& token) {
  return token.kind == TokenKind::latin || token.kind == TokenKind::number || token.kind == TokenKind::compound || token.kind == TokenKind::part;
}

Xapian::Query either(const Xapian::Query& held, const OtherForm& form) { return Xapian::Query(Xapian::Query::OP_OR, held, form.held); }

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
  const OtherForms forms(tokens, prefix);
  const OtherForm* asked = nullptr;  // last, instead of what it is a form of
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::edge || token.kind == TokenKind::count) continue;
    const bool parted = forms.is_parted(token);
    if (parted && token.kind != TokenKind::part) continue;  // its parts say it, and 150 mm as well
    const OtherForm* const form = parted || near > 0 ? nullptr : forms.over(token);
    if (form != nullptr && form->instead) {
      if (form != asked) parts.push_back(form->held);
      asked = form;
      continue;
    }
    if (form != nullptr && token.kind == TokenKind::number) {
      close_run();
      last = token.position;
      parts.push_back(either(Xapian::Query(prefixed(prefix, token.term)), *form));
      continue;
    }
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
    Xapian::Query held = lone && characters_seen++ < kMaxCharacters ? characters.held(prefixed(prefix, token.term)) : Xapian::Query(prefixed(prefix, token.term));
    parts.push_back(form != nullptr ? either(held, *form) : std::move(held));
  }
  close_run();
  return joined(Xapian::Query::OP_AND, parts);
}

}  // namespace search
