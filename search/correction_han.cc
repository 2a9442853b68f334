// SPDX-License-Identifier: GPL-3.0-or-later
// A slip breaks the pairs it stands in: of 锂电迟, 电迟 stands nowhere. But so do pairs across words in a correct query of a small corpus (量子|计算). A
// replacement therefore has to mend the pairs on both sides; where only one side speaks for it, it has to make a word that the dictionary or the corpus'
// own list of keywords and names knows, of a character that was no part of a word. A pair of a single record speaks for nothing, unless all of the run
// becomes a term of the thesaurus or the lexicon (国蜜算法).
#include "search/correction_han.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "indexer/schema.h"
#include "indexer/text/pinyin.h"
#include "indexer/text/segment.h"
#include "search/mistakable.h"

namespace search {
namespace {

using indexer::text::readings;

constexpr std::size_t kLongestBySound = 8;      // characters of a word that is looked for by its sound; a run of more is a sentence
constexpr std::size_t kMostSoundKeys = 24;   // for it
constexpr std::size_t kMostSoundEntries = 300;
constexpr std::size_t kMostSlips = 2;        // in one run
constexpr Xapian::doccount kFewestPairs = 2;      // records that hold a pair which is offered
// Where the dictionary alone vouches for one side: 油料 for 釉料. In longer runs it is mostly wrong (of 132 unknown titles 13 got an offer: 压粒后 → 压力后,
// 洗衣机出厂 → 洗衣挤出厂), so there a keyword or name of three characters has to.
constexpr Xapian::doccount kFewestByDictionary = 5;
constexpr std::size_t kLongestByDictionary = 4, kShortestEntry = 3;
constexpr std::size_t kShortestTerm = 4;  // that one record is enough for; shorter ones are soon like others
// A short word of the field, of characters that seldom stand without each other: 焊缝, 涂层. Records that hold it.
constexpr Xapian::doccount kFewestOfCorpus = 3, kCorpusPart = 5000;

std::string utf8(std::u16string_view text) {
  std::string out;
  icu::UnicodeString(text.data(), static_cast<std::int32_t>(text.size())).toUTF8String(out);
  return out;
}

// Words of the dictionary that cover each character: how long the one is that holds it, and where words begin.
struct WordCover {
  std::vector<std::size_t> length_at;
  std::size_t count = 0;
};

WordCover words_of(const std::u16string& run) {
  WordCover out;
  const icu::UnicodeString text(run.data(), static_cast<std::int32_t>(run.size()));
  for (const indexer::text::Segment& word : indexer::text::segment(text)) {
    const auto length = static_cast<std::size_t>(word.end - word.begin);
    out.length_at.insert(out.length_at.end(), length, length);
    ++out.count;
  }
  return out;
}

class HanRun {
 public:
  HanRun(const std::u16string& run, LookUps& look_ups) : run_(run), look_ups_(look_ups), pairs_(look_ups.of(pairs_of(run))), words_(words_of(run)) {}

  RunCorrection corrected() {
    if (std::ranges::none_of(pairs_, [&](Xapian::doccount n) { return look_ups_.is_rare(n) || (is_short() && look_ups_.is_seldom(n)); })) return {};
    if (look_ups_.is_a_term(run_) || look_ups_.is_an_entry(utf8(run_))) return {};  // rare, but a word of the field or somebody's keyword
    if (RunCorrection whole = by_sound(); !whole.run.empty()) return whole;
    if (RunCorrection mended = one_for_another(); !mended.run.empty()) return mended;
    return by_term();
  }

 private:
  struct Offer {
    double score = 0;
    std::size_t at = 0;
    char16_t character = 0;
    Xapian::doccount left = 0, right = 0;  // holders of the pairs that it mends
  };

  static std::vector<std::string> pairs_of(std::u16string_view run) {
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i + 1 < run.size(); ++i) pairs.push_back(utf8(run.substr(i, 2)));
    return pairs;
  }

  bool is_short() const { return run_.size() <= kLongestBySound; }
  bool rare(std::size_t pair) const { return look_ups_.is_rare(pairs_[pair]); }
  bool seldom(std::size_t pair) const { return rare(pair) || (is_short() && look_ups_.is_seldom(pairs_[pair])); }

  // ---- the run as a whole, among words of the same sound

  RunCorrection by_sound() {
    if (run_.size() < 2 || run_.size() > kLongestBySound || words_.count == 1) return {};
    const Xapian::doccount weakest = std::ranges::min(pairs_);
    std::u16string best;
    std::pair<std::size_t, Xapian::doccount> best_is{};  // characters kept, holders
    std::size_t read = 0;
    for (const std::string& key : sound_keys()) {
      const std::string beginning = std::string(indexer::prefix::kPinyin) + key + '\t';
      const auto end = look_ups_.database().allterms_end(beginning);
      for (auto it = look_ups_.database().allterms_begin(beginning); it != end && read < kMostSoundEntries; ++it, ++read) {
        const icu::UnicodeString text = icu::UnicodeString::fromUTF8((*it).substr(beginning.size()));
        const std::u16string entry(text.getBuffer(), static_cast<std::size_t>(text.length()));
        if (entry.size() != run_.size()) continue;
        std::size_t kept = 0, alike = 0;
        for (std::size_t i = 0; i < run_.size(); ++i) {
          if (entry[i] == run_[i])
            ++kept;
          else if (sound_alike(entry[i], run_[i]))
            ++alike;
        }
        const Xapian::doccount holders = it.get_termfreq();
        if (holders < kFarRarer * weakest || kept + alike != run_.size() || alike == 0 || (run_.size() == 2 && (kept == 0 || holders < kFewestPairs))) continue;
        if (const std::pair is{kept, holders}; is > best_is) best = entry, best_is = is;
      }
    }
    if (best.empty()) return {};
    return {best, pairs_of(best)};
  }

  // The keys of all texts as long as the run that sound like it.
  std::vector<std::string> sound_keys() const {
    std::set<std::string> keys;
    for (const std::string_view first : readings(run_.front()))
      for (const std::string& syllable : syllables_like(first)) extend(syllable + ' ', 1, keys);
    return {keys.begin(), keys.end()};
  }

  void extend(const std::string& key, std::size_t at, std::set<std::string>& keys) const {
    if (keys.size() == kMostSoundKeys) return;
    if (at == run_.size()) {
      keys.insert(key);
      return;
    }
    std::set<char> letters;
    for (const std::string_view reading : readings(run_[at])) {
      letters.insert(reading.front());
      if (reading.front() == 'n') letters.insert('l');
      if (reading.front() == 'l') letters.insert('n');
    }
    for (const char letter : letters) extend(key + letter, at + 1, keys);
  }

  // ---- one character for another

  RunCorrection one_for_another() {
    RunCorrection out;
    for (std::size_t slip = 0; slip < kMostSlips; ++slip) {
      const std::optional<Offer> offer = best_offer();
      if (!offer) break;
      run_[offer->at] = offer->character;
      pairs_ = look_ups_.of(pairs_of(run_));
      words_ = words_of(run_);
      out.run = run_;
      if (offer->left > 0) out.terms.push_back(pair_at(run_, offer->at - 1));
      if (offer->right > 0) out.terms.push_back(pair_at(run_, offer->at));
    }
    return out;
  }

  // ---- one character for another, so that the whole is a term: then one record that holds it is enough

  // Nothing where two terms are as near.
  RunCorrection by_term() {
    if (!is_short() || run_.size() < kShortestTerm || words_.count == 1) return {};
    std::u16string only;
    for (std::size_t at = 0; at < run_.size(); ++at) {
      if ((at > 0 && pairs_[at - 1] > 0) || (at + 1 < run_.size() && pairs_[at] > 0)) continue;
      std::u16string now = run_;
      for (const char16_t c : mistakable(run_[at])) {
        now[at] = c;
        if (!closely_alike(run_[at], c) || !look_ups_.is_a_term(now)) continue;
        if (!only.empty()) return {};
        only = now;
      }
    }
    if (only.empty()) return {};
    return {only, pairs_of(only)};
  }

  static std::string pair_at(const std::u16string& run, std::size_t from) { return utf8(std::u16string_view(run).substr(from, 2)); }

  // The best that something vouches for; asked in this order, since asking costs more than finding.
  std::optional<Offer> best_offer() {
    std::vector<Offer> offers;
    const std::vector<bool> known = of_known_terms();
    for (std::size_t at = 0; at < run_.size(); ++at) {
      const bool left = at > 0 && seldom(at - 1), right = at + 1 < run_.size() && seldom(at);
      if (known[at] || (!left && !right)) continue;
      for (const Offer& offer : offers_at(at)) offers.push_back(offer);
    }
    std::ranges::stable_sort(offers, std::greater{}, &Offer::score);
    for (const Offer& offer : offers)
      if (is_vouched_for(offer)) return offer;
    return std::nullopt;
  }

  // Characters of a term of the thesaurus or the lexicon: they are right, however rare. One of two characters counts where it is no part of other words.
  std::vector<bool> of_known_terms() const {
    std::vector<bool> known(run_.size());
    for (std::size_t from = 0; from + 1 < run_.size(); ++from)
      for (std::size_t length = std::min(kLongestBySound, run_.size() - from); length > 1; --length) {
        if (length == 2 && (!stands_alone(from) || !stands_alone(from + 1))) continue;
        if (!look_ups_.is_a_term(std::u16string_view(run_).substr(from, length))) continue;
        std::fill_n(known.begin() + static_cast<std::ptrdiff_t>(from), length, true);
        break;
      }
    return known;
  }

  // Pairs are looked up on the left for all characters, on the right for all only where the right side could speak alone, else for those that the left has
  // left.
  std::vector<Offer> offers_at(std::size_t at) {
    const std::u16string others = mistakable(run_[at]);
    const bool has_left = at > 0, has_right = at + 1 < run_.size();
    const auto pair = [&](bool left, char16_t c) { return utf8(left ? std::u16string{run_[at - 1], c} : std::u16string{c, run_[at + 1]}); };
    const auto mends = [&](Xapian::doccount now, Xapian::doccount typed) { return now >= kFewestPairs && now >= kFarRarer * typed; };
    std::map<char16_t, std::pair<Xapian::doccount, Xapian::doccount>> sides;
    for (const bool left : {true, false}) {
      if (left ? !has_left : !has_right) continue;
      // What both sides have to mend needs the right one only where the left has it.
      const bool alone = stands_alone(at) && !spoils(at, left), of_both = !left && has_left && !alone;
      if (left && !alone && !has_right) continue;
      std::u16string asked;
      for (const char16_t c : others)
        if (!of_both || sides.contains(c)) asked += c;
      std::vector<std::string> terms;
      for (const char16_t c : asked) terms.push_back(pair(left, c));
      const std::vector<Xapian::doccount> holders = look_ups_.of(terms);
      for (std::size_t i = 0; i < asked.size(); ++i)
        if (mends(holders[i], pairs_[left ? at - 1 : at])) (left ? sides[asked[i]].first : sides[asked[i]].second) = holders[i];
    }
    std::vector<Offer> offers;
    for (const auto& [c, holders] : sides) {
      const auto [l, r] = holders;
      const double score = l > 0 && r > 0 ? 4.0 * std::min(l, r) : 1.0 * std::max(l, r);
      offers.push_back({score, at, c, l, r});
    }
    return offers;
  }

  // Two pairs that are mended speak for themselves in a word, where one of them was hardly ever seen; in a sentence any two characters between others may be
  // frequent pairs (记分会成 → 集成), so that a word has to be made there.
  bool is_vouched_for(const Offer& offer) {
    const auto [score, at, c, left, right] = offer;
    std::u16string now = run_;
    now[at] = c;
    if (left > 0 && right > 0) {
      if (is_short() && (rare(at - 1) || rare(at))) return true;
      return makes_a_long_word(now, at - 1) || makes_a_long_word(now, at);
    }
    if (!stands_alone(at) || spoils(at, left > 0)) return false;
    const std::size_t from = left > 0 ? at - 1 : at;
    return makes_a_word_of_the_dictionary(now, at, from, left + right) || makes_a_short_word(now, at, from, left + right) || makes_a_long_word(now, from);
  }

  bool stands_alone(std::size_t at) const { return words_.length_at[at] == 1; }

  // Whether the pair on the other side, which was typed and is not rare, would be lost.
  bool spoils(std::size_t at, bool mended_left) const {
    if (mended_left) return at + 1 < run_.size() && !rare(at);
    return at > 0 && !rare(at - 1);
  }

  // With fewer words in all. A nearly same sound is enough for a whole word only, not for a part of a longer run: not 杂样 for 杂盐 in 工业杂盐.
  bool makes_a_word_of_the_dictionary(const std::u16string& now, std::size_t at, std::size_t from, Xapian::doccount holders) const {
    if (run_.size() > kLongestByDictionary || holders < kFewestByDictionary || !rare(from)) return false;
    if (run_.size() > 2 && !closely_alike(run_[at], now[at])) return false;
    const WordCover words = words_of(now);
    return words.length_at[at] > 1 && words.count < words_.count;
  }

  // The pair alone is a word: 滴灌 for 滴罐, 预警 for 玉警. Two characters are soon like two others, so both of those typed must be no part of a word, the
  // pairs typed unseen, and the sound the same.
  bool makes_a_short_word(const std::u16string& now, std::size_t at, std::size_t from, Xapian::doccount holders) {
    if (!is_short() || holders < kFewestOfCorpus || !closely_alike(run_[at], now[at]) || !stands_alone(from) || !stands_alone(from + 1)) return false;
    if ((at > 0 && pairs_[at - 1] > 0) || (at + 1 < run_.size() && pairs_[at] > 0)) return false;
    const std::u16string_view pair = std::u16string_view(now).substr(from, 2);
    if (look_ups_.is_a_term(pair) || look_ups_.is_an_entry(utf8(pair), "kt")) return true;
    return run_.size() == 2 && holds_together(pair, holders);  // of three, the third would be left over: 掌子|松 for 樟子松
  }

  // Both stand as words of one character where they stand together, and the rarer one not often elsewhere; not so 化涂 of 抗氧化|涂层.
  bool holds_together(std::u16string_view pair, Xapian::doccount holders) {
    if (holders < look_ups_.database().get_doccount() / kCorpusPart) return false;
    const std::vector<Xapian::doccount> alone = look_ups_.of({utf8(pair.substr(0, 1)), utf8(pair.substr(1))});
    return 2 * std::ranges::min(alone) >= holders && 3 * holders >= std::ranges::min(alone);
  }

  // A term, a keyword or a name that holds the pair.
  bool makes_a_long_word(const std::u16string& now, std::size_t from) {
    const auto any_of = [&](const auto& is_known) {
      for (std::size_t start = from + 1; start-- > 0 && from + 2 - start <= kLongestBySound;)
        for (std::size_t length = std::max(from + 2 - start, kShortestEntry); length <= kLongestBySound && start + length <= now.size(); ++length)
          if (is_known(std::u16string_view(now).substr(start, length))) return true;
      return false;
    };
    return any_of([&](std::u16string_view part) { return look_ups_.is_a_term(part); }) ||
           any_of([&](std::u16string_view part) { return look_ups_.is_an_entry(utf8(part)); });
  }

  std::u16string run_;
  LookUps& look_ups_;
  std::vector<Xapian::doccount> pairs_;  // holders of each pair of neighbours
  WordCover words_;
};

}  // namespace

RunCorrection correct_run(const std::u16string& run, LookUps& look_ups) {
  if (run.size() < 2) return {};
  return HanRun(run, look_ups).corrected();
}

}  // namespace search
