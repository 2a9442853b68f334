// SPDX-License-Identifier: GPL-3.0-or-later
// What a corpus taught about its own words: a row of numbers for each feature, such that texts about the same thing, in whatever words, lie
// close together. Used to order what words have found, never to find.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/model/features.h"

namespace indexer::model {

// The kinds of questions, each of which uses the model or does not.
enum class Question : std::uint8_t {
  search,   // a few words → the records about them
  need,     // a text that states a problem → the records that solve it, and the other way round
  similar,  // a record → records like it
  expert,   // a text → people
};
inline constexpr std::array kQuestions = {Question::search, Question::need, Question::similar, Question::expert};
std::string_view to_string(Question question);

inline constexpr std::uint32_t kDimensions = 200;

// How much the cosine counts beside the words for each kind of question, in order of kQuestions; 0 where the model is not used.
using Shares = std::array<float, kQuestions.size()>;

// Immutable, so thread-safe.
class TextModel {
 public:
  TextModel() = default;
  // Requires: rows.size() == features.size() × dimensions, as many scales as features.
  TextModel(FeatureTable features, std::uint32_t dimensions, std::vector<std::int8_t> rows, std::vector<float> scales, Shares shares);

  const FeatureTable& features() const { return features_; }
  std::uint32_t dimensions() const { return dimensions_; }
  const std::vector<std::int8_t>& rows() const { return rows_; }
  const std::vector<float>& scales() const { return scales_; }
  const Shares& shares() const { return shares_; }
  float share(Question question) const { return shares_[static_cast<std::size_t>(question)]; }
  void set_shares(const Shares& shares) { shares_ = shares; }

  // The text's place: the weighted sum of its rows, in whole numbers from −127 to 127, one byte for each dimension; the same bytes on every
  // machine whose logarithms agree. Empty where the text has no feature. About 0.1 µs for each feature and 200 dimensions.
  std::string encode(const Features& features) const;
  // Of a text alone, with its analysis.
  std::string encode(std::string_view text) const;

 private:
  FeatureTable features_;
  std::uint32_t dimensions_ = 0;
  std::vector<std::int8_t> rows_;
  std::vector<float> scales_;
  Shares shares_{};
};

// A place from its real coordinates: scaled so that the largest is 127. Empty where all are zero or one is no number.
std::string quantised(const std::vector<float>& place);

// In [−1, 1]; 0 where one is empty or they differ in length, as where a record was written without a model. Exact sums, so alike on every
// machine.
float cosine(std::string_view a, std::string_view b);

// Words and meaning in one score, on the scale of the words: score + share × top × cosine, where `top` is the best score of the list and a
// negative cosine counts as none. The scale of BM25 differs from question to question; its best score says how large a difference is.
inline double mixed(double score, double top, float cosine_of_both, float share) {
  return score + static_cast<double>(share) * top * std::max(0.0, static_cast<double>(cosine_of_both));
}

// How many of the best by words are ordered anew.
inline constexpr std::size_t kReordered = 1000;

}  // namespace indexer::model
