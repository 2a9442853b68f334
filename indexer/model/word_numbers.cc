// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/word_numbers.h"

#include <algorithm>
#include <cmath>

#include "indexer/text/normalize.h"

namespace indexer::model {
namespace {

constexpr std::size_t kMostNeighbours = 32;  // told apart; every further one counts as another each time, which it mostly is

// Characters that join words rather than make them.
constexpr std::u16string_view kJoining = u"的了和与及或在是为被把对将而且其该这那于以之从由使让所就也都又还则若如因此";

}  // namespace

void WordNumbers::each_run(std::string_view text, bool counting, const std::function<void(const WordRun&)>& take) {
  const icu::UnicodeString normalized = text::normalize(text).text;
  WordRun run;
  for (const text::Segment& one : text::segment(normalized)) {
    if (one.kind == text::SegmentKind::han) {
      run.push_back(number_of(normalized, one, counting));
      continue;
    }
    if (!run.empty()) take(run);
    run.clear();
  }
  if (!run.empty()) take(run);
}

std::uint32_t WordNumbers::number_of(const icu::UnicodeString& text, const text::Segment& one, bool counting) {
  const std::u16string units(text.getBuffer() + one.begin, static_cast<std::size_t>(one.end - one.begin));
  const auto [at, is_new] = numbers_.try_emplace(units, static_cast<std::uint32_t>(words_.size() + 1));
  if (is_new) {
    const bool joins = units.size() == 1 && kJoining.find(units.front()) != std::u16string_view::npos;
    words_.push_back({units, text.countChar32(one.begin, one.end - one.begin), 0, joins});
  }
  if (counting) ++words_[at->second - 1].count, ++all_;
  return at->second;
}

void Neighbours::add(std::uint32_t word) {
  ++all_;
  if (word == 0) return;
  const auto at = std::ranges::find(seen_, word, &std::pair<std::uint32_t, std::uint32_t>::first);
  if (at != seen_.end())
    ++at->second;
  else if (seen_.size() < kMostNeighbours)
    seen_.emplace_back(word, 1);
}

double Neighbours::entropy() const {
  if (all_ == 0) return 0;
  const auto all = static_cast<double>(all_);
  double sum = 0;
  std::uint32_t told = 0;
  for (const auto& [word, count] : seen_) {
    sum += count / all * std::log2(all / count);
    told += count;
  }
  return sum + (all_ - told) / all * std::log2(all);
}

}  // namespace indexer::model
