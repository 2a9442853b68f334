// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/other_forms.h"

#include <algorithm>

#include "indexer/schema.h"
#include "search/phrase.h"

namespace search {
namespace {

using indexer::prefixed;
using indexer::text::Token;
using indexer::text::TokenKind;

bool is_figure_sign(char c) { return (c >= '0' && c <= '9') || c == '.'; }
bool is_plain_letter(char c) { return c >= 'a' && c <= 'z'; }

Xapian::Query side_by_side(const std::string& first, const std::string& second, std::string_view prefix) {
  // Under a field's prefix nothing has a place: both there, and side by side anywhere.
  const std::string pair[] = {first, second};
  const Xapian::Query phrase(Xapian::Query::OP_PHRASE, std::begin(pair), std::end(pair), 2);
  if (prefix.empty()) return phrase;
  const Xapian::Query there[] = {phrase, Xapian::Query(prefixed(prefix, first)), Xapian::Query(prefixed(prefix, second))};
  return Xapian::Query(Xapian::Query::OP_AND, std::begin(there), std::end(there));
}

// 120kw of 一百二十千瓦 is also 120 kW.
OtherForm of_count(const Token& token, std::string_view prefix) {
  OtherForm form{token.start, token.end, false, Xapian::Query(prefixed(prefix, token.term)), {token.term}};
  const auto unit = std::ranges::find_if_not(token.term, is_figure_sign);
  if (unit == token.term.begin() || unit == token.term.end() || !std::all_of(unit, token.term.end(), is_plain_letter)) return form;
  const std::string figure(token.term.begin(), unit), letters(unit, token.term.end());
  form.held = Xapian::Query(Xapian::Query::OP_OR, form.held, side_by_side(figure, letters, prefix));
  return form;
}

// Letters before a number say whose it is, 316L by itself which it is.
OtherForm of_parts(const Token& first, const Token& second, std::string_view prefix) {
  const bool named = is_plain_letter(first.term.front()) && std::ranges::any_of(second.term, is_plain_letter);
  if (named) return {first.start, second.end, false, Xapian::Query(prefixed(prefix, second.term)), {second.term}};
  return {first.start, second.end, false, side_by_side(first.term, second.term, prefix), {first.term, second.term}};
}

// Whether a count is a figure and characters that stand alone, as 3轴 and 第3代 are.
bool is_of_single_characters(const std::vector<Token>& tokens, std::size_t count, const LoneCharacters& lone) {
  bool character = false;
  for (std::size_t i = count + 1; i < tokens.size() && tokens[i].start < tokens[count].end; ++i) {
    const Token& token = tokens[i];
    if (token.kind == TokenKind::edge || is_other_form(token.kind)) continue;
    if (lone.holds(token))
      character = token.end == tokens[count].end || character;
    else if (token.kind != TokenKind::number)
      return false;
  }
  return character;
}

}  // namespace

OtherForms::OtherForms(const std::vector<Token>& tokens, std::string_view prefix) {
  const LoneCharacters lone(tokens);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind == TokenKind::count) {
      all_.push_back(of_count(token, prefix));
      all_.back().instead = is_of_single_characters(tokens, i, lone);
    } else if (token.kind == TokenKind::part && i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::part && tokens[i + 1].position == token.position + 1) {
      all_.push_back(of_parts(token, tokens[i + 1], prefix));
      parted_.push_back({token.start, tokens[i + 1].end});
      ++i;
    }
  }
}

const OtherForm* OtherForms::over(const Token& token) const {
  auto after = std::ranges::upper_bound(all_, token.start, {}, &OtherForm::start);
  if (after == all_.begin()) return nullptr;
  const OtherForm& form = *std::prev(after);
  return token.end <= form.end ? &form : nullptr;
}

bool OtherForms::is_parted(const Token& token) const {
  const auto after = std::ranges::upper_bound(parted_, token.start, {}, &Parted::start);
  if (after == parted_.begin()) return false;
  const Parted& whole = *std::prev(after);
  return token.kind == TokenKind::part ? token.end <= whole.end : token.start == whole.start && token.end == whole.end;
}

}  // namespace search
