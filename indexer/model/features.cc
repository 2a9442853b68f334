// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/features.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <functional>

namespace indexer::model {

bool is_feature(const text::Token& token) {
  using enum text::TokenKind;
  return token.kind == bigram || token.kind == word || token.kind == latin || token.kind == compound;
}

FeatureTable::FeatureTable(const std::vector<std::string>& terms, std::vector<std::uint32_t> holders, std::uint64_t records)
    : holders_(std::move(holders)), records_(records) {
  assert(std::ranges::is_sorted(terms) && terms.size() == holders_.size() && "terms must be sorted, with a count each");
  for (const std::string& term : terms) {
    joined_ += term;
    ends_.push_back(static_cast<std::uint32_t>(joined_.size()));
  }
  make_places();
}

FeatureTable::FeatureTable(std::string joined, std::vector<std::uint32_t> ends, std::vector<std::uint32_t> holders, std::uint64_t records)
    : joined_(std::move(joined)), ends_(std::move(ends)), holders_(std::move(holders)), records_(records) {
  assert(ends_.size() == holders_.size() && (ends_.empty() || ends_.back() == joined_.size()) && "terms and counts must agree");
  make_places();
}

// std::hash only says where to look: what is found does not depend on it.
void FeatureTable::make_places() {
  places_.assign(std::bit_ceil(2 * ends_.size() + 1), 0);
  idf_.resize(ends_.size());
  for (std::size_t row = 0; row < ends_.size(); ++row) {
    const double holders = holders_[row], others = std::max(0.0, static_cast<double>(records_) - holders);
    idf_[row] = static_cast<float>(std::log(1 + (others + 0.5) / (holders + 0.5)));
    std::size_t at = std::hash<std::string_view>{}(term(row)) & (places_.size() - 1);
    while (places_[at] != 0) at = (at + 1) & (places_.size() - 1);
    places_[at] = static_cast<std::uint32_t>(row) + 1;
  }
}

std::string_view FeatureTable::term(std::size_t row) const {
  const std::size_t begin = row == 0 ? 0 : ends_[row - 1];
  return std::string_view(joined_).substr(begin, ends_[row] - begin);
}

std::optional<std::uint32_t> FeatureTable::row_of(std::string_view wanted) const {
  if (places_.empty()) return std::nullopt;
  for (std::size_t at = std::hash<std::string_view>{}(wanted) & (places_.size() - 1); places_[at] != 0;
       at = (at + 1) & (places_.size() - 1))
    if (term(places_[at] - 1) == wanted) return places_[at] - 1;
  return std::nullopt;
}

Features weigh(std::vector<std::uint32_t> rows, const FeatureTable& table) {
  std::ranges::sort(rows);
  Features features;
  double squares = 0;
  for (std::size_t from = 0; from < rows.size();) {
    std::size_t to = from;
    while (to < rows.size() && rows[to] == rows[from]) ++to;
    const float weight = (1 + std::log(static_cast<float>(to - from))) * table.idf(rows[from]);
    features.push_back({rows[from], weight});
    squares += static_cast<double>(weight) * weight;
    from = to;
  }
  if (squares <= 0) return {};
  const auto scale = static_cast<float>(1 / std::sqrt(squares));
  for (Feature& one : features) one.weight *= scale;
  return features;
}

void FeatureCollector::add(std::span<const text::Token> tokens) {
  for (const text::Token& token : tokens)
    if (is_feature(token))
      if (const auto row = table_.row_of(token.term)) rows_.push_back(*row);
}

}  // namespace indexer::model
