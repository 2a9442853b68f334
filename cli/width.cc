// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace cli {
namespace {

constexpr std::string_view kEllipsis = "…";

std::size_t width_of_character(UChar32 c) {
  if (c < 0) return 1;
  if (c < 0x7f) return c < 0x20 ? 0 : 1;
  const int type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR || type == U_CONTROL_CHAR) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// The next character and how far it reaches; negative for a damaged byte.
UChar32 next_character(std::string_view text, std::int32_t& at) {
  UChar32 c = 0;
  U8_NEXT(text.data(), at, static_cast<std::int32_t>(text.size()), c);
  return c;
}

std::string on_one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return line;
}

}  // namespace

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::int32_t at = 0; at < static_cast<std::int32_t>(text.size());) width += width_of_character(next_character(text, at));
  return width;
}

std::string fit(std::string_view text, std::size_t columns) {
  std::string line = on_one_line(text);
  if (width_of(line) <= columns) return line;
  std::size_t width = 0;
  std::int32_t at = 0;
  while (true) {
    std::int32_t after = at;
    width += width_of_character(next_character(line, after));
    if (width + 1 > columns) break;  // the ellipsis takes one
    at = after;
  }
  line.resize(static_cast<std::size_t>(at));
  return columns == 0 ? std::string() : line.append(kEllipsis);
}

std::string pad(std::string_view text, std::size_t columns) {
  const std::size_t width = width_of(text);
  return std::string(text) + std::string(width < columns ? columns - width : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t columns) {
  const std::size_t width = width_of(text);
  return std::string(width < columns ? columns - width : 0, ' ') + std::string(text);
}

}  // namespace cli
