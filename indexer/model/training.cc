// SPDX-License-Identifier: GPL-3.0-or-later
// Every loop over dimensions adds a multiple of one row to another: such a loop is vectorised as it stands, without leave to reorder sums,
// and so comes out the same with any width of vectors. Compiled with -O3 in every build (CMakeLists.txt), since nothing else makes it
// bearable.
#include "indexer/model/training.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace indexer::model {

namespace {

constexpr float kLeastSquares = 1e-6f;  // under the root

// Steele, Lea and Flood's SplitMix64 (2014): the same numbers everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  float unit() { return static_cast<float>(next() >> 40) * 0x1p-24f; }  // [0, 1)
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }

 private:
  std::uint64_t state_;
};

inline void add_scaled(float* __restrict to, float factor, const float* __restrict from, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) to[i] += factor * from[i];
}

// Eight sums side by side, added at the end in a fixed order.
inline float dot(const float* __restrict a, const float* __restrict b, std::size_t n) {
  constexpr std::size_t kLanes = 8;
  float sums[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  float sum = 0;
  for (const float one : sums) sum += one;
  for (; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

// to (m × n) += factor × a (m × k) · b (k × n), all row by row.
void add_product(float* to, const float* a, const float* b, std::size_t m, std::size_t k, std::size_t n) {
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < k; ++j) add_scaled(to + i * n, a[i * k + j], b + j * n, n);
}

class Training {
 public:
  Training(const FeatureTable& table, const Pairs& pairs, const TrainingOptions& options)
      : table_(table),
        pairs_(pairs),
        options_(options),
        width_(options.dimensions),
        random_(options.seed),
        rows_(table.size() * width_),
        squares_(table.size(), 0.0f) {
    // Rows of unit length on average: a text then begins as a random projection of its weighted terms, whose cosines are already those of
    // the terms.
    const float most = std::sqrt(3.0f / static_cast<float>(width_));
    for (float& x : rows_) x = most * (2 * random_.unit() - 1);
    for (Side& side : sides_) {
      side.places.resize(options.batch * width_);
      side.gradient.resize(options.batch * width_);
      side.lengths.resize(options.batch);
      side.features.resize(options.batch);
    }
    chances_.resize(options.batch * options.batch);
    turned_.resize(options.batch * std::max(options.batch, width_));
  }

  corpus::Result<TextModel> run() {
    std::vector<std::uint32_t> order(pairs_.size());
    std::iota(order.begin(), order.end(), 0u);
    for (std::size_t epoch = 0; epoch < options_.epochs; ++epoch) {
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random_.below(i)]);
      double loss = 0;
      for (std::size_t from = 0; from < order.size(); from += options_.batch) {
        if (options_.cancelled && options_.cancelled())
          return corpus::fail(corpus::ErrorCode::timeout, "model", "the training was cancelled", "the old generation stays in force");
        loss += batch(std::span(order).subspan(from, std::min(options_.batch, order.size() - from)));
      }
      if (options_.told) options_.told(epoch + 1, order.empty() ? 0 : loss / static_cast<double>(order.size()));
    }
    return quantise();
  }

 private:
  struct Side {
    std::vector<Features> features;  // of each text of the batch
    std::vector<float> places;       // unit vectors, batch × width
    std::vector<float> lengths;      // before they were scaled to it
    std::vector<float> gradient;     // of the loss by the places
  };

  // Encodes a text of the batch with a share of its features hidden.
  void encode(Side& side, std::size_t at, std::span<const std::uint32_t> packed) {
    Features& features = side.features[at];
    features.clear();
    float squares = 0;
    const auto take = [&](std::uint32_t one) {
      const std::uint32_t row = one >> 8;
      const float weight = (1 + std::log(static_cast<float>(one & 0xff))) * table_.idf(row);
      features.push_back({row, weight});
      squares += weight * weight;
    };
    for (const std::uint32_t one : packed)
      if (random_.unit() >= options_.hidden) take(one);
    if (features.empty())
      for (const std::uint32_t one : packed) take(one);
    const float scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
    float* place = side.places.data() + at * width_;
    std::fill_n(place, width_, 0.0f);
    for (Feature& feature : features) {
      feature.weight *= scale;
      add_scaled(place, feature.weight, rows_.data() + std::size_t{feature.row} * width_, width_);
    }
    side.lengths[at] = std::max(1e-6f, std::sqrt(dot(place, place, width_)));
    for (std::size_t i = 0; i < width_; ++i) place[i] /= side.lengths[at];
  }

  double batch(std::span<const std::uint32_t> members) {
    const std::size_t n = members.size();
    Side &asking = sides_[0], &rest = sides_[1];
    for (std::size_t i = 0; i < n; ++i) {
      encode(asking, i, pairs_.asking(members[i]));
      encode(rest, i, pairs_.rest(members[i]));
    }
    const double loss = softmax(n);
    // chances_ now holds the gradient of the loss by the cosines.
    std::fill_n(asking.gradient.begin(), n * width_, 0.0f);
    add_product(asking.gradient.data(), chances_.data(), rest.places.data(), n, n, width_);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) turned_[j * n + i] = chances_[i * n + j];
    std::fill_n(rest.gradient.begin(), n * width_, 0.0f);
    add_product(rest.gradient.data(), turned_.data(), asking.places.data(), n, n, width_);
    for (Side& side : sides_)
      for (std::size_t i = 0; i < n; ++i) learn(side, i);
    return loss;
  }

  // Cosines of each asking text with each rest, turned into (chance − 1 where they belong together) ÷ temperature.
  double softmax(std::size_t n) {
    const Side &asking = sides_[0], &rest = sides_[1];
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k < width_; ++k) turned_[k * n + i] = rest.places[i * width_ + k];
    std::fill_n(chances_.begin(), n * n, 0.0f);
    add_product(chances_.data(), asking.places.data(), turned_.data(), n, width_, n);
    double loss = 0;
    for (std::size_t i = 0; i < n; ++i) {
      float* row = chances_.data() + i * n;
      const float most = *std::max_element(row, row + n);
      const float own = row[i];
      float sum = 0;
      for (std::size_t j = 0; j < n; ++j) sum += row[j] = std::exp((row[j] - most) / options_.temperature);
      for (std::size_t j = 0; j < n; ++j) row[j] /= sum * options_.temperature;
      row[i] -= 1 / options_.temperature;
      loss += static_cast<double>(std::log(sum) - (own - most) / options_.temperature);
    }
    return loss;
  }

  // Moves the rows of one text. What its unit length takes away: only the part of the gradient that stands at right angles to the place
  // counts.
  void learn(Side& side, std::size_t at) {
    float* gradient = side.gradient.data() + at * width_;
    const float* place = side.places.data() + at * width_;
    add_scaled(gradient, -dot(gradient, place, width_), place, width_);
    const float mean_square = dot(gradient, gradient, width_) / (side.lengths[at] * side.lengths[at] * static_cast<float>(width_));
    for (const Feature& feature : side.features[at]) {
      squares_[feature.row] += feature.weight * feature.weight * mean_square;
      const float step = options_.rate * feature.weight / (side.lengths[at] * std::sqrt(squares_[feature.row] + kLeastSquares));
      add_scaled(rows_.data() + std::size_t{feature.row} * width_, -step, gradient, width_);
    }
  }

  TextModel quantise() const {
    std::vector<std::int8_t> small(rows_.size());
    std::vector<float> scales(table_.size());
    for (std::size_t row = 0; row < table_.size(); ++row) {
      const float* from = rows_.data() + row * width_;
      float most = 0;
      for (std::size_t i = 0; i < width_; ++i) most = std::max(most, std::abs(from[i]));
      scales[row] = most / 127;
      for (std::size_t i = 0; i < width_ && most > 0; ++i)
        small[row * width_ + i] = static_cast<std::int8_t>(std::lround(from[i] / most * 127));
    }
    return TextModel(table_, options_.dimensions, std::move(small), std::move(scales), Shares{});
  }

  const FeatureTable& table_;
  const Pairs& pairs_;
  const TrainingOptions& options_;
  std::size_t width_;
  Random random_;
  std::vector<float> rows_, squares_;  // of each feature: its row, and the sum of squares of Adagrad
  Side sides_[2];                      // asking, rest
  std::vector<float> chances_, turned_;
};

}  // namespace

void Pairs::append(std::vector<std::uint32_t> rows) {
  std::ranges::sort(rows);
  for (std::size_t from = 0; from < rows.size();) {
    std::size_t to = from;
    while (to < rows.size() && rows[to] == rows[from]) ++to;
    packed_.push_back(rows[from] << 8 | static_cast<std::uint32_t>(std::min<std::size_t>(255, to - from)));
    from = to;
  }
}

bool Pairs::add(std::vector<std::uint32_t> asking, std::vector<std::uint32_t> rest) {
  if (asking.empty() || rest.empty()) return false;
  append(std::move(asking));
  Ends ends;
  ends.asking = packed_.size();
  append(std::move(rest));
  ends.rest = packed_.size();
  ends_.push_back(ends);
  return true;
}

std::span<const std::uint32_t> Pairs::asking(std::size_t pair) const {
  const std::size_t begin = pair == 0 ? 0 : ends_[pair - 1].rest;
  return std::span(packed_).subspan(begin, ends_[pair].asking - begin);
}

std::span<const std::uint32_t> Pairs::rest(std::size_t pair) const {
  return std::span(packed_).subspan(ends_[pair].asking, ends_[pair].rest - ends_[pair].asking);
}

corpus::Result<TextModel> train(const FeatureTable& table, const Pairs& pairs, const TrainingOptions& options) {
  return Training(table, pairs, options).run();
}

}  // namespace indexer::model
