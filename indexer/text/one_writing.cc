// SPDX-License-Identifier: GPL-3.0-or-later
// First all edits are found, then the text is put together once. Normalising has lost which digits stood high; the bytes they came from tell.
#include "indexer/text/one_writing.h"

#include <unicode/uchar.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <vector>

#include "indexer/text/number.h"
#include "indexer/text/signs.h"
#include "indexer/text/standard.h"

namespace indexer::text {
namespace {

constexpr std::int32_t kMostLead = 3, kDigitsOfGroup = 3;
constexpr std::size_t kMostOfPower = 96;  // bytes that are read for one
constexpr std::u16string_view kCrosses = u"×*x·";
// A number behind these names something: 图2 300 ℃.
constexpr std::u16string_view kLabels = u"图表第式章节页例型号级款";
// What is counted in thousands and begins a measure or unit.
constexpr std::u16string_view kCountedInThousands = u"元吨米个台套件亩株头只辆人名例次万公千小平立毫微兆";

bool is_among(std::u16string_view list, char16_t c) { return c != u'\0' && list.find(c) != std::u16string_view::npos; }

class Rewriting {
 public:
  Rewriting(Normalized normalized, std::string_view original)
      : in_(std::move(normalized)), original_(original), text_(in_.text.getBuffer(), static_cast<std::size_t>(in_.text.length())) {}

  Normalized run() {
    const auto length = static_cast<std::int32_t>(text_.size());
    for (std::int32_t at = 0; at < length;) {
      const char16_t c = unit(at);
      std::int32_t end = at + 1;
      if (is_digit(c))
        end = figure(at);
      else if (c >= u'a' && c <= u'z' && !goes_on(at))
        end = standard(at);
      at = end;
    }
    return edits_.empty() ? std::move(in_) : edited();
  }

 private:
  struct Edit {
    std::int32_t begin = 0, end = 0;  // replaced; nothing where they are the same
    std::u16string with;
  };

  char16_t unit(std::int32_t i) const { return i >= 0 && static_cast<std::size_t>(i) < text_.size() ? text_[static_cast<std::size_t>(i)] : u'\0'; }
  std::string_view bytes_of(std::int32_t i) const {
    const auto at = static_cast<std::size_t>(i);
    return original_.substr(in_.start[at], in_.end[at] - in_.start[at]);
  }

  // Digits that stood high: ² ³ ¹ and U+2070 to U+2079. Low ones (CO₂) are parts of names.
  bool is_raised(std::int32_t i) const {
    if (!is_digit(unit(i))) return false;
    const std::string_view bytes = bytes_of(i);
    return bytes == "\u00B2" || bytes == "\u00B3" || bytes == "\u00B9" || (bytes.size() == 3 && bytes >= "\u2070" && bytes <= "\u2079");
  }
  bool is_plain_digit(std::int32_t i) const { return is_digit(unit(i)) && !is_raised(i); }
  std::int32_t digits_end(std::int32_t i) const {
    while (is_plain_digit(i)) ++i;
    return i;
  }
  std::int32_t past_spaces(std::int32_t i, std::int32_t most) const {
    for (; most > 0 && unit(i) == u' '; --most) ++i;
    return i;
  }
  std::int32_t before_spaces(std::int32_t i) const {
    do --i;
    while (unit(i) == u' ');
    return i;
  }

  // Whether a word that began before goes on here: GH4169, a-gb.
  bool goes_on(std::int32_t at) const {
    if (at == 0) return false;
    const UChar32 before = in_.text.char32At(at - 1);
    return (u_isalnum(before) && !is_han(before)) || before == '-' || before == '_' || before == '.';
  }

  void part(std::int32_t at, std::u16string with) { edits_.push_back({at, at, std::move(with)}); }

  // One past the figure that begins at `at`, read or not.
  std::int32_t figure(std::int32_t at) {
    const UChar32 before = at > 0 ? in_.text.char32At(at - 1) : 0;
    const bool begins = !(u_isalnum(before) && !is_han(before)) && before != '.' && !is_raised(at);
    if (begins) {
      if (const auto end = power(at)) return *end;
      if (const auto end = grouped(at)) return *end;
    }
    std::int32_t end = digits_end(at);
    if (unit(end) == u'.' && is_plain_digit(end + 1)) end = digits_end(end + 1);
    if (end > at && is_raised(end)) part(end, u"^");
    while (is_raised(end)) ++end;
    return end;
  }

  // Whether only a mark or spaces part it from a figure before.
  bool follows_figure(std::int32_t at) const {
    const bool space = unit(at - 1) == u' ';
    return (space || is_among(u",.", unit(at - 1))) && is_digit(unit(before_spaces(space ? at : at - 1)));
  }

  // 10⁵, 10^-3, 1.2 × 10⁵. What stands behind another cross is a factor of something: (1~5)×10⁵.
  std::optional<std::int32_t> power(std::int32_t at) {
    std::int32_t mantissa = digits_end(at);
    if (unit(mantissa) == u'.' && is_plain_digit(mantissa + 1)) mantissa = digits_end(mantissa + 1);
    std::int32_t ten = at;
    if (const std::int32_t cross = past_spaces(mantissa, 2); is_among(kCrosses, unit(cross))) ten = past_spaces(cross + 1, 2);
    const bool raises = is_raised(ten + 2) || is_raised_sign(ten + 2) || unit(ten + 2) == u'^';
    if (unit(ten) != u'1' || unit(ten + 1) != u'0' || !raises) return std::nullopt;
    if (const char16_t before = unit(before_spaces(at)); is_among(kCrosses, before) || before == u'^' || before == u'/') return std::nullopt;
    if (follows_figure(at)) return std::nullopt;  // 1 500×10³ is not 1 and 500000
    const std::uint32_t from = in_.start[static_cast<std::size_t>(at)];
    const Signs signs = read_signs(original_.substr(from, kMostOfPower));
    const auto number = read_number(signs.all(), 0, false);
    if (!number || !number->sound || number->fraction || number->value <= 0) return std::nullopt;
    const std::size_t last = number->end - (number->more ? 2 : 1);
    std::int32_t end = ten + 2;
    while (static_cast<std::size_t>(end) < text_.size() && in_.end[static_cast<std::size_t>(end)] <= from + signs.end[last]) ++end;
    const bool goes_further = is_digit(unit(end)) || unit(end) == u'^' || is_raised_sign(end) || (unit(end) == u'.' && is_digit(unit(end + 1)));
    if (end == ten + 2 || goes_further) return std::nullopt;
    for (std::int32_t i = ten + 2; i < end; ++i)
      if (bytes_of(i) == "⁺") return std::nullopt;  // a charge as soon as a power
    edits_.push_back({at, end, written_out(number->value)});
    return end;
  }

  // ⁻ and ⁺, which are no digits.
  bool is_raised_sign(std::int32_t i) const {
    if (static_cast<std::size_t>(i) >= text_.size()) return false;
    const std::string_view bytes = bytes_of(i);
    return bytes == "⁻" || bytes == "⁺";
  }

  // The fewest digits that say the value, and no exponent: of 10²³ a 1 and zeros, which is not what a double holds of it.
  static std::u16string written_out(double value) {
    std::array<char, 40> short_form;
    const char* const end = std::to_chars(short_form.data(), short_form.data() + short_form.size(), value, std::chars_format::scientific).ptr;
    const std::string_view all(short_form.data(), static_cast<std::size_t>(end - short_form.data()));
    const std::size_t e = all.find('e');
    std::u16string digits;
    for (const char c : all.substr(0, e))
      if (c != '.') digits += static_cast<char16_t>(c);
    int power = 0;
    std::from_chars(all.data() + e + (all[e + 1] == '+' ? 2 : 1), end, power);
    const auto point = static_cast<std::size_t>(std::abs(power));
    if (power < 0) return u"0." + std::u16string(point - 1, u'0') + digits;
    if (digits.size() <= point) return digits + std::u16string(point + 1 - digits.size(), u'0');
    return digits.size() == point + 1 ? digits : digits.insert(point + 1, 1, u'.');
  }

  // 20,000 and 18 000: the marks are left out.
  std::optional<std::int32_t> grouped(std::int32_t at) {
    const std::int32_t lead = digits_end(at);
    const char16_t mark = unit(lead);
    if ((mark != u',' && mark != u' ') || lead - at > kMostLead || unit(at) == u'0') return std::nullopt;
    std::vector<std::int32_t> marks;
    std::int32_t end = lead;
    bool proved = false;  // no number of a list begins with 0
    for (; unit(end) == mark && digits_end(end + 1) == end + 1 + kDigitsOfGroup; end += 1 + kDigitsOfGroup) {
      proved = proved || unit(end + 1) == u'0';
      marks.push_back(end);
    }
    if (marks.empty() || is_raised(end) || (unit(end) == mark && is_digit(unit(end + 1)))) return std::nullopt;
    if (follows_figure(at)) return std::nullopt;
    if (!proved && (marks.size() > 1 || lead - at == kMostLead || !stands_alone(at, end, lead))) return std::nullopt;
    for (const std::int32_t one : marks) edits_.push_back({one, one + 1, {}});
    return end;
  }

  // Of one group behind one or two digits, whether these are no two numbers. (1,200) may be a pair, 80，100 too.
  bool stands_alone(std::int32_t at, std::int32_t end, std::int32_t mark) const {
    if (unit(mark) == u',') return bytes_of(mark) == "," && !(is_among(u"([{", unit(at - 1)) && is_among(u")]}", unit(end)));
    const std::int32_t last = before_spaces(at);
    const UChar32 before = last < 0 ? 0 : in_.text.char32At(last);
    if ((u_isalnum(before) && !is_han(before)) || is_among(kLabels, unit(last))) return false;
    const char16_t next = unit(past_spaces(end, 1));
    return (next >= u'a' && next <= u'z') || is_among(u"%°μω", next) || is_among(kCountedInThousands, next);
  }

  std::int32_t standard(std::int32_t at) {
    const auto found = standard_at(text_, at);
    if (!found) return at + 1;
    for (std::int32_t i = found->number; i < found->end; ++i)
      if (is_raised(i)) return at + 1;  // a footnote's
    if (found->glued) part(found->number, u" ");
    if (found->year >= 0) edits_.push_back({found->year, found->year + 1, u" "});
    return found->end;
  }

  Normalized edited() const {
    Normalized out;
    out.start.reserve(in_.start.size() + edits_.size());
    out.end.reserve(in_.end.size() + edits_.size());
    std::int32_t from = 0;
    const auto keep = [&](std::int32_t to) {
      out.text.append(in_.text, from, to - from);
      out.start.insert(out.start.end(), in_.start.begin() + from, in_.start.begin() + to);
      out.end.insert(out.end.end(), in_.end.begin() + from, in_.end.begin() + to);
    };
    for (const Edit& edit : edits_) {
      keep(edit.begin);
      // What is put between two signs comes from no byte.
      const auto first = static_cast<std::size_t>(edit.begin), last = static_cast<std::size_t>(edit.end);
      const std::uint32_t start = edit.begin == edit.end ? in_.end[first - 1] : in_.start[first];
      for (const char16_t c : edit.with) {
        out.text.append(c);
        out.start.push_back(start);
        out.end.push_back(in_.end[last - 1]);
      }
      from = edit.end;
    }
    keep(static_cast<std::int32_t>(text_.size()));
    out.start.push_back(in_.start.back());
    out.end.push_back(in_.end.back());
    return out;
  }

  Normalized in_;
  std::string_view original_;
  std::u16string_view text_;
  std::vector<Edit> edits_;  // in order, apart
};

}  // namespace

Normalized in_one_writing(Normalized normalized, std::string_view original) { return Rewriting(std::move(normalized), original).run(); }

}  // namespace indexer::text
