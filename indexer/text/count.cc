// SPDX-License-Identifier: GPL-3.0-or-later
// From left to right over the segments: a figure, what multiplies it (3万, 1万5千), a measure word. A numeral that cannot be read is passed over whole, so
// that its tail (五六年: 六年, 十万5千元: 5千元) is not taken for a figure.
#include "indexer/text/count.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "indexer/text/number.h"

namespace indexer::text {
namespace {

using Letters = std::u16string_view;

constexpr Letters kNumerals = u"零〇一二两三四五六七八九十百千万亿点";
constexpr Letters kHanDigits = u"零一二三四五六七八九";
constexpr Letters kAboutHowMany = u"数几上成好多余";  // before 十年
constexpr std::size_t kLongestNumeral = 24;
constexpr std::ptrdiff_t kMostFigures = 15;  // what is longer is an identity number
constexpr double kMostValue = 1e15;

struct Measure {
  Letters written;
  std::string_view term;
};

// The longer before the shorter that begin so. Left out: what makes words (分, 点, 面, 体, 维), and 月 and 日, since dates are hardly ever written in Chinese.
constexpr Measure kMeasures[] = {
    {u"自由度", "自由度"}, {u"平方米", "m2"}, {u"立方米", "m3"}, {u"个月", "个月"}, {u"小时", "h"}, {u"分钟", "min"}, {u"毫秒", "ms"},
    {u"微秒", "μs"}, {u"千瓦", "kw"}, {u"兆瓦", "mw"}, {u"毫米", "mm"}, {u"微米", "μm"}, {u"纳米", "nm"}, {u"厘米", "cm"}, {u"千米", "km"},
    {u"公里", "km"}, {u"千克", "kg"}, {u"公斤", "kg"}, {u"毫克", "mg"}, {u"毫升", "ml"}, {u"千伏", "kv"}, {u"兆帕", "mpa"}, {u"千帕", "kpa"},
    {u"赫兹", "hz"}, {u"兆赫", "mhz"}, {u"年代", "年代"}, {u"世纪", "世纪"}, {u"季度", "季度"}, {u"周年", "周年"}, {u"通道", "通道"},
    {u"工位", "工位"}, {u"米", "m"}, {u"吨", "t"}, {u"克", "g"}, {u"升", "l"}, {u"瓦", "w"}, {u"伏", "v"}, {u"秒", "s"}, {u"轴", "轴"}, {u"级", "级"},
    {u"代", "代"}, {u"年", "年"}, {u"天", "天"}, {u"周", "周"}, {u"家", "家"}, {u"个", "个"}, {u"种", "种"}, {u"次", "次"}, {u"项", "项"},
    {u"台", "台"}, {u"套", "套"}, {u"层", "层"}, {u"件", "件"}, {u"条", "条"}, {u"座", "座"}, {u"篇", "篇"}, {u"人", "人"}, {u"名", "名"},
    {u"位", "位"}, {u"例", "例"}, {u"岁", "岁"}, {u"倍", "倍"}, {u"期", "期"}, {u"届", "届"}, {u"批", "批"}, {u"类", "类"}, {u"组", "组"},
    {u"段", "段"}, {u"阶", "阶"}, {u"相", "相"}, {u"元", "元"}, {u"度", "度"}, {u"号", "号"}, {u"亩", "亩"}, {u"株", "株"}, {u"头", "头"},
    {u"只", "只"}, {u"辆", "辆"}, {u"款", "款"}, {u"支", "支"}, {u"块", "块"}, {u"根", "根"}, {u"颗", "颗"}, {u"粒", "粒"}, {u"份", "份"}};
// 一种方法 is a method, whatever its number.
constexpr Letters kAsArticle = u"个种次项类批条件位家名人套台座层段组份只支块根颗粒款辆头株篇";
// ICU has 年内 and 年来 as words.
constexpr Letters kBehind = u"内后前来间";

struct ReadFigure {
  double value = 0;
  std::int32_t end = 0;
  bool chinese = false, year = false;  // year: 二〇二四, digit by digit
};

class Counting {
 public:
  Counting(const icu::UnicodeString& text, const std::vector<Segment>& segments)
      : text_(text), all_(text.getBuffer(), static_cast<std::size_t>(text.length())), segments_(segments) {}

  std::vector<Count> run() {
    for (at_ = 0; at_ < segments_.size(); ++at_) {
      const Segment& one = segments_[at_];
      if (one.kind == SegmentKind::han && one.begin >= passed_) han(one.begin);
      if (one.kind == SegmentKind::latin && one.begin >= passed_) latin(one);
    }
    return std::move(found_);
  }

 private:
  char16_t unit(std::int32_t i) const { return i >= 0 && i < text_.length() ? all_[static_cast<std::size_t>(i)] : u'\0'; }
  bool stands(Letters word, std::int32_t at) const { return at <= text_.length() && all_.substr(static_cast<std::size_t>(at)).starts_with(word); }
  static bool has(Letters list, char16_t c) { return c != u'\0' && list.find(c) != Letters::npos; }

  // 三千克 and 3千克 are 3 kg.
  bool begins_unit(std::int32_t at) const { return unit(at) == u'千' && has(u"瓦米克伏帕", unit(at + 1)); }

  void han(std::int32_t begin) {
    const bool ordinal = unit(begin) == u'第', percent = stands(u"百分之", begin);
    const std::int32_t from = begin + (percent ? 3 : ordinal ? 1 : 0);
    if (!has(kNumerals, unit(from))) return;
    const std::optional<ReadFigure> figure = numeral(from);
    if (!figure || (!percent && !ordinal && is_about(begin))) return;
    if (percent) return found(begin, figure->end, written(figure->value));
    if (figure->year && unit(figure->end) == u'年' && ends_word(figure->end + 1)) return found(begin, figure->end + 1, written(figure->value));
    if (!figure->year) counted(begin, *figure, ordinal);
  }

  bool is_about(std::int32_t begin) const {
    const char16_t before = unit(begin - 1), first = unit(begin);
    return (first == u'十' && has(kAboutHowMany, before)) || has(kNumerals, before) || u_isdigit(before) || before == u'第' || first == u'百' || first == u'千';
  }

  std::optional<ReadFigure> numeral(std::int32_t from) {
    std::u32string signs;
    std::int32_t end = from;
    for (; has(kNumerals, unit(end)) && !begins_unit(end); ++end)
      if (signs.size() <= kLongestNumeral) signs += static_cast<char32_t>(unit(end));
    passed_ = end;
    if (signs.size() > kLongestNumeral) return std::nullopt;
    if (signs.size() == 4 && std::ranges::all_of(signs, [](char32_t c) { return c == U'〇' || has(kHanDigits, static_cast<char16_t>(c)); })) {
      double year = 0;
      for (const char32_t c : signs) year = year * 10 + (c == U'〇' ? 0.0 : static_cast<double>(kHanDigits.find(static_cast<char16_t>(c))));
      return ReadFigure{year, end, true, true};
    }
    const auto number = read_number(signs, 0, false);
    if (!number || !number->sound || number->fraction || number->more) return std::nullopt;
    return ReadFigure{number->value, from + static_cast<std::int32_t>(number->end), true};
  }

  // Digits at the end of the segment, with 万 and the like behind them, and one space before what they count.
  void latin(const Segment& one) {
    std::int32_t begin = one.end;
    while (begin > one.begin && ((unit(begin - 1) >= u'0' && unit(begin - 1) <= u'9') || unit(begin - 1) == u'.')) --begin;
    if (begin == one.end || one.end - begin > kMostFigures || unit(begin) == u'.') return;
    if (begin > one.begin && u_isalnum(text_.char32At(begin - 1))) return;  // GH4169级
    if (is_tail(begin)) return;
    if (unit(begin) == u'0' && unit(begin + 1) != u'.' && one.end - begin > 1) return;
    std::string digits;
    for (std::int32_t i = begin; i < one.end; ++i) digits += static_cast<char>(unit(i));
    ReadFigure figure{0, one.end};
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), figure.value);
    if (error != std::errc() || stop != digits.data() + digits.size()) return;
    if (is_mixed(figure.end)) {
      passed_ = mixed_end(begin);
      if (begin != one.begin) return;  // 1-2万5千
      const std::optional<ReadFigure> mixed = mixed_figure(begin);
      if (mixed && unit(begin - 1) != u'第') counted(begin, *mixed, false);
      return;
    }
    if (unit(figure.end) == u' ') ++figure.end;
    const bool ordinal = begin == one.begin && unit(begin - 1) == u'第';
    counted(ordinal ? begin - 1 : begin, figure, ordinal);
  }

  // ---- figures and numerals in turn: 1万5千, 3亿2000万

  bool multiplies(std::int32_t at) const { return has(u"百千万亿", unit(at)) && !begins_unit(at); }
  static double factor_of(char16_t c) { return c == u'百' ? 1e2 : c == u'千' ? 1e3 : c == u'万' ? 1e4 : 1e8; }
  bool is_arabic(std::int32_t at) const { return unit(at) >= u'0' && unit(at) <= u'9'; }

  // Whether a numeral or another figure's 万 stands before, so that this is the end of something: 十万5千, 1万 5千.
  bool is_tail(std::int32_t begin) const {
    const char16_t before = unit(begin - 1) == u' ' ? unit(begin - 2) : unit(begin - 1);
    return has(u"十百千万亿", before);
  }

  // Whether behind a figure come 万 and the like, and then figures again.
  bool is_mixed(std::int32_t at) const {
    const std::int32_t from = at;
    while (multiplies(at)) ++at;
    return at > from && is_arabic(at);
  }

  std::int32_t mixed_end(std::int32_t at) const {
    while (is_arabic(at) || unit(at) == u'.' || multiplies(at)) ++at;
    return at;
  }

  // Each part smaller than what multiplied the one before; at the end without a multiplier only with all its digits: 1万2000. 1万5 is 15000 or 10005.
  std::optional<ReadFigure> mixed_figure(std::int32_t at) const {
    ReadFigure out;
    double above = kMostValue;
    while (is_arabic(at)) {
      double value = 0, factor = 1, full = 1;
      for (; is_arabic(at) && full < kMostValue; ++at, full *= 10) value = value * 10 + (unit(at) - u'0');
      for (; multiplies(at); ++at) factor *= factor_of(unit(at));
      if (value * factor >= above || factor >= above || (factor == 1 && full != above)) return std::nullopt;
      out.value += value * factor;
      above = factor;
      if (factor == 1) break;
    }
    out.end = at;
    if (is_arabic(at) || unit(at) == u'.') return std::nullopt;
    return out;
  }

  void counted(std::int32_t begin, ReadFigure figure, bool ordinal) {
    for (; !figure.chinese && multiplies(figure.end); ++figure.end) figure.value *= factor_of(unit(figure.end));
    if (!(figure.value < kMostValue)) return;
    for (const Measure& one : kMeasures) {
      const std::int32_t end = figure.end + static_cast<std::int32_t>(one.written.size());
      if (!stands(one.written, figure.end) || !ends_word(end)) continue;
      if (ordinal || counts(figure, one.written)) found(begin, end, (ordinal ? "第" : "") + written(figure.value) + std::string(one.term));
      return;
    }
  }

  static bool counts(const ReadFigure& figure, Letters measure) {
    if (figure.value == 1 && measure.size() == 1 && has(kAsArticle, measure.front())) return false;
    if (figure.value == 0) return false;                                          // 零件
    if (figure.chinese && figure.value == 2 && measure == u"次") return false;   // 二次电池; what happens twice is 两次
    if (figure.chinese && figure.value == 4 && measure == u"周") return false;   // all around
    if (measure == u"元" && figure.value < 100) return false;                     // 三元材料
    if (measure == u"度" && figure.value < 10) return false;
    return measure != u"年" || figure.value < 1000;  // a year: 2024年 has its figure
  }

  // Whether a word ends at `end`, or one character behind it that may follow a count.
  bool ends_word(std::int32_t end) const {
    std::size_t i = at_;
    while (i < segments_.size() && segments_[i].end < end) ++i;
    return i < segments_.size() && (segments_[i].end == end || (segments_[i].end == end + 1 && has(kBehind, unit(end))));
  }

  static std::string written(double value) {
    const double whole = std::round(value);
    return std::abs(value - whole) < 1e-6 ? fmt::format("{:.0f}", whole) : fmt::format("{:.6g}", value);
  }

  void found(std::int32_t begin, std::int32_t end, std::string term) {
    passed_ = std::max(passed_, end);
    found_.push_back({begin, end, std::move(term)});
  }

  const icu::UnicodeString& text_;
  Letters all_;
  const std::vector<Segment>& segments_;
  std::size_t at_ = 0;
  std::int32_t passed_ = 0;
  std::vector<Count> found_;
};

}  // namespace

std::vector<Count> counts_in(const icu::UnicodeString& text, const std::vector<Segment>& segments) { return Counting(text, segments).run(); }

}  // namespace indexer::text
