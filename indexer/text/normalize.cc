// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over the code points. ASCII and Han take a table; everything else goes to ICU in pieces between normalization boundaries, so
// that a piece's output maps to the bytes of that piece. Most text of this field is in the two fast cases.
#include "indexer/text/normalize.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <cassert>
#include <memory>

namespace indexer::text {
namespace {

constexpr UChar32 kHanFirst = 0x3400, kHanLast = 0x9FFF;

// Traditional → Simplified for U+3400–U+9FFF; 0 where nothing changes.
const std::vector<char16_t>& simplified_table() {
  static const std::vector<char16_t> table = [] {
    std::vector<char16_t> simplified(kHanLast - kHanFirst + 1, 0);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> hant_hans(
        icu::Transliterator::createInstance("Hant-Hans", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) return simplified;  // ICU without transliteration data: Traditional text then stays as it is
    for (UChar32 c = kHanFirst; c <= kHanLast; ++c) {
      icu::UnicodeString one(c);
      hant_hans->transliterate(one);
      if (one.length() == 1 && one.char32At(0) != c) simplified[static_cast<std::size_t>(c - kHanFirst)] = one[0];
    }
    return simplified;
  }();
  return table;
}

const icu::Normalizer2& nfkc() {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* instance = icu::Normalizer2::getNFKCCasefoldInstance(status);
  assert(instance != nullptr && "ICU lacks its normalization data");
  return *instance;
}

char16_t simplify(char16_t c) {
  if (c < kHanFirst || c > kHanLast) return c;
  const char16_t to = simplified_table()[static_cast<std::size_t>(c - kHanFirst)];
  return to == 0 ? c : to;
}

class Normalization {
 public:
  explicit Normalization(std::string_view original) : bytes_(original) {
    out_.start.reserve(original.size() / 2 + 8);
    out_.end.reserve(original.size() / 2 + 8);
  }

  Normalized run() {
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes_.data());
    const auto size = static_cast<std::int32_t>(bytes_.size());
    std::int32_t i = 0;
    while (i < size) {
      const std::int32_t from = i;
      UChar32 c;
      U8_NEXT_OR_FFFD(data, i, size, c);
      const bool simple = c < 0x80 || (c >= kHanFirst && c <= kHanLast);
      // A combining mark may follow and join an ASCII letter; Han characters never compose.
      const bool mark_follows = c < 0x80 && i < size && data[i] >= 0xCC && data[i] <= 0xE3 && !boundary_at(data, i, size);
      if (simple && !mark_follows) {
        if (c < 0x80)
          emit(static_cast<char16_t>(c >= 'A' && c <= 'Z' ? c + 32 : c), from, i);
        else
          emit(simplify(static_cast<char16_t>(c)), from, i);
        continue;
      }
      icu::UnicodeString piece(c);
      while (i < size && !boundary_at(data, i, size) && piece.length() < 64) {
        UChar32 next;
        U8_NEXT_OR_FFFD(data, i, size, next);
        piece.append(next);
      }
      UErrorCode status = U_ZERO_ERROR;
      const icu::UnicodeString folded = nfkc().normalize(piece, status);
      for (std::int32_t k = 0; k < folded.length(); ++k) emit(simplify(folded[k]), from, i);
    }
    out_.start.push_back(static_cast<std::uint32_t>(size));
    out_.end.push_back(static_cast<std::uint32_t>(size));
    return std::move(out_);
  }

 private:
  static bool boundary_at(const std::uint8_t* data, std::int32_t i, std::int32_t size) {
    UChar32 c;
    U8_NEXT_OR_FFFD(data, i, size, c);
    return nfkc().hasBoundaryBefore(c);
  }

  void emit(char16_t unit, std::int32_t from, std::int32_t to) {
    out_.text.append(unit);
    out_.start.push_back(static_cast<std::uint32_t>(from));
    out_.end.push_back(static_cast<std::uint32_t>(to));
  }

  std::string_view bytes_;
  Normalized out_;
};

}  // namespace

Normalized normalize(std::string_view original) { return Normalization(original).run(); }

std::string fold(std::string_view original) {
  std::string out;
  normalize(original).text.toUTF8String(out);
  return out;
}

UChar32 simplified(UChar32 c) { return c < kHanFirst || c > kHanLast ? c : simplify(static_cast<char16_t>(c)); }

bool is_han(UChar32 c) {
  if (c >= 0x4E00 && c <= 0x9FFF) return true;
  if (c < 0x3000) return false;
  return c == 0x3005 || c == 0x3007 || u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC);
}

}  // namespace indexer::text
