// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/clause.h"

#include <algorithm>

#include "indexer/text/parameter_name.h"

namespace indexer::text {
namespace {

constexpr std::size_t kFarBack = 60;  // signs of a clause that are looked at before a figure

bool ends_sentence(char32_t c) { return std::u32string_view(U"。!?\n|").find(c) != std::u32string_view::npos; }

}  // namespace

bool ends_clause(char32_t c) { return std::u32string_view(U"，,。;!?\n\r|；！？\uFFFD").find(c) != std::u32string_view::npos; }

Clauses::Clauses(const Signs& signs, const std::vector<Figure>& figures) : signs_(signs), text_(signs.all()), figures_(figures) {
  partner_.assign(text_.size(), 0);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == U'(') open.push_back(i);
    if (text_[i] != U')' || open.empty()) continue;
    if (const std::size_t from = open.back(); i - from <= kLongBracket) {
      partner_[i] = static_cast<std::uint32_t>(from + 1);
      partner_[from] = static_cast<std::uint32_t>(i + 1);
    }
    open.pop_back();
  }
}

std::optional<std::size_t> Clauses::partner(std::size_t at) const {
  return at < partner_.size() && partner_[at] > 0 ? std::optional<std::size_t>(partner_[at] - 1) : std::nullopt;
}

Range Clauses::balanced(Range range) const {
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (text_[i] != U'(' && text_[i] != U')') continue;
    const auto other = partner(i);
    if (text_[i] == U')' && (!other || *other < range.begin)) range.begin = other.value_or(i + 1);
    if (text_[i] == U'(' && (!other || *other >= range.end)) range.end = i;
  }
  return range;
}

bool Clauses::ends_between(std::size_t from, std::size_t to) const { return std::ranges::any_of(signs_.part(from, to), ends_clause); }

Place Clauses::place_of(std::size_t i, std::size_t stop) const {
  const Figure& f = figures_[i];
  Place place;
  std::size_t p = f.begin, j = i;  // figures below j end before p
  while (p > 0 && f.begin - p < kFarBack) {
    while (j > 0 && figures_[j - 1].begin >= p) --j;
    if (j > 0 && figures_[j - 1].end >= p) {
      p = std::max(p, read_behind(text_, figures_[j - 1].end).end);
      break;
    }
    const char32_t c = text_[p - 1];
    if (c == U')') {
      const auto open = partner(p - 1);
      if (!open || is_number_of_a_list(*open, p - 1)) break;
      p = *open;
      continue;
    }
    if (c == U'(' || c == U'、' || ends_clause(c)) break;
    --p;
  }
  place.from = std::min(stop <= f.begin ? std::max(p, stop) : p, f.begin);
  place.before = read_before(text_, place.from, f.begin);
  place.behind = read_behind(text_, f.end);
  place.name_end = place.before.begin;
  std::size_t close = place.name_end;
  while (close > place.from && text_[close - 1] == U' ') --close;
  if (close > place.from && text_[close - 1] == U')') {
    if (const auto open = partner(close - 1); open && *open >= place.from) {
      place.bracket = {*open + 1, close - 1};
      place.name_end = *open;
    }
  }
  return place;
}

// （2）, 3): what stands behind begins anew.
bool Clauses::is_number_of_a_list(std::size_t open, std::size_t close) const {
  const auto inside = signs_.part(open + 1, close);
  const auto counts = [](char32_t c) { return is_digit(c) || std::u32string_view(U"一二三四五六七八九十").find(c) != std::u32string_view::npos; };
  return !inside.empty() && inside.size() < 4 && std::ranges::all_of(inside, counts);
}

Range Clauses::named(std::size_t from, std::size_t to) const {
  if (from >= to) return {};
  const auto [begin, end] = name_in(signs_.part(from, to));
  return {from + begin, from + end};
}

Range Clauses::topic(std::size_t from) const {
  std::size_t begin = from;
  while (begin > 0 && from - begin < kFarBack && !ends_sentence(text_[begin - 1])) --begin;
  const auto sentence = signs_.part(begin, from);
  const auto end = sentence.find(U"而言");
  if (end == std::u32string_view::npos) return {};
  const auto start = sentence.substr(0, end).find_last_of(U"就对");
  if (start == std::u32string_view::npos) return {};
  const Range name = named(begin + start + (sentence.substr(start).starts_with(U"对于") ? 2 : 1), begin + end);
  return !name.empty() && ends_in_parameter(signs_.part(name.begin, name.end)) ? name : Range{};
}

}  // namespace indexer::text
