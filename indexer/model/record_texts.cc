// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/record_texts.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <type_traits>
#include <variant>

#include "corpus/hash.h"
#include "indexer/schema.h"

namespace indexer::model {
namespace {

constexpr std::size_t kShortestPart = 18;  // bytes of a part: six Han characters say something

constexpr std::array<std::string_view, 8> kSentenceEnds = {"。", "！", "？", "；", "!", "?", ";", "\n"};
constexpr std::array<std::string_view, 2> kClauseEnds = {"，", ","};

// How many bytes of an end stand at `at`, 0 where none does. A point or comma before a digit is part of a number, one inside a Latin word
// of a name.
std::size_t end_at(std::string_view text, std::size_t at, bool clauses) {
  const std::string_view rest = text.substr(at);
  const auto next_is_word = [&] { return rest.size() > 1 && ((rest[1] >= '0' && rest[1] <= '9') || (rest[1] >= 'a' && rest[1] <= 'z')); };
  for (const std::string_view end : kSentenceEnds)
    if (rest.starts_with(end)) return end.size();
  if (rest.front() == '.' && !next_is_word()) return 1;
  if (!clauses) return 0;
  for (const std::string_view end : kClauseEnds)
    if (rest.starts_with(end) && (end.size() > 1 || !next_is_word())) return end.size();
  return 0;
}

// Parts long enough to say something; shorter ones go with what follows.
std::vector<std::string_view> parts_of(std::string_view text, bool clauses) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_at(text, at, clauses);
    at += end == 0 ? 1 : end;
    if (end != 0 && at - begin >= kShortestPart) {
      parts.push_back(text.substr(begin, at - begin));
      begin = at;
    }
  }
  if (begin < text.size()) {
    const std::string_view last = text.substr(begin);
    if (last.size() >= kShortestPart || parts.empty())
      parts.push_back(last);
    else
      parts.back() = text.substr(static_cast<std::size_t>(parts.back().data() - text.data()));
  }
  return parts;
}

}  // namespace

std::string RecordTexts::joined_keywords() const { return fmt::format("{}", fmt::join(keywords, "；")); }

std::vector<std::string> RecordTexts::all() const { return {title, joined_keywords(), body}; }

RecordTexts texts_of(const corpus::Record& record) {
  RecordTexts texts;
  texts.id = corpus::id_of(record);
  texts.kind = corpus::kind_of(record);
  for (const TextField& field : text_fields(texts.kind)) {
    if (field.prefix == prefix::kOrganisation || field.prefix == prefix::kPerson || field.prefix == prefix::kKeyword) continue;
    std::string text = text_of(record, field.name);
    if (text.empty()) continue;
    if (field.prefix == prefix::kTitle)
      texts.title = std::move(text);
    else
      texts.body += (texts.body.empty() ? "" : "\n") + text;
  }
  std::visit(
      [&](const auto& r) {
        using T = std::decay_t<decltype(r)>;
        if constexpr (std::is_same_v<T, corpus::Enterprise>)
          texts.keywords = r.main_products;
        else if constexpr (!std::is_same_v<T, corpus::Decision>)
          texts.keywords = r.keywords;
      },
      record);
  return texts;
}

std::optional<Part> one_part(std::string_view text, std::uint64_t draw) {
  const bool clauses = (draw & 1) != 0;
  std::vector<std::string_view> parts = parts_of(text, clauses);
  if (parts.size() < 2 && !clauses) parts = parts_of(text, true);
  if (parts.size() < 2) return std::nullopt;
  const std::string_view piece = parts[(draw >> 1) % parts.size()];
  const auto begin = static_cast<std::size_t>(piece.data() - text.data());
  return Part{std::string(piece), fmt::format("{}\n{}", text.substr(0, begin), text.substr(begin + piece.size()))};
}

std::uint64_t draw_of(std::uint64_t seed, std::string_view salt, std::string_view text) {
  return std::strtoull(corpus::content_hash(fmt::format("{} {} {}", seed, salt, text)).substr(0, 16).c_str(), nullptr, 16);
}

double share_of(std::uint64_t seed, std::string_view salt, std::string_view text) {
  return static_cast<double>(draw_of(seed, salt, text) >> 11) * 0x1p-53;
}

}  // namespace indexer::model
