// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/ranking_weights.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "corpus/hash.h"

namespace indexer::model {
namespace {

std::vector<std::string_view> words_of_line(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t space = line.find(' ');
    words.push_back(line.substr(0, space));
    if (space == std::string_view::npos) return words;
    line.remove_prefix(space + 1);
  }
}

template <class Number>
bool read_whole(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string_view to_string(Trait trait) {
  switch (trait) {
    case Trait::together: return "together";
    case Trait::begins: return "begins";
    case Trait::ends: return "ends";
  }
  return "";
}

std::string to_text(const RankingWeights& weights) {
  std::string text = std::to_string(kRankingVersion);
  for (const Trait trait : kTraits) text += fmt::format(" {} {:.6f}", to_string(trait), weights.of[static_cast<std::size_t>(trait)]);
  return text + " " + corpus::content_hash(text);
}

corpus::Result<RankingWeights> ranking_weights_from(std::string_view text, const std::string& where) {
  constexpr const char* kMend = "build the index again: queqiao index build";
  const auto damaged = [&](const char* what) {
    return corpus::fail(corpus::ErrorCode::damaged, where, fmt::format("the learned order is damaged: {}", what), kMend);
  };
  const std::vector<std::string_view> words = words_of_line(text);
  int version = 0;
  if (!read_whole(words.front(), version)) return damaged("it does not begin with a version");
  if (version != kRankingVersion)
    return corpus::fail(corpus::ErrorCode::version_mismatch, where,
                        fmt::format("the learned order has version {}, this program reads {}", version, kRankingVersion), kMend);
  if (words.size() != 2 + 2 * kTraits.size()) return damaged("it is cut short, or too long");
  if (corpus::content_hash(text.substr(0, text.rfind(' '))) != words.back()) return damaged("its checksum is of another text");
  RankingWeights weights;
  for (std::size_t i = 0; i < kTraits.size(); ++i) {
    double& weight = weights.of[i];
    if (words[1 + 2 * i] != to_string(kTraits[i])) return damaged("it weighs something unknown");
    if (!read_whole(words[2 + 2 * i], weight) || !(weight >= 0 && weight <= kHeaviest)) return damaged("a weight is not a number that can be one");
  }
  return weights;
}

}  // namespace indexer::model
