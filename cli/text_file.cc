// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/text_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/exit.h"
#include "corpus/diagnostic.h"
#include "corpus/text_source.h"

namespace cli {

std::string read_text_file(const std::string& file) {
  const auto source = take(corpus::TextSource::open(file, {.encoding = "", .detect = true}));
  std::string text;
  for (int c = source->get(); c != corpus::TextSource::kEnd; c = source->get()) text += static_cast<char>(c);
  // As people would be shown it: bytes that are no UTF-8 and control characters but those that part lines and columns come out otherwise.
  std::string line = text;
  std::ranges::replace_if(
      line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  const bool bad = text.find(corpus::kBadBytes) != std::string::npos || corpus::excerpt(line, line.size()) != line;
  if (source->failed()) stop(corpus::ErrorCode::io, file, "reading stopped in the middle", "check the disk and try again");
  if (bad)
    stop(corpus::ErrorCode::damaged, file, fmt::format("the file is not text: bytes that are not {}", source->encoding()),
         "give a plain text file, UTF-8 or GB18030");
  return text;
}

}  // namespace cli
