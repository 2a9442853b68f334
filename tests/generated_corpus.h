// SPDX-License-Identifier: GPL-3.0-or-later
// A corpus whose synonyms only a model can join: sixty concepts, each with one word in titles and another in texts. A title shares with its
// text nothing but a word of the field, which fifty records have.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "corpus/record.h"

namespace generated {

// What sanitizers make twenty times as long is done with fewer.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int kRecords = 3000;
#else
inline constexpr int kRecords = 12'000;
#endif

// A word of two Han characters that no other word shares.
inline std::string word(unsigned base, unsigned number) {
  std::string out;
  for (const unsigned code : {base + 2 * number, base + 2 * number + 1}) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
  return out;
}

class Corpus {
 public:
  static constexpr unsigned kNoise = 200, kOfARecord = 4;

  // `joined`: whether titles are about what their texts are about; otherwise each has the title of another record, of another
  // field: within one the model would learn the fields, which is a gain.
  Corpus(int records, bool joined, unsigned concepts = 60) : size_(records), joined_(joined), concepts_(concepts) {}

  int size() const { return size_; }
  // Fifty records each, so that their word is rarer than any concept's and words find all of them.
  int fields() const { return std::max(1, size_ / 50); }
  static std::string id(int number) { return fmt::format("g{:05}", number); }
  // Every tenth record has a text only, so that it can be asked for by a title that it lacks.
  static bool is_untitled(int number) { return number % 10 == 0; }

  std::string title(int number) const {
    const int of = joined_ ? number : (number + 7 * fields() + 3) % size_;
    std::string title = word(kFieldBase, static_cast<unsigned>(of % fields()));
    for (const unsigned concept_number : concepts(of)) title += "、" + word(kTitleBase, concept_number);
    return title;
  }

  std::string text(int number) const {
    std::uint64_t random = seed(number) ^ 0x5555;
    std::string text = word(kFieldBase, static_cast<unsigned>(number % fields())) + "。";
    for (const unsigned concept_number : concepts(number)) {
      for (int i = 0; i < 3; ++i) text += word(kNoiseBase, static_cast<unsigned>(next(random) % kNoise)) + "、";
      text += word(kTextBase, concept_number) + "。";
    }
    return text;
  }

  corpus::Record record(int number) const {
    corpus::Achievement a;
    a.id.value = id(number);
    if (!is_untitled(number)) a.title = title(number);
    a.summary = text(number);
    a.common.visibility = "public";
    return a;
  }

 private:
  // Ideographs of a block that has no Traditional forms of one another.
  static constexpr unsigned kTitleBase = 0x3500, kTextBase = 0x3700, kNoiseBase = 0x3900, kFieldBase = 0x4100;

  static std::uint64_t next(std::uint64_t& state) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return state >> 33;
  }
  static std::uint64_t seed(int number) { return static_cast<std::uint64_t>(number) * 2654435761ULL + 17; }
  std::vector<unsigned> concepts(int number) const {
    std::uint64_t random = seed(number);
    next(random);
    std::vector<unsigned> chosen;
    for (unsigned i = 0; i < kOfARecord; ++i) chosen.push_back(static_cast<unsigned>(next(random) % concepts_));
    return chosen;
  }

  int size_;
  bool joined_;
  unsigned concepts_;
};

}  // namespace generated
