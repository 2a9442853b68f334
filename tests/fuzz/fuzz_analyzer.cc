// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as text: offsets lie inside the original and never go back, positions never go back, terms fit the index.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fuzz/promise.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/normalize.h"

namespace {

void check_normalized(std::string_view original) {
  const indexer::text::Normalized normalized = indexer::text::normalize(original);
  const auto units = static_cast<std::size_t>(normalized.text.length());
  expect(normalized.start.size() == units + 1 && normalized.end.size() == units + 1,
         "every unit has its range, and one more stands at the end");
  expect(normalized.start.back() == original.size() && normalized.end.back() == original.size(),
         "the last range is the end of the original");
  for (std::size_t i = 0; i < units; ++i) {
    expect(normalized.start[i] < normalized.end[i] && normalized.end[i] <= original.size(), "a unit comes from bytes of the original");
    expect(normalized.start[i] <= normalized.start[i + 1] && normalized.end[i] <= normalized.end[i + 1], "ranges never go back");
  }
}

void check_tokens(std::string_view original) {
  constexpr std::uint32_t kFirst = 7;
  std::uint32_t start = 0, position = kFirst;
  for (const indexer::text::Token& token : indexer::text::analyze(original, kFirst)) {
    expect(token.start < token.end && token.end <= original.size(), "a token comes from bytes of the original");
    expect(token.start >= start, "tokens stand in order of their start");
    expect(token.position >= position, "positions never go back");
    expect(!token.term.empty() && token.term.size() <= indexer::text::kMaxTermBytes, "a term is neither empty nor too long");
    start = token.start;
    position = token.position;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view original(reinterpret_cast<const char*>(data), size);
  check_normalized(original);
  check_tokens(original);
  return 0;
}
