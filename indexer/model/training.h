// SPDX-License-Identifier: GPL-3.0-or-later
// Training: pairs of texts that belong together → rows that bring them together.
//
// Both texts of a pair are encoded by one table: the sum of their features' rows, weighted by idf, scaled to unit length. Of a batch of
// pairs each asking text has to tell its own partner from the partners of the others (softmax over the cosines; in-batch negatives as in
// Henderson et al. 2017). Rows move by Adagrad with one sum of squares a row (Duchi et al. 2011). A share of each text's features is hidden
// at random, so that what remains learns to stand for them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "corpus/error.h"
#include "indexer/model/text_model.h"

namespace indexer::model {

// Pairs as rows of a table with counts, four bytes a feature. Not thread-safe.
class Pairs {
 public:
  // Rows in any order, repeated as often as counted. A pair of which one side has no feature is left out; returns whether it was taken.
  bool add(std::vector<std::uint32_t> asking, std::vector<std::uint32_t> rest);
  std::size_t size() const { return ends_.size(); }
  // One of the two sides, packed: row × 256 + count (at most 255).
  std::span<const std::uint32_t> asking(std::size_t pair) const;
  std::span<const std::uint32_t> rest(std::size_t pair) const;

 private:
  struct Ends {
    std::size_t asking = 0, rest = 0;
  };
  void append(std::vector<std::uint32_t> rows);
  std::vector<std::uint32_t> packed_;
  std::vector<Ends> ends_;
};

struct TrainingOptions {
  std::uint32_t dimensions = kDimensions;
  std::size_t epochs = 8, batch = 256;
  float temperature = 0.1f;
  float hidden = 0.3f;  // of the features of a text
  float rate = 0.02f;   // of Adagrad
  std::uint64_t seed = 1;
  std::function<void(std::size_t epoch, double mean_loss)> told;  // after each epoch
  std::function<bool()> cancelled;                                // asked between batches
};

// The model, its shares all 0. timeout where it was cancelled. The same pairs, table and options give the same bytes with the same program
// on the same kind of processor: one thread, a fixed order. Memory: 4 bytes × features × dimensions. Cost: docs/benchmarks.md.
corpus::Result<TextModel> train(const FeatureTable& table, const Pairs& pairs, const TrainingOptions& options);

}  // namespace indexer::model
