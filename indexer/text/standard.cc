// SPDX-License-Identifier: GPL-3.0-or-later
// letters ("/" letters)* space? digits ("." digits)? ("-" digits){0,3} ((dash | colon) year)?
#include "indexer/text/standard.h"

#include <algorithm>

namespace indexer::text {
namespace {

constexpr std::u16string_view kBodies[] = {u"gb",   u"gjb",  u"jjg", u"jjf", u"iso",  u"iec",  u"ieee", u"astm", u"din", u"jis",
                                           u"ansi", u"asme", u"api", u"sae", u"iatf", u"etsi", u"itu",  u"cispr", u"en"};
constexpr std::int32_t kFewestOfBody = 3;  // digits of a number behind letters alone: GB 150, and not 64 GB 16
constexpr std::int32_t kMostOfNumber = 6;
constexpr int kMostParts = 3;              // 60068-2-1

bool is_low(char16_t c) { return c >= u'a' && c <= u'z'; }
bool is_figure(char16_t c) { return c >= u'0' && c <= u'9'; }
// The dashes that stand before a year; the long one is what standards themselves print.
bool is_dash(char16_t c) { return c == u'-' || c == u'\u2010' || c == u'\u2011' || c == u'\u2013' || c == u'\u2014' || c == u'\u2212'; }

class StandardName {
 public:
  StandardName(std::u16string_view text, std::int32_t at) : text_(text), begin_(at), at_(at) {}

  std::optional<Standard> read() {
    if (!letters()) return std::nullopt;
    Standard out;
    const bool apart = sign(at_) == u' ';
    if (apart) ++at_;
    out.number = at_;
    if (!number()) return std::nullopt;
    out.glued = !apart && (slashed_ || sign(at_) == u'.' || parts_ > 0 || is_year(at_));
    if (is_year(at_)) {
      out.year = at_;
      at_ += 5;
    }
    if (const char16_t next = sign(at_); is_low(next) || is_figure(next)) return std::nullopt;
    out.end = at_;
    return out;
  }

 private:
  char16_t sign(std::int32_t i) const {
    return i >= 0 && static_cast<std::size_t>(i) < text_.size() ? text_[static_cast<std::size_t>(i)] : u'\0';
  }
  template <typename Is>
  std::int32_t behind(std::int32_t from, Is is) const {
    while (is(sign(from))) ++from;
    return from;
  }
  std::u16string_view part(std::int32_t from, std::int32_t to) const {
    return text_.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
  }

  // gb, gb/t, iso/iec, iso/ts, yy/t, db37/t.
  bool letters() {
    const std::int32_t first = behind(at_, is_low);
    const bool known = std::ranges::find(kBodies, part(at_, first)) != std::end(kBodies);
    const std::int32_t regional = part(at_, first) == u"db" ? behind(first, is_figure) : first;
    const auto is_kind = [&](std::int32_t slash) {
      const std::int32_t end = behind(slash + 1, is_low);
      return sign(slash) == u'/' && end == slash + 2 && (sign(slash + 1) == u't' || sign(slash + 1) == u'z');
    };
    if (first - begin_ == 2 && is_kind(regional)) {
      at_ = regional + 2;
      return slashed_ = true;
    }
    if (!known) return false;
    at_ = first;
    while (sign(at_) == u'/' && is_low(sign(at_ + 1)) && behind(at_ + 1, is_low) - at_ <= 5) {
      at_ = behind(at_ + 1, is_low);
      slashed_ = true;
    }
    return true;
  }

  bool number() {
    const std::int32_t from = at_;
    at_ = behind(at_, is_figure);
    if (at_ == from || at_ - from > kMostOfNumber || (!slashed_ && at_ - from < kFewestOfBody)) return false;
    if (sign(at_) == u'.' && is_figure(sign(at_ + 1))) {
      at_ = behind(at_ + 1, is_figure);
      ++parts_;
    }
    for (; parts_ < kMostParts && sign(at_) == u'-' && is_figure(sign(at_ + 1)) && !is_year(at_); ++parts_) at_ = behind(at_ + 1, is_figure);
    return true;
  }

  bool is_year(std::int32_t at) const {
    if (!is_dash(sign(at)) && sign(at) != u':') return false;
    const std::u16string_view century = std::u16string_view(text_).substr(static_cast<std::size_t>(at) + 1, 2);
    return (century == u"19" || century == u"20") && behind(at + 1, is_figure) == at + 5;
  }

  std::u16string_view text_;
  std::int32_t begin_, at_;
  bool slashed_ = false;
  int parts_ = 0;
};

}  // namespace

std::optional<Standard> standard_at(std::u16string_view text, std::int32_t at) { return StandardName(text, at).read(); }

}  // namespace indexer::text
