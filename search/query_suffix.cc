// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/query_suffix.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <optional>

namespace search::syntax {
namespace {

bool is_tilde(UChar32 c) { return c == '~' || c == 0xFF5E; }

struct SuffixCharacter {
  UChar32 code = 0;
  std::size_t next = 0;
};

// Requires: i < text.size().
SuffixCharacter read(std::string_view text, std::size_t i) {
  auto next = static_cast<std::int32_t>(i);
  UChar32 c = 0;
  U8_NEXT(text.data(), next, static_cast<std::int32_t>(text.size()), c);
  return {c, static_cast<std::size_t>(next)};
}

struct Number {
  double value = 0;
  std::size_t end = 0;
};

// A mark and digits behind it, with at most one point: ^3, ^0.5.
std::optional<Number> number_after(std::string_view text, std::size_t i, bool (*is_mark)(UChar32)) {
  if (i >= text.size() || !is_mark(read(text, i).code)) return std::nullopt;
  Number out{0, read(text, i).next};
  double place = 0;  // of the last digit behind the point
  int digits = 0;
  while (out.end < text.size() && digits < 4) {
    const SuffixCharacter c = read(text, out.end);
    const std::int32_t digit = u_charDigitValue(c.code);
    if (digit < 0 && (c.code != '.' || place > 0 || digits == 0)) break;
    if (digit < 0) {
      place = 1;
    } else {
      if (place > 0)
        out.value += digit * (place /= 10);
      else
        out.value = out.value * 10 + digit;
      ++digits;
    }
    out.end = c.next;
  }
  return digits == 0 ? std::nullopt : std::optional(out);
}

}  // namespace

bool is_caret(UChar32 c) { return c == '^' || c == 0xFF3E; }

Suffix suffix_at(std::string_view text, std::size_t i, bool phrase) {
  Suffix out{.end = i};
  if (const auto near = phrase ? number_after(text, i, is_tilde) : std::nullopt) {
    out.near = static_cast<int>(near->value);
    out.end = near->end;
  }
  if (const auto boost = number_after(text, out.end, is_caret)) {
    out.boost = boost->value;
    out.end = boost->end;
  }
  return out;
}

Suffix in_range(Suffix suffix, std::size_t start, Notebook& notes) {
  if (suffix.near > kMostNear) {
    suffix.near = kMostNear;
    notes.add("near", start, suffix.end, fmt::format("间隔最多 {} 个词，按 {} 检索", kMostNear, kMostNear),
              fmt::format("at most {} words may stand between: read as {}", kMostNear, kMostNear));
  }
  if (suffix.boost < kLeastBoost || suffix.boost > kMostBoost) {
    suffix.boost = std::clamp(suffix.boost, kLeastBoost, kMostBoost);
    notes.add("boost", start, suffix.end, fmt::format("权重要写 {} 到 {}，按 {:g} 计", kLeastBoost, kMostBoost, suffix.boost),
              fmt::format("a weight is from {} to {}: read as {:g}", kLeastBoost, kMostBoost, suffix.boost));
  }
  return suffix;
}

}  // namespace search::syntax
