// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/lexicon.h"

#include <algorithm>

#include "corpus/hash.h"

namespace indexer::text {
namespace {

std::uint32_t head_of(const char16_t* units) { return static_cast<std::uint32_t>(units[0]) << 16 | units[1]; }

}  // namespace

WordFault fault_of(const icu::UnicodeString& normalized) {
  const std::int32_t characters = normalized.countChar32();
  if (characters < kFewestCharacters) return WordFault::too_short;
  if (characters > kMostCharacters) return WordFault::too_long;
  bool han = false;
  for (const Segment& one : segment(normalized)) {
    if (one.kind == SegmentKind::other) return WordFault::parted;
    han = han || one.kind == SegmentKind::han;
  }
  return han ? WordFault::none : WordFault::not_han;
}

Lexicon::Lexicon(std::vector<std::string> words) : words_(std::move(words)) {
  std::ranges::sort(words_);
  const auto repeated = std::ranges::unique(words_);
  words_.erase(repeated.begin(), repeated.end());
  std::string joined;
  for (const std::string& word : words_) {
    joined += word + '\n';
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8(word);
    units_.emplace(text.getBuffer(), static_cast<std::size_t>(text.length()));
    std::int32_t& longest = longest_[head_of(text.getBuffer())];
    longest = std::max(longest, text.length());
  }
  if (!words_.empty()) edition_ = corpus::content_hash(joined);
}

std::vector<JoinedWord> Lexicon::find(const icu::UnicodeString& text, const std::vector<Segment>& segments) const {
  std::vector<JoinedWord> found;
  if (words_.empty()) return found;
  const char16_t* const units = text.getBuffer();
  std::size_t covered = 0;  // segments before this one are in the mended segmentation
  std::u16string span;
  for (std::size_t first = 0; first < segments.size(); ++first) {
    const std::int32_t begin = segments[first].begin;
    if (segments[first].kind == SegmentKind::other || begin + 2 > text.length()) continue;
    const auto head = longest_.find(head_of(units + begin));
    if (head == longest_.end()) continue;
    const std::size_t before = found.size();
    for (std::size_t last = first + 1; last < segments.size(); ++last) {
      const std::int32_t end = segments[last].end;
      if (segments[last].kind == SegmentKind::other || end - begin > head->second) break;
      span.assign(units + begin, static_cast<std::size_t>(end - begin));
      if (units_.contains(span)) found.push_back({first, last, false});
    }
    std::reverse(found.begin() + static_cast<std::ptrdiff_t>(before), found.end());
    if (found.size() > before && first >= covered) {
      found[before].longest = true;
      covered = found[before].last + 1;
    }
  }
  return found;
}

}  // namespace indexer::text
