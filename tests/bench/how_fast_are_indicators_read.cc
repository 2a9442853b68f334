// SPDX-License-Identifier: GPL-3.0-or-later
// How fast are indicators read, and is it linear? how_fast_are_indicators_read VOCABULARIES TEXT reads texts of 0.1, 1 and 3 MB: the file over and over, and
// what is made to be slow. Prints milliseconds, the best of three, and how many indicators were found.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "corpus/vocabulary.h"
#include "indexer/indicators.h"

namespace {

using Clock = std::chrono::steady_clock;

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

void time_it(std::string_view what, const corpus::Vocabularies& lists, std::string_view piece) {
  fmt::print("{:<14}", what);
  std::size_t found = 0;
  for (const std::size_t bytes : {100'000u, 1'000'000u, 3'000'000u}) {
    const std::string text = repeated(piece, bytes);
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
      const auto start = Clock::now();
      found = indexer::indicators_of(text, "text", lists).size();
      best = std::min(best, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    fmt::print("{:>10.1f}", best);
  }
  fmt::print("{:>8}\n", found);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return fmt::print(stderr, "how_fast_are_indicators_read VOCABULARIES TEXT\n"), 2;
  const auto lists = corpus::Vocabularies::load(argv[1]);
  if (!lists) return fmt::print(stderr, "{}\n", corpus::to_text(lists.error())), 2;
  std::ifstream in(argv[2], std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  if (text.empty()) return fmt::print(stderr, "{} cannot be read or is empty\n", argv[2]), 2;
  indexer::indicators_of("强度≥5 MPa", "text", *lists);
  fmt::print("{:<14}{:>10}{:>10}{:>10}{:>8}\n", "ms of", "0.1 MB", "1 MB", "3 MB", "found");
  time_it("text", *lists, text);
  for (const std::string_view piece : {"1 ", "1,",  "1、", "1m/",    "1 m，", "1~",   "1±",  "一", "两三", "一分之",  "百分之", "(",
                                       ")",  "(1)", "≥",   "不低于", "的",    "为的", "10^", "1×", "度1 ", "在1 ℃下", "≥1≤2"})
    time_it(piece, *lists, piece);
}
