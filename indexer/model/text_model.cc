// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/text_model.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace indexer::model {

std::string_view to_string(Question question) {
  switch (question) {
    case Question::search: return "search";
    case Question::need: return "need";
    case Question::similar: return "similar";
    case Question::expert: return "expert";
  }
  return "";
}

TextModel::TextModel(FeatureTable features, std::uint32_t dimensions, std::vector<std::int8_t> rows, std::vector<float> scales,
                     Shares shares)
    : features_(std::move(features)), dimensions_(dimensions), rows_(std::move(rows)), scales_(std::move(scales)), shares_(shares) {
  assert(rows_.size() == features_.size() * dimensions_ && scales_.size() == features_.size() && "a row and a scale for each feature");
}

std::string TextModel::encode(const Features& features) const {
  std::vector<float> place(dimensions_, 0.0f);
  for (const Feature& feature : features) {
    const float factor = feature.weight * scales_[feature.row];
    const std::int8_t* row = rows_.data() + static_cast<std::size_t>(feature.row) * dimensions_;
    for (std::size_t i = 0; i < place.size(); ++i) place[i] += factor * static_cast<float>(row[i]);
  }
  return quantised(place);
}

std::string TextModel::encode(std::string_view text) const {
  FeatureCollector collector(features_);
  collector.add(text);
  return encode(collector.finish());
}

std::string quantised(const std::vector<float>& place) {
  float most = 0;
  for (const float x : place) {
    if (!std::isfinite(x)) return {};
    most = std::max(most, std::abs(x));
  }
  if (most == 0) return {};
  std::string bytes;
  bytes.reserve(place.size());
  for (const float x : place) bytes.push_back(static_cast<char>(static_cast<std::int8_t>(std::lround(x / most * 127))));
  return bytes;
}

float cosine(std::string_view a, std::string_view b) {
  if (a.size() != b.size() || a.empty()) return 0;
  std::int64_t both = 0, of_a = 0, of_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const int x = static_cast<std::int8_t>(a[i]), y = static_cast<std::int8_t>(b[i]);
    both += x * y;
    of_a += x * x;
    of_b += y * y;
  }
  if (of_a == 0 || of_b == 0) return 0;
  return static_cast<float>(static_cast<double>(both) / std::sqrt(static_cast<double>(of_a) * static_cast<double>(of_b)));
}

}  // namespace indexer::model
