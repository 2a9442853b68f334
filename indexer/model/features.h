// SPDX-License-Identifier: GPL-3.0-or-later
// Text → features: which of the terms that a model knows a text holds, and how much each says. The lower half of the model, which readers
// link.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/text/analyzer.h"

namespace indexer::model {

// A token that can be a feature: bigrams, words, Latin words and compounds. Numbers say how much, edges are half a bigram.
bool is_feature(const text::Token& token);

// The terms a model knows. A term's row is its place in the order of bytes. Immutable, so thread-safe.
class FeatureTable {
 public:
  FeatureTable() = default;
  // Requires: `terms` ascending by bytes, each once; as many `holders`, each the number of the `records` that hold the term.
  FeatureTable(const std::vector<std::string>& terms, std::vector<std::uint32_t> holders, std::uint64_t records);
  // The same from the form they have in a file: the terms side by side, and where each ends.
  FeatureTable(std::string joined, std::vector<std::uint32_t> ends, std::vector<std::uint32_t> holders, std::uint64_t records);

  std::size_t size() const { return ends_.size(); }
  std::uint64_t records() const { return records_; }
  std::string_view term(std::size_t row) const;
  std::uint32_t holders(std::size_t row) const { return holders_[row]; }
  // ln(1 + (records − holders + ½) / (holders + ½)), never negative.
  float idf(std::size_t row) const { return idf_[row]; }
  // About 50 ns.
  std::optional<std::uint32_t> row_of(std::string_view term) const;

  const std::string& joined() const { return joined_; }
  const std::vector<std::uint32_t>& ends() const { return ends_; }

 private:
  void make_places();

  std::string joined_;
  std::vector<std::uint32_t> ends_, holders_;
  std::uint64_t records_ = 0;
  std::vector<float> idf_;
  std::vector<std::uint32_t> places_;  // open addressing: row + 1, 0 where free; a power of two
};

struct Feature {
  std::uint32_t row = 0;
  float weight = 0;
};
// By ascending row, each once, the weights of unit length; empty where the model knows none of the text's terms.
using Features = std::vector<Feature>;

// (1 + ln count) × idf for each row of `rows` (in any order, repeated as often as counted), scaled to unit length.
Features weigh(std::vector<std::uint32_t> rows, const FeatureTable& table);

// Collects the features of texts that belong together, such as the fields of a record.
class FeatureCollector {
 public:
  explicit FeatureCollector(const FeatureTable& table) : table_(table) {}
  void add(std::span<const text::Token> tokens);
  void add(std::string_view text) { add(text::analyze(text)); }
  Features finish() { return weigh(std::move(rows_), table_); }
  // What was collected, unweighed.
  std::vector<std::uint32_t> take_rows() { return std::move(rows_); }

 private:
  const FeatureTable& table_;
  std::vector<std::uint32_t> rows_;
};

}  // namespace indexer::model
