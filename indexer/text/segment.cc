// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/segment.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>

#include <memory>

namespace indexer::text {
namespace {

bool is_latin(UChar32 c) { return !is_han(c) && u_isalnum(c); }

// Characters that hold a compound together when a letter or digit stands on both sides: C/C, GB/T, N-甲基, 1.2, A+B, R&D, D'Arcy, a_b, 10×10 no.
bool is_joiner(UChar32 c) {
  switch (c) {
    case '-': case '/': case '.': case '+': case '&': case '\'': case '_': case 0x2010: case 0x2011: case 0x2013: case 0x00B7: return true;
    default: return false;
  }
}

std::int32_t latin_end(const icu::UnicodeString& text, std::int32_t at) {
  const std::int32_t length = text.length();
  while (at < length) {
    const UChar32 c = text.char32At(at);
    if (is_latin(c) || u_charType(c) == U_NON_SPACING_MARK) {
      at = text.moveIndex32(at, 1);
      continue;
    }
    const std::int32_t next = text.moveIndex32(at, 1);
    if (!is_joiner(c) || next >= length || !is_latin(text.char32At(next))) break;
    at = next;
  }
  return at;
}

icu::BreakIterator* word_breaks() {
  // One per thread: ICU's iterator keeps state. Opening it loads the dictionary, about 2 ms, once.
  thread_local const std::unique_ptr<icu::BreakIterator> iterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::BreakIterator>(icu::BreakIterator::createWordInstance(icu::Locale::getSimplifiedChinese(), status));
  }();
  return iterator.get();
}

// ICU's words inside one run of Han characters.
void segment_han(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end, std::vector<Segment>& out) {
  icu::BreakIterator* breaks = word_breaks();
  if (breaks == nullptr || end - begin < 2) {
    out.push_back({SegmentKind::han, begin, end});
    return;
  }
  // The run is set as a text of its own: what stands around it cannot change Han boundaries, and long texts stay linear.
  const icu::UnicodeString run = text.tempSubStringBetween(begin, end);
  breaks->setText(run);
  std::int32_t from = breaks->first();
  for (std::int32_t to = breaks->next(); to != icu::BreakIterator::DONE; from = to, to = breaks->next())
    out.push_back({SegmentKind::han, begin + from, begin + to});
}

}  // namespace

std::vector<Segment> segment(const icu::UnicodeString& text) {
  std::vector<Segment> out;
  const std::int32_t length = text.length();
  out.reserve(static_cast<std::size_t>(length) / 2 + 4);
  std::int32_t at = 0;
  while (at < length) {
    const UChar32 c = text.char32At(at);
    std::int32_t end = at;
    if (is_han(c)) {
      while (end < length && is_han(text.char32At(end))) end = text.moveIndex32(end, 1);
      segment_han(text, at, end, out);
    } else if (is_latin(c)) {
      end = latin_end(text, at);
      out.push_back({SegmentKind::latin, at, end});
    } else {
      while (end < length && !is_han(text.char32At(end)) && !is_latin(text.char32At(end))) end = text.moveIndex32(end, 1);
      out.push_back({SegmentKind::other, at, end});
    }
    at = end;
  }
  return out;
}

std::int32_t chemical_name_end(const icu::UnicodeString& text, std::int32_t begin) {
  // What names of organic and inorganic compounds are written with; 回, 用, 的 … are not, so a name ends where prose goes on.
  static const icu::UnicodeString parts = icu::UnicodeString::fromUTF8(
      "甲乙丙丁戊己庚辛壬癸基氧氢氮氯氟溴碘硫磷硅硼苯酚醇醛酮酸酯醚胺烷烯炔肼腈脲吡咯啶嗪唑啉呋喃噻吩萘蒽菲喹咪哌吗巯羟羧酰氨亚次过异正仲叔邻间对"
      "二三四五六七八九十聚环己糖苷素肽钠钾钙镁锂铵盐酐杂芳脂膦肟");
  std::int32_t end = begin;
  while (end < text.length() && parts.indexOf(text[end]) >= 0) ++end;
  return end - begin >= 2 ? end : begin;
}

}  // namespace indexer::text
