// SPDX-License-Identifier: GPL-3.0-or-later
// Records → words for a lexicon: what authors give as keywords, and what their texts use as one word though ICU cuts it.
//
// Keywords: those that enough records give. Terms of the texts: two to four ICU words side by side that belong together and stand freely.
//   Cohesion     the lowest, over all places where the term can be cut in two, of the normalised pointwise mutual information of the parts,
//                ln(p(xy) / (p(x) p(y))) / −ln p(xy), with p = occurrences over all ICU words of the texts: 0 for parts that meet by chance, 1 for
//                parts that never stand alone. Mutual information of words: Church and Hanks, Computational Linguistics 16(1), 1990; for the
//                boundaries of Chinese words: Sproat and Shih, Computer Processing of Chinese and Oriental Languages 4(4), 1990; normalised:
//                Bouma, GSCL 2009.
//   Freedom      the lower of the entropies, in bits, of what stands to the left and to the right, −Σ p log₂ p: a part of a longer word has
//                mostly one neighbour. Branching entropy: Jin and Tanaka-Ishii, COLING/ACL 2006. The end of a run of Han characters is another
//                neighbour each time, as Feng, Chen, Deng and Zheng count it (Computational Linguistics 30(1), 2004).
// The thresholds below are guesses of the usual order, not measured: docs/decisions/0012.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "indexer/model/learn.h"

namespace indexer::model {

struct LexiconOptions {
  std::uint32_t keyword_records = 3;        // that give a keyword
  std::uint32_t term_records = 4;           // that use a term
  std::uint32_t term_count = 8;             // occurrences of it
  double cohesion = 0.35, freedom = 1.5;    // at least
  std::int32_t term_characters = 3;         // at least: two characters are a bigram, which is asked for anyhow; of a term at most 10
  std::size_t most_counted = 2'000'000;     // different terms; over it the rarest are forgotten
  std::size_t most_candidates = 100'000;    // whose neighbours are looked at: the most frequent
  std::size_t most_words = 200'000;         // of the lexicon: the most frequent
  std::function<void(const std::string& phase, std::int64_t done, std::int64_t total)> progress;  // phases: words, neighbours
  std::function<bool()> cancelled;
};

struct LearnedWords {
  std::vector<std::string> words;          // folded, ascending by bytes, each without fault (text/lexicon.h) and of several ICU words
  std::size_t keywords = 0, terms = 0;     // how many are keywords, and how many are not
  std::int64_t records = 0;
};

// Scans the records twice, the second time only where there are candidates. The same records in the same order give the same words. timeout where it
// was cancelled, and whatever the scan says. Memory: about 300 MB at most, whatever the number of records. One thread, some 10 MB/s of text a scan (not
// measured).
corpus::Result<LearnedWords> learn_words(const RecordScan& scan, const LexiconOptions& options = {});

}  // namespace indexer::model
