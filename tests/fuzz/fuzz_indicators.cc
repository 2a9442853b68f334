// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as text: what is read as an indicator is a piece of them, in order, whole, and says what its op promises.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "corpus/vocabulary.h"
#include "fuzz/promise.h"
#include "indexer/text/indicator.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::uint32_t end = 0;
  const auto found = indexer::text::read_indicators(text, vocabularies().units());
  expect(found.size() <= indexer::text::kMostIndicators, "there are not too many");
  for (const auto& one : found) {
    expect(one.begin >= end && one.begin < one.end && one.end <= size, "places lie in the text, in order, without overlap");
    end = one.end;
    const std::string_view span = text.substr(one.begin, one.end - one.begin);
    expect(!one.name.empty() && text.find(one.name) != std::string_view::npos, "a name is a piece of the text");
    expect(!one.value.empty() && span.find(one.value) != std::string_view::npos, "a value stands in the place");
    expect(span.find(one.unit) != std::string_view::npos, "a unit stands in the place");
    expect(text.find(one.condition) != std::string_view::npos, "a condition is a piece of the text");
    expect(vocabularies().at("dimension").find(one.dimension) != nullptr, "the dimension is one of ours");
    const bool low = one.op != "le" && one.op != "lt" && one.op != "in_set", high = one.op != "ge" && one.op != "gt" && one.op != "in_set";
    expect(one.low.has_value() == low && one.high.has_value() == high, "an op has its bounds");
    expect((!low || std::isfinite(*one.low)) && (!high || std::isfinite(*one.high)) && (!low || !high || *one.low <= *one.high),
           "bounds are numbers in order");
    expect(std::isfinite(one.factor) && one.factor > 0, "a factor is above 0");
  }
  return 0;
}
