// SPDX-License-Identifier: GPL-3.0-or-later
// A small ranking by words in memory, for trying a model on a corpus before there is an index of it: BM25 over the analyzer's terms, with
// the weights that search/plan.h and schema.cc have. docs/decisions/0009 says why it stands here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace indexer::model {

// A text and how often each of its words counts, as for the fields of a record.
struct CountedText {
  std::string text;
  std::uint32_t times = 1;
};

// How the words of a question count by their kind; a figure is meant in a few words, and says little in a long text.
enum class Wording : std::uint8_t { few_words, long_text };

struct AskedTerm {
  std::string term;
  double weight = 0;  // kind of token × (1 + ln count)
};
std::vector<AskedTerm> terms_of(std::string_view question, Wording wording);

class WordIndex {
 public:
  // Only `terms` can be asked for: what is kept of the records is their postings.
  explicit WordIndex(std::span<const AskedTerm> terms);
  void add(std::span<const CountedText> record);
  std::size_t records() const { return lengths_.size(); }
  // How rare a term is, as the ranking has it. Requires: it can be asked for; others are as rare as can be.
  double rarity_of(const std::string& term) const;

  struct Found {
    std::uint32_t record = 0;
    double score = 0;
  };
  // The best by any of the terms (of more than 150 the most telling), equal scores by the order of the records; at most `most`, without
  // `itself`.
  std::vector<Found> best(const std::vector<AskedTerm>& question, std::size_t most, std::int64_t itself = -1) const;

 private:
  struct Posting {
    std::uint32_t record = 0, count = 0;
  };
  std::unordered_map<std::string, std::vector<Posting>> postings_;
  std::vector<std::uint32_t> lengths_;
  double all_lengths_ = 0;
};

}  // namespace indexer::model
