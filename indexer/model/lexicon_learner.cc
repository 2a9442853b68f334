// SPDX-License-Identifier: GPL-3.0-or-later
// Every ICU word of the texts has a number; a term is up to four of them. The first scan counts, the second looks at what stands beside those terms
// that hold together. Counts that outgrow the memory lose the rarest terms, as in lossy counting (Manku and Motwani, VLDB 2002): a term that is frequent
// throughout survives.
#include "indexer/model/lexicon_learner.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

#include "indexer/model/record_texts.h"
#include "indexer/model/word_numbers.h"
#include "indexer/text/lexicon.h"
#include "indexer/text/normalize.h"

namespace indexer::model {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

constexpr std::size_t kMostParts = 4;
constexpr std::int32_t kMostTermCharacters = 10;
constexpr std::size_t kMostKeywordsCounted = 500'000;
constexpr std::int64_t kTellEvery = 1000;

using Term = std::array<std::uint32_t, kMostParts>;  // numbers of its ICU words, from 1; 0 where it has fewer

struct HashOfTerm {
  std::size_t operator()(const Term& term) const {
    std::uint64_t hash = 0x9E3779B97F4A7C15u;
    for (const std::uint32_t part : term) hash = (hash ^ part) * 0xFF51AFD7ED558CCDu, hash ^= hash >> 32;
    return static_cast<std::size_t>(hash);
  }
};

std::size_t parts_of_term(const Term& term) {
  return static_cast<std::size_t>(std::ranges::find(term, 0u) - term.begin());
}

class WordLearner {
 public:
  explicit WordLearner(const LexiconOptions& options) : options_(options) {}

  Result<LearnedWords> run(const RecordScan& scan) {
    if (auto counted = pass(scan, "words", [this](const RecordTexts& texts) { count(texts); }); !counted) return std::unexpected(counted.error());
    learned_.records = done_;
    choose();
    if (!candidates_.empty())
      if (auto looked = pass(scan, "neighbours", [this](const RecordTexts& texts) { look_beside(texts); }); !looked)
        return std::unexpected(looked.error());
    finish();
    return std::move(learned_);
  }

 private:
  struct Count {
    std::uint32_t count = 0, records = 0, last_record = 0;
  };
  struct Candidate {
    std::uint32_t count = 0;
    Neighbours left, right;
  };

  template <class Take>
  Result<void> pass(const RecordScan& scan, const char* phase, const Take& take) {
    done_ = 0;
    bool stopped = false;
    const auto scanned = scan([&](const corpus::Record& record) {
      stopped = options_.cancelled && options_.cancelled();
      if (stopped) return false;
      ++done_;
      take(texts_of(record));
      if (options_.progress && done_ % kTellEvery == 0) options_.progress(phase, done_, learned_.records);
      return true;
    });
    if (!scanned) return std::unexpected(scanned.error());
    if (stopped) return fail(ErrorCode::timeout, "", "the learning of words was cancelled");
    if (options_.progress) options_.progress(phase, done_, done_);
    return {};
  }

  template <class Take>
  void each_text(const RecordTexts& texts, bool counting, const Take& take) {
    words_.each_run(texts.title, counting, take);
    words_.each_run(texts.body, counting, take);
  }

  // Calls `take(term, first, last)` for each sequence of words in the run that could be a term; `last` is one past its end.
  template <class Take>
  void each_term(const WordRun& run, const Take& take) const {
    for (std::size_t first = 0; first < run.size(); ++first) {
      Term term{};
      std::int32_t characters = 0;
      for (std::size_t last = first; last < std::min(run.size(), first + kMostParts); ++last) {
        const WordNumbers::Word& word = words_[run[last]];
        characters += word.characters;
        if (word.joins || characters > kMostTermCharacters) break;
        term[last - first] = run[last];
        if (last > first) take(term, first, last + 1, characters);
      }
    }
  }

  void count(const RecordTexts& texts) {
    std::vector<std::string> given;
    for (const std::string& keyword : texts.keywords) given.push_back(text::fold(keyword));
    std::ranges::sort(given);
    const auto repeated = std::ranges::unique(given);
    given.erase(repeated.begin(), repeated.end());
    for (std::string& keyword : given) ++keywords_[std::move(keyword)];
    forget_rarest(keywords_, kMostKeywordsCounted, keywords_forgotten_, [](std::uint32_t records) { return records; });
    const auto record = static_cast<std::uint32_t>(done_);
    each_text(texts, true, [&](const WordRun& run) {
      // Shorter ones too: the parts of a term are counted as terms.
      each_term(run, [&](const Term& term, std::size_t, std::size_t, std::int32_t) {
        Count& one = counts_[term];
        ++one.count;
        if (one.last_record != record) ++one.records, one.last_record = record;
      });
    });
    forget_rarest(counts_, options_.most_counted, counts_forgotten_, [](const Count& one) { return one.count; });
  }

  // By count alone, so that it does not matter in which order a table lies.
  template <class Table, class CountOf>
  static void forget_rarest(Table& table, std::size_t most, std::uint32_t& forgotten, const CountOf& count_of) {
    while (table.size() > most) {
      ++forgotten;
      std::erase_if(table, [&](const auto& one) { return count_of(one.second) <= forgotten; });
    }
  }

  // Occurrences of words `first` to `last` of a term.
  double count_of(const Term& term, std::size_t first, std::size_t last) const {
    if (last - first == 1) return static_cast<double>(words_[term[first]].count);
    Term part{};
    std::copy(term.begin() + static_cast<std::ptrdiff_t>(first), term.begin() + static_cast<std::ptrdiff_t>(last), part.begin());
    const auto found = counts_.find(part);
    return found == counts_.end() ? 0 : found->second.count;
  }

  double cohesion_of(const Term& term, double count) const {
    const std::size_t parts = parts_of_term(term);
    const auto all = static_cast<double>(words_.all());
    double lowest = 1;
    for (std::size_t cut = 1; cut < parts; ++cut) {
      // A part that was forgotten had been counted once at least as often as the term is now.
      const double left = std::max(count, count_of(term, 0, cut)), right = std::max(count, count_of(term, cut, parts));
      lowest = std::min(lowest, count >= all ? 1 : std::log(count * all / (left * right)) / std::log(all / count));
    }
    return lowest;
  }

  std::int32_t characters_of(const Term& term) const {
    std::int32_t characters = 0;
    for (std::size_t i = 0; i < parts_of_term(term); ++i) characters += words_[term[i]].characters;
    return characters;
  }

  void choose() {
    std::vector<std::pair<std::uint32_t, Term>> chosen;
    for (const auto& [term, one] : counts_)
      if (one.count >= options_.term_count && one.records >= options_.term_records && characters_of(term) >= options_.term_characters &&
          cohesion_of(term, one.count) >= options_.cohesion)
        chosen.emplace_back(one.count, term);
    // Words are numbered as they come, so the order of numbers is that of the records.
    std::ranges::sort(chosen, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    if (chosen.size() > options_.most_candidates) chosen.resize(options_.most_candidates);
    for (const auto& [count, term] : chosen) candidates_[term].count = count;
    counts_ = {};
  }

  void look_beside(const RecordTexts& texts) {
    each_text(texts, false, [&](const WordRun& run) {
      each_term(run, [&](const Term& term, std::size_t first, std::size_t last, std::int32_t) {
        const auto found = candidates_.find(term);
        if (found == candidates_.end()) return;
        found->second.left.add(first == 0 ? 0 : run[first - 1]);
        found->second.right.add(last == run.size() ? 0 : run[last]);
      });
    });
  }

  std::string text_of_term(const Term& term) const {
    icu::UnicodeString text;
    for (std::size_t i = 0; i < parts_of_term(term); ++i) text.append(words_[term[i]].text.data(), static_cast<std::int32_t>(words_[term[i]].text.size()));
    std::string out;
    return text.toUTF8String(out);
  }

  // Whether ICU cuts it: else it is a word already.
  static bool is_of_several_words(const icu::UnicodeString& text) { return text::segment(text).size() > 1; }

  void finish() {
    struct Found {
      std::uint32_t count = 0;
      bool keyword = false;
    };
    std::map<std::string, Found> found;
    for (const auto& [keyword, records] : keywords_) {
      const icu::UnicodeString text = icu::UnicodeString::fromUTF8(keyword);
      if (records >= options_.keyword_records && text::fault_of(text) == text::WordFault::none && is_of_several_words(text)) found[keyword] = {records, true};
    }
    for (const auto& [term, one] : candidates_)
      if (std::min(one.left.entropy(), one.right.entropy()) >= options_.freedom) {
        Found& word = found[text_of_term(term)];
        word.count = std::max(word.count, one.count);
      }
    std::vector<std::pair<std::string, Found>> best(found.begin(), found.end());
    std::ranges::stable_sort(best, [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
    if (best.size() > options_.most_words) best.resize(options_.most_words);
    for (auto& [word, what] : best) {
      ++(what.keyword ? learned_.keywords : learned_.terms);
      learned_.words.push_back(std::move(word));
    }
    std::ranges::sort(learned_.words);
  }

  const LexiconOptions& options_;
  WordNumbers words_;
  std::unordered_map<std::string, std::uint32_t> keywords_;
  std::unordered_map<Term, Count, HashOfTerm> counts_;
  std::unordered_map<Term, Candidate, HashOfTerm> candidates_;
  std::uint32_t keywords_forgotten_ = 0, counts_forgotten_ = 0;
  std::int64_t done_ = 0;
  LearnedWords learned_;
};

}  // namespace

Result<LearnedWords> learn_words(const RecordScan& scan, const LexiconOptions& options) { return WordLearner(options).run(scan); }

}  // namespace indexer::model
