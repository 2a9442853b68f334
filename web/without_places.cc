// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/without_places.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace web {
namespace {

constexpr std::string_view kEnds = " \t\r\n\"'`,;()<>", kHide = "…";
constexpr std::array<std::string_view, 6> kHanEnds{"）", "，", "；", "。", "”", "："};  // a path may hold other Han characters

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Where the address or path that begins at `from` ends; `from` where none begins there.
std::size_t end_of_place(std::string_view text, std::size_t from) {
  std::size_t scheme = from;
  while (scheme < text.size() && is_letter_or_digit(text[scheme])) ++scheme;
  const bool address = scheme > from && text.substr(scheme).starts_with("://");
  const bool path = text[from] == '/' && from + 1 < text.size() && (is_letter_or_digit(text[from + 1]) || text[from + 1] == '.' || text[from + 1] == '_');
  if (!address && !path) return from;
  std::size_t to = std::min(text.find_first_of(kEnds, from), text.size());
  for (const std::string_view end : kHanEnds) to = std::min(to, text.find(end, from));
  while (to > from && (text[to - 1] == ':' || text[to - 1] == '.')) --to;  // of the sentence
  return to;
}

std::string hidden(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const bool inside_a_word = at > 0 && (is_letter_or_digit(text[at - 1]) || std::string_view("/.-_").contains(text[at - 1]));
    const std::size_t to = inside_a_word ? at : end_of_place(text, at);
    if (to == at) {
      out += text[at++];
    } else {
      out += kHide;
      at = to;
    }
  }
  return out;
}

}  // namespace

corpus::Error without_places(corpus::Error error) {
  // Of a shard its name in the index stays.
  if (hidden(error.where) != error.where) error.where.erase(0, error.where.find("gen-"));
  error.message = hidden(error.message);
  error.hint = hidden(error.hint);
  return error;
}

}  // namespace web
