// SPDX-License-Identifier: GPL-3.0-or-later
// Words one letter away are made and looked up, all in one batch. Those two letters away are too many; they are looked for among the words that begin with
// the same two letters.
#include "search/correction_latin.h"

#include <algorithm>
#include <set>
#include <vector>

#include "indexer/text/analyzer.h"

namespace search {
namespace {

constexpr std::size_t kShortest = 4;       // letters of a stem; shorter ones are mostly acronyms and symbols
constexpr std::size_t kFirstKept = 6;      // up to so many letters, the first is taken to be right
constexpr std::size_t kTwoLetters = 7;     // from here on two letters may be wrong
constexpr std::size_t kLongest = 24;
constexpr std::size_t kMostWalked = 5000;  // words that begin alike
constexpr Xapian::doccount kFewestWords = 2;    // records that hold a word which is offered; one, where it is a keyword that looks the same

std::vector<std::string> one_letter_away(const std::string& word) {
  std::vector<std::string> out;
  const std::size_t first = word.size() <= kFirstKept ? 1 : 0;
  for (std::size_t i = first; i < word.size(); ++i) {
    out.push_back(word.substr(0, i) + word.substr(i + 1));
    if (i + 1 < word.size() && word[i] != word[i + 1]) {
      out.push_back(word);
      std::swap(out.back()[i], out.back()[i + 1]);
    }
    for (char c = 'a'; c <= 'z'; ++c) {
      if (c == word[i]) continue;
      out.push_back(word);
      out.back()[i] = c;
    }
  }
  for (std::size_t i = first; i <= word.size(); ++i)
    for (char c = 'a'; c <= 'z'; ++c) out.push_back(word.substr(0, i) + c + word.substr(i));
  std::ranges::sort(out);
  const auto rest = std::ranges::unique(out);
  out.erase(rest.begin(), rest.end());
  return out;
}

// What letters look like that differ by next to nothing on a screen or in a scan: LiFSl and LiFSI.
std::string letter_shapes(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const std::string_view two = word.substr(i, 2);
    if (two == "rn" || two == "vv") {
      out += two == "rn" ? 'm' : 'w';
      ++i;
    } else {
      out += word[i] == 'l' || word[i] == 'j' ? 'i' : word[i] == 'q' ? 'g' : word[i];
    }
  }
  return out;
}

struct Best {
  std::string stem;
  Xapian::doccount holders = 0;

  void offer(const std::string& other, Xapian::doccount n, Xapian::doccount typed) {
    if (n < kFewestWords || n < kFarRarer * typed || n <= holders) return;
    stem = other;
    holders = n;
  }
};

}  // namespace

// Three rows of the usual table are enough, since a swap looks two back.
std::size_t letters_apart(std::string_view one, std::string_view other, std::size_t most) {
  if (one.size() > other.size() + most || other.size() > one.size() + most) return most + 1;
  std::vector<std::size_t> before(other.size() + 1), last(other.size() + 1), now(other.size() + 1);
  for (std::size_t j = 0; j <= other.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    now[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
      least = std::min(least, now[j]);
    }
    if (least > most) return most + 1;
    std::swap(before, last);
    std::swap(last, now);
  }
  return std::min(last[other.size()], most + 1);
}

std::string stem_of(const std::string& word) {
  for (const indexer::text::Token& token : indexer::text::analyze(word))
    if (token.kind == indexer::text::TokenKind::latin) return token.term;
  return word;
}

std::string correct_word(const std::string& word, LookUps& look_ups, bool far) {
  if (word.size() < kShortest || word.size() > kLongest) return {};
  const std::string stem = stem_of(word);
  const Xapian::doccount typed = look_ups.of(stem);
  if (!look_ups.is_rare(typed)) return {};
  // A slip hides the ending that would have been cut off (pumpnig), so words are made from the whole word, and then stemmed.
  std::set<std::string> stems;
  const Xapian::Stem english("english");
  for (const std::string& near : one_letter_away(word))
    if (std::string one = english(near); one != stem && one.size() >= kShortest) stems.insert(std::move(one));
  const std::vector<std::string> near(stems.begin(), stems.end());
  const std::vector<Xapian::doccount> holders = look_ups.of(near);
  Best best;
  for (std::size_t i = 0; i < near.size(); ++i) best.offer(near[i], holders[i], typed);
  if (best.stem.empty() && typed == 0)
    for (std::size_t i = 0; i < near.size(); ++i)
      if (holders[i] > 0 && letter_shapes(near[i]) == letter_shapes(stem) && look_ups.is_an_entry(near[i], "k")) return near[i];
  if (!best.stem.empty() || stem.size() < kTwoLetters || far) return best.stem;
  const std::string beginning = stem.substr(0, 2);
  std::size_t walked = 0;
  const auto end = look_ups.database().allterms_end(beginning);
  for (auto it = look_ups.database().allterms_begin(beginning); it != end && walked < kMostWalked; ++it, ++walked) {
    const std::string term = *it;
    const bool letters = std::ranges::all_of(term, [](char c) { return c >= 'a' && c <= 'z'; });
    if (letters && letters_apart(stem, term, 2) == 2) best.offer(term, it.get_termfreq(), typed);
  }
  return best.stem;
}

}  // namespace search
