// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/diagnostic.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace corpus {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "error";
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::ranges::any_of(diagnostics, [](const Diagnostic& d) { return d.severity == Severity::error; });
}

void show_source(Diagnostic& diagnostic, std::string_view line, std::size_t column) {
  constexpr std::size_t kBefore = 40, kAfter = 60;
  const std::size_t first = column > kBefore + 1 ? column - kBefore : 1;  // first character shown, 1-based
  std::string shown = first > 1 ? "..." : "";
  std::size_t character = 0, i = 0;
  for (; i < line.size() && character < std::max(column, first) + kAfter; ++character) {
    std::size_t end = i + 1;
    while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0u) == 0x80u) ++end;
    if (character + 1 >= first) shown += line.substr(i, end - i);
    i = end;
  }
  if (i < line.size()) shown += "...";
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  diagnostic.source_line = std::move(shown);
  diagnostic.caret = column == 0 ? 0 : column - first + 1 + (first > 1 ? 3 : 0);
}

std::string excerpt(std::string_view text, std::size_t characters) {
  std::string shown;
  const auto size = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 1u << 30));
  std::int32_t i = 0;
  for (; i < size && characters > 0; --characters) {
    const std::int32_t begin = i;
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0)
      shown += "\xEF\xBF\xBD";
    else if (c < 0x20)
      shown += ' ';
    else
      shown += text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(i - begin));
  }
  if (i < size) shown += "...";
  return shown;
}

std::string to_text(const Diagnostic& diagnostic) {
  std::string text;
  const Location& at = diagnostic.location;
  if (!at.file.empty()) text += at.file + ":";
  if (at.line != 0) text += std::to_string(at.line) + ":";
  if (at.column != 0) text += std::to_string(at.column) + ":";
  if (!text.empty()) text += " ";
  text += std::string(to_string(diagnostic.severity)) + ": " + diagnostic.message;
  if (!diagnostic.source_line.empty()) {
    text += "\n  " + diagnostic.source_line;
    // The caret counts characters; a Han character is two columns wide on a terminal, so wide ones push it twice.
    if (const std::size_t caret = diagnostic.caret != 0 ? diagnostic.caret : at.column; caret != 0) {
      text += "\n  ";
      std::size_t characters = 0;
      for (std::size_t i = 0; i < diagnostic.source_line.size() && characters + 1 < caret; ++i) {
        const auto byte = static_cast<unsigned char>(diagnostic.source_line[i]);
        if ((byte & 0xC0u) == 0x80u) continue;
        text += byte >= 0xE0u ? "  " : " ";
        ++characters;
      }
      text += "^";
    }
  }
  if (!diagnostic.hint.empty()) text += "\n  hint: " + diagnostic.hint;
  return text;
}

}  // namespace corpus
