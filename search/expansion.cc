// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/expansion.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

#include "indexer/text/normalize.h"
#include "indexer/text/segment.h"

namespace search {
namespace {

using indexer::text::Normalized;
using indexer::text::Segment;
using indexer::text::SegmentKind;

std::u16string units_of(const icu::UnicodeString& text, std::int32_t from, std::int32_t to) {
  return {text.getBuffer() + from, static_cast<std::size_t>(to - from)};
}

std::uint32_t beginning_of(const icu::UnicodeString& text, std::int32_t at) {
  return static_cast<std::uint32_t>(text.charAt(at)) << 16 | text.charAt(at + 1);
}

bool is_word_unit(char16_t unit) { return u_isalnum(unit) != 0 && !indexer::text::is_han(unit); }

// Whether a term may begin or end between the units before and at `at`.
bool parts_words(const icu::UnicodeString& text, std::int32_t at) {
  return at == 0 || at == text.length() || !is_word_unit(text.charAt(at - 1)) || !is_word_unit(text.charAt(at));
}

bool is_two_han(const icu::UnicodeString& text, std::int32_t from, std::int32_t to) {
  return to - from == 2 && indexer::text::is_han(text.charAt(from)) && indexer::text::is_han(text.charAt(from + 1));
}

}  // namespace

Expander::Expander(const corpus::Thesaurus& thesaurus) : edition_(thesaurus.edition) {
  for (const corpus::ThesaurusGroup& group : thesaurus.groups) {
    const auto number = static_cast<std::uint32_t>(groups_.size());
    for (std::uint32_t i = 0; i < group.terms.size(); ++i) {
      const icu::UnicodeString folded = indexer::text::normalize(group.terms[i]).text;
      if (folded.length() < 2) continue;  // one character says too little
      if (!terms_.try_emplace(units_of(folded, 0, folded.length()), Place{number, i}).second) continue;
      std::uint16_t& longest = longest_[beginning_of(folded, 0)];
      longest = std::max(longest, static_cast<std::uint16_t>(folded.length()));
    }
    groups_.push_back(group.terms);
  }
}

std::vector<Expansion> Expander::find(std::string_view text) const {
  std::vector<Expansion> found;
  if (terms_.empty()) return found;
  const Normalized normal = indexer::text::normalize(text);
  const icu::UnicodeString& folded = normal.text;
  std::vector<bool> word_bound;  // made where a term of two characters asks for it
  const auto is_word = [&](std::int32_t from, std::int32_t to) {
    if (word_bound.empty()) {
      word_bound.resize(static_cast<std::size_t>(folded.length()) + 1);
      for (const Segment& segment : indexer::text::segment(folded)) word_bound[static_cast<std::size_t>(segment.begin)] = word_bound[static_cast<std::size_t>(segment.end)] = true;
    }
    return word_bound[static_cast<std::size_t>(from)] && word_bound[static_cast<std::size_t>(to)];
  };
  std::vector<bool> taken(groups_.size());  // a group widens a question once
  for (std::int32_t from = 0; from + 1 < folded.length() && found.size() < kMost;) {
    const auto longest = longest_.find(beginning_of(folded, from));
    std::int32_t to = longest == longest_.end() || !parts_words(folded, from) ? from : std::min(folded.length(), from + longest->second);
    for (; to > from + 1; --to) {
      if (!parts_words(folded, to)) continue;
      const auto term = terms_.find(units_of(folded, from, to));
      if (term == terms_.end() || (is_two_han(folded, from, to) && !is_word(from, to))) continue;
      const auto [group, place] = term->second;
      if (!taken[group]) {
        Expansion one{normal.start[static_cast<std::size_t>(from)], normal.end[static_cast<std::size_t>(to - 1)], {}};
        for (std::uint32_t i = 0; i < groups_[group].size(); ++i)
          if (i != place) one.others.push_back(groups_[group][i]);
        found.push_back(std::move(one));
        taken[group] = true;
      }
      break;
    }
    from = to > from + 1 ? to : from + 1;
  }
  return found;
}

}  // namespace search
