// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/sounds.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <map>
#include <set>

#include "indexer/schema.h"
#include "indexer/text/normalize.h"

namespace search {
namespace {

using indexer::text::TypedPlace;

constexpr std::size_t kMostTyped = 63;    // one bit each, and one for the end
constexpr std::size_t kMostPlaces = 64;   // of a text that are compared
constexpr std::size_t kMostKeys = 80;     // looked up: a first letter stands for up to 36 syllables
constexpr std::size_t kMostSoundedEntries = 2000;

bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
// No syllable begins with these.
bool is_initial(char32_t c) { return is_digit(c) || (is_letter(c) && c != U'i' && c != U'u' && c != U'v'); }

// Syllables that begin with a letter; they are sorted.
std::span<const std::string> syllables_with(char32_t letter) {
  const auto first = [](const std::string& syllable) { return static_cast<char32_t>(syllable.front()); };
  const auto all = indexer::text::syllables();
  const auto found = std::ranges::equal_range(all, letter, {}, first);
  return {found.begin(), found.end()};
}

std::size_t common(std::u32string_view typed, std::string_view syllable) {
  std::size_t n = 0;
  while (n < typed.size() && n < syllable.size() && typed[n] == static_cast<char32_t>(syllable[n])) ++n;
  return n;
}

// First letters of all that `rest` may stand for, each at most as long as a key: dianchi → dc, dac (di an chi).
class Initials {
 public:
  std::set<std::string> of(std::u32string_view rest) {
    walk(rest, "");
    return std::move(found_);
  }

 private:
  void walk(std::u32string_view rest, const std::string& so_far) {
    if (found_.size() == kMostKeys || ++steps_ > 2000) return;
    if (rest.empty() || so_far.size() == indexer::text::kMaxPinyinInitials) {
      found_.insert(so_far);
      return;
    }
    if (!is_letter(rest.front()) && !is_digit(rest.front())) {  // a Han character
      std::set<char> letters;
      for (const std::string_view reading : indexer::text::readings(static_cast<UChar32>(rest.front()))) letters.insert(reading.front());
      for (const char letter : letters) walk(rest.substr(1), so_far + letter);
      return;
    }
    if (!is_initial(rest.front())) return;
    const std::string next = so_far + static_cast<char>(rest.front());
    for (const std::string& syllable : syllables_with(rest.front())) {
      const std::size_t n = common(rest, syllable);
      if (n == rest.size() && n < syllable.size()) {
        found_.insert(next);  // begun at the end
      } else if (n == syllable.size() && n > 1) {
        walk(rest.substr(n), next);
      }
    }
    walk(rest.substr(1), next);
    if (rest.size() > 2 && rest[1] == U'h' && (rest[0] == U'z' || rest[0] == U'c' || rest[0] == U's')) walk(rest.substr(2), next);
  }

  std::set<std::string> found_;
  std::size_t steps_ = 0;
};

// The beginnings of keys that hold whatever `typed` may stand for.
class Keys {
 public:
  Keys(std::u32string_view typed, Typing typing) : typed_(typed) {
    // A letter or digit that stands for itself: 5G, X射线.
    if (typing == Typing::beginning) add(std::string(1, static_cast<char>(typed.front())), 1);
    if (is_letter(typed.front())) syllables(typing);
  }
  const std::vector<std::string>& list() const { return keys_; }

 private:
  void syllables(Typing typing) {
    for (const std::string& syllable : syllables_with(typed_.front())) {
      if (typing == Typing::initials) break;
      const std::size_t n = common(typed_, syllable);
      if (n == syllable.size()) add(syllable, n);
      if (n == typed_.size() && n < syllable.size() && typing == Typing::beginning) put(syllable + ' ');
    }
    if (typing == Typing::whole || typed_.size() < 2) return;
    for (const std::string& syllable : syllables_with(typed_.front())) {
      add(syllable, 1);
      if (typed_[1] == U'h' && syllable.size() > 1 && syllable[1] == 'h') add(syllable, 2);
    }
  }

  // The first syllable, and what may follow from the `from`-th character typed.
  void add(const std::string& first, std::size_t from) {
    const auto [known, is_new] = initials_.try_emplace(from);
    if (is_new) known->second = Initials().of(typed_.substr(from));
    for (const std::string& initials : known->second) put(first + ' ' + initials);
  }

  void put(std::string key) {
    if (keys_.size() < kMostKeys && std::ranges::find(keys_, key) == keys_.end()) keys_.push_back(std::move(key));
  }

  std::u32string_view typed_;
  std::map<std::size_t, std::set<std::string>> initials_;
  std::vector<std::string> keys_;
};

}  // namespace

std::u32string typed_characters(std::string_view folded) {
  std::u32string out;
  const auto size = static_cast<std::int32_t>(folded.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(folded.data(), i, size, c);
    if (c < 0 || c == '\'' || c == 0x2019 || u_isUWhiteSpace(c)) continue;
    if (out.size() == kMostTyped) return {};
    out += c == 0xFC ? U'v' : static_cast<char32_t>(c);  // ü
  }
  for (std::size_t at = out.find(U"ve"); at != std::u32string::npos; at = out.find(U"ve", at + 1))
    if (at > 0 && (out[at - 1] == U'l' || out[at - 1] == U'n')) out[at] = U'u';
  return out;
}

// Bit t of `reached`: the first t characters typed stand for the places so far.
bool is_typed_as(std::u32string_view typed, const std::vector<TypedPlace>& places, Typing typing) {
  if (typed.empty() || typed.size() > kMostTyped) return false;
  const std::uint64_t all = std::uint64_t{1} << typed.size();
  std::uint64_t reached = 1;
  for (const TypedPlace& place : places) {
    std::uint64_t next = 0;
    for (std::size_t t = 0; t < typed.size(); ++t) {
      if ((reached >> t & 1) == 0) continue;
      const std::u32string_view rest = typed.substr(t);
      if (rest.front() == static_cast<char32_t>(place.written)) next |= std::uint64_t{1} << (t + 1);
      for (const std::string_view reading : place.readings) {
        const std::size_t n = common(rest, reading);
        if (n == reading.size() && (n == 1 || typing != Typing::initials)) next |= std::uint64_t{1} << (t + n);
        if (typing == Typing::whole || n == 0) continue;
        if (n == rest.size() && typing == Typing::beginning) next |= all;
        next |= std::uint64_t{1} << (t + 1);
        if (n > 1 && reading[1] == 'h') next |= std::uint64_t{1} << (t + 2);
      }
    }
    reached = next;
    if (typing == Typing::beginning && (reached & all) != 0) return true;
    if (reached == 0) return false;
  }
  return typing != Typing::beginning && (reached & all) != 0;
}

std::vector<Sounded> by_sound(const Xapian::Database& database, std::u32string_view typed, Typing typing, std::size_t most) {
  std::vector<Sounded> found;
  if (typed.empty() || typed.size() > kMostTyped || !is_initial(typed.front())) return found;
  std::map<std::string, Xapian::doccount> holders;  // a text may stand under several keys
  std::size_t read = 0;
  const Keys keys(typed, typing);
  for (const std::string& key : keys.list()) {
    const std::string beginning = std::string(indexer::prefix::kPinyin) + key;
    const auto end = database.allterms_end(beginning);
    for (auto it = database.allterms_begin(beginning); it != end && read < kMostSoundedEntries; ++it, ++read) {
      const std::string term = *it;
      const std::size_t tab = term.find('\t');
      if (tab == std::string::npos) continue;
      const std::string folded = term.substr(tab + 1);
      if (!is_typed_as(typed, indexer::text::places(folded, kMostPlaces), typing)) continue;
      Xapian::doccount& most_holders = holders[folded];
      most_holders = std::max(most_holders, it.get_termfreq());
    }
  }
  for (const auto& [folded, count] : holders) found.push_back({folded, count});
  std::ranges::sort(found, [](const Sounded& a, const Sounded& b) {
    return a.holders != b.holders ? a.holders > b.holders : a.folded.size() != b.folded.size() ? a.folded.size() < b.folded.size() : a.folded < b.folded;
  });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace search
