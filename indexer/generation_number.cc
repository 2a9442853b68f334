// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/generation_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>
#include <variant>

#include "corpus/record_json.h"
#include "indexer/files.h"

namespace indexer {

using namespace corpus;

namespace {

constexpr int kHighest = 999'999;
// A decision may come from elsewhere and say anything: what it says must not use up the numbers.
constexpr int kHighestOfDecision = 900'000;

std::optional<int> number_in(const std::filesystem::path& file) {
  std::ifstream in(file);
  int number = 0;
  if (!(in >> number) || number < 0 || number > kHighest) return std::nullopt;
  return number;
}

int number_named_by(const Decision& decision) {
  if (!is_generation(decision.generation)) return 0;
  const int number = number_of(decision.generation);
  return number <= kHighestOfDecision ? number : 0;
}

Result<int> highest_of_decisions(const Store& store) {
  int highest = 0;
  Store::ScanOptions scan;
  scan.kind = Kind::decision;
  const auto scanned = store.scan(scan, [&](const StoredRecord& stored) {
    if (const auto record = record_from_text(stored.body))
      if (const auto* decision = std::get_if<Decision>(&*record)) highest = std::max(highest, number_named_by(*decision));
    return true;
  });
  if (!scanned) return std::unexpected(scanned.error());
  return highest;
}

}  // namespace

Result<int> take_generation_number(const Store& store, const IndexLayout& layout) {
  int last = 0;
  for (const std::string& name : generations(layout)) last = std::max(last, number_of(name));
  if (const auto kept = number_in(layout.last())) {
    last = std::max(last, *kept);
  } else {
    const auto named = highest_of_decisions(store);
    if (!named) return std::unexpected(named.error());
    last = std::max(last, *named);
  }
  if (last >= kHighest)
    return fail(ErrorCode::conflict, layout.last().string(), fmt::format("generation {} has been used, there is no number above it", last),
                "lower the number in this file, above those of `queqiao index generations`");
  if (auto written = write_durably(layout.last(), fmt::format("{}\n", last + 1)); !written) return std::unexpected(written.error());
  return last + 1;
}

}  // namespace indexer
