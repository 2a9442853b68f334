// SPDX-License-Identifier: GPL-3.0-or-later
// A slip breaks the pairs it stands in: of 锂电迟, 电迟 stands nowhere. But so do pairs across words in a correct query of a small corpus (量子|计算). A
// replacement therefore has to mend the pairs on both sides; where only one side speaks for it, it has to make a word that the dictionary or the corpus'
// own list of keywords and names knows, of a character that was no part of a word.
#include "search/correction_han.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "indexer/schema.h"
#include "indexer/text/pinyin.h"
#include "indexer/text/segment.h"
#include "search/lookalikes.h"

namespace search {
namespace {

using indexer::text::readings;

constexpr std::size_t kLongestBySound = 8;      // characters of a word that is looked for by its sound
constexpr std::size_t kMostSoundKeys = 24;   // for it
constexpr std::size_t kMostSoundEntries = 300;
constexpr std::size_t kMostSlips = 2;        // in one run
constexpr Xapian::doccount kFewestPairs = 2;      // records that hold a pair which is offered
// Where the dictionary alone vouches for one side: 油料 for 釉料. In longer runs it is mostly wrong (of 132 unknown titles 13 got an offer: 压粒后 → 压力后,
// 洗衣机出厂 → 洗衣挤出厂), so there a keyword or name of three characters has to.
constexpr Xapian::doccount kFewestByDictionary = 5;
constexpr std::size_t kLongestByDictionary = 4, kShortestEntry = 3;

std::string utf8(std::u16string_view text) {
  std::string out;
  icu::UnicodeString(text.data(), static_cast<std::int32_t>(text.size())).toUTF8String(out);
  return out;
}

// What ears and southern tongues take for one: zhang, zang and zhan are zan; nan is lan.
std::string blurred(std::string_view syllable) {
  std::string out(syllable);
  if (out.size() > 1 && out[1] == 'h') out.erase(1, 1);
  if (out.size() > 1 && out.front() == 'n') out.front() = 'l';
  if (out.ends_with("ang") || out.ends_with("eng") || out.ends_with("ing")) out.pop_back();
  return out;
}

// Syllables by what they blur to.
const std::map<std::string, std::vector<std::string>, std::less<>>& blurs() {
  static const auto made = [] {
    std::map<std::string, std::vector<std::string>, std::less<>> out;
    for (const std::string& syllable : indexer::text::syllables()) out[blurred(syllable)].push_back(syllable);
    return out;
  }();
  return made;
}

bool sound_alike(char16_t one, char16_t other) {
  for (const std::string_view a : readings(one))
    for (const std::string_view b : readings(other))
      if (blurred(a) == blurred(b)) return true;
  return false;
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
    if (std::ranges::none_of(pairs_, [&](Xapian::doccount n) { return look_ups_.is_rare(n); })) return {};
    if (look_ups_.is_an_entry(utf8(run_))) return {};  // rare, but somebody's keyword
    if (RunCorrection whole = by_sound(); !whole.run.empty()) return whole;
    return one_for_another();
  }

 private:
  struct Offer {
    double score = 0;
    std::size_t at = 0;
    char16_t character = 0;
    std::vector<std::string> terms;
  };

  static std::vector<std::string> pairs_of(std::u16string_view run) {
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i + 1 < run.size(); ++i) pairs.push_back(utf8(run.substr(i, 2)));
    return pairs;
  }

  bool rare(std::size_t pair) const { return look_ups_.is_rare(pairs_[pair]); }

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
      for (const std::string& syllable : blurs().find(blurred(first))->second) extend(syllable + ' ', 1, keys);
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
      out.terms.insert(out.terms.end(), offer->terms.begin(), offer->terms.end());
    }
    return out;
  }

  std::optional<Offer> best_offer() {
    std::optional<Offer> best;
    for (std::size_t at = 0; at < run_.size(); ++at) {
      const bool left = at > 0 && rare(at - 1), right = at + 1 < run_.size() && rare(at);
      if (!left && !right) continue;
      for (Offer& offer : offers_at(at))
        if (!best || offer.score > best->score) best = std::move(offer);
    }
    return best;
  }

  // Pairs are looked up on one side for all characters, on the other for those that the first has left.
  std::vector<Offer> offers_at(std::size_t at) {
    const std::u16string others = mistakable(run_[at]);
    const bool has_left = at > 0, has_right = at + 1 < run_.size();
    const auto pair = [&](bool left, char16_t c) { return utf8(left ? std::u16string{run_[at - 1], c} : std::u16string{c, run_[at + 1]}); };
    const auto mends = [&](Xapian::doccount now, Xapian::doccount typed) { return now >= kFewestPairs && now >= kFarRarer * typed; };
    std::map<char16_t, std::pair<Xapian::doccount, Xapian::doccount>> sides;
    for (const bool left : {true, false}) {
      if (left ? !has_left : !has_right) continue;
      std::vector<std::string> terms;
      for (const char16_t c : others) terms.push_back(pair(left, c));
      const std::vector<Xapian::doccount> holders = look_ups_.of(terms);
      for (std::size_t i = 0; i < others.size(); ++i)
        if (mends(holders[i], pairs_[left ? at - 1 : at])) (left ? sides[others[i]].first : sides[others[i]].second) = holders[i];
    }
    std::vector<Offer> offers;
    for (const auto& [c, holders] : sides) {
      const auto [l, r] = holders;
      if (l > 0 && r > 0) {
        offers.push_back({4.0 * std::min(l, r), at, c, {pair(true, c), pair(false, c)}});
      } else if (stands_alone(at) && !spoils(at, l > 0) && makes_a_word(at, c, l > 0, std::max(l, r))) {
        offers.push_back({1.0 * std::max(l, r), at, c, {pair(l > 0, c)}});
      }
    }
    return offers;
  }

  bool stands_alone(std::size_t at) const { return words_.length_at[at] == 1; }

  // Whether the pair on the other side, which was typed and is not rare, would be lost.
  bool spoils(std::size_t at, bool mended_left) const {
    if (mended_left) return at + 1 < run_.size() && !rare(at);
    return at > 0 && !rare(at - 1);
  }

  // A word of the dictionary, with fewer words in all, or a keyword or name that holds the pair.
  bool makes_a_word(std::size_t at, char16_t c, bool with_left, Xapian::doccount holders) {
    std::u16string now = run_;
    now[at] = c;
    if (run_.size() <= kLongestByDictionary && holders >= kFewestByDictionary) {
      const WordCover words = words_of(now);
      if (words.length_at[at] > 1 && words.count < words_.count) return true;
    }
    const std::size_t from = with_left ? at - 1 : at;  // of the pair
    for (std::size_t start = from + 1; start-- > 0 && from + 2 - start <= kLongestBySound;)
      for (std::size_t length = std::max(from + 2 - start, kShortestEntry); length <= kLongestBySound && start + length <= now.size(); ++length)
        if (look_ups_.is_an_entry(utf8(std::u16string_view(now).substr(start, length)))) return true;
    return false;
  }

  std::u16string run_;
  LookUps& look_ups_;
  std::vector<Xapian::doccount> pairs_;  // holders of each pair of neighbours
  WordCover words_;
};

}  // namespace

std::vector<Xapian::doccount> LookUps::of(const std::vector<std::string>& terms) {
  std::vector<Xapian::doccount> out(terms.size(), 0);
  const std::size_t may = std::min(left_, terms.size());
  left_ -= may;
  frequencies_.fetch({terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(may)});
  for (std::size_t i = 0; i < may; ++i) out[i] = frequencies_.of(terms[i]);
  return out;
}

bool LookUps::is_an_entry(const std::string& folded) {
  if (entries_left_ == 0) return false;
  --entries_left_;
  const std::string term = std::string(indexer::prefix::kSuggest) + folded + '\t';
  return database().allterms_begin(term) != database().allterms_end(term);
}

std::u16string mistakable(char16_t character) {
  std::set<char16_t> others;
  for (const std::string_view reading : readings(character))
    for (const std::string& syllable : blurs().find(blurred(reading))->second)
      for (const char16_t c : indexer::text::characters_read(syllable)) others.insert(c);
  for (const char16_t c : lookalikes(character)) others.insert(c);
  others.erase(character);
  return {others.begin(), others.end()};
}

RunCorrection correct_run(const std::u16string& run, LookUps& look_ups) {
  if (run.size() < 2) return {};
  return HanRun(run, look_ups).corrected();
}

}  // namespace search
