// SPDX-License-Identifier: GPL-3.0-or-later
// Texts by what is typed for them: lidianchi, li dian chi, ldc, ldianchi, 锂dianchi, 锂dc → 锂电池. The index holds the first syllable and the first
// letters of what follows (text/pinyin.h); the rest is compared with the text itself.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/text/pinyin.h"

namespace search {

// What was typed, character by character, without white space and apostrophes; empty where it is longer than 63 characters, which nobody types by sound.
std::u32string typed_characters(std::string_view folded);

// How a character may be typed. `whole`: a syllable in full only, and nothing of the text left over; `initials`: a first letter (or zh, ch, sh) only, and
// nothing left over; `beginning`: both, a syllable begun at the end, and a text that goes on.
enum class Typing : std::uint8_t { beginning, whole, initials };

// Whether `typed` stands for the places.
bool is_typed_as(std::u32string_view typed, const std::vector<indexer::text::TypedPlace>& places, Typing typing);

struct Sounded {
  std::string folded;
  Xapian::doccount holders = 0;  // records that have it as title, keyword, organisation or name, whoever may see them
};

// Texts that begin with (or are, for `whole` and `initials`) what `typed` stands for, the most used first, at most `most`. Requires: typed begins with an
// ASCII letter or digit. Reads at most 2,000 entries under at most 80 keys. May throw Xapian::Error. A shard on another machine is sent a message for each key.
std::vector<Sounded> by_sound(const Xapian::Database& database, std::u32string_view typed, Typing typing, std::size_t most);

}  // namespace search
