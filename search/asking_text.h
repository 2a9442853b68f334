// SPDX-License-Identifier: GPL-3.0-or-later
// The texts that ask: what a record says it is about, or running text, for whoever looks for what is like it (matcher.h, likeness.h).
#pragma once

#include <string>
#include <vector>

#include "corpus/record.h"
#include "search/plan.h"

namespace search {

// Analysing and choosing the terms of more text than this would take longer than a question may; what a record is about stands before.
inline constexpr std::size_t kMaxAskingBytes = 64u << 10;

// The best 150 terms of a long text give the precision of all of them at a sixth of the time; 40 lose a little.
inline constexpr std::size_t kMaxAskingTerms = 150;

// A figure in running text is mostly a quantity, which says little about the topic. indexer/model/word_index.cc tries with the same.
inline constexpr TermWeights kAskingWeights{.latin = 1.5, .number = 0.15, .word = 0.5, .bigram = 0.5, .joined = 0.5};

struct AskingText {
  std::vector<std::string> texts;
  std::vector<double> weights;  // of each text: how many times it counts
  std::vector<std::string> fields;  // of each text: the field it is text_of(); "text" for running text

  AskingText() = default;
  // Title and keywords count twice. Who owns a record or made it is left out.
  explicit AskingText(const corpus::Record& record) { add(record); }
  explicit AskingText(const std::string& text) : texts{text}, weights{1}, fields{"text"} {}

  void add(const corpus::Record& record);

  // Cuts each text to kMaxAskingBytes, between characters; true where one was longer.
  bool keep_beginnings();

  // Views into the texts: good until they change.
  std::vector<WeightedText> weighted() const;
};

}  // namespace search
